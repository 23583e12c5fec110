"""Whether parts that stand beside their whole fail to add up to it: tables, lists, observations.

A list of parts (其中…, one in brackets, …合计N, the districts of a city) is rarely said to be
complete. It is held against its whole only where it comes within three in a hundred of it, and
rounded figures and bounds are given their room.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from tasks.extract.check_tables import tables_are_off
from tasks.extract.document import Document
from tasks.extract.intervals import Interval, allowed
from tasks.extract.skeleton import Skeleton, shape, skeletons
from tasks.records import Bound, Measure, Observation, Quantity

_SUMMABLE = frozenset({"org", "person", "household", "contract", "case", "times", "yuan"})
_ROOM = Decimal("0.03")
_EXCESS = Decimal("0.5")  # parts may exceed their whole by this share and still be meant as parts
# Groups that overlap: their members may well be more than the whole.
_OVERLAP = re.compile(
    "(?<!男)女(?!职工委)|农民工|新居民|新就业|党员|岁|学历|困难|新建|新增|今年|派遣|以上|以下|示范|提升"
)
_BOTH_SEXES = re.compile("男.*女|女.*男")
_ALIKE = {unit: group for group in ("个家所处座间", "人名位", "件起宗", "份") for unit in group}
_PART = "[^，。；：、（）N]{0,14}(?:（[^（）N]{0,10}）[^，。；：、（）N]{0,6})?N"
_NEXT = "(?:[、，；和及]|以及|）、|）和)"
# The whole comes first, or last.
_ONE_PART = shape(f"N[，。；]?其中{_PART}")
_LEVEL = re.compile(
    "总数|总量|累计|达到|已有|共有"
)  # 新增N人，其中…总数N: the part has a whole of its own
_WHOLE_FIRST = tuple(
    map(
        shape,
        (
            f"N~[，。；：]?其中(?:有|包括)?[：，]?{_PART}(?:{_NEXT}{_PART}){{1,9}}",
            f"N~（(?:其中|包括|含)?{_PART}(?:{_NEXT}{_PART}){{1,9}}）",
            f"N~：{_PART}(?:{_NEXT}{_PART}){{2,9}}",
        ),
    )
)
_WHOLE_LAST = shape(f"{_PART}(?:{_NEXT}{_PART}){{1,9}}，?(?:~)(?:合计|共计|总计|总共|合共)~N")


def sum_mismatch(
    document: Document, quantities: Sequence[Quantity], observations: Sequence[Observation]
) -> bool:
    """Whether a stated whole of the page is not the sum of its parts.

    `quantities` are in offsets of `document.text`, in order.
    """
    paragraphs = skeletons(document, quantities, paragraphs=True)
    return (
        tables_are_off(document, quantities)
        or any(_list_is_off(paragraph) for paragraph in paragraphs)
        or _places_are_off(observations)
    )


def _places_are_off(observations: Sequence[Observation]) -> bool:
    """Whether the districts or towns of a region miss the region's own figure of one metric."""
    alike: dict[tuple[object, ...], list[Observation]] = defaultdict(list)
    for one in observations:
        if one.quantity and one.regions and one.bound is Bound.EXACT and one.unit in _SUMMABLE:
            alike[one.metric, one.statistic, one.start, one.end].append(one)
    return any(map(_wholes_are_off, alike.values()))


def _wholes_are_off(group: Sequence[Observation]) -> bool:
    """Whether one of the group's regions has at least three parts that miss its own figure."""
    parts: dict[str, list[Quantity]] = defaultdict(list)
    for one in group:
        if one.quantity:
            parts[_whole_of(one)].append(one.quantity)
    for whole in group:
        within = parts[whole.regions[0]] if whole.place is None else []
        if len(within) > 2 and whole.quantity and _is_near_miss(whole.quantity, within):
            return True
    return False


def _whole_of(one: Observation) -> str:
    """The code of the division that `one` is a part of; "" for a province and the country."""
    code = one.regions[0]
    if one.place is not None:
        return code
    if code.endswith("0000"):
        return ""
    return f"{code[:2]}0000" if code.endswith("00") else f"{code[:4]}00"


def _list_is_off(paragraph: Skeleton) -> bool:
    for pattern in _WHOLE_FIRST:
        for match, (whole, *parts) in paragraph.matches(pattern):
            if _disagree(whole, parts, match[0]):
                return True
    for match, (*parts, whole) in paragraph.matches(_WHOLE_LAST):
        if _disagree(whole, parts, match[0]):
            return True
    return any(
        _are_alike(whole, [part]) and not _LEVEL.search(match[0]) and _exceeds(whole, [part])
        for match, (whole, part) in paragraph.matches(_ONE_PART)
    )


def _disagree(whole: Quantity, parts: Sequence[Quantity], words: str) -> bool:
    """Whether `parts` are all that `whole` is made of, and do not add up to it."""
    if not _are_alike(whole, parts):
        return False
    if _OVERLAP.search(words) and not _BOTH_SEXES.search(words):
        return False
    is_list = "其中" in words or "（" in words
    return _is_near_miss(whole, parts) or (is_list and _exceeds(whole, parts))


def _are_alike(whole: Quantity, parts: Sequence[Quantity]) -> bool:
    """Whether all are exact counts of one unit, or sums of money."""
    counted = (whole, *parts)
    if any(q.bound is not Bound.EXACT or q.measure is not whole.measure for q in counted):
        return False
    units = {_ALIKE.get(q.unit, q.unit) for q in counted if q.unit}
    return whole.measure in {Measure.COUNT, Measure.MONEY} and len(units) < 2


def _exceeds(whole: Quantity, parts: Sequence[Quantity]) -> bool:
    """Whether the parts are clearly more than the whole."""
    total = _sum(parts)
    return allowed(whole).high < total.low <= whole.value * (1 + _EXCESS)


def _sum(parts: Sequence[Quantity]) -> Interval:
    total = Interval(Decimal(0), Decimal(0))
    for part in parts:
        total += allowed(part)
    return total


def _is_near_miss(whole: Quantity, parts: Sequence[Quantity]) -> bool:
    """Whether the parts come close to the whole without meeting it.

    Parts that fall short are a complete list only where at least three are named and what is
    missing is less than the smallest of them.
    """
    total = _sum(parts)
    gap = total.distance(allowed(whole))
    if not 0 < gap <= whole.value * _ROOM:
        return False
    falls_short = total.high < whole.value
    return not falls_short or (len(parts) > 2 and gap < min(part.value for part in parts))
