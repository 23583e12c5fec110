"""Annotated text for training: pages in plain text with marks around the numbers that count.

    === title
    date: 2022-11-18
    全市会员⟦26380人|members.total|level⟧，驿站…
    ## heading

A line is a paragraph, a line with tabs a table row, the line `caption: …` before a table its
caption. `⟦…|a+b|level⟧` tells one number of two metrics, `⟦…|?⟧` leaves a number out of training.
Numbers without a mark count nothing. Lines and tables become blocks in the way of pages, so that
headings and the heads of cells are the same here as there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tasks.errors import InputError
from tasks.extract.document import Document
from tasks.extract.gold import GoldPage, Label
from tasks.extract.lexicon import default_lexicon
from tasks.extract.scene import Scene
from tasks.parse.blocks import Builder
from tasks.parse.grids import Cell, build_grid
from tasks.parse.sheet import Box, Line
from tasks.partial_date import PartialDate
from tasks.records import Article, Statistic

_MARK = re.compile(r"⟦([^⟦⟧|]*)\|([^⟦⟧|]*)(?:\|([a-z]+))?⟧")


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    labels: tuple[Label, ...]


class _Page:
    """Collects the lines of one page; its blocks are made by the parser's own builder."""

    def __init__(self, title: str) -> None:
        words, marks = _unmarked(title)
        self.builder = Builder(words)
        self.marks = list(_moved(marks, 0))
        self.published: PartialDate | None = None
        self._captions: list[str] = []
        self._rows: list[list[str]] = []

    def add(self, line: str) -> None:
        """The next line of the file."""
        if line.startswith("date:"):
            self.published = PartialDate.parse(line.removeprefix("date:").strip())
        elif line.startswith("caption:"):
            self.end_table()
            self._captions = [line.removeprefix("caption:").strip()]
        elif "\t" in line:
            self._rows.append(line.split("\t"))
        else:
            self.end_table()
            level = 2 if line.startswith("## ") else 0
            words, marks = _unmarked(line.removeprefix("## "))
            self.builder.add_line(Line(words, Box("p", frozenset(), None, 0), level=level))
            self.marks += _moved(marks, self.builder.blocks[-1].start)

    def end_table(self) -> None:
        """Place the rows that have come in since the last line of words."""
        if not self._rows:
            return
        rows = [
            [_cell(marked, r, c) for c, marked in enumerate(row)]
            for r, row in enumerate(self._rows)
        ]
        first = len(self.builder.blocks)
        grid = build_grid([[cell for cell, _ in row] for row in rows], self._captions)
        self.builder.add_grid(grid)
        for block in self.builder.blocks[first:]:
            if block.row is not None and block.column is not None:
                self.marks += _moved(rows[block.row][block.column][1], block.start)
        self._rows, self._captions = [], []


def _cell(marked: str, row: int, column: int) -> tuple[Cell, list[_Mark]]:
    """A table's cell, which ideographic spaces before its words indent, and its marks."""
    words, marks = _unmarked(marked.strip())
    indent = len(marked) - len(marked.lstrip("\u3000"))
    return Cell(words, row, column, 1, 1, False, indent), marks


def _unmarked(marked: str) -> tuple[str, list[_Mark]]:
    """The words without their marks, and the marks with their offsets in these words."""
    words, marks, last = "", [], 0
    for match in _MARK.finditer(marked):
        words += marked[last : match.start()]
        marks.append(_Mark(len(words), len(words) + len(match[1]), tuple(_labels(match))))
        words += match[1]
        last = match.end()
    return words + marked[last:], marks


def _moved(marks: Iterable[_Mark], by: int) -> Iterator[_Mark]:
    return (_Mark(mark.start + by, mark.end + by, mark.labels) for mark in marks)


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
        page = _Page(title.strip())
        for line in filter(str.strip, body.splitlines()):
            page.add(line.strip(" \r"))
        page.end_table()
        pages.append(_labelled(page, f"{path.stem}#{number}"))
    return pages


def _labelled(page: _Page, name: str) -> GoldPage:
    text, title = page.builder.text, page.builder.blocks[0]
    article = Article(
        page=name,
        url="",
        sha256="",
        title=text[title.start : title.end],
        published=page.published,
        publisher=None,
        author=None,
        charset="utf-8",
        text=text,
        blocks=tuple(page.builder.blocks),
    )
    labelled = GoldPage(name, Scene(Document(article), default_lexicon()))
    for mark in page.marks:
        for label in mark.labels:
            labelled.mark(mark.start, mark.end, label)
    return labelled
