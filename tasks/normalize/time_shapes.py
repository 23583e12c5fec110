"""From the shape of a time expression to its dates: one function for each group of `EXPRESSION`."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

from tasks.normalize import time_parts
from tasks.normalize.dates import (
    make_date,
    of_day,
    shift_days,
    shift_months,
    small_number,
    year_number,
)
from tasks.normalize.time_context import Context, Times
from tasks.normalize.time_lengths import length_of_time
from tasks.normalize.time_parts import Part
from tasks.normalize.time_words import FIVE_YEAR_PLANS, RELATIVE_YEARS
from tasks.partial_date import PartialDate

_Match = re.Match[str]
STARTED = re.compile("启动|开展|实施|推行|试点|试行|推进|铺开|开工|施行")
_SHORT_MONTHS = {"上": -1, "本": 0, "这": 0, "下": 1}
_DAYS_AGO = {"昨": -1, "今": 0, "前": -2, "明": 1}
_WEEKDAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}
_TELLING = ("日前", "近日", "近期", "不久前")


def _year(word: str, context: Context) -> int | None:
    """The year that 2012年, 二〇一二年, 去年 or 当年 means here."""
    number = re.match("[0-9]+(?=年)|[一二〇○零0OoO三四五六七八九]{4}", word)
    if number:
        return year_number(number[0])
    distance, base = RELATIVE_YEARS[word]
    told = context.told.year if context.told else None
    since = {"t": told, "n": context.last_year or told, "f": context.frame_year or told}
    year = since[base]
    return None if year is None else year + distance


def _bare(words: str, context: Context) -> tuple[Part | None, int | None]:
    """A part that names no year, and the year that it most likely belongs to."""
    if "月" in words and words[0] in "上本这下当月":
        return _month_nearby(words, context)
    if words in ("本季度", "上季度"):
        return _quarter_nearby(words, context)
    part = time_parts.months_of(words, context.told.month if context.told else None)
    if part is None:
        return None, None
    if part.feast:
        return part, _feast_year(words, context)
    if part.first is None:
        return part, _whole_year(words, context)
    if words == "上半年":  # told from April on it is this year's, before that last year's
        return part, context.nearest(4, 6)
    return part, context.nearest(part.first, part.last)


def _month_nearby(words: str, context: Context) -> tuple[Part | None, int | None]:
    moment = context.month if words[0] in "当月" and context.month else context.now
    if moment is None or moment.month is None:
        return Part(), None
    moment = shift_months(moment, _SHORT_MONTHS.get(words[0], 0))
    at_end = words[-1] in "底末"
    return Part(moment.month, moment.month, moment=at_end, count=at_end), moment.year


def _quarter_nearby(words: str, context: Context) -> tuple[Part | None, int | None]:
    if context.now is None or context.now.month is None:
        return Part(), None
    moment = shift_months(context.now, -3 if words[0] == "上" else 0)
    first = ((moment.month or 1) - 1) // 3 * 3 + 1
    return Part(first, first + 2), moment.year


def _feast_year(words: str, context: Context) -> int | None:
    """The year of a feast: the narrative's, else that of the feast at most six weeks ahead."""
    if context.told is None:
        return context.frame_year
    year, now = context.told.year, context.told.month or 12
    month = time_parts.feast_month(words, year)
    just_past = month <= now <= month + 2
    if context.frame_year is not None and not just_past:
        return context.frame_year
    if month <= 2:
        return year + (now >= 11 and context.looks_ahead())
    return year - (month > now + 1)


def _whole_year(words: str, context: Context) -> int | None:
    """The year of 全年 or 年内: early in a year, 全年 looks back on the last one."""
    year = context.year_of_whole()
    if year is not None or context.told is None:
        return year
    early = (context.told.month or 12) <= 2 and words == "全年" and not context.looks_ahead()
    return context.told.year - early


def _date(match: _Match, context: Context) -> Times | None:
    """2012年, 去年底, 今年1至9月, 截至6月底, 自2007年起, 2018年至2022年, 3月16日至18日."""
    part: Part | None = Part()
    year: int | None
    if match["year_0"]:
        year = int(match["year_0"])
    elif match["year"]:
        year = _year(match["year"], context)
        if match["part"]:
            part = time_parts.months_of(match["part"], context.told.month if context.told else None)
    else:
        part, year = _bare(match["bare"], context)
    if part is None:
        return None
    first, last = time_parts.place(part, year) if year is not None else (None, None)
    moment, count = part.moment, part.count
    if match["to"]:
        first, last, moment, count = _range(match, context, first, part)
    yearless = not (match["year"] or match["year_0"])
    times = Times(
        "instant" if moment else "span", first, last, yearless=yearless,
        as_of=count and moment, origin=match["before"] in ("由", "从", "自", "自从"),
        skip=1 if match["before"] == "由" else 0,
    )  # fmt: skip
    return _limited(times, match, context)


def _range(
    match: _Match, context: Context, first: PartialDate | None, part: Part
) -> tuple[PartialDate | None, PartialDate | None, bool, bool]:
    """The two ends of X至Y; a first end without a year takes that of the second."""
    if match["bare_2"]:
        year: int | None = first.year if first else None
        second = time_parts.months_of(match["bare_2"])
        if year and second and second.first and part.first and second.first < part.first:
            year += 1
    else:
        year = _year(match["year_2"], context)
        second = time_parts.months_of(match["part_2"]) if match["part_2"] else Part()
        if match["bare"] and year and part.first and second:
            first = time_parts.place(part, year - ((second.last or 12) < part.first))[0]
    if second is None or year is None:
        return first, first, part.moment, part.count
    last = time_parts.place(second, year)[1]
    if first and last and first.first() > last.last():
        return last, last, second.moment, second.count
    return first, last, False, False


