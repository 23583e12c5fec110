"""An article made ready to be read: one canonical text with its blocks, sentences and clauses.

Everything that finds something (quantities, terms, places, times) works once on `Document.text`,
in one pass over the whole article, and speaks in offsets of that text; `Document.source_span`
gives the offsets in `Article.text` that leave the extraction.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from tasks.extract.reading import Reading, read
from tasks.records import SKIPPED, Article, Block, BlockKind

_SENTENCE_END = re.compile(r"[。！？；\n\t]+[”’」』）]*|(?<=[^\d]);")
_CLAUSE_END = re.compile(r"[，。！？；：\n\t]+[”’」』）]*|——+|…+")
# Whatever relates numbers and words looks at one sentence or clause, and at each pair in it. So
# those without end are cut; the longest of our pages have 185 and 133 characters.
LONGEST_SENTENCE, LONGEST_CLAUSE = 480, 240
_PAUSE = re.compile("[、和及与 ]")


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
        clauses = _split(self.text, _CLAUSE_END)
        pauses = sorted(match.end() for match in _PAUSE.finditer(self.text))
        self.clauses: tuple[Span, ...] = tuple(_cut(clauses, LONGEST_CLAUSE, pauses))
        ends = [clause.end for clause in self.clauses]
        sentences = _split(self.text, _SENTENCE_END)
        self.sentences: tuple[Span, ...] = tuple(_cut(sentences, LONGEST_SENTENCE, ends))
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
        index = bisect_right(self._heading_starts, position)
        return list(self._governing[index - 1]) if index else []

    @cached_property
    def _headings(self) -> list[Segment]:
        return [segment for segment in self.segments if segment.block.kind is BlockKind.HEADING]

    @cached_property
    def _heading_starts(self) -> list[int]:
        return [heading.start for heading in self._headings]

    @cached_property
    def _governing(self) -> list[tuple[Segment, ...]]:
        """For each heading those that govern it, and itself last."""
        governing: list[tuple[Segment, ...]] = []
        open_ones: list[Segment] = []
        for heading in self._headings:
            while open_ones and open_ones[-1].block.level >= heading.block.level:
                open_ones.pop()
            open_ones.append(heading)
            governing.append(tuple(open_ones))
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


def _cut(spans: list[Span], longest: int, places: list[int]) -> Iterator[Span]:
    """`spans`, those over `longest` characters cut at the last of the sorted `places` that fits."""
    for span in spans:
        start = span.start
        while span.end - start > longest:
            index = bisect_right(places, start + longest) - 1
            end = places[index] if index >= 0 and places[index] > start else start + longest
            yield Span(start, end)
            start = end
        yield Span(start, span.end)
