"""Units of table cells: a bare number takes its unit and scale from the heads or the caption.

`基层工会组织数(万个)` over 5.83 makes 58,300 个. The innermost head that names a unit wins, columns
before rows before the caption. Where the caption names several (单位：个、人、万元), each cell has
the one that its metric can have, known only when the cell is bound.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from tasks.extract.reading import read_words
from tasks.records import Block, Measure, Quantity

_SCALES = {
    "": Decimal(1),
    "十": Decimal(10),
    "百": Decimal(100),
    "千": Decimal(1000),
    "万": Decimal(10_000),
    "百万": Decimal(1_000_000),
    "亿": Decimal(100_000_000),
}
_UNITS = (
    "人次|人|名|个|家|户次|户|份|件|起|宗|元|平方米|㎡|%|‰|期|场次|场|次|届|所|处|岁|座|条|项"
    # What no metric counts must be known all the same: 计算机数（万台） is no number of members.
    "|台|套|册|本|张|辆|部|对|支|枚|艘|架|间|幢|栋|只|头|篇|批|例|笔|班|组|队|吨|公里|米|天|小时|课时"
)
_ONE_UNIT = re.compile(rf"(百万|[十百千万亿])?({_UNITS})(?:/?年)?")
_BRACKETS = re.compile(r"（([^（）]*)）")
_LABEL_BEHIND = re.compile(r"[^\d，。；：\n\t（）]{2,16}（([^（）\d]{1,4})）")
_LABEL = re.compile(r"(?:计量)?单位[:：]?([^（）\s]+)")
_MEASURED = frozenset({"元", "%", "‰", "平方米", "㎡", "岁"})
_BETWEEN_UNITS = re.compile("[、，,；;/和]")
_SHARE = re.compile("(?:率|比重|比例|占比|增幅|百分比|±%?|%)$")
_COVERAGE = re.compile("[^方平]面$")  # 组建面, 签约面: shares, where the caption has %
_COUNTED = re.compile("(?:([人户家个件份场])数|(人次|场次))$")  # never money or shares


def with_unit(quantity: Quantity, block: Block) -> Quantity:
    """`quantity` of a table cell with the unit of its heads; unchanged where it has its own."""
    if quantity.unit or quantity.measure is not Measure.COUNT:
        return quantity
    found = unit_of(block)
    return _scaled(quantity, *found) if found else quantity


def with_unit_behind(quantity: Quantity, text: str) -> Quantity:
    """A bare number with its label behind it (765现有职工（万人）) takes the label's unit."""
    if quantity.unit or quantity.measure is not Measure.COUNT:
        return quantity
    label = _LABEL_BEHIND.match(text, quantity.end)
    found = _only_unit(label[1]) if label else None
    return _scaled(quantity, *found) if found else quantity


def _scaled(quantity: Quantity, scale: str, unit: str) -> Quantity:
    value = quantity.value * _SCALES[scale]
    if unit == "%":
        return replace(quantity, value=value, unit=unit, measure=Measure.PERCENT)
    if unit == "‰":
        return replace(quantity, value=value / 10, unit="%", measure=Measure.PERCENT)
    if unit == "元":
        return replace(quantity, value=value, unit=unit, measure=Measure.MONEY)
    if unit in {"平方米", "㎡"}:
        return replace(quantity, value=value, unit="平方米", measure=Measure.AREA)
    if unit == "岁":
        return replace(quantity, value=value, unit=unit, measure=Measure.AGE)
    return replace(quantity, value=value, unit=unit)


def unit_of(block: Block) -> tuple[str, str] | None:
    """Scale and unit that govern a cell, such as ("万", "人"); None where no head names one."""
    for heads in (block.column_heads, block.row_heads):
        for head in reversed(heads):
            found = _named_in(read_words(head))
            if found is not None:
                return found
    named = _of_caption(block)
    if len(named) > 1:
        return _only_shares(block, named)
    return _counted(block, named) or next(iter(named), None)


def with_caption_unit(
    quantity: Quantity, block: Block, fits: Callable[[Quantity], bool]
) -> Quantity:
    """A bare cell under a caption of several units with the one that `fits`, if one alone does.

    个 fits nearly all and gives way to any other.
    """
    if quantity.unit or quantity.measure is not Measure.COUNT:
        return quantity
    scaled = [_scaled(quantity, *unit) for unit in _of_caption(block)]
    fitting = [one for one in scaled if fits(one)]
    chosen = [one for one in fitting if one.unit != "个"] or fitting
    return chosen[0] if len(chosen) == 1 else quantity


def _of_caption(block: Block) -> list[tuple[str, str]]:
    """The units that the caption names: those of its last label that is nothing but units."""
    caption = read_words(block.caption)
    for label in reversed([*_BRACKETS.findall(caption), *_LABEL.findall(caption)]):
        named = [_only_unit(part) for part in _BETWEEN_UNITS.split(_without_label(label))]
        if all(named):
            return [unit for unit in named if unit]
    return []


def _only_shares(block: Block, named: list[tuple[str, str]]) -> tuple[str, str] | None:
    """Percent for a head such as 组建面, where the caption has it beside other units."""
    shares = [unit for unit in named if unit[1] in {"%", "‰"}]
    heads = [read_words(head) for head in (*block.column_heads, *block.row_heads)]
    return shares[0] if shares and any(map(_COVERAGE.search, heads)) else None


def _counted(block: Block, named: list[tuple[str, str]]) -> tuple[str, str] | None:
    """What a head counts (户数) where the caption is for money or shares, or names no unit."""
    if any(unit not in _MEASURED for _, unit in named):
        return None
    heads = [*reversed(block.column_heads), *reversed(block.row_heads)]
    found = next(filter(None, (_COUNTED.search(read_words(head)) for head in heads)), None)
    return ("", found[1] or found[2]) if found else None


def _named_in(head: str) -> tuple[str, str] | None:
    for label in reversed([*_BRACKETS.findall(head), *_LABEL.findall(head)]):
        found = _only_unit(label)
        if found is not None:
            return found
    if (found := _only_unit(head)) is not None:  # a column of its own for the unit
        return found
    if _SHARE.search(head):
        return "", "%"
    return None


def unit_in(head: str) -> bool:
    """Whether a head is nothing but a unit (a column of units beside the indicators)."""
    return _only_unit(read_words(head)) is not None


def _only_unit(label: str) -> tuple[str, str] | None:
    """The unit that `label` consists of; None for words, or for several units."""
    match = _ONE_UNIT.fullmatch(_without_label(label))
    return (match[1] or "", match[2]) if match else None


def _without_label(label: str) -> str:
    return label.removeprefix("单位").lstrip(":：").strip()
