"""Whether a page's own dates contradict each other.

Strict, because few pages do: a summary of one year signed in an earlier one, an earlier year told
as what came after a later (继2015年培训后，2010年3月16日又举办), a deed long after the publication.
"""

from __future__ import annotations

import re

from tasks.extract.document import Document
from tasks.normalize.frames import title_text
from tasks.normalize.times import TimeKind, TimeRole, find_times
from tasks.records import BlockKind

_SURELY_LATER = 60  # days
_DONE = re.compile("举办了|召开了|举行了|开展了|参加了|成立了|走访了|发放了|完成了")
_PLANNED = re.compile("将|拟|计划|预计|力争|确保|要|应|明年|届时|前|实施|施行|生效|有效期")
_FOLLOWS = re.compile(
    "继[^，。；]{0,30}?((?:19|20)[0-9]{2})年[^。；]{0,60}?[后，][^。；]{0,12}?((?:19|20)[0-9]{2})年"
)
_SIGNED = re.compile(
    "[0-9〇○零一二三四五六七八九]{4}年[0-9一二三四五六七八九十]{1,3}月(?:[0-9一二三四五六七八九十]{1,3}日)?"
)


def year_conflict(document: Document) -> bool:
    """Whether a careful reader would warn that the years of this page do not fit together."""
    return (
        _later_before_earlier(document.text)
        or _signed_too_early(document)
        or _told_before_it_happened(document)
    )


def _told_before_it_happened(document: Document) -> bool:
    """A day long after the publication, stated in full, on which something was done."""
    published = document.article.published
    if published is None or published.day is None:
        return False
    text = document.text
    for mention in find_times(text, published):
        stated = mention.first is not None and mention.first.day and not mention.yearless
        if not stated or mention.role is not TimeRole.FRAME or mention.first is None:
            continue
        if (mention.first.first() - published.first()).days <= _SURELY_LATER:
            continue
        sentence = document.sentence_at(mention.start)
        words = text[sentence.start : sentence.end]
        if _DONE.search(words) and not _PLANNED.search(words):
            return True
    return False


def _later_before_earlier(text: str) -> bool:
    """继2015年…后，2010年…: what came after has an earlier year."""
    return any(int(found[1]) > int(found[2]) for found in _FOLLOWS.finditer(text))


def _signed_too_early(document: Document) -> bool:
    """A summary of a year, signed before that year's last month."""
    years = {
        mention.first.year
        for mention in find_times(title_text(document), None)
        if mention.kind is TimeKind.SPAN and mention.first and mention.role is not TimeRole.NAMED
        and mention.first == mention.last and mention.first.month is None
    }  # fmt: skip
    if len(years) != 1 or "总结" not in title_text(document):
        return False
    for segment in document.segments[-4:]:
        line = document.text[segment.start : segment.end].strip()
        if segment.block.kind is BlockKind.PARAGRAPH and _SIGNED.fullmatch(line):
            signed = next((m.last for m in find_times(line, None) if m.last), None)
            return signed is not None and signed.year < min(years)
    return False
