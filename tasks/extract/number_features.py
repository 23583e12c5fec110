"""What a number's own form and its two sides say, whatever it may count, as named features."""

from __future__ import annotations

import re

from tasks.extract.scene import Scene
from tasks.records import Measure, Quantity

_EACH = re.compile(
    r"(?:每(?!年|季|月|届)|人均|户均|平均|各地|最高|最低|最大|最小|最多|最少|最快|其余|至多|单[^\d，。]{0,2}|不足)[^\d，。；]{0,5}$"
)
_OF_PLAN = re.compile(r"(?:任务|计划|目标|指标|要求|均速|平均)[^，。；]{0,2}的?$")
_PER = re.compile(r"^(?:/|／|每|的?标准|一[人户家年天个]|不等)")
# What follows is counted, and it is a place or a part of an office, seldom what the metric counts.
_OF_PLACES = re.compile(
    "(?:老|大|副省级|省辖|地级|重点|试点)?(?:村|镇|乡|街道|社区|县|市|区|省|州|盟|旗|城市|园区|部门|科室|班子|方面|环节)"
)


def of_number(scene: Scene, quantity: Quantity) -> list[str]:
    """What the number's own form and its two sides say, whatever it may count."""
    text = scene.text
    left = text[max(0, quantity.start - 8) : quantity.start]
    right = text[quantity.end : quantity.end + 10]
    features = []
    if _EACH.search(left):
        features.append("each")
    if _PER.search(right):
        features.append("per")
    if _OF_PLAN.search(left):
        features.append("of plan")
    if quantity.value == 1:
        features.append("one")
    if _OF_PLACES.match(right):
        features.append("of places")
    segment = scene.document.segment_at(quantity.start)
    if segment is not None and segment.block.is_head:
        features.append("head cell")
    if is_bare(scene, quantity):
        features.append("bare")
    return features


def size_of(quantity: Quantity) -> str:
    """The number's order of magnitude, of a share its fifth: 9 members are not all of a county's.

    `1e3` for 1000 to 9999, `0` for less than one, `40%` for 40 up to 60, `100%` for all above. Ages
    are all alike: one of 384 years is a misprint, to be flagged and not passed over.
    """
    value = abs(quantity.value)
    if quantity.measure is Measure.AGE:
        return "age"
    if quantity.measure in {Measure.PERCENT, Measure.POINTS}:
        return f"{min(int(value // 20) * 20, 100)}%"
    return f"1e{value.adjusted()}" if value >= 1 else "0"


def is_bare(scene: Scene, quantity: Quantity) -> bool:
    """Whether the clause holds little but a name and the number (临渭区4200人)."""
    clause = scene.document.clause_at(quantity.start)
    rest = clause.end - clause.start - (quantity.end - quantity.start)
    return rest <= 9
