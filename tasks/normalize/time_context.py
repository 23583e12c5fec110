"""What a reader carries from one time expression to the next.

The year last spoken of (for 当年, 次年), the year that frames the paragraph (for 6月底, 年底,
全年), the last day told (for 当天) and the last count's date (for 同一时点). A new line ends a
frame: a paragraph that names no year speaks from the page's own date again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tasks.normalize.dates import months_between, shift_months
from tasks.normalize.time_sections import LONGEST_HEAD, section_of
from tasks.partial_date import PartialDate


@dataclass(frozen=True, slots=True)
class Times:
    """The dates of one expression; `skip` leading characters are no part of it.

    `kind` is a value of `TimeKind`; `origin` says that 由, 从 or 自 stands before; the rest is as
    in `TimeMention`.
    """

    kind: str
    first: PartialDate | None = None
    last: PartialDate | None = None
    yearless: bool = False
    as_of: bool = False
    months: int | None = None
    skip: int = 0
    origin: bool = False


_AHEAD = re.compile(
    "力争|争取|确保|计划|预计|[将拟]|打算|准备|目标|要求|任务|规划|不低于|不少于|提出|明确"
)
_AHEAD_SPAN = 24
_IN_FIGURES = re.compile("[0-9]{4}|[一二][九〇○零]")


class Context:
    """The state of one pass over `text`; `told` is the date that the page speaks from."""

    def __init__(self, text: str, told: PartialDate | None) -> None:
        self.text = text
        self.told = told
        self.last_year: int | None = None
        self.frame_year: int | None = None
        self.day: PartialDate | None = None
        self.month: PartialDate | None = None
        self.count: PartialDate | None = None
        self.count_end = 0
        self.spans: list[tuple[PartialDate, PartialDate, int]] = []
        self.years: list[int] = []
        self.position = 0
        self.section: tuple[int | None, int] = (None, 0)
        self._told_at = 0
        self._previous: PartialDate | None = None
        self._previous_end = 0
        self._frame_day_at: int | None = None
        self._line_end = -1
        self._is_row = False

    @property
    def now(self) -> PartialDate | None:
        """The page's date at month precision."""
        return self.told.to_month() if self.told else None

    def move_to(self, position: int) -> None:
        """Go to the next expression; a new line ends the paragraph's frame."""
        self.position = position
        while position > self._line_end:
            self._next_line()

    def _next_line(self) -> None:
        """Take up the next line: its paragraph is framed by the section's year at most."""
        start = self._line_end + 1
        found = self.text.find("\n", start)
        self._line_end = found if found >= 0 else len(self.text)
        self._is_row = self.text.find("\t", start, self._line_end) >= 0
        if start and self._line_end - start <= LONGEST_HEAD:
            self.section = section_of(self.text[start : self._line_end], self.section)
        self.frame_year = self.section[0]

    def looks_ahead(self) -> bool:
        """Whether the words around speak of what is planned."""
        start = max(0, self.position - _AHEAD_SPAN)
        before = re.split("[。；\n\t]", self.text[start : self.position])[-1]
        return bool(_AHEAD.search(before))

    def span_told(self, months: int, over: bool) -> tuple[PartialDate, PartialDate] | None:
        """A span that the page has told before and that 五年累计 or 十二年来 takes up again.

        Either one of that very length that ends about now, or one from a year that lies that far
        back (2009年…。十二年来).
        """
        now = self.now
        if now is None or months < 24:
            return None
        for first, last, length in reversed(self.spans):
            if abs(length - months) < 6 and now.year - 1 <= last.year <= now.year:
                return first, now if last.year >= now.year else last
        for year in reversed(self.years):
            if months // 12 <= now.year - year + 1 and now.year - year <= months // 12 + over:
                return PartialDate(year), now
        return None

    def count_nearby(self) -> PartialDate | None:
        """The date of the last count, if told in this sentence, else the page's month."""
        if self.count and not re.search("[。\n]", self.text[self.count_end : self.position][:200]):
            return self.count
        return self.now

    def pass_by(self, end: int, times: Times) -> None:
        """Note the expression that ends at `end`, for what refers to it at once."""
        self._previous, self._previous_end = times.first, end

    def remember(self, start: int, times: Times, frames: bool, is_base: bool) -> None:
        """Carry `times` of the expression at `start` on, as its role and kind allow."""
        if times.kind == "now":
            self.frame_year = None
        if (
            self._is_row
            or is_base
            or times.first is None
            or times.kind in ("plan", "duration", "now", "vague")
        ):
            return
        if not times.yearless:
            self.last_year = (times.last or times.first).year
            self._told_at = start
            if frames or times.as_of or times.kind == "open":
                self.frame_year = self.last_year
                self._frame_day_at = start if times.first.day else None
        if times.kind == "instant" and times.first.day:
            self.day = times.first
        if times.last and times.last.month:
            self.month = times.last.to_month()
        if times.as_of and frames:
            self.count, self.count_end = times.last, start
        stated = frames and _IN_FIGURES.search(self.text[start : start + 6])
        if stated and times.kind in ("span", "open") and times.first.month is None:
            self.years = [*self.years[-7:], times.first.year]
        if times.kind == "span" and times.last and months_between(times.first, times.last) >= 24:
            length = months_between(times.first, times.last)
            self.spans.append((times.first, times.last, length))
            del self.spans[:-8]

    def just_told(self, position: int) -> PartialDate | None:
        """The beginning of the time told right before `position`, in the same clause."""
        between = self.text[self._previous_end : position]
        if self._previous is None or len(between) > 14 or re.search("[，。；：、\n\t]", between):
            return None
        return self._previous

    def year_of_whole(self) -> int | None:
        """The year that 全年 and 年内 take from the words before; None where they take none.

        A day of some earlier year (2010年5月12日，…) frames its own sentence only. In the sentence
        that tells of last year they are of that year too (2006年4月挂牌，年内设分站).
        """
        told = self.told
        if told is None:
            return self.frame_year or self.last_year
        day_at = self._frame_day_at
        bygone = self.frame_year is not None and self.frame_year < told.year - 1
        if day_at is not None and bygone and self._is_cut(day_at):
            return self.section[0]
        if self.frame_year is None and self.last_year == told.year - 1:
            near = not self._is_cut(self._told_at) and not self.looks_ahead()
            return self.last_year if near else None
        return self.frame_year

    def _is_cut(self, start: int) -> bool:
        """Whether a sentence has ended since `start`; what is far off counts as cut."""
        between = self.text[start : self.position]
        return len(between) > 200 or "。" in between or "\n" in between

    def nearest(self, first: int, last: int | None = None) -> int | None:
        """The year of months that name none: the narrative's, else the closest to the date.

        Looking back, the span must have begun (a span from January: have ended) by the page's
        date; looking ahead, it must not have ended before.
        """
        if self.frame_year is not None:
            return self.frame_year
        if self.told is None:
            return self.last_year
        month, last = self.told.month or 12, last or first
        if self.looks_ahead():
            return self.told.year + (last < month)
        return self.told.year - ((last if first == 1 else first) > month)

    def back(self, months: int) -> PartialDate | None:
        """The page's month, `months` ago."""
        return shift_months(self.now, -months) if self.now else None
