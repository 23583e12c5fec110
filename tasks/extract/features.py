"""What speaks for and against a candidate, as named features.

Each feature is a string that a person can read (`rel=L0`, `link=达到`, `veto=clause`), so that the
ranker's weights are its explanation. Most are shared by all metrics: a metric that the model
never saw is judged by them alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from tasks.extract.alignment import Alignment
from tasks.extract.candidates import Candidate
from tasks.extract.contest import NEAR, Contest, places
from tasks.extract.history import History
from tasks.extract.lexicon import Mention, Role
from tasks.extract.links import bucket, link_class, masked
from tasks.extract.number_features import is_bare, of_number
from tasks.extract.ranker import Model
from tasks.extract.scene import Near, Scene, covers
from tasks.records import BlockKind, Bound, Quantity

_PART = re.compile(r"其中|含|包括|分别|内有")
_UNION = re.compile("工会|职工")
_TOPIC = re.compile(
    "工会|职工|会员|入会|建会|劳模|集体协商|集体合同|工资协商|驿站|工人|助学|送温暖"
)
_FROM_TO = re.compile(
    r"(?:提高|增加|上升|提升|扩大|增长|发展|下降|减少|降低|回落|攀升|扩展|延长|缩短|攀)[到至为]|升至|增至|降至|减至|锐减至|猛增到|跃升到|蹿到|变成|增到|升到|降到|变为|[到至]$"
)
FAR = frozenset({"TC", "TR", "TC1", "TR1", "TP", "H", "T"})


@dataclass(frozen=True, slots=True)
class Sequel:
    """How a number follows the one before it; the same for all its candidates.

    `links` are the ends of the features that the words between them give.
    """

    before: str | None
    aligned: frozenset[str] | None
    links: tuple[str, ...]
    earlier: tuple[str, ...]
    block: BlockKind | None


class Describer:
    """Makes the features of one page's quantities; holds what they share.

    With a `model`, words that weigh nothing in it are left out: most of what a page says.
    """

    def __init__(
        self, scene: Scene, alignment: Alignment, history: History, model: Model | None = None
    ) -> None:
        self.scene = scene
        self.model = model
        self._covering: dict[tuple[int, int], frozenset[str]] = {}
        self.alignment = alignment
        self.history = history
        self._page = (
            f"page={bucket(scene.text.count('工会'))}",
            f"topic={bool(_TOPIC.search(scene.document.headline))}",
        )

    def describe(self, quantity: Quantity, candidates: list[Candidate]) -> list[list[str]]:
        """Features of every reading of a quantity: "none" first, then each candidate."""
        before = "cell" if self.scene.is_cell(quantity) else self.history.before(quantity)
        shared = [*of_number(self.scene, quantity), *self._page]
        words = self._clause_words(quantity)
        around = self._sentence_words(quantity) - words
        contest = Contest(candidates)
        sequel = self._sequel(quantity, before)
        beside = self.history.beside(quantity).items()
        claimed = [f"claim|{name}" for name in shared]
        bare = is_bare(self.scene, quantity)
        described = [self._of_none(quantity, before, shared, words, contest)]
        for candidate in candidates:
            code = candidate.metric.code
            kind = "change" if candidate.is_change else "plain"
            features = list(_of_metric(code, candidate.metric.unit, quantity.unit, kind))
            features += claimed
            features.extend(self._of_heads(candidate, bare))
            features.extend(contest.features(candidate))
            features += _of_company(code, places(candidate.clues), places(candidate.vetoes))
            features.extend(self._of_sequence(candidate, sequel))
            features.extend(f"{side}={_beside(given, code)}" for side, given in beside)
            features.extend(self._of_words(f"{code}|word", words))
            features.extend(self._of_words(f"{code}|around", around))
            described.append(features)
        return described

    def _of_none(
        self,
        quantity: Quantity,
        before: str | None,
        shared: list[str],
        words: set[str],
        contest: Contest,
    ) -> list[str]:
        """Features of leaving the quantity unclaimed."""
        scene = self.scene
        features = [
            "none",
            f"none|unit={quantity.unit}",
            f"none|measure={quantity.measure}",
            f"none|near={min(2, contest.near_count)}",
            f"none|before={before or 'none'}",
            f"none|bound={quantity.bound is Bound.EXACT}",
            f"none|left={scene.text[max(0, quantity.start - 2) : quantity.start]}",
            f"none|right={scene.text[quantity.end : quantity.end + 2]}",
            f"none|small={quantity.value < 10}",
        ]
        features += [f"none|{name}" for name in shared]
        if self.alignment.metrics_for(quantity, self.history) is not None:
            features.append("none|aligned")
        segment = scene.document.segment_at(quantity.start)
        if segment is not None:
            features.append(f"none|block={segment.block.kind}")
        spans = {
            "clause": scene.document.clause_at(quantity.start),
            "sentence": scene.document.sentence_at(quantity.start),
        }
        for name, span in spans.items():
            found = _UNION.search(scene.text, span.start, span.end)
            features.append(f"none|union in {name}={bool(found)}")
        features.extend(self._of_words("none|word", words))
        return features

    def _of_words(self, name: str, words: set[str]) -> Iterator[str]:
        if self.model is not None:
            return self.model.weighed(name, words)
        return (f"{name}={word}" for word in words)

    def _clause_words(self, quantity: Quantity) -> set[str]:
        clause = self.scene.document.clause_at(quantity.start)
        start = max(clause.start, quantity.start - 25)
        end = min(clause.end, quantity.end + 25)
        return self._words(start, quantity.start) | self._words(quantity.end, end)

    def _sentence_words(self, quantity: Quantity) -> set[str]:
        sentence = self.scene.document.sentence_at(quantity.start)
        start = max(sentence.start, quantity.start - 45)
        end = min(sentence.end, quantity.end + 30)
        return self._words(start, quantity.start) | self._words(quantity.end, end)

    def _words(self, start: int, end: int) -> set[str]:
        words = self.scene.words_in(start, end)
        return {word for word in words if len(word) > 1 and not word[0].isdigit()}

    def _of_heads(self, candidate: Candidate, bare: bool) -> Iterator[str]:
        """How the best head stands to the number, and what else is there."""
        code = candidate.metric.code
        if not candidate.near:
            yield f"rel={candidate.relation}"
            yield f"{code}|rel={candidate.relation}"
            yield f"rel={candidate.relation}|bare={bare}"
            return
        best = self._best(candidate)
        relation = best.relation
        term = best.mention.term
        yield f"rel={relation}|bare={bare}"
        yield f"rel={relation}|d={bucket(best.distance)}"
        yield f"rel={relation}|unit={candidate.metric.unit}"
        yield from _of_term(code, relation, term.parts, min(term.weight, 8))
        if relation in {"L0", "R0"} and best.distance <= 12:
            link = masked(best.link)
            yield f"linked={relation}|{link_class(best.link)}"
            tail = link[-2:] if relation == "L0" else link[:2]
            yield f"link={relation}|{link[:6]}"
            yield f"tail={relation}|{tail}"
        for other in sorted({near.relation for near in candidate.near} - {relation}):
            yield f"also={other}"
        if self._shadowed(best, candidate):
            yield f"shadowed|{relation[0]}"
            yield f"{code}|shadowed"

    def _best(self, candidate: Candidate) -> Near:
        """The closest head that is not only a piece of another metric's longer word."""
        for near in candidate.near:
            if not self._shadowed(near, candidate):
                return near
        return candidate.near[0]

    def _shadowed(self, near: Near, candidate: Candidate) -> bool:
        if near.relation in FAR:
            return False
        mention = near.mention
        place = mention.start, mention.end
        covering = self._covering.get(place)
        if covering is None:
            covering = self._covering[place] = self._metrics_over(mention)
        return not covering <= {candidate.metric.code}

    def _metrics_over(self, mention: Mention) -> frozenset[str]:
        """The metrics that have a longer word over the mention."""
        around = self.scene.mentions_in(max(0, mention.start - 12), mention.end)
        heads = (other for other in around if other.term.role is Role.HEAD)
        return frozenset(head.term.metric for head in heads if covers(head, mention))

    def _sequel(self, quantity: Quantity, before: str | None) -> Sequel:
        segment = self.scene.document.segment_at(quantity.start)
        return Sequel(
            before,
            self.alignment.metrics_for(quantity, self.history),
            tuple(self._links(quantity)),
            tuple(self.history.in_sentence(quantity)),
            segment.block.kind if segment else None,
        )

    def _links(self, quantity: Quantity) -> Iterator[str]:
        """What stands between the number before and this one; nothing where there is none."""
        previous = self.scene.previous(quantity)
        if previous is None:
            return
        link = masked(self.scene.text[previous.end : quantity.start])
        yield link[:8] if len(link) <= 8 else "long"
        yield f"part={bool(_PART.search(link))}"
        yield f"unit={previous.unit == quantity.unit}"
        if _FROM_TO.search(link) and previous.measure is quantity.measure:
            yield "from to"

    def _of_sequence(self, candidate: Candidate, sequel: Sequel) -> Iterator[str]:
        """How the reading goes with those of the numbers before, and with an enumeration."""
        code = candidate.metric.code
        kind = "change" if candidate.is_change else "plain"
        if sequel.aligned is not None:
            yield f"aligned={code in sequel.aligned}"
        same = _same(code, sequel.before)
        if sequel.links:
            yield f"before={same}"
            yield f"before={same}|{kind}"
            for link in sequel.links:
                yield f"before={same}|{link}"
        else:
            yield f"start|before={same}"
        yield f"{sequel.before}>{code}"
        for earlier in sequel.earlier:
            yield f"{earlier}>>{code}"
        yield f"seen={self.history.seen(code)}|{kind}"
        if sequel.block is not None:
            yield f"block={sequel.block}"
            if sequel.block is BlockKind.TITLE:
                yield f"{code}|title"


