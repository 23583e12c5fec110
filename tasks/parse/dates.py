"""When a page was published: the date beside the headline, else what the page's head says.

A news page shows many dates: today's, those of other articles, of posts and members, of the
events told. Only a date in the info line counts as printed; then meta tags, a newspaper's
masthead, the title, and last the date under a notice. Footer years and clocks never count.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tasks.parse.sheet import Line, Sheet
from tasks.parse.words import EDITION, FOOTER, TODAY, fold
from tasks.records import PartialDate

_DAY = re.compile(
    r"(?<!\d)((?:19|20)\d\d)\s*[-–年/.．]\s*(\d{1,2})\s*[-–月/.．]\s*(\d{1,2})(?!\d)\s*[日号]?"
)
_COMPACT = re.compile(r"(?<!\d)(20\d\d)(0[1-9]|1[0-2])([0-2]\d|3[01])(?!\d)")
_MONTH = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*[-年/.]\s*(\d{1,2})\s*(?:月|$)(?!\s*\d)")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*年?\s*$")
_CHINESE = re.compile(
    r"([一二][〇零○Ｏ0O一二三四五六七八九]{3})年([一二三四五六七八九十]{1,3})月(?:([一二三四五六七八九十]{1,3})[日号])?"
)
_LABEL = re.compile(
    r"(?:(?:发布|发表|发文|刊发|刊登|录入|添加|上传|提交|投稿|生成|撰写|出版|创建|公布|印发|推送|日)(?:时间|日期|于|期)|发布|时间|日期|date|posted)\s*[:：]?\s*$",
    re.I,
)
_UPDATED = re.compile(r"(?:更新|修改|编辑)(?:时间|日期|于)?\s*[:：]?\s*$")
_NEVER = re.compile(
    r"(?:注册|登录|登陆|截至|截止|访问|统计|有效期|活动|会议|开始|结束|成立|生效|实施|施行|下载|到期)(?:时间|日期|于)?\s*[:：]?\s*$"
)
_DIGITS = {char: str(i) for i, char in enumerate("〇一二三四五六七八九")} | {
    "零": "0",
    "○": "0",
    "O": "0",
    "0": "0",
}
_META = (
    "pubdate",
    "publishdate",
    "article:published_time",
    "og:release_date",
    "ld:date",
    "enp:date",
    "publishtime",
    "date",
    "dc.date",
    "datepublished",
    "weibo:article:create_at",
    "createdate",
    "firstpublishedtime",
    "release_date",
    "og:published_time",
)
_SOONEST, _LATEST = 1985, 2035


@dataclass(frozen=True, slots=True)
class Found:
    """A date in a text with how much speaks for its being the date of publication."""

    date: PartialDate
    score: float


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


def find_published(
    sheet: Sheet, zone: list[int], tail: list[int], meta: dict[str, str], title: str
) -> PartialDate | None:
    """The date of publication, or None.

    `zone` are the lines about the headline, nearest first; `tail` those at the article's end.
    """
    found: list[Found] = []
    for rank, index in enumerate(zone):
        found += [Found(f.date, f.score - 0.1 * rank) for f in _in_line(sheet.lines[index])]
    found += [Found(f.date, f.score - 7) for i in tail for f in _in_line(sheet.lines[i], False)]
    for rank, name in enumerate(_META):
        date = read_iso(meta[name]) if name in meta else None
        if date is not None:
            found.append(Found(date, 6 - 0.1 * rank))
    found += [Found(date, 5) for date, _ in read_dates(fold(title))]
    found += _mastheads(sheet)
    best = max(found, key=lambda f: f.score, default=None)
    return best.date if best is not None and best.score > 0 else None


def _in_line(line: Line, labelled_too: bool = True) -> list[Found]:
    text = line.spaced
    found: list[Found] = []
    if line.grid is not None or FOOTER.search(text):
        return found
    for stamp in line.times:
        date = read_iso(stamp)
        if date is not None:
            found.append(Found(date, 9))
    clock = bool(TODAY.search(text)) and not EDITION.search(text)
    running = len(text) > 90
    for date, start in read_dates(text) or _months(text):
        before = text[max(0, start - 12) : start]
        if _NEVER.search(before):
            continue
        score = 8.0
        if _LABEL.search(before):
            score = 10.0
        elif _UPDATED.search(before):
            score = 7.5
        elif running or clock or (not labelled_too and len(text) > start + 14):
            continue
        found.append(Found(date, score))
    return found


def _months(text: str) -> list[tuple[PartialDate, int]]:
    if len(text) > 40:
        return []
    found = []
    for pattern in (_MONTH, _YEAR):
        for match in pattern.finditer(text):
            date = _date(*match.groups())
            labelled = _LABEL.search(text[max(0, match.start() - 12) : match.start()])
            if date is not None and (labelled or (pattern is _MONTH and len(text) <= 12)):
                found.append((date, match.start()))
    return found


def _mastheads(sheet: Sheet) -> list[Found]:
    """Dates in the first lines of a newspaper's digital edition."""
    head = sheet.lines[:12]
    if not any(EDITION.search(line.folded) for line in sheet.lines[:12] + sheet.lines[-6:]):
        return []
    return [
        Found(date, 4)
        for line in head
        if len(line.text) < 90 and line.grid is None
        for date, _ in read_dates(line.spaced)
    ]
