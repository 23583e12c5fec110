"""The date that a page speaks from, and the period that its headline or a heading sets.

A summary of 2012 put online on 8 January 2013 speaks from December 2012: its 去年 is 2011, its
目前 is the end of 2012. A yearbook of 2019 tells of 2018. A page without any date of its own speaks
from the last day on which it says that things were counted, else from nowhere (None).
"""

from __future__ import annotations

import re

from tasks.extract.document import Document, Segment
from tasks.normalize.times import TimeKind, TimeMention, TimeRole, find_times
from tasks.partial_date import PartialDate
from tasks.records import BlockKind

_YEARBOOK = re.compile(
    r"((?:19|20)\d\d)年?(?:统计|综合)?年鉴|年鉴[—\-·（(《》 ]{0,3}((?:19|20)\d\d)"
)
_SUMMARY = re.compile(
    "总结|回顾|盘点|综述|成绩单|年报|统计|公报|工作报告|工作情况|汇报|情况(?:的)?通报|运行情况|述职|小结"
    "|发展数据|年度报告|基本情况|概况|纪实|大事|纪事|年度）|度）"
)
_REPORT = re.compile("总结|汇报|报告|回顾|小结|述职|综述")
_PLANS = re.compile("计划|打算|安排|思路|要点|展望|部署|设想|谋划")
_YEARLY = re.compile("年度|总结|统计|年报|公报")
_LATE_MONTHS = 6  # summaries appear within half a year; those that say 年度 within a year
# Collections of model papers put summaries of work online years later; these tell of their year.
_OF_WORK = re.compile("工作(?:总结|小结|汇报|报告)|述职")
_OPENING_CHARS = 200


def speaking_date(document: Document) -> PartialDate | None:
    """The date that 今年, 目前 and 三年来 of this page are counted from; None if nothing tells."""
    if is_masked(document):
        return None
    published = document.article.published
    edition = _yearbook_year(document)
    if edition is not None:
        return PartialDate(edition, 12)
    year = _told_year(document, published)
    if year is not None:
        return PartialDate(year, 12)
    return published or _last_count(document)


def is_masked(document: Document) -> bool:
    """Whether the page hides the year that it tells of (20XX年工作总结)."""
    texts = (title_text(document), _opening(document)[:40])
    return any(m.kind is TimeKind.MASKED for text in texts for m in find_times(text, None))


def _title(document: Document) -> Segment | None:
    segments = document.segments
    return segments[0] if segments and segments[0].block.kind is BlockKind.TITLE else None


def title_text(document: Document) -> str:
    """The headline, canonical; empty where the page has none."""
    title = _title(document)
    return document.text[title.start : title.end] if title else ""


def _yearbook_year(document: Document) -> int | None:
    """The year that a yearbook's page tells of: the one before its edition."""
    for text in (title_text(document), *document.article.host_names):
        found = _YEARBOOK.search(text)
        if found:
            year = int(found[1] or found[2]) - 1
            published = document.article.published
            return year if published is None or year <= published.year else None
    return None


def _told_year(document: Document, published: PartialDate | None) -> int | None:
    """The past year that the page sums up, by its headline or the opening of its text.

    A summary of 2012 with the plans for 2013 sums up 2012.
    """
    title = title_text(document)
    years = _whole_years(title)
    if not years and (published is None or _REPORT.search(title)):
        years = _whole_years(re.split("[，。；]", _opening(document))[0])
    if not years or max(years) - min(years) > 1 or (len(years) > 1 and not _PLANS.search(title)):
        return None
    year = min(years)
    if published is None:
        return year
    late = published.year * 12 + (published.month or 1) - (year * 12 + 12)
    if not _SUMMARY.search(title) or not 0 < late <= _latest(title):
        return None
    return None if _says_last_year(document.text, published, year) else year


def _latest(title: str) -> int:
    """How many months after its year a summary with this headline may appear."""
    if _OF_WORK.search(title):
        return 12 * 20
    return 12 if _YEARLY.search(title) else _LATE_MONTHS


def _whole_years(text: str) -> set[int]:
    """Years that `text` names as spans of a whole year."""
    return {
        mention.first.year
        for mention in find_times(text, None)
        if mention.kind is TimeKind.SPAN and mention.first and mention.first == mention.last
        and mention.first.month is None and mention.role is not TimeRole.COMPARED
    }  # fmt: skip


def _opening(document: Document) -> str:
    """The first sentence of the first paragraph."""
    for segment in document.segments:
        if segment.block.kind is BlockKind.PARAGRAPH and segment.end - segment.start > 8:
            return document.text[segment.start : min(segment.end, segment.start + _OPENING_CHARS)]
    return ""


def _says_last_year(text: str, published: PartialDate, year: int) -> bool:
    """Whether 去年 opens a clause and so means the year summed up: the page speaks from later."""
    return any(
        mention.role is TimeRole.FRAME and mention.first is not None and mention.first.year == year
        and text[mention.start : mention.end].lstrip("截至止到自从").startswith("去年")
        for mention in find_times(text, published)
    )  # fmt: skip


def _last_count(document: Document) -> PartialDate | None:
    """The latest moment at which an undated page says that things were counted."""
    counts = [
        mention.last
        for mention in find_times(document.text, None)
        if mention.as_of and mention.last and mention.kind is TimeKind.INSTANT
    ]
    return max(counts, key=lambda moment: moment.last()) if counts else None


def frame_of(text: str, told: PartialDate | None) -> TimeMention | None:
    """The period that a headline, heading or caption sets; None if it names none."""
    kinds = (TimeKind.SPAN, TimeKind.OPEN, TimeKind.INSTANT, TimeKind.DURATION)
    for mention in find_times(text, told):
        if mention.kind in kinds and mention.last and mention.role is not TimeRole.COMPARED:
            return mention
    return None


def head_frame(text: str, told: PartialDate | None) -> TimeMention | None:
    """The period that a table's head cell names; a bare 2010 is a year there."""
    bare = re.fullmatch(r"\s*((?:19|20)\d\d)(?:年度?)?\s*(?:（[^）]*）)?\s*", text)
    if bare:
        year = PartialDate(int(bare[1]))
        return TimeMention(0, len(text), TimeKind.SPAN, year, year, TimeRole.FRAME)
    if told is not None and re.match("[本上](?:年|期|年末)(?!度?同)", text):
        year = PartialDate(told.year - (text[0] == "上"))
        return TimeMention(0, len(text), TimeKind.SPAN, year, year, TimeRole.FRAME)
    return frame_of(text, told)
