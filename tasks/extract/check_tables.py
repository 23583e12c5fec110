"""Whether the rows or columns of a table add up to the line of totals that it states.

A table may be a real one or lines that each hold a name and the same count of numbers. Most
tables that list places list all of them, but not every one does: so a table is off only where
another column adds up, or where the sum comes close without meeting the total.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tasks.extract.document import Document, Segment
from tasks.extract.intervals import Interval, allowed
from tasks.records import Block, BlockKind, Bound, Measure, Quantity

_TOTAL = re.compile(
    "[^其中]{0,8}(?:合计|总计|共计)(?:（[^）]*）)?|总数|总和|总体|[全本][国省市县区州盟旗镇]"
)
_SUBTOTAL = re.compile("小计")
_PART_OF_PART = re.compile("其中|^[#＃*]")
_NO_SUM = re.compile(
    "率|比重|比例|占比|%|％|平均|人均|名次|序号|排名|位次|年龄|增长|增幅|±|同比|年份"
)
_EMPTY = re.compile("[-—–－/／*…无 　]*")
_FAR = Decimal("0.5")  # parts further from the total than this share are no parts of it
_NEAR = Decimal("0.03")  # and this near they are, even where nothing else in the table adds up
_LONGEST_LINE = 60  # characters of a line that may be a row


@dataclass(frozen=True, slots=True)
class _Cell:
    """One cell: its block, its words, and its number if it holds just one."""

    block: Block
    text: str
    number: Quantity | None


Grid = dict[tuple[int, int], _Cell]  # by line and place across


def tables_are_off(document: Document, quantities: Sequence[Quantity]) -> bool:
    """Whether the sums of any table disagree with its totals; rows first, then columns."""
    numbers: dict[int, list[Quantity]] = defaultdict(list)
    for quantity in quantities:
        segment = document.segment_at(quantity.start)
        if segment is not None and quantity.measure is not Measure.DURATION:
            numbers[segment.start].append(quantity)
    grids = [*_tables(document, numbers), *_runs(document, numbers)]
    return any(_is_off(grid) or _is_off(_turned(grid)) for grid in grids)


def _tables(document: Document, numbers: dict[int, list[Quantity]]) -> Iterator[Grid]:
    """The cells of each table by row and column."""
    tables: dict[int, Grid] = defaultdict(dict)
    for segment in document.segments:
        block = segment.block
        if block.kind is not BlockKind.CELL or block.table is None:
            continue
        held = numbers.get(segment.start, [])
        text = document.text[segment.start : segment.end]
        cell = _Cell(block, text, held[0] if len(held) == 1 else None)
        tables[block.table][block.row or 0, block.column or 0] = cell
    yield from tables.values()


def _runs(document: Document, numbers: dict[int, list[Quantity]]) -> Iterator[Grid]:
    """Runs of four or more short paragraphs that hold the same count of numbers, as tables."""
    run: list[tuple[Segment, list[Quantity]]] = []
    for segment in (*document.segments, None):
        held = numbers.get(segment.start, []) if segment else []
        is_row = (
            segment is not None
            and segment.block.kind in {BlockKind.PARAGRAPH, BlockKind.HEADING}
            and segment.end - segment.start <= _LONGEST_LINE
            and bool(held)
        )
        if run and (not is_row or len(held) != len(run[0][1])):
            yield from _run_grid(document, run)
            run = []
        if is_row and segment is not None:
            run.append((segment, held))


def _run_grid(document: Document, run: list[tuple[Segment, list[Quantity]]]) -> Iterator[Grid]:
    if len(run) < 4:
        return
    grid: Grid = {}
    for line, (segment, held) in enumerate(run):
        name = document.text[segment.start : held[0].start].strip("：、 　-—·")
        grid[line, 0] = _Cell(segment.block, name, None)
        for across, quantity in enumerate(held, 1):
            grid[line, across] = _Cell(segment.block, quantity.text, quantity)
    yield grid


def _turned(grid: Grid) -> Grid:
    return {(across, line): cell for (line, across), cell in grid.items()}


def _is_off(grid: Grid) -> bool:
    names = _names(grid)
    totals = [line for line, name in names.items() if _TOTAL.fullmatch(name)]
    if len(totals) != 1 or any(_PART_OF_PART.search(name) for name in names.values()):
        return False
    parts = [line for line in names if line != totals[0] and not _SUBTOTAL.search(names[line])]
    gaps = [_gap(grid, totals[0], parts, across) for across in {across for _, across in grid}]
    told = [gap for gap in gaps if gap is not None]
    wrong = [gap for gap in told if gap > 0]
    return bool(wrong) and (len(wrong) < len(told) or min(wrong) <= _NEAR)


def _names(grid: Grid) -> dict[int, str]:
    """The first words of each line (a row's or a column's head)."""
    names: dict[int, str] = {}
    for (line, _), cell in sorted(grid.items(), key=lambda item: item[0]):
        words = re.sub(r"\s", "", cell.text) if cell.number is None else ""
        names[line] = names.get(line) or words
    return names


def _gap(grid: Grid, total: int, parts: Sequence[int], across: int) -> Decimal | None:
    """How far the parts of one column are from its total, as a share; None where they need not."""
    whole = grid.get((total, across))
    if whole is None or whole.number is None or whole.number.value <= 0 or not _can_sum(whole):
        return None
    cells = [grid[line, across] for line in parts if (line, across) in grid]
    cells = [c for c in cells if not c.block.is_head and not _EMPTY.fullmatch(c.text)]
    sum_ = Interval(Decimal(0), Decimal(0))
    for cell in cells:
        if cell.number is None or cell.number.bound is not Bound.EXACT:
            return None
        sum_ += allowed(cell.number)
    gap = sum_.distance(allowed(whole.number)) / whole.number.value
    return gap if len(cells) > 1 and gap <= _FAR else None


def _can_sum(cell: _Cell) -> bool:
    heads = (*cell.block.column_heads, *cell.block.row_heads)
    is_count = cell.number is not None and cell.number.measure in {Measure.COUNT, Measure.MONEY}
    return is_count and not any(_NO_SUM.search(head) for head in heads)
