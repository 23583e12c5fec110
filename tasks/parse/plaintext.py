"""A page's rendered text as lines, so that it goes the same way as HTML.

Such files are what a browser shows, saved: navigation, headline, info line, paragraphs and
footer one below the other, with no tags to tell them apart. Bullets mark lists; runs of spaces
or tabs set columns, and three or more such lines with numbers are a table.
"""

from __future__ import annotations

import re

from tasks.parse.grids import Cell, Grid, build_grid
from tasks.parse.sheet import Box, Line, Sheet, set_apart, squeeze

_FIELDS = re.compile(r"\t+|[ \xa0]{2,}|\u3000{2,}|(?<=[\d%])[ \u3000]+(?=\d)")
_GAPS = re.compile(r"\t+|[ \xa0\u3000]{2,}|[|｜┊]")
_BULLET = re.compile(r"^\s*[•·▪◦*‣►]\s+")
_MIN_ROWS = 3
_LONGEST_CELL = 40
_MAX_COLUMNS = 40


def read_text(text: str) -> Sheet:
    """The lines of `text`; blank lines only divide."""
    sheet = Sheet([], Box("root", frozenset(), None, 0))
    read_rows(sheet.lines, sheet.root, text)
    sheet.root.end = len(sheet.lines)
    return sheet


def read_rows(lines: list[Line], parent: Box, text: str) -> None:
    """Append the lines of `text` to `lines`, in boxes of their own below `parent`."""
    rows = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for group in group_columns(rows):
        grid = read_columns(group) if len(group) >= _MIN_ROWS else None
        if grid is not None:
            _add(lines, Line(grid.text, Box("table", frozenset(), parent, 0), grid=grid))
            continue
        for row in group:
            shown = squeeze(row)
            if shown:
                box = Box("li" if _BULLET.match(row) else "p", frozenset(), parent, 0)
                _add(lines, Line(shown, box, pieces=set_apart(_GAPS.split(row))))


def _add(lines: list[Line], line: Line) -> None:
    line.box.start, line.box.end = len(lines), len(lines) + 1
    if line.box.parent is not None:
        line.box.parent.children.append(line.box)
    lines.append(line)


def group_columns(rows: list[str]) -> list[list[str]]:
    """`rows` cut into runs of lines with the same number of columns, single lines between.

    Blank lines inside a run are left out: many pages are saved with one behind each row.
    """
    groups: list[list[str]] = []
    width = 0
    for row in rows:
        if not row.strip():
            continue
        columns = len(_fields(row))
        if columns >= 2 and columns == width:
            groups[-1].append(row)
        else:
            groups.append([row])
        width = columns if columns >= 2 else 0
    return groups


def read_columns(rows: list[str]) -> Grid | None:
    """The table that `rows` set with spaces; None where they are no table of numbers."""
    fields = [_fields(row) for row in rows]
    if any(len(field) > _LONGEST_CELL for row in fields for field in row):
        return None
    if len(fields[0]) > _MAX_COLUMNS:
        return None
    cells = [
        [Cell(text, r, c, 1, 1, False, 0) for c, text in enumerate(row)]
        for r, row in enumerate(fields)
    ]
    numbers = sum(cell.is_number for row in cells[1:] for cell in row[1:])
    if numbers * 2 < sum(len(row) - 1 for row in cells[1:]):
        return None
    return build_grid(cells, [])


def _fields(row: str) -> list[str]:
    return [field for field in map(squeeze, _FIELDS.split(row.strip(" \u3000\xa0\t"))) if field]
