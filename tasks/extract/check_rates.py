"""Whether a stated rate contradicts its own counts: 入会率 91.5% beside 19.4万 of 21.6万.

Two ways: observations of one paragraph, region and date whose metrics belong together, and
sentences that state counts and rate in one breath (由A增至B，增长C%). A rate that is far from its
counts is of another scope, not wrong, so only gaps of up to twenty points are told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from tasks.extract.document import Document
from tasks.extract.intervals import Interval, allowed, rounded
from tasks.extract.skeleton import Skeleton, shape, skeletons
from tasks.records import Bound, Measure, Observation, Quantity, Statistic

# A rate, the metrics of its part and those of its whole.
RATES = (
    ("rate.membership", "members.total", "workers.total"),
    ("rate.membership.migrant", "members.migrant", "workers.migrant"),
    ("rate.qualified", "unions.qualified", "unions.total"),
    ("rate.establishment", "enterprises.organized", "units.covered"),
)
_FURTHEST = Decimal(20)  # points; beyond it the rate counts something else
_MARGIN = Decimal("0.1")  # points
_RATIOS = frozenset({Measure.PERCENT, Measure.MULTIPLE})


def rate_mismatch(
    document: Document, quantities: Iterable[Quantity], observations: Sequence[Observation]
) -> bool:
    """Whether any rate of the page disagrees with counts that stand beside it."""
    sentences = list(skeletons(document, quantities))
    return (
        any(_contradicts_counts(rate, observations, document) for rate in observations)
        or any(_contradicts_itself(sentence) for sentence in sentences)
    )  # fmt: skip


def _contradicts_counts(
    rate: Observation, observations: Sequence[Observation], document: Document
) -> bool:
    """Whether counts of its date beside `rate` speak against it, and none of any date for it."""
    metrics = next((pair for metric, *pair in RATES if metric == rate.metric), None)
    if metrics is None or rate.statistic is not Statistic.LEVEL or rate.quantity is None:
        return False
    beside = [one for one in observations if _is_beside(one, rate, document)]
    told = [
        (part.end == whole.end == rate.end, gap)
        for part in beside
        for whole in beside
        if [part.metric, whole.metric] == metrics and part.quantity and whole.quantity
        if (gap := _gap(allowed(part.quantity), allowed(whole.quantity), allowed(rate.quantity)))
        is not None
    ]
    return any(is_of_date for is_of_date, _ in told) and all(gap > 0 for _, gap in told)


def _is_beside(one: Observation, rate: Observation, document: Document) -> bool:
    """Whether `one` is a level of the same region, place and paragraph."""
    first, last = sorted((one.quote_start, rate.quote_start))
    return (
        one.statistic is Statistic.LEVEL
        and (one.regions, one.place) == (rate.regions, rate.place)
        and "\n" not in document.article.text[first:last]
    )


def _gap(part: Interval, whole: Interval, rate: Interval) -> Decimal | None:
    """Points between `rate` and part / whole; None where they cannot belong together."""
    if whole.low <= 0 or part.low < 0 or part.low > whole.high:
        return None
    real = Interval(part.low / whole.high * 100, min(Decimal(100), part.high / whole.low * 100))
    gap = real.widened(_MARGIN).distance(rate)
    return gap if gap <= _FURTHEST else None


def _covered(numbers: Sequence[Quantity]) -> bool:
    """应建N，已建N，建会率N."""
    whole, part, rate = numbers
    if rate.measure is not Measure.PERCENT or part.unit != whole.unit:
        return False
    if part.value > whole.value:
        return False
    return bool(_gap(allowed(part), allowed(whole), allowed(rate)))


def _added(numbers: Sequence[Quantity]) -> bool:
    """N，比上年增加N，增长N."""
    level, added, growth = numbers
    if growth.measure not in _RATIOS or level.measure is not Measure.COUNT:
        return False
    if level.unit != added.unit or not 0 < added.value < level.value:
        return False
    now, more = allowed(level), allowed(added)
    base = Interval(now.low - more.high, now.high - more.low)
    if base.low <= 0:
        return False
    real = Interval(more.low / base.high * 100, more.high / base.low * 100)
    return 0 < real.widened(_MARGIN).distance(allowed(growth)) <= _FURTHEST


def _grown(numbers: Sequence[Quantity]) -> bool:
    """由N增加到N，增长N: in percent for counts, in points for rates."""
    old, new, growth = numbers
    if old.measure is not new.measure or (old.unit and new.unit and old.unit != new.unit):
        return False
    if any(number.bound is not Bound.EXACT for number in numbers):
        return False
    before, after, told = rounded(old), rounded(new), rounded(growth)
    if growth.measure is Measure.POINTS and old.measure is Measure.PERCENT:
        real = Interval(after.low - before.high, after.high - before.low)
    elif growth.measure in _RATIOS and old.measure is Measure.COUNT and before.low > 0:
        real = Interval((after.low / before.high - 1) * 100, (after.high / before.low - 1) * 100)
    else:
        return False
    return 0 < real.widened(_MARGIN).distance(told) <= _FURTHEST


def _yearly(numbers: Sequence[Quantity]) -> bool:
    """N年来增长N，平均每年增长N: the yearly growth lies between compound and simple."""
    years, total, yearly = numbers
    if years.measure is not Measure.DURATION or years.unit != "年" or yearly.measure not in _RATIOS:
        return False
    if total.measure not in _RATIOS or not 2 <= years.value <= 30 or total.value <= 0:
        return False
    grown = allowed(total)
    compound = float(1 + grown.low / 100) ** (1 / float(years.value)) * 100 - 100
    real = Interval(Decimal(str(compound)), grown.high / years.value)
    return 0 < real.widened(_MARGIN).distance(allowed(yearly)) <= _FURTHEST


_RISE = "(?:增加|增长|上升|提高|提升|发展|扩大|增|升|扩展|壮大)(?:到|至|为)了?"
_DONE = "(?:建会|建立工会|组建工会|建立|签订|达标|入会|建制|建成|加入工会)"
_RATE = "(?:建会率|组建率|建制率|覆盖率|入会率|达标率|签订率|占比|占)"
_BASE = "(?:比|其|会员|会员总数|总数|总人数|全体会员|全部会员)?(?:的|达|为)?"
SHAPES: tuple[tuple[str, Callable[[Sequence[Quantity]], bool]], ...] = (
    (f"应(?:建|当建立)~N~[，、；]~已~[建组]~N[，、]~{_RATE}~N", _covered),
    (f"N~[中里]，~N~{_DONE}~，~{_RATE}~N", _covered),
    (f"N~，(?:其中|已|已有|现有)?~{_DONE}~N[，、]{_RATE}(?:为|达|达到)?N", _covered),
    ("职工~N[，、；]~会员~N[，、；]~入会率~N", _covered),
    (f"会员~N，其中~会员~N[，、]占{_BASE}N", _covered),
    (
        "N[，、]?[比较]~(?:增加|净增|新增|增|多)了?N[，、](?:同比)?(?:增长|增幅)(?:为|达|了)?N",
        _added,
    ),
    (f"[由从]~N~{_RISE}~N，(?:增长|增幅|增加|提高|上升|提升|净增)~N", _grown),
    (
        "N(?:来|间|里|时间|内|中)?~(?:增长|增加|提高|上涨|增幅|实现)~N，?(?:其中)?"
        "(?:平均每年|每年平均|年均|年平均)~N",
        _yearly,
    ),
)
_SHAPES = tuple((shape(pattern), check) for pattern, check in SHAPES)


def _contradicts_itself(sentence: Skeleton) -> bool:
    return any(
        check(numbers)
        for pattern, check in _SHAPES
        for _, numbers in sentence.matches(pattern)
        if len(numbers) == 3
    )
