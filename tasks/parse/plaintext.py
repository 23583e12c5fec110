"""A page's rendered text as lines, so that it goes the same way as HTML.

Such files are what a browser shows, saved: navigation, headline, info line, paragraphs and
footer one below the other, with no tags to tell them apart. Bullets mark lists; runs of spaces
or tabs set columns, and three or more such lines with numbers are a table.
"""

from __future__ import annotations

import re
from itertools import count

from tasks.parse.lines import Box, Line, Sheet, squeeze
from tasks.parse.tables import Cell, Grid, build_grid

_FIELDS = re.compile(r"\t+|[ \xa0]{2,}|\u3000{2,}|(?<=[\d%])[ \u3000]+(?=\d)")
_BULLET = re.compile(r"^\s*[•·▪◦*‣►]\s+")
_MIN_ROWS = 3


def read_text(text: str) -> Sheet:
    """The lines of `text`; blank lines only divide."""
    rows = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    root = Box("root", frozenset(), None, 0)
    sheet = Sheet([], root)
    index = 0
    while index < len(rows):
        grid, used = read_columns(rows, index)
        box = Box("table" if grid else "li" if _BULLET.match(rows[index]) else "p",
                  frozenset(), root, len(sheet.lines), depth=1)  # fmt: skip
        shown = squeeze(rows[index])
        if grid is not None:
            sheet.lines.append(Line(grid.text, box, grid=grid))
        elif shown:
            sheet.lines.append(Line(shown, box, pieces=_gaps(rows[index])))
        index += used
        box.end = len(sheet.lines)
        if box.end > box.start:
            root.children.append(box)
    root.end = len(sheet.lines)
    return sheet


def _gaps(row: str) -> tuple[str, ...]:
    pieces = tuple(p for p in map(squeeze, re.split(r"\t+|[ \xa0\u3000]{2,}|[|｜┊]", row)) if p)
    return pieces if len(pieces) > 1 else ()


def read_columns(rows: list[str], start: int) -> tuple[Grid | None, int]:
    """A table set with spaces that begins at row `start`, and how many rows it takes."""
    fields = _fields(rows[start])
    if len(fields) < 2:
        return None, 1
    table: list[list[str]] = []
    used = 0
    for offset in count(start):
        if offset >= len(rows):
            break
        cells = _fields(rows[offset])
        if not cells and offset + 1 < len(rows) and len(_fields(rows[offset + 1])) == len(fields):
            continue
        if len(cells) != len(fields):
            break
        table.append(cells)
        used = offset - start + 1
    cells_ = [
        [Cell(text, r, c, 1, 1, False, 0) for c, text in enumerate(row)]
        for r, row in enumerate(table)
    ]
    numbers = sum(cell.is_number for row in cells_[1:] for cell in row[1:])
    values = sum(len(row) - 1 for row in cells_[1:])
    if len(table) < _MIN_ROWS or numbers * 2 < values or any(len(t) > 40 for r in table for t in r):
        return None, 1
    return build_grid(cells_, []), used


def _fields(row: str) -> list[str]:
    return [field for field in map(squeeze, _FIELDS.split(row.strip(" \u3000\xa0\t"))) if field]
