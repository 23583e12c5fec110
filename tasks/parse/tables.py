"""`<table>` to grid, where it holds data.

Old sites lay whole pages out with tables, so a table counts as data for its shape (several
short cells a row, many of them numbers), never for its tags. Calendars and the index boxes of
government pages have that shape too and are known by their words.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from bs4.element import NavigableString, Tag

from tasks.parse.grids import Cell, Grid, build_grid
from tasks.parse.words import GOV_INDEX, WEEKDAYS, fold

_MAX_SPAN = 200
_MAX_CELLS = 20_000
_LONGEST_CELL = 150


def read_grid(table: Tag, squeeze: Callable[[str], str]) -> Grid | None:
    """The grid of `table`, or None where the table only lays out the page."""
    if table.find("table") is not None:
        return None
    rows = _cells(table, squeeze)
    if not rows or not _is_data(rows):
        return None
    caption = table.find("caption")
    above = [squeeze(_shown(caption))] if caption is not None else []
    return build_grid(rows, [text for text in above if text])


def _cells(table: Tag, squeeze: Callable[[str], str]) -> list[list[Cell]]:
    """Cells by row, spans resolved: each cell stands at its first row and column."""
    taken: set[tuple[int, int]] = set()
    rows: list[list[Cell]] = []
    for r, tr in enumerate(table.find_all("tr")):
        row: list[Cell] = []
        c = 0
        for td in tr.find_all(["td", "th"], recursive=False):
            while (r, c) in taken:
                c += 1
            height, width = _span(td, "rowspan"), _span(td, "colspan")
            if len(taken) + height * width > _MAX_CELLS:
                height = width = 1
            taken.update((r + i, c + j) for i in range(height) for j in range(width))
            raw = _shown(td).lstrip(" \t\r\n")
            indent = len(raw) - len(raw.lstrip("\u3000\xa0 "))
            row.append(Cell(squeeze(raw), r, c, height, width, td.name == "th", indent))
            c += width
        rows.append(row)
    return rows


def _span(td: Tag, name: str) -> int:
    raw = re.match(r"\s*(\d{1,4})", str(td.get(name) or "1"))
    return min(max(int(raw.group(1)) if raw else 1, 1), _MAX_SPAN)


def _shown(tag: Tag) -> str:
    """Text of a cell; block and line ends become a space, where they divide words."""
    pieces: list[str] = []
    for node in tag.descendants:
        if type(node) is NavigableString:
            pieces.append(str(node).replace("\n", " "))
        elif isinstance(node, Tag) and node.name in {"br", "p", "div", "li"}:
            pieces.append(" ")
    return "".join(pieces)


def _is_data(rows: list[list[Cell]]) -> bool:
    filled = [[cell for cell in row if not cell.is_blank] for row in rows]
    wide = [row for row in filled if len(row) >= 2]
    if len(wide) < 2:
        return False
    cells = [cell for row in wide for cell in row]
    joined = " ".join(cell.text for cell in cells[:60])
    if WEEKDAYS.search(joined) or GOV_INDEX.search(fold(joined)):
        return False
    sentences = sum(len(cell.text) >= 25 and cell.text.endswith("。") for cell in cells)
    if 3 * sentences >= len(cells) or any(len(cell.text) > _LONGEST_CELL for cell in cells):
        return False
    numbers = sum(cell.is_number for cell in cells)
    heads = sum(cell.is_th for cell in cells)
    return (
        numbers >= 0.25 * len(cells) or (heads >= 2 and numbers > 0) or heads >= len(cells) // 4 > 0
    )