def _limited(times: Times, match: _Match, context: Context) -> Times:
    """The times with what stands before and behind them: 截至, 自…起, …以来, …底前."""
    before, after = match["before"] or "", match["after"] or ""
    kind, first, last, as_of = times.kind, times.first, times.last, times.as_of
    follows = context.text[match.end() : match.end() + 3]
    if after.endswith(("以来", "开始", "至今", "起")) or (
        before in ("从", "自", "自从") and STARTED.match(follows)
    ):
        kind, as_of = "open", False
        last = (
            context.now if first and context.now and first.first() <= context.now.last() else None
        )
    elif (before[:1] in ("截", "到", "至") or after == "为止") and not match["to"]:
        kind, first, as_of = "instant", last, True
    beyond = bool(last and context.now and last.last() > context.now.last())
    if kind == "instant" and beyond and (as_of or after.endswith("前")):
        kind, first = "plan", None
    elif beyond and after.endswith("前") and kind == "span":
        kind, first, as_of = "plan", None, True
    return Times(kind, first, last, times.yearless, as_of, skip=times.skip, origin=times.origin)


def _iso(match: _Match, context: Context) -> Times | None:
    year, month, *day = (int(number) for number in re.findall("[0-9]+", match["iso"]))
    moment = make_date(year, month, day[0] if day else None)
    return Times("instant", moment, moment)


def _masked(match: _Match, context: Context) -> Times | None:
    """201*年, XX年: a span that nobody can date."""
    return Times("masked")


def _five_years(match: _Match, context: Context) -> Times | None:
    """“十二五”期间 is 2011 to 2015; 末 is the December of its last year."""
    begin, word = FIVE_YEAR_PLANS[match["plan"]], match["plan_part"]
    if word.endswith("以来"):
        return Times("open", PartialDate(begin), context.now)
    if word.endswith("末"):
        return Times("instant", PartialDate(begin + 4, 12), PartialDate(begin + 4, 12), as_of=True)
    if word.endswith("之年"):
        year = PartialDate(begin + (4 if word[0] == "收" else 0))
        return Times("span", year, year)
    return Times("span", PartialDate(begin), PartialDate(begin + 4))


def _ahead(match: _Match, context: Context) -> Times | None:
    count = small_number(match["ahead"]) or 0
    months = count * (12 if match["ahead_unit"] == "年" else 1)
    if context.now is None:
        return Times("plan", months=months)
    return Times("plan", context.now, shift_months(context.now, months), months=months)


def _now(match: _Match, context: Context) -> Times | None:
    return Times("now", context.now, context.now, as_of=True)


def _vague(match: _Match, context: Context) -> Times | None:
    moment = context.now if match["vague"] in _TELLING else None
    return Times("vague", moment, moment)


def _yearly(match: _Match, context: Context) -> Times | None:
    return Times("yearly")


def _since(match: _Match, context: Context) -> Times | None:
    """成立以来 has no beginning that the words tell; 入冬以来 begins in this or the last year."""
    now = context.now
    if (
        now is None
        or match["event"][:1] not in ("入", "开")
        or match["event"][1:] not in "春夏秋冬汛学"
    ):
        return Times("open", _since_when(match, context), now)
    winter = match["event"] == "入冬" and (now.month or 12) <= 4
    return Times("open", PartialDate(now.year - winter), now)


def _since_when(match: _Match, context: Context) -> PartialDate | None:
    """今年7月集中行动启动以来 begins in July; 元旦以来 with the feast that was last."""
    event, now = match["event"], context.now
    if time_parts.is_feast(event):
        if now is None or now.month is None:
            return None
        month = time_parts.feast_month(event, now.year)
        return PartialDate(now.year - (month > now.month), month)
    return context.just_told(match.start())


def _word(match: _Match, context: Context) -> Times | None:
    """昨天, 今晨, 当日, 上周三, 同一时点; days need a page that is dated to the day."""
    word, told = match["word"], context.told
    if "时" in word:
        return Times("instant", context.count, context.count, as_of=True)
    if "周" in word:
        if told is None or told.day is None:
            return Times("span", context.now, context.now)
        monday = told.first() - timedelta(
            days=told.first().weekday() + (7 if word[0] == "上" else 0)
        )
        if word[-1] in _WEEKDAYS:
            day = of_day(monday + timedelta(days=_WEEKDAYS[word[-1]]))
            return Times("instant", day, day)
        return Times("span", of_day(monday), of_day(monday + timedelta(days=6)))
    if word[0] in "当同":
        moment = context.day or told
    else:
        moment = shift_days(told, _DAYS_AGO[word[0]]) if told else None
    return Times("instant", moment, moment)


def _sole_day(match: _Match, context: Context) -> Times | None:
    """29日: of the page's month, or of the month before if that day has not come yet."""
    told, days = context.told, [int(number) for number in re.findall("[0-9]+", match["sole"])]
    if told is None or told.month is None:
        return None
    month = told.to_month()
    if told.day and days[0] > told.day and not context.looks_ahead():
        month = shift_months(month, -1)
    first, last = (make_date(month.year, month.month, day) for day in (days[0], days[-1]))
    return Times("span" if len(days) > 1 else "instant", first, last, yearless=True)


SHAPES: dict[str, Callable[[_Match, Context], Times | None]] = {
    "masked": _masked,
    "iso": _iso,
    "five": _five_years,
    "date": _date,
    "ahead_span": _ahead,
    "now": _now,
    "vague": _vague,
    "yearly": _yearly,
    "since": _since,
    "duration": length_of_time,
    "word": _word,
    "sole": _sole_day,
}
