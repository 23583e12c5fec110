"""Data tables as grids: which heads, captions and sections govern each cell.

Statistics pages give head rows no `<th>`, so heads are told by what they hold: rows before the
first values, columns before the first values. Rows that span the table are captions at the
top, notes at the bottom and section heads between. Spans are resolved; a spanned cell is shown
once, where it begins. 其中 and # columns and rows come under the whole that they are part of.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tasks.parse.words import visible

_NUMBER = re.compile(
    r"^[#*△▲≈约<>＜＞±+\-−–]?\s*(?:\d[\d,， ]*(?:\.\d+)?|\.\d+)\s*"
    r"(?:%|‰|个百分点|[万亿千百]?[元人个家户份件次名]?|\*)*$"
)
_BLANK = re.compile(r"^[\s\-—–－…·.、/*]*$")
_YEAR = re.compile(r"^(?:19|20)\d\d\s*年?(?:度|末|底)?$")
_SERIAL_HEAD = re.compile(r"^(?:序\s*号|编\s*号|排\s*[名序位]|名\s*次|位\s*次|No\.?)$", re.I)
_OF_WHICH = re.compile(r"^(?:其\s*中|#|＃|其:)")


@dataclass(frozen=True, slots=True)
class Cell:
    """One shown cell; `indent` counts the ideographic spaces before its text."""

    text: str
    row: int
    column: int
    height: int
    width: int
    is_th: bool
    indent: int

    @property
    def seen(self) -> str:
        """`text` without what nobody sees, half-width."""
        return visible(self.text)

    @property
    def is_number(self) -> bool:
        return bool(_NUMBER.match(self.seen))

    @property
    def is_blank(self) -> bool:
        return bool(_BLANK.match(self.text))


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell with the heads that govern it, outermost first."""

    cell: Cell
    is_head: bool
    row_heads: tuple[str, ...] = ()
    column_heads: tuple[str, ...] = ()


@dataclass(frozen=True)
class Grid:
    """A data table: `rows` of placed cells, words above it, notes below it."""

    captions: tuple[str, ...]
    rows: tuple[tuple[Placed, ...], ...]
    notes: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """All cells, tabs between them, one row a line."""
        return "\n".join("\t".join(p.cell.text for p in row) for row in self.rows)


def build_grid(rows: list[list[Cell]], captions: list[str]) -> Grid:
    """Find captions, head rows, sections, notes and lead columns, and place each cell."""
    rows = [row for row in rows if any(not cell.is_blank for cell in row)]
    width = max(cell.column + cell.width for row in rows for cell in row)
    top, bottom = 0, len(rows)
    while top < bottom and _lone(rows[top], width):
        captions.append(_lone_text(rows[top]))
        top += 1
    notes: list[str] = []
    while bottom > top and _lone(rows[bottom - 1], width) and _is_note(rows[bottom - 1]):
        bottom -= 1
        notes.insert(0, _lone_text(rows[bottom]))
    body = rows[top:bottom]
    heads = _head_rows(body, width)
    column_heads = _column_heads(body[:heads], width)
    placed = [tuple(Placed(cell, True) for cell in row) for row in body[:heads]]
    placed += _place_body(body[heads:], width, column_heads)
    return Grid(tuple(captions), tuple(placed), tuple(notes))


def _lone(row: list[Cell], width: int) -> bool:
    """Whether one text is all that the row shows, and it has the row's full width to itself."""
    filled = [cell for cell in row if not cell.is_blank]
    if len(filled) != 1 or width < 2 or filled[0].is_number:
        return False
    return filled[0].width >= width or len(row) == 1 or filled[0].width >= max(2, width - 1)


def _lone_text(row: list[Cell]) -> str:
    return next(cell.text for cell in row if not cell.is_blank)


def _is_note(row: list[Cell]) -> bool:
    text = _lone_text(row)
    return len(text) > 12 or bool(re.match(r"[注*说＊备※资数]", text))


def _head_rows(body: list[list[Cell]], width: int) -> int:
    """How many rows at the top are heads: those before the first row with values."""
    count = 0
    while count < len(body):
        row = [cell for cell in body[count] if not cell.is_blank]
        values = [cell for cell in row if cell.is_number and not _YEAR.match(cell.seen)]
        if values and not all(cell.is_th for cell in row):
            break
        if (
            count
            and not values
            and not any(cell.is_th for cell in row)
            and _covered(body, count, width)
        ):
            break
        count += 1
    if count >= len(body):  # no numbers at all: the first row is the head if it is marked so
        first = body[0] if body else []
        return 1 if first and all(cell.is_th for cell in first) else 0
    years = [c for row in body[:count] for c in row if _YEAR.match(c.seen)]
    if count and years and all(_YEAR.match(row[0].seen) for row in body[:count] if row):
        return 0  # a year in the first column is a row's head
    return count


