"""Time expressions of a text, found in one pass and put on the calendar.

Chinese news dates by reference: 去年 counts from the page's date, 当年 from the year last spoken
of, 6月底 belongs to the year that frames its paragraph. `find_times` therefore walks the mentions
in order and carries what a reader carries. `published` is the date that the page speaks from; for a
yearly summary that came out in January it is better to give the last month of the year told (see
`frames.speaking_date`). Mentions that name no date (近年来, 每年) are kept, with both ends None.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from tasks.normalize.time_context import Context, Times
from tasks.normalize.time_shapes import SHAPES, STARTED
from tasks.normalize.time_words import EXPRESSION
from tasks.partial_date import PartialDate


class TimeKind(StrEnum):
    """What a time expression says."""

    INSTANT = "instant"  # 2月底, 3月16日, 截至去年底
    SPAN = "span"  # 2012年, 上半年, 3月16日至18日
    DURATION = "duration"  # 三年来, 过去五年: up to the page's date
    OPEN = "open"  # 自2007年起, 今年以来
    NOW = "now"  # 目前, 至今
    PLAN = "plan"  # 到2025年底, 今后三年
    YEARLY = "yearly"  # 每年, 年均
    VAGUE = "vague"  # 近年来, 日前
    MASKED = "masked"  # 201*年, XX年: made unreadable


class TimeRole(StrEnum):
    """What the expression does in its sentence."""

    FRAME = "frame"  # opens a clause and governs what follows
    PLAIN = "plain"
    COMPARED = "compared"  # 比去年, 与2006年底相比
    ORIGIN = "origin"  # 由2007年底的51.3万人
    REPORT = "report"  # 昨日召开的发布会: when it was said, not when it was so
    NAMED = "named"  # inside a title: 《2012年工作要点》


@dataclass(frozen=True, slots=True)
class TimeMention:
    """A time expression at `text[start:end]` and the dates it stands for.

    `first` and `last` are None where the side is open or unknown; an instant has both alike.
    `yearless` says that the year was inferred. `as_of` marks a moment that counts are taken at
    (截至…, …底). `months` is the length of a duration.
    """

    start: int
    end: int
    kind: TimeKind
    first: PartialDate | None
    last: PartialDate | None
    role: TimeRole = TimeRole.PLAIN
    yearless: bool = False
    as_of: bool = False
    months: int | None = None


# 而2008年底只有… is an aside and frames nothing; 协议是2008年3月签的 does.
_OPENING = re.compile(
    r"(?:^|[，。；：！？、\n\t（“—…)）讯电】★●◆■▲►·•]|[^只就还都也]是)(?:[且又即仅就早在如据其]|其中|另外|同时){0,2}$"
)
_COMPARING = re.compile(r"[比较与同跟]$|相比$|相较$|[低高多少快慢]于$|低到$")
_COMPARED_AFTER = re.compile(r"(?:同期|同一?时[期点])?(?:相比|的?[^，。；]{0,4}倍)")
_REPORTED = re.compile(
    "记者|获悉|了解到|通报|公布|披露|透露|发布|召开|闭幕|开幕|落幕|落下帷幕|介绍|表示|报道|"
    "印发通知|下发通知|传出|^[电讯]|从[^，。]{1,16}(?:获悉|了解|处)"
)
_NUMBER_NEXT = re.compile("的(?:[约近逾超不仅只足]{0,3})[0-9一二三四五六七八九十百]")


def find_times(text: str, published: PartialDate | None) -> list[TimeMention]:
    """All time expressions of canonical `text` (`Document.text`), in order.

    `published` is the date the page speaks from; without it relative expressions get no dates.
    Linear in the length of the text.
    """
    return list(_find_times(text, published))


@lru_cache(maxsize=64)  # a page is asked for its times by several readers, one after the other
def _find_times(text: str, published: PartialDate | None) -> tuple[TimeMention, ...]:
    context = Context(text, published)
    mentions: list[TimeMention] = []
    for match in EXPRESSION.finditer(text):
        shape = match.lastgroup or ""
        context.move_to(match.start())
        times = SHAPES[shape](match, context)
        if times is None:
            continue
        mention = _mention(text, match, times)
        frames = mention.role is TimeRole.FRAME or bool(STARTED.match(text, mention.end))
        context.remember(mention.start, times, frames, _is_base(text, mention))
        context.pass_by(mention.end, times)
        mentions.append(mention)
    return tuple(mentions)


def _is_base(text: str, mention: TimeMention) -> bool:
    """Whether the mention is there to compare with, and so sets no year for what follows."""
    compared = mention.role in (TimeRole.COMPARED, TimeRole.ORIGIN, TimeRole.NAMED)
    return compared or text[mention.start : mention.end].endswith("同期")


def _mention(text: str, match: re.Match[str], times: Times) -> TimeMention:
    start, end = match.start() + times.skip, match.end()
    return TimeMention(
        start, end, TimeKind(times.kind), times.first, times.last, _role(text, start, end, times),
        times.yearless, times.as_of, times.months,
    )  # fmt: skip


def _role(text: str, start: int, end: int, times: Times) -> TimeRole:
    """The role, by the few characters before and the clause after the mention."""
    before, after = text[max(0, start - 8) : start], text[end : end + 40]
    opened = text.rfind("《", max(0, start - 40), start)
    if opened >= 0 and "》" not in text[opened:start]:
        return TimeRole.NAMED
    if _COMPARING.search(before) or _COMPARED_AFTER.match(after):
        return TimeRole.COMPARED
    if (times.origin or before[-1:] in ("由", "从")) and _NUMBER_NEXT.match(after):
        return TimeRole.ORIGIN
    if _is_short(times) and _REPORTED.search(re.split("[。；\n\t]", after, maxsplit=1)[0]):
        return TimeRole.REPORT
    return TimeRole.FRAME if _OPENING.search(before) else TimeRole.PLAIN


def _is_short(times: Times) -> bool:
    """Whether the mention is a day or 近日, the times at which news is told."""
    if times.kind == TimeKind.VAGUE:
        return True
    return times.kind == TimeKind.INSTANT and bool(times.last and times.last.day)
