"""From a page's scene to its observations: claims with statistic, region, period and quote.

The same fact told twice in one page is one observation; a rounded headline gives way to the exact
figure of the body.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from tasks.extract.binding import Claim, Refusal, bind
from tasks.extract.document import Segment
from tasks.extract.lexicon import Role
from tasks.extract.ranker import Models, load_models
from tasks.extract.repeats import without_repeats
from tasks.extract.scene import Near, Scene
from tasks.extract.statistic import StatisticReader
from tasks.normalize.gazetteer import Gazetteer
from tasks.normalize.periods import PeriodResolver
from tasks.normalize.regions import RegionResolver
from tasks.records import (
    BlockKind,
    Observation,
    Quantity,
    Statistic,
    Unclaimed,
)

_FALL = re.compile(r"(?:下降|下滑|减少|降低|回落|减|降|跌|缩减)(?:了|至|幅)?(?:约|近|超过|超|达)?$")
_COMPARED = re.compile(
    r"(?:比|较|环比|同比)[^，。；]{0,12}(?:多|少|增|减|上升|下降)[^，。；]{0,3}$"
)
_FURTHEST_HEAD = 25  # characters between a head and its number that a quote may hold


class Observer:
    """Reads one page; the resolvers of region and period are made once for all its numbers."""

    def __init__(self, scene: Scene, models: Models | None = None) -> None:
        self.scene = scene
        self.models = models or load_models()
        self.document = scene.document
        self.regions = RegionResolver(scene.document, Gazetteer.load())
        self.periods = PeriodResolver(scene.document)
        self.statistics = StatisticReader(scene)

    def observe(self) -> tuple[list[Observation], list[Unclaimed]]:
        """The page's observations in order of the text, and the numbers nothing claims."""
        claims, refusals = self._bound()
        found: list[Observation] = []
        last: tuple[Claim, Statistic] | None = None
        told = self.statistics.tell(claims, self.models.statistic)
        for claim, statistic in zip(claims, told, strict=True):
            if self._grows_from_new(claim, statistic, last):
                refusals.append(Refusal(claim.quantity, "growth_of_new"))
                continue
            found += self._observations(claim, statistic)
            last = (claim, statistic)
        facts = without_repeats(found, self.document.article.text)
        left = [self._unclaimed(refusal) for refusal in refusals]
        return facts, left + _repeated(found, facts)

    def _grows_from_new(
        self, claim: Claim, statistic: Statistic, last: tuple[Claim, Statistic] | None
    ) -> bool:
        """Whether the number is the growth of something that is itself new.

        发展会员…人，同比增长41% and 追回…万元，比上年多210万元 are left out by the guide.
        """
        left = self.scene.left_gap(claim.quantity)
        compared = _COMPARED.search(self.scene.text, left.start, left.end)
        is_flow = self.scene.lexicon.codebook.metrics[claim.metric].is_flow
        if compared and is_flow:
            return True
        if last is None or not (statistic is Statistic.CHANGE or compared):
            return False
        before, told = last
        start = self.document.sentence_at(claim.quantity.start).start
        return (
            told is Statistic.NEW
            and before.metric == claim.metric
            and before.quantity.start >= start
        )

    def _bound(self) -> tuple[list[Claim], list[Refusal]]:
        anchors = self.scene.lexicon.codebook.anchors
        if not any(anchor in self.scene.text for anchor in anchors):
            return [], [Refusal(quantity, "no_anchor") for quantity in self.scene.quantities]
        if self._is_abroad():
            return [], [Refusal(quantity, "abroad") for quantity in self.scene.quantities]
        return bind(self.scene, self.models.binding)

    def _is_abroad(self) -> bool:
        """Whether the page is about unions of another country."""
        codebook, text = self.scene.lexicon.codebook, self.scene.text
        if not self.regions.names_none or any(word in text for word in codebook.home):
            return False
        opening = text[: self.document.segments[:2][-1].end] if self.document.segments else ""
        return any(word in opening for word in codebook.abroad)

    def _observations(self, claim: Claim, statistic: Statistic) -> list[Observation]:
        quantity = claim.quantity
        metric = self.scene.lexicon.codebook.metrics[claim.metric]
        period = self.periods.at(quantity.start, statistic, metric.code)
        start, end = self._quote_span(claim)
        start, end = self.document.source_span(start, end)
        value = self._value(claim, statistic)
        return [
            Observation(
                metric=metric.code,
                value=value,
                unit="percent" if statistic is Statistic.CHANGE else metric.unit,
                bound=quantity.bound,
                statistic=statistic,
                regions=tuple(answer.codes),
                place=answer.place,
                start=period.start,
                end=period.end,
                quote=self.document.article.text[start:end],
                quote_start=start,
                quote_end=end,
                rule=claim.rule,
                confidence=round(claim.confidence, 3),
                quantity=self._in_source(quantity),
            )
            for answer in self.regions.all_at(quantity.start)
        ]

    def _value(self, claim: Claim, statistic: Statistic) -> Decimal:
        value = claim.quantity.value
        if statistic is not Statistic.CHANGE:
            return value
        left = self.scene.left_gap(claim.quantity)
        text = self.scene.text
        falls = _FALL.search(text[left.start : left.end]) or _FALL.search(
            text[left.start : claim.quantity.number_start]
        )
        return -value if falls and value > 0 else value

    def _quote_span(self, claim: Claim) -> tuple[int, int]:
        """The number with its unit and, where it stands near in the clause, its head."""
        quantity = claim.quantity
        segment = self.document.segment_at(quantity.start)
        if segment is not None and segment.block.kind is BlockKind.CELL:
            return self._row_start(segment), quantity.end
        heads = [near for near in self.scene.near(quantity, {claim.metric}) if _is_head(near)]
        if not heads:
            return quantity.start, quantity.end
        nearest = min(heads, key=lambda near: (near.distance, near.mention.start)).mention
        return min(nearest.start, quantity.start), max(nearest.end, quantity.end)

    def _row_start(self, segment: Segment) -> int:
        """Where the line of a cell's table row begins."""
        return self.scene.text.rfind("\n", 0, segment.start) + 1

    def _in_source(self, quantity: Quantity) -> Quantity:
        start, end = self.document.source_span(quantity.start, quantity.end)
        number = self.document.source_span(quantity.number_start, quantity.number_end)
        return replace(
            quantity,
            start=start,
            end=end,
            text=self.document.article.text[start:end],
            number_start=number[0],
            number_end=number[1],
        )

    def _unclaimed(self, refusal: Refusal) -> Unclaimed:
        return Unclaimed(self._in_source(refusal.quantity), refusal.reason, refusal.detail)


def _is_head(near: Near) -> bool:
    return (
        near.mention.term.role is Role.HEAD
        and near.relation in {"span", "L0", "R0"}
        and near.distance <= _FURTHEST_HEAD
    )


def _repeated(found: Iterable[Observation], facts: Iterable[Observation]) -> list[Unclaimed]:
    """The numbers of the observations that are no fact of their own, each once."""
    told = {one.quantity for one in facts}
    dropped = {one.quantity: one.metric for one in found if one.quantity not in told}
    return [
        Unclaimed(quantity, "repeated", metric)
        for quantity, metric in dropped.items()
        if quantity is not None
    ]