def _covered(body: list[list[Cell]], count: int, width: int) -> bool:
    """Whether the head rows above `count` already reach down to every column's foot."""
    open_columns: set[int] = set()
    for row in body[:count]:
        for cell in row:
            if cell.width > 1 and cell.row + cell.height - body[0][0].row <= count:
                open_columns.update(range(cell.column, cell.column + cell.width))
    below = {cell.column for cell in body[count] if not cell.is_blank}
    return not (open_columns & below) and len(below) > 0 and not _spans_into(body, count)


def _spans_into(body: list[list[Cell]], count: int) -> bool:
    first = body[count][0].row if body[count] else 0
    return any(cell.row + cell.height > first for row in body[:count] for cell in row)


def _column_heads(heads: list[list[Cell]], width: int) -> list[tuple[str, ...]]:
    """For each column the head texts above it, outermost first."""
    columns: list[list[str]] = [[] for _ in range(width)]
    for row in heads:
        for cell in row:
            if cell.is_blank:
                continue
            for column in range(cell.column, min(width, cell.column + cell.width)):
                if not columns[column] or columns[column][-1] != cell.text:
                    columns[column].append(cell.text)
    return _under_totals(columns)


def _under_totals(columns: list[list[str]]) -> list[tuple[str, ...]]:
    """Put a 其中 or # column under the column at its left that it is a part of."""
    whole: list[str] = []
    found: list[tuple[str, ...]] = []
    for column in columns:
        is_part = bool(column) and bool(_OF_WHICH.match(column[-1]))
        if is_part and whole and whole[: len(column) - 1] == column[:-1]:
            found.append((*whole, column[-1]))
            continue
        whole = [] if is_part else column
        found.append(tuple(column))
    return found


def _place_body(
    body: list[list[Cell]], width: int, column_heads: list[tuple[str, ...]]
) -> list[tuple[Placed, ...]]:
    lead = _lead_columns(body, width, column_heads)
    spanning: dict[int, tuple[int, str]] = {}  # column: last row covered, text
    parents: list[tuple[int, str]] = []
    section = ""
    placed: list[tuple[Placed, ...]] = []
    for row in body:
        if _lone(row, width):
            section, parents = _lone_text(row), []
            placed.append(tuple(Placed(cell, True) for cell in row))
            continue
        number = row[0].row if row else 0
        heads = [
            text
            for last, text in (spanning.get(c, (-1, "")) for c in range(lead))
            if last >= number
        ]
        for cell in row:
            if cell.column < lead and not cell.is_blank and not _is_serial(cell, column_heads):
                if cell.height > 1:
                    spanning[cell.column] = (cell.row + cell.height - 1, cell.text)
                heads += _with_parents(cell, parents)
        heads = [section, *heads] if section else heads
        placed.append(_place_row(row, lead, tuple(heads), column_heads))
    return placed


def _is_serial(cell: Cell, column_heads: list[tuple[str, ...]]) -> bool:
    heads = column_heads[cell.column] if cell.column < len(column_heads) else ()
    return cell.is_number and any(_SERIAL_HEAD.match(head) for head in heads)


def _with_parents(cell: Cell, parents: list[tuple[int, str]]) -> list[str]:
    """The label with those it is a part of: deeper indent, or 其中 below a total."""
    match = _OF_WHICH.match(cell.text)
    depth = cell.indent + (3 if match and cell.text[0] not in "#＃" else 1 if match else 0)
    if cell.column:
        return [cell.text]
    while parents and parents[-1][0] >= depth:
        parents.pop()
    chain = [text for _, text in parents] + [cell.text]
    parents.append((depth, cell.text))
    return chain


def _place_row(
    row: list[Cell], lead: int, heads: tuple[str, ...], column_heads: list[tuple[str, ...]]
) -> tuple[Placed, ...]:
    placed: list[Placed] = []
    beside: tuple[str, ...] = heads
    after_value = False
    for cell in row:
        above = column_heads[cell.column] if cell.column < len(column_heads) else ()
        if cell.column < lead:
            placed.append(Placed(cell, True, (), above))
            continue
        is_label = not cell.is_number and not cell.is_blank
        if is_label and after_value and _repeats(above, column_heads):
            beside, after_value = (cell.text,), False
            placed.append(Placed(cell, True, (), above))
            continue
        after_value = after_value or cell.is_number
        placed.append(Placed(cell, False, beside, above))
    return tuple(placed)


def _repeats(above: tuple[str, ...], column_heads: list[tuple[str, ...]]) -> bool:
    """Whether a second set of label and value columns stands beside the first."""
    return not any(column_heads) or (bool(above) and column_heads.count(above) > 1)


def _lead_columns(body: list[list[Cell]], width: int, column_heads: list[tuple[str, ...]]) -> int:
    """How many columns at the left hold labels: text, years or serial numbers."""
    lead = 0
    while lead < width - 1:
        cells = [
            c
            for row in body
            for c in row
            if c.column == lead and not c.is_blank and not _lone(row, width)
        ]
        labels = sum(
            not c.is_number or bool(_YEAR.match(c.seen)) or _is_serial(c, column_heads)
            for c in cells
        )
        if not cells or labels * 2 < len(cells) + 1:
            break
        if lead and not any(column_heads) and labels < len(cells):
            break
        lead += 1
    return max(lead, 0)
