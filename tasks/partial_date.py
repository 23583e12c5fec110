"""Dates as pages tell them: a day, a month or only a year."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Precision(StrEnum):
    """How precisely a date is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A day, a month or a year: 2013-02-26, 2013-02, 2013.

    `month` and `day` are None where the page does not tell. Raises ValueError for a date that
    does not exist.
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.month is None and self.day is not None:
            raise ValueError("a day needs a month")
        date(self.year, self.month or 1, self.day or 1)

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read the ISO form, `YYYY[-MM[-DD]]`; raises ValueError for anything else."""
        return cls(*(int(part) for part in text.split("-")))

    @property
    def precision(self) -> Precision:
        if self.month is None:
            return Precision.YEAR
        return Precision.MONTH if self.day is None else Precision.DAY

    def first(self) -> date:
        """The first day of the span that this date names."""
        return date(self.year, self.month or 1, self.day or 1)

    def last(self) -> date:
        """The last day of the span that this date names."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def to_month(self) -> PartialDate:
        """The same date with the day dropped."""
        return PartialDate(self.year, self.month)

    def __str__(self) -> str:
        parts = (f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part))
        return "-".join(parts)
