"""What speaks for and against a candidate, as named features.

Each feature is a string that a person can read (`rel=L0`, `link=达到`, `veto=clause`), so that the
ranker's weights are its explanation. Most are shared by all metrics: a metric that the model
never saw is judged by them alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
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
from tasks.extract.number_features import is_bare, of_number, size_of
from tasks.extract.scene import Near, Scene
from tasks.extract.surroundings import words_of
from tasks.records import BlockKind, Bound, Quantity

_PART = re.compile(r"其中|含|包括|分别|内有")
_UNION = re.compile("工会|职工")
_TOPIC = re.compile(
    "工会|职工|会员|入会|建会|劳模|集体协商|集体合同|工资协商|驿站|工人|助学|送温暖"
)
_FROM_TO = re.compile(
    r"(?:提高|增加|上升|提升|扩大|增长|发展|下降|减少|降低|回落|攀升|扩展|延长|缩短|攀)[到至为]|升至|增至|降至|减至|锐减至|猛增到|跃升到|蹿到|变成|增到|升到|降到|变为|[到至]$"
)
_QUOTES = "“‘「『\"'"
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
        groups, words = self.groups, words_of(self.scene, quantity, self.groups)
        contest = Contest(candidates)
        sequel = self._sequel(quantity, before)
        beside = self.history.beside(quantity).items()
        claimed = groups.of_names(tuple(f"claim|{name}" for name in shared))
        bare, size = is_bare(self.scene, quantity), size_of(quantity)
        behind = _behind(self.scene.text[quantity.end : quantity.end + 1])
        none = self._of_none(quantity, before, shared, contest)
        described = [none + words.none(before) + groups.of_behind("none", behind, quantity.unit)]
        for candidate in candidates:
            code, unit = candidate.metric.code, candidate.metric.unit
            kind = "change" if candidate.is_change else "plain"
            clues, vetoes = places(candidate.clues), places(candidate.vetoes)
            reading = groups.of_metric(code, unit, quantity.unit, kind) + claimed
            reading += groups.of_size(code, unit, candidate.relation, size)
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
        scene, size = self.scene, size_of(quantity)
        features = [
            "none",
            f"none|unit={quantity.unit}",
            f"none|measure={quantity.measure}",
            f"none|near={min(2, contest.near_count)}",
            f"none|before={before or 'none'}",
            f"none|bound={quantity.bound is Bound.EXACT}",
            f"none|left={scene.text[max(0, quantity.start - 2) : quantity.start]}",
            f"none|right={scene.text[quantity.end : quantity.end + 2]}",
            f"none|size={size}|{quantity.unit}",
            f"none|size={size}|{quantity.measure}",
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
    """What kind of character follows a number: a quotation mark, a stop, 的, or one of a word."""
    if char and char in _QUOTES:
        return "quote"  # 三个“统一” is a slogan, 三个“职工之家” are counted
    if not char.isalnum():
        return "stop"
    return "of" if char in "的之" else "word"


def _same(code: str, before: str | None) -> str:
    if before is None:
        return "none"
    if before == code:
        return "same"
    return "kin" if family(before) == family(code) else "other"
