"""Dates as pages print them: 2013-02-26, 2013年2月26日, 2013/2/26, 二〇一三年二月二十六日,
Feb 26, 2013.

Two-digit years are not read: 13-02-26 is a house number as often. Impossible dates and years
outside the web's lifetime are dropped.
"""

from __future__ import annotations

import re

from tasks.parse.words import fold
from tasks.partial_date import PartialDate

_DAY = re.compile(
    r"(?<!\d)((?:19|20)\d\d)\s*[-–年/.．]\s*(\d{1,2})\s*[-–月/.．]\s*(\d{1,2})(?!\d)\s*[日号]?"
)
_COMPACT = re.compile(r"(?<!\d)(20\d\d)(0[1-9]|1[0-2])([0-2]\d|3[01])(?!\d)")
_MONTH = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*[-年/.]\s*(\d{1,2})\s*(?:月|$)(?!\s*\d)")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*年?\s*$")
_SMALL = "[一二三四五六七八九十]{1,3}"
_CHINESE = re.compile(
    rf"([一二][〇零○O0一二三四五六七八九]{{3}})年({_SMALL})月(?:({_SMALL})[日号])?"
)
_ENGLISH = re.compile(
    r"\b(?:(\d{1,2})(?:st|nd|rd|th)?\s+)?(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
    r"(?:\s+(\d{1,2})(?:st|nd|rd|th)?)?,?\s+((?:19|20)\d\d)\b"
)
_MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec"
_DIGITS = {char: str(value) for value, char in enumerate("〇一二三四五六七八九")}
_DIGITS |= {"零": "0", "○": "0", "O": "0", "0": "0"}
_SOONEST, _LATEST = 1985, 2035


def read_dates(text: str) -> list[tuple[PartialDate, int]]:
    """All days in folded `text` with the offsets where they begin; no impossible dates."""
    found = [(m.group(1), m.group(2), m.group(3), m.start()) for m in _DAY.finditer(text)]
    for m in _CHINESE.finditer(text):
        year = "".join(_DIGITS.get(c, "") for c in m.group(1))
        found.append(
            (
                year,
                str(_small(m.group(2))),
                str(_small(m.group(3))) if m.group(3) else "",
                m.start(),
            )
        )
    for m in _ENGLISH.finditer(text):
        day = m.group(1) or m.group(3)
        if day:
            found.append((m.group(4), str(_MONTHS.index(m.group(2)) // 3 + 1), day, m.start()))
    dates = []
    for year, month, day, start in found:
        date = _date(year, month, day)
        if date is not None:
            dates.append((date, start))
    return dates


def _small(text: str | None) -> int:
    """一 to 三十一 as a number."""
    if not text:
        return 0
    tens, has, ones = text.partition("十")
    digit = {char: i for i, char in enumerate("〇一二三四五六七八九")}
    return (digit.get(tens, 1) * 10 + digit.get(ones, 0)) if has else digit.get(tens, 0)


def _date(year: str, month: str = "", day: str = "") -> PartialDate | None:
    try:
        date = PartialDate(int(year), int(month) if month else None, int(day) if day else None)
    except ValueError:
        return None
    return date if _SOONEST <= date.year <= _LATEST else None


def read_iso(text: str) -> PartialDate | None:
    """The first date of a meta tag's value."""
    days = read_dates(fold(text))
    if days:
        return days[0][0]
    compact = _COMPACT.search(text)
    return _date(*compact.groups()) if compact else None


def read_months(text: str) -> list[tuple[PartialDate, int, bool]]:
    """Months and closing years in folded `text`, their offsets, and whether they are months."""
    found = []
    for pattern in (_MONTH, _YEAR):
        for match in pattern.finditer(text):
            date = _date(*match.groups())
            if date is not None:
                found.append((date, match.start(), pattern is _MONTH))
    return found
