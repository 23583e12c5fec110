"""What a number might count: every metric that some word near it names and its unit allows.

The codebook proposes, the ranker disposes. A metric is a candidate for a quantity where a head of
it stands in sight and the unit fits; a growth (percent, points, multiple) is a candidate change of
any metric; and a number without words of its own (唐山是2.6万人) may go on with the metric of the
number before it.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from tasks.extract.lexicon import Lexicon, Role
from tasks.extract.scene import RANK, Near, Scene
from tasks.normalize.codebook import Metric
from tasks.records import Measure, Quantity

# Words of growth; without one a percentage is no change of a count.
GROWTH = re.compile(r"增|升|提高|涨|翻|降|减|下滑|回落|多|少|上调|扩大|加薪|提速|倍|慢|快")

RATES_BESIDE = frozenset({"span", "L0", "TC", "TR"})

_UNIT_OF_MEASURE = {
    Measure.MONEY: "yuan",
    Measure.PERCENT: "percent",
    Measure.AREA: "m2",
    Measure.AGE: "year",
}


class Candidate(NamedTuple):
    """A reading of one quantity: its metric, whether as a change, and the words for it.

    `near` holds the metric's heads by closeness, best first; it is empty for a metric that is
    only carried on from the number before.
    """

    metric: Metric
    is_change: bool
    near: tuple[Near, ...]
    clues: tuple[Near, ...]
    vetoes: tuple[Near, ...]


def fits(metric: Metric, quantity: Quantity, is_bare_cell: bool) -> bool:
    """Whether the quantity's unit can be that of the metric; a bare table cell fits any."""
    if quantity.measure is Measure.COUNT:
        plain = metric.unit not in _UNIT_OF_MEASURE.values()
        return quantity.unit in metric.classifiers if plain else is_bare_cell
    return _UNIT_OF_MEASURE.get(quantity.measure) == metric.unit


def may_change(metric: Metric, quantity: Quantity, grows: bool) -> bool:
    """Whether the quantity can be a growth of the metric, which is then no level of it."""
    if quantity.measure is Measure.POINTS:
        return metric.unit == "percent" and metric.code != "wage.growth"
    if quantity.measure is Measure.MULTIPLE:
        return not metric.is_flow
    return (
        quantity.measure is Measure.PERCENT
        and grows
        and metric.unit != "percent"
        and not metric.is_flow
    )


@lru_cache(maxsize=1024)
def countable(lexicon: Lexicon, measure: Measure, unit: str, is_bare_cell: bool) -> frozenset[str]:
    """The trained metrics that a quantity of this unit may count, or be a growth of."""
    one = Quantity(0, 0, "", Decimal(1), unit, measure)
    return frozenset(
        code
        for code, metric in lexicon.codebook.metrics.items()
        if metric.is_trained
        and (fits(metric, one, is_bare_cell) or may_change(metric, one, grows=True))
    )


def propose(scene: Scene, quantity: Quantity, carried: list[str]) -> list[Candidate]:
    """The candidates for `quantity`; `carried` are the metrics of the numbers before it."""
    heads: dict[str, list[Near]] = {}
    clues: dict[str, list[Near]] = {}
    vetoes: dict[str, list[Near]] = {}
    bins = {Role.HEAD: heads, Role.CLUE: clues, Role.VETO: vetoes}
    is_bare_cell = not quantity.unit and scene.is_cell(quantity)
    metrics = scene.lexicon.codebook.metrics
    possible = countable(scene.lexicon, quantity.measure, quantity.unit, is_bare_cell)
    for near in scene.near(quantity, possible):
        bins[near.mention.term.role].setdefault(near.mention.term.metric, []).append(near)
    grows = _grows(scene, quantity, heads)
    proposed: list[Candidate] = []
    suggested = sorted(code for code, nears in clues.items() if any(map(_is_close, nears)))
    for code in dict.fromkeys([*sorted(heads), *carried, *suggested]):
        metric = metrics[code]
        if code not in possible:
            continue
        is_change = may_change(metric, quantity, grows)
        if is_change or fits(metric, quantity, is_bare_cell):
            ordered = sorted(heads.get(code, ()), key=closeness)
            proposed.append(
                Candidate(
                    metric,
                    is_change,
                    tuple(ordered),
                    tuple(clues.get(code, ())),
                    tuple(vetoes.get(code, ())),
                )
            )
    return proposed


def _grows(scene: Scene, quantity: Quantity, heads: dict[str, list[Near]]) -> bool:
    """Whether words of growth govern the number, and no rate beside it (入会率由78%提高到85%)."""
    if quantity.measure is not Measure.PERCENT:
        return False  # for other measures nobody asks
    metrics = scene.lexicon.codebook.metrics
    for code, nears in heads.items():
        if metrics[code].unit == "percent" and any(n.relation in RATES_BESIDE for n in nears):
            return False
    return bool(GROWTH.search(scene.surrounding_words(quantity)))


def _is_close(near: Near) -> bool:
    """Whether a clue stands in the number's own sentence or table heads."""
    return near.relation[0] not in "PH" and near.relation != "T"


def closeness(near: Near) -> tuple[int, int, int]:
    """Sort key: relation first, then distance, then the longer term."""
    return RANK[near.relation], near.distance, -near.mention.term.weight