@lru_cache(maxsize=4096)
def _of_metric(code: str, unit: str, written: str, kind: str) -> tuple[str, ...]:
    """The metric and the unit that the number is written with."""
    return (
        *("bias", f"metric={code}", f"unit={unit}|{written}", f"{code}|unit={written}"),
        *(f"kind={kind}|{unit}", f"{code}|{kind}"),
    )


@lru_cache(maxsize=16384)
def _of_term(code: str, relation: str, parts: tuple[str, ...], weight: int) -> tuple[str, ...]:
    """A head's words and how it stands to the number."""
    near = relation in NEAR
    return (
        *(
            f"rel={relation}",
            f"near={near}",
            f"rel={relation}|w={weight}",
            f"near={near}|w={weight}",
        ),
        *(f"{code}|rel={relation}", f"{code}|near={near}"),
        *(f"{code}|term={'…'.join(parts)}", f"parts={len(parts)}|{relation}"),
    )


@lru_cache(maxsize=4096)
def _of_company(code: str, clues: tuple[str, ...], vetoes: tuple[str, ...]) -> tuple[str, ...]:
    """Clues and vetoes by how near they stand."""
    told = [f"clue={place}" for place in clues] + [f"veto={place}" for place in vetoes]
    return (*told, *(f"{code}|{name}" for name in told))


def _beside(given: str | None, code: str) -> str:
    """How the cell above or to the left was read."""
    return "none" if given is None else str(given == code)


def _same(code: str, before: str | None) -> str:
    if before is None:
        return "none"
    if before == code:
        return "same"
    return "kin" if before.split(".")[0] == code.split(".")[0] else "other"
