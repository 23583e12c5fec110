"""Arithmetic on PartialDate, Chinese numerals up to 99, and the days of the moving feasts.

Shifting keeps the precision of its argument: three years before 2013-02 is 2010-02, before 2013 is
2010. A day that the target month does not have becomes that month's last day (31 March less one
month is 28 or 29 February).
"""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from tasks.partial_date import PartialDate

# First day of the Chinese year; the sheer astronomical fact, 1990 to 2040.
SPRING_FESTIVAL: dict[int, tuple[int, int]] = {
    1990: (1, 27), 1991: (2, 15), 1992: (2, 4), 1993: (1, 23), 1994: (2, 10), 1995: (1, 31),
    1996: (2, 19), 1997: (2, 7), 1998: (1, 28), 1999: (2, 16), 2000: (2, 5), 2001: (1, 24),
    2002: (2, 12), 2003: (2, 1), 2004: (1, 22), 2005: (2, 9), 2006: (1, 29), 2007: (2, 18),
    2008: (2, 7), 2009: (1, 26), 2010: (2, 14), 2011: (2, 3), 2012: (1, 23), 2013: (2, 10),
    2014: (1, 31), 2015: (2, 19), 2016: (2, 8), 2017: (1, 28), 2018: (2, 16), 2019: (2, 5),
    2020: (1, 25), 2021: (2, 12), 2022: (2, 1), 2023: (1, 22), 2024: (2, 10), 2025: (1, 29),
    2026: (2, 17), 2027: (2, 6), 2028: (1, 26), 2029: (2, 13), 2030: (2, 3), 2031: (1, 23),
    2032: (2, 11), 2033: (1, 31), 2034: (2, 19), 2035: (2, 8), 2036: (1, 28), 2037: (2, 15),
    2038: (2, 4), 2039: (1, 24), 2040: (2, 12),
}  # fmt: skip

_DIGITS = {char: value for value, chars in enumerate(
    ("〇○零0OoO", "一", "二两", "三", "四", "五", "六", "七", "八", "九")
) for char in chars}  # fmt: skip


def small_number(text: str) -> int | None:
    """The value (0 to 99) of 12, 十二, 二十, 两 or 廿六; None for anything else."""
    if text.isascii() and text.isdigit():
        return int(text) if len(text) <= 2 else None
    text = text.replace("廿", "二十").replace("卅", "三十")
    tens, ten, units = text.rpartition("十")
    if ten:
        if any(part and part not in _DIGITS for part in (tens, units)):
            return None
        return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[units] if units else 0)
    return _DIGITS.get(text)


def year_number(text: str) -> int | None:
    """The year of 2012, 二〇一二, 08 or 98; two digits above 49 belong to the last century."""
    if text.isascii() and text.isdigit():
        year = int(text)
    elif all(char in _DIGITS for char in text):
        year = int("".join(str(_DIGITS[char]) for char in text))
    else:
        return None
    if len(text) == 2:
        year += 1900 if year > 49 else 2000
    return year if 1900 <= year <= 2099 else None


def make_date(year: int, month: int | None = None, day: int | None = None) -> PartialDate | None:
    """The date, with an impossible day dropped (2月30日 is February); None if nothing is left."""
    for parts in ((year, month, day), (year, month), (year,)):
        try:
            return PartialDate(*parts)
        except ValueError:
            continue
    return None


def shift_years(moment: PartialDate, years: int) -> PartialDate:
    """`moment` moved by whole years, at the same precision (29 February becomes the 28th)."""
    return shift_months(moment, 12 * years)


def shift_months(moment: PartialDate, months: int) -> PartialDate:
    """`moment` moved by `months`, at the same precision; a bare year moves by whole years.

    Never leaves the years 1 to 9999.
    """
    if moment.month is None:
        return PartialDate(_in_calendar(moment.year + int(months / 12)))
    year, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    year, month = _in_calendar(year), month + 1
    if moment.day is None:
        return PartialDate(year, month)
    return PartialDate(year, month, min(moment.day, calendar.monthrange(year, month)[1]))


def shift_days(moment: PartialDate, days: int) -> PartialDate:
    """`moment` moved by `days`; a date without a day stays as it is."""
    if moment.day is None:
        return moment
    return of_day(moment.first() + timedelta(days=days))


def of_day(day: date) -> PartialDate:
    """The PartialDate of a calendar day."""
    return PartialDate(day.year, day.month, day.day)


def months_between(first: PartialDate, last: PartialDate) -> int:
    """How many months from the first day of `first` to the last of `last`, counting both."""
    return (last.last().year - first.year) * 12 + last.last().month - first.first().month + 1


def _in_calendar(year: int) -> int:
    return min(max(year, 1), 9999)
