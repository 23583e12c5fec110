"""What a number might count: every metric that some word near it names and its unit allows.

The codebook proposes, the ranker disposes. A metric is a candidate for a quantity where a head of
it stands in sight and the unit fits; a growth (percent, points, multiple) is a candidate change of
any metric; a number without words of its own (唐山是2.6万人) may go on with a metric of the numbers
before it, in a table with that of the cell above or to the left. Because no list of words is
complete, kin of what is named or was given in the sentence are proposed too (全国模范职工之家9个、
兵团级54个), and whatever is counted in a telling measure word (30件, 286万元).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from tasks.extract.history import History
from tasks.extract.lexicon import Lexicon, Role
from tasks.extract.scene import RANK, Near, Scene
from tasks.normalize.codebook import Metric
from tasks.records import Measure, Quantity

# Words of growth; without one a percentage is no change of a count.
GROWTH = re.compile(
    r"增|升|提高|涨|翻|降|减|下滑|回落|多|少|上调|扩大|加薪|提速|倍|慢|快|[比较]上[年期]|[同环]比|±"
)

RATES_BESIDE = frozenset({"span", "L0", "TC", "TR"})

_UNIT_OF_MEASURE = {
    Measure.MONEY: "yuan",
    Measure.PERCENT: "percent",
    Measure.AREA: "m2",
    Measure.AGE: "year",
}


_ROUND = re.compile("[千万亿]")

# What a quantity may count follows from these: measure, unit, whether it is a bare cell, a sum.
Kind = tuple[Lexicon, Measure, str, bool, bool]


class Candidate(NamedTuple):
    """A reading of one quantity: its metric, whether as a change, and the words for it.

    `near` holds the metric's heads by closeness, best first; it is empty for a metric that no word
    names: one that is carried on or suggested by a clue, or (`is_kin`) only by its kin.
    """

    metric: Metric
    is_change: bool
    near: tuple[Near, ...]
    clues: tuple[Near, ...]
    vetoes: tuple[Near, ...]
    is_kin: bool = False

    @property
    def relation(self) -> str:
        """How the best head stands to the number; how the metric came up, where none does."""
        return self.near[0].relation if self.near else "kin" if self.is_kin else "carried"


def fits(metric: Metric, quantity: Quantity, is_bare_cell: bool) -> bool:
    """Whether the quantity's unit can be that of the metric; a bare table cell fits any."""
    if quantity.measure is not Measure.COUNT:
        return _UNIT_OF_MEASURE.get(quantity.measure) == metric.unit
    if metric.unit == "yuan" and is_spoken_sum(quantity):
        return True
    plain = metric.unit not in _UNIT_OF_MEASURE.values()
    return quantity.unit in metric.classifiers if plain else is_bare_cell


def is_spoken_sum(quantity: Quantity) -> bool:
    """Whether the number may be money without its 元, as people say it (花了230万)."""
    return quantity.unit == "" and bool(_ROUND.search(quantity.text))


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
def countable(
    lexicon: Lexicon, measure: Measure, unit: str, is_bare_cell: bool, is_sum: bool, grows: bool
) -> Mapping[str, bool]:
    """The trained metrics that a quantity of this unit may count, and whether as a change.

    `grows` tells whether words of growth govern it; with them it may count all that it may ever.
    """
    one = Quantity(0, 0, "万" if is_sum else "", Decimal(1), unit, measure)
    return {
        code: is_change
        for code, metric in lexicon.codebook.metrics.items()
        if metric.is_trained
        and ((is_change := may_change(metric, one, grows)) or fits(metric, one, is_bare_cell))
    }


def propose(scene: Scene, quantity: Quantity, history: History) -> list[Candidate]:
    """The candidates for `quantity`, after the numbers before it."""
    heads: dict[str, list[Near]] = {}
    clues: dict[str, list[Near]] = {}
    vetoes: dict[str, list[Near]] = {}
    bins = {Role.HEAD: heads, Role.CLUE: clues, Role.VETO: vetoes}
    is_bare_cell = not quantity.unit and scene.is_cell(quantity)
    is_sum = is_spoken_sum(quantity) and not is_bare_cell
    metrics = scene.lexicon.codebook.metrics
    kind = scene.lexicon, quantity.measure, quantity.unit, is_bare_cell, is_sum
    possible = countable(*kind, True)
    for near in scene.near(quantity, possible):
        bins[near.mention.term.role].setdefault(near.mention.term.metric, []).append(near)
    allowed = countable(*kind, _grows(scene, quantity, heads))
    suggested = sorted(code for code, nears in clues.items() if any(map(_is_close, nears)))
    named = dict.fromkeys([*sorted(heads), *history.carried(quantity), *suggested])
    kin = [code for code in _kin(scene, quantity, history, kind) if code not in named]
    return [
        Candidate(
            metrics[code],
            allowed[code],
            tuple(sorted(heads.get(code, ()), key=closeness)),
            tuple(clues.get(code, ())),
            tuple(vetoes.get(code, ())),
            code not in named,
        )
        for code in [*named, *kin]
        if code in allowed
        and not _is_no_share(metrics[code], quantity)
        and not _is_outer(heads.get(code, ()))
        and not _is_vetoed_cell(vetoes.get(code, ()))
    ]


def _is_no_share(metric: Metric, quantity: Quantity) -> bool:
    """Whether a bare number is too large for a rate (建立职代会制度的单位　23194)."""
    is_bare = quantity.measure is Measure.COUNT
    return is_bare and metric.unit == "percent" and quantity.value > 100


def _is_outer(nears: Sequence[Near]) -> bool:
    """Whether a column's inner head takes the place of the outer one that names the metric."""
    return bool(nears) and all(near.relation == "TC1" for near in nears)


def _is_vetoed_cell(nears: Sequence[Near]) -> bool:
    """Whether the innermost head of a column or row speaks against the metric.

    履约率 under 集体协商, 女职工委员会 below 女会员.
    """
    return any(near.relation in {"TC", "TR"} and near.distance == 0 for near in nears)


def _kin(scene: Scene, quantity: Quantity, history: History, kind: Kind) -> tuple[str, ...]:
    """The possible metrics of the families that the sentence names or has counted.

    So are those that a telling measure word makes likely: what 286万元 were paid for, or what kind
    of 30件 were settled, often stands far away.
    """
    sentence = scene.document.sentence_at(quantity.start)
    mentions = scene.mentions_in(sentence.start, sentence.end)
    named = {mention.term.metric for mention in mentions if mention.term.role is Role.HEAD}
    named.update(history.in_sentence(quantity), history.carried(quantity))
    unit = "元" if is_spoken_sum(quantity) else quantity.unit
    return _of_families(kind, frozenset(map(family, named)), unit)


@lru_cache(maxsize=4096)
def _of_families(kind: Kind, families: frozenset[str], unit: str) -> tuple[str, ...]:
    told = kind[0].codebook.telling.get(unit, ())
    return tuple(
        code for code in countable(*kind, True) if family(code) in families or code in told
    )


@lru_cache
def family(code: str) -> str:
    """The first part of a code: metrics that share it are kin."""
    return code.partition(".")[0]


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
