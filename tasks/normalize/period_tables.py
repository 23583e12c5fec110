"""The dates of a table's numbers: by the heads of their column and row, then by the caption.

A head that names a moment or a span governs its column (9月末, 2010年, 上半年); what it leaves open
comes from the row, the caption, the paragraph above the table, the headline.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from tasks.extract.document import Document, Segment
from tasks.extract.reading import read
from tasks.normalize.frames import frame_of, head_frame
from tasks.normalize.scope import Asked, Dates
from tasks.normalize.times import TimeKind, TimeMention
from tasks.partial_date import PartialDate
from tasks.records import BlockKind, Statistic


class TableTimes:
    """Dates the cells of one document's tables; `frame` is what the headline sets."""

    def __init__(
        self, document: Document, told: PartialDate | None, frame: TimeMention | None
    ) -> None:
        self.document, self.told, self.frame = document, told, frame
        self.now = told.to_month() if told else None
        kinds = (BlockKind.CAPTION, BlockKind.HEADING, BlockKind.PARAGRAPH)
        self._texts = [s for s in document.segments if s.block.kind in kinds]
        self._text_starts = [segment.start for segment in self._texts]
        self._heads: dict[tuple[str, int | None], TimeMention | None] = {}
        self._above: dict[int | None, tuple[TimeMention, ...]] = {}

    def period(self, cell: Segment, asked: Asked) -> Dates:
        """Start, end and reason of the number in `cell`."""
        found = [frame for frame in self._frames(cell) if frame.last is not None]
        if asked.statistic is Statistic.TARGET:
            return self._target(found)
        if asked.statistic in (Statistic.LEVEL, Statistic.CHANGE):
            return self._level(found, asked)
        for frame in found:
            if not frame.as_of and frame.kind is not TimeKind.NOW:
                return frame.first, frame.last, "table head or caption"
        if found and found[0].last:
            last = found[0].last
            return PartialDate(last.year), last, "table head or caption"
        return None, self.now, "date of the page" if self.now else "no date"

    def _level(self, found: list[TimeMention], asked: Asked) -> Dates:
        near = next((f for f in found if f.as_of or f.kind is TimeKind.INSTANT), None)
        frame = near or (found[0] if found else None)
        end = frame.last if frame else self.now
        if asked.statistic is Statistic.CHANGE and end is not None:
            return PartialDate(end.year - 1, end.month), end, "table head or caption"
        return None, end, "table head or caption" if frame else "date of the page"

    def _target(self, found: list[TimeMention]) -> Dates:
        year = next((f.last.year for f in found if f.last), self.told.year if self.told else None)
        if year is None:
            return None, None, "no date"
        return PartialDate(year), PartialDate(year), "table head or caption"

    def _frames(self, cell: Segment) -> Iterator[TimeMention]:
        """What heads, caption and surroundings set, nearest first."""
        block = cell.block
        around = self._around(cell)
        year = next((frame.last.year for frame in around if frame.last), None)
        for head in (*reversed(block.column_heads), *reversed(block.row_heads)):
            frame = self._head(head, year)
            if frame is not None:
                yield frame
        yield from around

    def _head(self, text: str, year: int | None) -> TimeMention | None:
        """The head's period; one without a year (3月, 本年) is of the table's year."""
        if (text, year) not in self._heads:
            told = self.told
            if year is not None and (told is None or year < told.year):
                told = PartialDate(year, 12)
            self._heads[text, year] = head_frame(read(text).text, told)
        return self._heads[text, year]

    def _around(self, cell: Segment) -> tuple[TimeMention, ...]:
        """Caption, then the last paragraphs or headings above the table, then the headline."""
        table = cell.block.table
        if table not in self._above:
            texts = [read(cell.block.caption).text, *self._texts_above(cell)]
            frames = [frame_of(text, self.told) for text in texts]
            self._above[table] = tuple(frame for frame in (*frames, self.frame) if frame)
        return self._above[table]

    def _texts_above(self, cell: Segment) -> Iterator[str]:
        last = bisect_left(self._text_starts, cell.start)
        for segment in reversed(self._texts[max(0, last - 2) : last]):
            text = self.document.text[segment.start : segment.end]
            yield text[-60:] if segment.block.kind is BlockKind.PARAGRAPH else text
