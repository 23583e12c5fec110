"""The article's text with its blocks: headline, paragraphs, headings, cells, each with offsets."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tasks.parse.grids import Grid, Placed
from tasks.parse.repairs import is_garbled, unscramble
from tasks.parse.sheet import Line
from tasks.parse.words import BYLINE
from tasks.records import Block, BlockKind, Repair, RepairKind

_STOP = re.compile(r"[。；！？!?，,;：:][”’」』）)]*$")
_NUMBERED = (
    (re.compile(r"^第[一二三四五六七八九十]+[章节部分编]"), 2),
    (re.compile(r"^[一二三四五六七八九十]{1,3}\s*[、.．]"), 2),
    (re.compile(r"^[（(][一二三四五六七八九十]{1,3}[)）]"), 3),
    (re.compile(r"^\d{1,2}\s*[、.．](?!\d)"), 4),
    (re.compile(r"^(?:0\d|PART\s*\d+)\s*\S", re.I), 3),
    (re.compile(r"^[◆■●★◎▲◇□]"), 3),
)
_MARKED = re.compile(r"^[◆■●★◎▲◇□]")
_CAPTION = re.compile(
    r"^(?:图\d*|上图|下图|左图|右图|图片|图为|附表|表\s*\d+|单位)\s*[\d\-－:：为]?|(?:^|[^文])(?:摄|供图|资料图)[)）]?$"
)
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_LONGEST_HEADING = 40


class Builder:
    """Collects blocks and text; `finish` returns what an Article needs."""

    def __init__(self, title: str | None) -> None:
        self.pieces: list[str] = []
        self.blocks: list[Block] = []
        self.repairs: list[Repair] = []
        self.length = 0
        self.tables = 0
        if title:
            self._add(title, BlockKind.TITLE)

    def _add(self, text: str, kind: BlockKind, level: int = 0) -> None:
        if self.pieces:
            self._put("\n")
        start = self.length
        self._put(text)
        self.blocks.append(Block(kind, start, self.length, level))

    def _put(self, text: str) -> None:
        self.pieces.append(text)
        self.length += len(text)

    def add_line(self, line: Line) -> None:
        """One shown line as heading, caption or paragraph; mojibake is put right here."""
        if line.grid is not None:
            self.add_grid(line.grid)
            return
        repaired = unscramble(line.text)
        text = repaired if repaired is not None else line.text
        level = heading_level(line)
        kind = BlockKind.HEADING if level else BlockKind.PARAGRAPH
        if not level and len(text) <= 60 and _CAPTION.search(text) and not text.endswith("。"):
            kind = BlockKind.CAPTION
        self._add(text, kind, level)
        block = self.blocks[-1]
        if repaired is not None:
            self.repairs.append(Repair(RepairKind.MOJIBAKE, block.start, block.end, line.text[:80]))
        elif is_garbled(text):
            self.repairs.append(Repair(RepairKind.GARBLED, block.start, block.end))

    def add_grid(self, grid: Grid) -> None:
        """A data table: its captions, a line of cells for each row, its notes."""
        for caption in grid.captions:
            self._add(caption, BlockKind.CAPTION)
        caption = " ".join(grid.captions)
        table, self.tables = self.tables, self.tables + 1
        for row in grid.rows:
            shown = [placed for placed in row if placed.cell.text]
            if shown and self.pieces:
                self._put("\n")
            for index, placed in enumerate(shown):
                if index:
                    self._put("\t")
                self._cell(placed, table, caption)
        for note in grid.notes:
            self._add(note, BlockKind.PARAGRAPH)

    def _cell(self, placed: Placed, table: int, caption: str) -> None:
        start = self.length
        self._put(placed.cell.text)
        self.blocks.append(
            Block(
                BlockKind.CELL, start, self.length, 0, table, placed.cell.row, placed.cell.column,
                placed.is_head, placed.row_heads, placed.column_heads, caption,
            )
        )  # fmt: skip

    @property
    def text(self) -> str:
        """All blocks with their borders."""
        return "".join(self.pieces)


def heading_level(line: Line) -> int:
    """1 to 6 for a heading, 0 for running text."""
    text = line.text
    if BYLINE.match(line.folded):
        return 0
    if line.level:
        return line.level if len(text) <= 2 * _LONGEST_HEADING else 0
    if len(text) > _LONGEST_HEADING or len(text) < 2 or _STOP.search(text):
        return 0
    for pattern, level in _NUMBERED:
        if pattern.match(text) and (level < 4 or line.bold):
            return level
    return 3 if line.bold and len(_CHINESE.findall(text)) >= 2 else 0


def build(title: str | None, lines: Iterable[Line]) -> Builder:
    """The text and blocks of an article with headline `title`."""
    builder = Builder(title)
    for line in lines:
        builder.add_line(line)
    return builder
