"""What numbers that stand side by side share: scale, unit, kind, and the ends of a range.

1.2、3.4和5万人 are all in 万人, 85%~90% is above 85 and below 90, 11.7个、18.5个百分点 are both
points, 3、4月 are both months. Each pair is looked at once, so chains of any length cost one pass.
"""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

from tasks.extract.tokens import Token
from tasks.extract.units import Unit
from tasks.records import Bound, Measure

_LIST = frozenset(("、", "和", "与", "及", "以及", "或", "或者", "/"))
_RANGE = frozenset(("-", "~", "—", "——", "–", "―", "−", "至", "到", "〜", "--", "～"))
_JOINED = _LIST | _RANGE
_FROM = frozenset("从由自")
_NEAR = 20  # numbers of one list differ by less than this factor before the shared scale


def join_neighbours(text: str, tokens: list[Token]) -> None:
    """Share units, scales and kinds along lists and ranges; marks the ends of ranges."""
    for left, right in pairwise(tokens):
        _share_forward(text, left, right)
    for right, left in pairwise(reversed(tokens)):
        _share_backward(text, left, right)
    for left, right in pairwise(tokens):
        _mark_range(text, left, right)


def _between(text: str, left: Token, right: Token) -> str:
    """The words between two tokens; empty for neighbours that are far apart."""
    return text[left.end : right.start] if right.start - left.end <= 2 else ""


def _share_forward(text: str, left: Token, right: Token) -> None:
    """百分之三到五, 第二、三期, 12时30分: the second takes its meaning from the first."""
    between = _between(text, left, right)
    if between in _RANGE and left.form == "share" and right.unit is None and not right.kind:
        right.unit, right.form = left.unit, "share"
    if left.kind == "ordinal" and left.unit is None and between in _JOINED:
        right.kind = left.kind
    if left.end == right.number_start and left.unit and left.unit.kind == "time":
        right.kind = "time"
    if left.end == right.number_start and left.unit and right.unit is None and not left.behind:
        right.kind = right.kind or _part_of(left.unit)


def _part_of(unit: Unit) -> str:
    """1米77, 3元5: what is left over of a measured amount."""
    return "part" if unit.measure in (Measure.OTHER, Measure.MONEY) and not unit.kind else ""


def _share_backward(text: str, left: Token, right: Token) -> None:
    """1.2、3.4万人 and 3、4月: the first takes scale, unit and kind from the second."""
    if (
        left.behind
        or left.kind
        or left.value is None
        or right.value is None
        or right.start < left.end
    ):
        return
    between = _between(text, left, right)
    if right.start != right.number_start:
        return
    if between not in _JOINED and not (between == "，" and _is_listed(text, left)):
        return
    if left.unit is None:
        if left.scale == 1 and right.scale > 1 and _alike(left.value, right.value / right.scale):
            left.value, left.scale = left.value * right.scale, right.scale
        left.unit = right.unit
        if right.kind and right.unit is None:
            left.kind = right.kind
    elif left.unit.name == "个" and right.unit and right.unit.measure is Measure.POINTS:
        left.unit = right.unit


def _is_listed(text: str, token: Token) -> bool:
    """分别为38，42，51家: some write the commas of a clause between the numbers of a list."""
    before = text[max(0, token.start - 24) : token.start]
    return token.unit is None and ("分别" in before or "依次" in before)


def _alike(left: Decimal, right: Decimal) -> bool:
    return bool(left) and right < left * _NEAR and left < right * _NEAR


def _mark_range(text: str, left: Token, right: Token) -> None:
    """85%~90%: the lower end is a bound from below, the upper one from above."""
    between = _between(text, left, right)
    if between not in _RANGE or left.behind or right.start != right.number_start:
        return
    if left.kind or right.kind or left.unit is None or right.unit is None or left.unit.kind:
        return
    if left.unit.measure is not right.unit.measure or left.value is None or right.value is None:
        return
    if left.value >= right.value or (
        between in "至到" and text[left.start - 1 : left.start] in _FROM
    ):
        return
    left.bound, right.bound, right.range_end = Bound.ABOVE, Bound.BELOW, True
