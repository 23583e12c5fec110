"""The part of a year that words like 上半年, 1-9月, 前三季度 or 春节前 name.

`months_of` gives months without a year, so that the caller can first find out which year is meant;
`place` then puts them into it. Moments (年底, 9月末, 3月16日) and spans differ in `moment`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tasks.normalize.dates import SPRING_FESTIVAL, make_date, small_number
from tasks.normalize.time_words import TO
from tasks.partial_date import PartialDate

_MONTHS = re.compile(
    rf"(?P<m1>\d+|[一二三四五六七八九十元]+)月?(?:份)?(?:(?P<d1>\d+|[一二三四五六七八九十]+)[日号])?"
    rf"(?:(?P<to>{TO})(?:(?P<m2>\d+|[一二三四五六七八九十]+)月)?(?:(?P<d2>\d+|[一二三四五六七八九十]+)[日号])?)?"
    r"(?:份)?(?P<end>底|末|初|[上中下]旬)?"
)
_FIRST = re.compile(r"[前头](?P<count>\d+|[一二两三四五六七八九十]+)(?:个?月|个?(?P<quarter>季)度)")
_QUARTER = re.compile(rf"第?(?P<q1>[一二三四1-4首])(?:(?:{TO}|、)第?(?P<q2>[一二三四1-4]))?季")
_FEAST_MONTHS = {"元旦": 1, "五一": 5, "端午": 6, "中秋": 9, "国庆": 10, "除夕": 2, "春节": 2}
_WHOLE_YEAR = re.compile("一年|全年|年?内|[春夏秋冬]|开春")


@dataclass(frozen=True, slots=True)
class Part:
    """Months (and days) of some year; `first` None means the whole year.

    `moment` marks a point in time, `count` one at which things are counted (年底, 9月末), `feast`
    the festival that still has to be looked up.
    """

    first: int | None = None
    last: int | None = None
    first_day: int | None = None
    last_day: int | None = None
    moment: bool = False
    count: bool = False
    feast: str = ""


def months_of(words: str, months_now: int | None = None) -> Part | None:
    """What `words` name; None where they are not understood. `months_now` serves 同期."""
    words = words.removeprefix("的")
    if found := _FIRST.match(words):
        count = (small_number(found["count"]) or 0) * (3 if found["quarter"] else 1)
        return Part(1, count) if 0 < count <= 12 else None
    if words[1:3] == "半年":
        return Part(1, 6) if words[0] in "上前" else Part(7, 12)
    if found := _QUARTER.match(words):
        first = _quarter(found["q1"])
        last = _quarter(found["q2"]) if found["q2"] else first
        return Part(3 * first - 2, 3 * last) if first <= last else None
    if any(feast in words for feast in ("两节", "双节", *_FEAST_MONTHS)):
        return Part(feast=words)
    if "初" in words[:2] or words == "开年":
        return Part(1, 1, moment=True)
    if words[:2] in ("年底", "年末", "年终", "岁末", "底", "末", "终"):
        return Part(12, 12, moment=True, count=True)
    if words == "同期":
        return Part(months_now, months_now, moment=True) if months_now else Part()
    if _WHOLE_YEAR.match(words):
        return Part()
    return _calendar_part(words)


def _quarter(word: str) -> int:
    return 1 if word == "首" else small_number(word) or 1


def _calendar_part(words: str) -> Part | None:
    """3月, 1-9月, 9月底, 3月16日, 3月16日至18日, 3月30日至4月2日."""
    found = _MONTHS.fullmatch(words)
    if not found:
        return None
    first = 1 if found["m1"] == "元" else small_number(found["m1"])
    last = small_number(found["m2"]) if found["m2"] else first
    if not first or not last or first > 12 or last > 12:
        return None
    day, last_day = (small_number(found[name]) if found[name] else None for name in ("d1", "d2"))
    if day:
        return Part(first, last, day, last_day or day, moment=not found["to"])
    return Part(
        first, last, moment=bool(found["end"]) and first == last,
        count=bool(found["end"]) and found["end"] != "初",
    )  # fmt: skip


def place(part: Part, year: int) -> tuple[PartialDate | None, PartialDate | None]:
    """First and last date of `part` in `year`; a span over New Year ends in the next year."""
    if part.feast:
        return _place_feast(part.feast, year)
    if part.first is None:
        return make_date(year), make_date(year)
    last = part.last or part.first
    over = last < part.first or (
        last == part.first and (part.last_day or 0) < (part.first_day or 0)
    )
    return make_date(year, part.first, part.first_day), make_date(year + over, last, part.last_day)


def _place_feast(words: str, year: int) -> tuple[PartialDate | None, PartialDate | None]:
    """The feast's days stand for the year (两节期间), the days before it for their month."""
    if not re.search("前(?!后)|临近|来临", words):
        return make_date(year), make_date(year)
    moment = make_date(year, feast_month(words, year, before=True))
    return moment, moment


def is_feast(words: str) -> bool:
    """Whether `words` name a feast."""
    return any(feast in words for feast in ("春节", *_FEAST_MONTHS))


def feast_month(words: str, year: int, before: bool = False) -> int:
    """The month that the feast in `words` falls in; `before` asks for the week ahead of it."""
    if any(feast in words for feast in ("春节", "两节", "除夕")):
        month, day = SPRING_FESTIVAL.get(year, (2, 5))
        return max(1, month - 1) if before and day < 4 else month
    return next((month for feast, month in _FEAST_MONTHS.items() if feast in words), 9)
