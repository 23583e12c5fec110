"""What speaks for and against a candidate, as named features.

Each feature is a string that a person can read (`rel=L0`, `link=达到`, `veto=clause`), so that the
ranker's weights are its explanation. Most are shared by all metrics: a metric that the model
never saw is judged by them alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic

from tasks.extract.alignment import Alignment
from tasks.extract.candidates import Candidate, family
from tasks.extract.contest import Contest, places
from tasks.extract.feature_groups import Groups, T
from tasks.extract.history import History
from tasks.extract.lexicon import Mention, Role
from tasks.extract.links import bucket, masked
from tasks.extract.longer import covers
from tasks.extract.number_features import is_bare, of_number
from tasks.extract.scene import Near, Scene
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


@dataclass(frozen=True, slots=True)
class WordsOf(Generic[T]):
    """The words around a number, told of an owner: a metric, its family, or "none".

    `near` in its clause, `around` in its sentence, `following` right behind it, one character long
    too (三个村), and `between` it and the number before.
    """

    near: Callable[[str], T]
    around: Callable[[str], T]
    following: Callable[[str], T]
    between: Callable[[str], T]

    def none(self, before: str | None) -> T:
        """Of leaving the number unclaimed, behind one read as `before`."""
        told = self.near("none") + self.following("none")
        return told + self.between(f"none.{'unclaimed' if before is None else 'claimed'}")

    def metric(self, code: str, same: str) -> T:
        """Of a metric that is to the one before as `same` tells."""
        told = self.near(code) + self.near(family(code)) + self.around(code)
        return told + self.following(code) + self.between(f"after.{same}")


class Describer(Generic[T]):
    """Describes the readings of one page's quantities; holds what they share.

    By the features' names or by the sum of their weights, whichever `groups` gives.
    """

    def __init__(
        self, scene: Scene, alignment: Alignment, history: History, groups: Groups[T]
    ) -> None:
        self.scene = scene
        self.groups: Groups[T] = groups
        self._covering: dict[tuple[int, int], frozenset[str]] = {}
        self.alignment = alignment
        self.history = history
        self._page = (
            f"page={bucket(scene.text.count('工会'))}",
            f"topic={bool(_TOPIC.search(scene.document.headline))}",
        )

    def describe(self, quantity: Quantity, candidates: list[Candidate]) -> list[T]:
        """Every reading of a quantity: "none" first, then each candidate."""
        before = "cell" if self.scene.is_cell(quantity) else self.history.before(quantity)
        shared = [*of_number(self.scene, quantity), *self._page, self._talk(quantity)]
        groups, words = self.groups, self._words_of(quantity)
        contest = Contest(candidates)
        sequel = self._sequel(quantity, before)
        beside = self.history.beside(quantity).items()
        claimed = groups.of_names(tuple(f"claim|{name}" for name in shared))
        bare = is_bare(self.scene, quantity)
        behind = _behind(self.scene.text[quantity.end : quantity.end + 1])
        none = self._of_none(quantity, before, shared, contest)
        described = [none + words.none(before) + groups.of_behind("none", behind, quantity.unit)]
        for candidate in candidates:
            code, unit = candidate.metric.code, candidate.metric.unit
            kind = "change" if candidate.is_change else "plain"
            clues, vetoes = places(candidate.clues), places(candidate.vetoes)
            reading = groups.of_metric(code, unit, quantity.unit, kind) + claimed
            reading += self._of_heads(candidate, bare)
            reading += groups.of_rank(*contest.rank(candidate))
            reading += groups.of_company(code, clues, vetoes)
            reading += self._of_sequence(code, kind, sequel)
            for side, given in beside:
                reading += groups.of_side(side, given, code)
            reading += words.metric(code, _same(code, before))
            reading += groups.of_behind(candidate.relation, behind, quantity.unit)
            described.append(reading)
        return described

    def _talk(self, quantity: Quantity) -> str:
        """Whether the page, or at least the paragraph, speaks of unions at all."""
        if not self.scene.is_idle:
            return "talk=page"
        return f"talk={'paragraph' if self.scene.speaks_of_unions(quantity) else 'none'}"

    def _of_none(
        self,
        quantity: Quantity,
        before: str | None,
        shared: list[str],
        contest: Contest,
    ) -> T:
        """Leaving the quantity unclaimed."""
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
        return self.groups.of_names(tuple(features))

    def _words_of(self, quantity: Quantity) -> WordsOf[T]:
        """The words around a number, as features of whatever it is read as."""
        document, start, end = self.scene.document, quantity.start, quantity.end
        clause, sentence = document.clause_at(start), document.sentence_at(start)
        near = self._words(max(clause.start, start - 25), start)
        near |= self._words(end, min(clause.end, end + 25))
        further = self._words(max(sentence.start, start - 45), start)
        further |= self._words(end, min(sentence.end, end + 30))
        of_words = self.groups.of_words
        return WordsOf(
            of_words("word", sorted(near)),
            of_words("around", sorted(further - near)),
            of_words("next", self.scene.words_in(end, end + 1)),
            of_words("between", self._words_between(quantity)),
        )

    def _words_between(self, quantity: Quantity) -> list[str]:
        """The words between the number before in its sentence and this one."""
        previous = self.scene.previous(quantity)
        if previous is None or self.scene.is_cell(quantity):
            return []
        words = self.scene.words_in(previous.end, quantity.start)
        return sorted({word for word in words if not word[0].isdigit()})

    def _words(self, start: int, end: int) -> set[str]:
        words = self.scene.words_in(start, end)
        return {word for word in words if len(word) > 1 and not word[0].isdigit()}

    def _of_heads(self, candidate: Candidate, bare: bool) -> T:
        """How the best head stands to the number, and what else is there."""
        code, groups = candidate.metric.code, self.groups
        if not candidate.near:
            return groups.of_unnamed(code, candidate.relation, bare)
        best = self._best(candidate)
        relation, distance, term = best.relation, best.distance, best.mention.term
        told = groups.of_head(relation, bare, bucket(distance), candidate.metric.unit)
        told += groups.of_term(code, relation, term.parts, min(term.weight, 8))
        if relation in {"L0", "R0"} and distance <= 12:
            told += groups.of_link(relation, best.link)
        others = frozenset([near.relation for near in candidate.near if near.relation != relation])
        is_shadowed = self._shadowed(best, candidate)
        if others or is_shadowed:
            told += groups.of_others(code, relation, others, is_shadowed)
        return told

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

    def _of_sequence(self, code: str, kind: str, sequel: Sequel) -> T:
        """How the reading goes with those of the numbers before, and with an enumeration."""
        is_aligned = None if sequel.aligned is None else code in sequel.aligned
        same, groups = _same(code, sequel.before), self.groups
        told = groups.of_before(same, kind, sequel.links, is_aligned)
        told += groups.of_earlier(code, sequel.before, sequel.earlier)
        return told + groups.of_place(code, kind, self.history.seen(code), sequel.block)


def _behind(char: str) -> str:
    """What kind of character follows a number: a stop, 的, or one of a word."""
    if not char or not char.isalnum():
        return "stop"
    return "of" if char in "的之" else "word"


def _same(code: str, before: str | None) -> str:
    if before is None:
        return "none"
    if before == code:
        return "same"
    return "kin" if family(before) == family(code) else "other"
