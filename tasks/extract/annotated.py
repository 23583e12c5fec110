"""Annotated text for training: pages in plain text with marks around the numbers that count.

    === title
    date: 2022-11-18
    全市会员⟦26380人|members.total|level⟧，驿站…
    ## heading

A line is a paragraph, a line with tabs a table row (the first row of a table holds its heads, the
line `caption: …` before it its caption). `⟦…|a+b|level⟧` tells one number of two metrics, `⟦…|?⟧`
leaves a number out of training. Numbers without a mark count nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tasks.errors import InputError
from tasks.extract.document import Document
from tasks.extract.gold import GoldPage, Label
from tasks.extract.lexicon import default_lexicon
from tasks.extract.scene import Scene
from tasks.partial_date import PartialDate
from tasks.records import Article, Block, BlockKind, Statistic

_MARK = re.compile(r"⟦([^⟦⟧|]*)\|([^⟦⟧|]*)(?:\|([a-z]+))?⟧")


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    labels: tuple[Label, ...]


class _Builder:
    """Collects lines into the text, the blocks and the marks of one article."""

    def __init__(self, title: str) -> None:
        self.text = ""
        self.blocks: list[Block] = []
        self.marks: list[_Mark] = []
        self.published: PartialDate | None = None
        self._table = 0
        self._heads: list[str] = []
        self._caption = ""
        self._row = 0
        self.add(title, BlockKind.TITLE)

    def line(self, line: str) -> None:
        if line.startswith("date:"):
            self.published = PartialDate.parse(line.removeprefix("date:").strip())
        elif "\t" in line:
            self._table_row(line.split("\t"))
            return
        elif line.startswith("caption:"):
            self._caption = line.removeprefix("caption:").strip()
            self.add(self._caption, BlockKind.CAPTION)
            return
        elif line.startswith("## "):
            self.add(line[3:], BlockKind.HEADING, level=2)
        else:
            self.add(line, BlockKind.PARAGRAPH)
        self._heads, self._caption = [], ""

    def add(self, marked: str, kind: BlockKind, level: int = 0) -> None:
        if self.blocks:
            self.text += "\n"
        start = len(self.text)
        self._write(marked)
        self.blocks.append(Block(kind, start, len(self.text), level=level))

    def _write(self, marked: str) -> None:
        """Append `marked` without its marks, which are kept with their offsets."""
        last = 0
        for match in _MARK.finditer(marked):
            self.text += marked[last : match.start()]
            start = len(self.text)
            self.text += match[1]
            self.marks.append(_Mark(start, len(self.text), tuple(_labels(match))))
            last = match.end()
        self.text += marked[last:]

    def _table_row(self, cells: list[str]) -> None:
        self.text += "\n"
        if not self._heads:
            self._table, self._row = self._table + 1, 0
        row_heads: tuple[str, ...] = ()
        for column, cell in enumerate(cells):
            self.text += "\t" if column else ""
            start = len(self.text)
            self._write(cell)
            is_number = any(char.isdigit() for char in self.text[start:])
            self.blocks.append(
                Block(
                    BlockKind.CELL,
                    start,
                    len(self.text),
                    table=self._table,
                    row=self._row,
                    column=column,
                    is_head=not self._heads,
                    row_heads=row_heads,
                    column_heads=tuple(self._heads[column : column + 1]),
                    caption=self._caption,
                )
            )
            if not is_number and self._heads:
                row_heads += (self.text[start:],)
        if not self._heads:
            self._heads = [_MARK.sub(r"\1", cell) for cell in cells]
        self._row += 1


def _labels(match: re.Match[str]) -> Iterator[Label]:
    if match[2] == "?":
        yield Label("", None, is_optional=True)
        return
    if match[3] not in set(Statistic):
        raise InputError(f"training: no statistic in {match[0]}")
    for code in match[2].split("+"):
        if code not in default_lexicon().codebook.metrics:
            raise InputError(f"training: unknown metric in {match[0]}")
        yield Label(code, Statistic(match[3]))


def read_annotated(path: Path) -> list[GoldPage]:
    """The pages of one training file; raises InputError for a wrong mark."""
    pages = []
    for number, chunk in enumerate(re.split(r"(?m)^=== ", path.read_text("utf-8"))[1:], 1):
        title, _, body = chunk.partition("\n")
        builder = _Builder(title.strip())
        for line in filter(str.strip, body.splitlines()):
            builder.line(line.strip(" \r"))
        pages.append(_page(builder, f"{path.stem}#{number}"))
    return pages


def _page(builder: _Builder, name: str) -> GoldPage:
    article = Article(
        page=name,
        url="",
        sha256="",
        title=builder.text.partition("\n")[0],
        published=builder.published,
        publisher=None,
        author=None,
        charset="utf-8",
        text=builder.text,
        blocks=tuple(builder.blocks),
    )
    page = GoldPage(name, Scene(Document(article), default_lexicon()))
    for mark in builder.marks:
        for label in mark.labels:
            page.mark(mark.start, mark.end, label)
    return page
