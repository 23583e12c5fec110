"""RSS 0.9x, 1.0, 2.0 and Atom feeds."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from datetime import date, datetime
from email.utils import parsedate_to_datetime

from lxml import etree

from tasks.errors import FetchFailed, PageRejected
from tasks.fetch.kinds import FeedSource
from tasks.fetch.sources.found import Found, Index, Indexes, date_in_url
from tasks.fetch.sources.markup import child_texts, local_name, read_xml
from tasks.fetch.urls import clean_url

_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


async def list_entries(source: FeedSource, indexes: Indexes) -> AsyncIterator[Found]:
    """The entries of all feeds of a source."""
    for url in source.urls:
        index = await indexes.read(url)
        if index is None:
            continue
        try:
            for found in read_feed(index):
                yield found
        except PageRejected as error:
            indexes.note(url, error)


def read_feed(index: Index) -> Iterator[Found]:
    """The entries of a feed; raises PageRejected for what is no XML."""
    root = read_xml(index)
    for element in root.iter("{*}item", "{*}entry"):
        texts = child_texts(element)
        link = _link(element, texts)
        try:
            url = clean_url(link or "no link:", index.url)
        except FetchFailed:
            continue
        words = (texts.get("title"), texts.get("description") or texts.get("summary"))
        day = next((texts[name] for name in _DATES if name in texts), "")
        yield Found(url, " ".join(filter(None, words)), parse_day(day) or date_in_url(url))


_DATES = ("pubdate", "published", "date", "updated", "modified", "issued")


def _link(element: etree._Element, texts: dict[str, str]) -> str:
    """RSS has the link as text, Atom as an attribute; some RSS feeds only have a guid."""
    for child in element:
        if local_name(child) == "link" and child.get("rel", "alternate") == "alternate":
            found = child.get("href") or (child.text or "").strip()
            if found:
                return found
    return texts.get("guid") or texts.get("id") or ""


def parse_day(text: str) -> date | None:
    """The day of an RFC 822 or ISO 8601 date; None for anything else."""
    found = _DAY.match(text.strip())
    try:
        if found:
            return date(*map(int, found.groups()))
        moment: datetime = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None
    return moment.date()
