"""When a page was published: the date beside the headline, else what the page's head says.

A news page shows many dates: today's, those of other articles, of posts and members, of the
events told. Only a date in the info line counts as printed; then meta tags, the title, a
newspaper's masthead, and last the date under a notice. Footer years and clocks never count.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tasks.parse.origin import Scene
from tasks.parse.printed_dates import read_dates, read_iso, read_months
from tasks.parse.sheet import Line, Sheet
from tasks.parse.words import EDITION, FOOTER, TODAY, either, visible
from tasks.partial_date import PartialDate

_DONE = either("""
    发布 发表 发文 刊发 刊登 录入 添加 上传 提交 投稿 生成 撰写 出版 创建 公布 印发 推送 日
""")
_LABEL = re.compile(
    rf"(?:{_DONE}(?:时间|日期|于|期)|发布|时间|日期|date|posted)\s*[:：]?\s*$", re.I
)
_UPDATED = re.compile(r"(?:更新|修改|编辑)(?:时间|日期|于)?\s*[:：]?\s*$")
_OTHER = either("""
    注册 登录 登陆 截至 截止 访问 统计 有效期 活动 会议 开始 结束 成立 生效 实施 施行 下载 到期
    打印 导出 抓取 收录 缓存 引用 检索 今天 当前
""")
_NEVER = re.compile(rf"{_OTHER}(?:时间|日期|于)?\s*[:：]?\s*$")
_META = tuple(
    """
    pubdate publishdate article:published_time og:release_date ld:date enp:date publishtime date
    dc.date datepublished weibo:article:create_at createdate firstpublishedtime release_date
    og:published_time
    """.split()  # noqa: SIM905 (a table of names)
)
_LONGEST_INFO, _LONGEST_MONTH_LINE = 90, 40


@dataclass(frozen=True, slots=True)
class Found:
    """A date in a text with how much speaks for its being the date of publication."""

    date: PartialDate
    score: float


def find_published(scene: Scene) -> PartialDate | None:
    """The date of publication, or None where the page gives none."""
    found: list[Found] = []
    for rank, line in enumerate(scene.lines(scene.around)):
        found += [Found(f.date, f.score - 0.1 * rank) for f in _in_line(line)]
    for line in scene.lines(scene.tail):
        found += [Found(f.date, f.score - 7) for f in _in_line(line, is_tail=True)]
    for rank, name in enumerate(_META):
        date = read_iso(scene.meta[name]) if name in scene.meta else None
        if date is not None:
            found.append(Found(date, 6 - 0.1 * rank))
    found += [Found(date, 5) for date, _ in read_dates(visible(scene.title))]
    found += _mastheads(scene.sheet)
    best = max(found, key=lambda f: f.score, default=None)
    return best.date if best is not None and best.score > 0 else None


def _in_line(line: Line, is_tail: bool = False) -> list[Found]:
    """The dates of an info line; labelled ones first, clocks and events never."""
    text = line.spaced
    if line.grid is not None:
        return []
    foot = bool(FOOTER.search(text))
    stamps = (read_iso(stamp) for stamp in line.times)
    found = [Found(date, 9) for date in stamps if date is not None]
    clock = bool(TODAY.search(text)) and not EDITION.search(text)
    for date, start in read_dates(text) or _months(text):
        before = text[max(0, start - 12) : start]
        if _NEVER.search(before) or (foot and not _LABEL.search(before)):
            continue
        if _UPDATED.search(before):
            found.append(Found(date, 7.5))
        elif _LABEL.search(before):
            found.append(Found(date, 10))
        elif len(text) <= _LONGEST_INFO and not clock and not (is_tail and len(text) > start + 18):
            found.append(Found(date, 8))
    return found


def _months(text: str) -> list[tuple[PartialDate, int]]:
    """Months and years that a short line labels as its date, or months that are all of it."""
    if len(text) > _LONGEST_MONTH_LINE:
        return []
    return [
        (date, start)
        for date, start, is_month in read_months(text)
        if _LABEL.search(text[max(0, start - 12) : start]) or (is_month and len(text) <= 12)
    ]


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
