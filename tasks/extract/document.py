"""An article made ready to be read: one canonical text with its blocks, sentences and clauses.

Everything that finds something (quantities, terms, places, times) works once on `Document.text`,
in one pass over the whole article, and speaks in offsets of that text; `Document.source_span`
gives the offsets in `Article.text` that leave the extraction.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from tasks.extract.reading import Reading, read
from tasks.records import SKIPPED, Article, Block, BlockKind

_SENTENCE_END = re.compile(r"[。！？；\n\t]+[”’」』）]*|(?<=[^\d]);")
_CLAUSE_END = re.compile(r"[，。！？；：\n\t]+[”’」』）]*|——+|…+")


@dataclass(frozen=True, slots=True)
class Span:
    """`document.text[start:end]`."""

    start: int
    end: int

    def __contains__(self, position: int) -> bool:
        return self.start <= position < self.end


class Segment(NamedTuple):
    """A block of the article, in offsets of the document's text."""

    block: Block
    start: int
    end: int


class Document:
    """`text` is the reading of `article.text`; segments, sentences and clauses index into it."""

    def __init__(self, article: Article) -> None:
        self.article = article
        skipped = [(r.start, r.end) for r in article.repairs if r.kind in SKIPPED]
        self.reading: Reading = read(article.text, skipped)
        self.text: str = self.reading.text
        offsets = self.reading.offsets
        self.segments: tuple[Segment, ...] = tuple(
            Segment(
                block, bisect_right(offsets, block.start - 1), bisect_right(offsets, block.end - 1)
            )
            for block in article.blocks
        )
        self.sentences: tuple[Span, ...] = tuple(_split(self.text, _SENTENCE_END))
        self.clauses: tuple[Span, ...] = tuple(_split(self.text, _CLAUSE_END))
        self._segment_starts = [segment.start for segment in self.segments]
        self._sentence_starts = [span.start for span in self.sentences]
        self._clause_starts = [span.start for span in self.clauses]

    @cached_property
    def headline(self) -> str:
        """The article's title, canonical as `text` is; empty where the page has none."""
        return read(self.article.title or "").text

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in `article.text` of `text[start:end]`."""
        return self.reading.span(start, end)

    def segment_at(self, position: int) -> Segment | None:
        """The block that holds `position`; None between blocks."""
        index = bisect_right(self._segment_starts, position) - 1
        if index < 0 or position >= self.segments[index].end:
            return None
        return self.segments[index]

    def sentence_at(self, position: int) -> Span:
        """The sentence (up to 。！？； or the border of a block or cell) that holds `position`."""
        return self.sentences[max(0, bisect_right(self._sentence_starts, position) - 1)]

    def clause_at(self, position: int) -> Span:
        """The clause (up to ，：。；！？ or ——) that holds `position`."""
        return self.clauses[max(0, bisect_right(self._clause_starts, position) - 1)]

    def headings_over(self, position: int) -> list[Segment]:
        """The headings that govern `position`, outermost first, the title left out."""
        governing: list[Segment] = []
        for segment in self.segments:
            if segment.start > position:
                break
            if segment.block.kind is BlockKind.HEADING:
                while governing and governing[-1].block.level >= segment.block.level:
                    governing.pop()
                governing.append(segment)
        return governing


def _split(text: str, ends: re.Pattern[str]) -> list[Span]:
    """Cut `text` behind each match of `ends`; the pieces cover it without gaps."""
    spans, start = [], 0
    for match in ends.finditer(text):
        spans.append(Span(start, match.end()))
        start = match.end()
    if start < len(text):
        spans.append(Span(start, len(text)))
    return spans or [Span(0, 0)]
