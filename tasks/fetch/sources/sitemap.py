"""Sitemaps: of urls, of news, of other sitemaps, plain or gzip, as XML or as lines of text."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import date

from lxml import etree

from tasks.errors import FetchFailed, PageRejected
from tasks.fetch.body import gunzip
from tasks.fetch.judge import DECODED_CAP
from tasks.fetch.kinds import SitemapSource
from tasks.fetch.sources.feed import parse_day
from tasks.fetch.sources.found import Found, Index, Indexes, date_in_url
from tasks.fetch.sources.markup import child_texts, local_name, read_xml
from tasks.fetch.urls import clean_url

_MAX_DEPTH = 3  # the protocol allows one level; some sites nest
_MAX_FILES = 200


async def list_locations(
    source: SitemapSource, indexes: Indexes, since: date | None
) -> AsyncIterator[Found]:
    """The pages of all sitemaps of a source, those known to be older than `since` left out."""
    waiting = [(url, 1) for url in source.urls]
    for number, (url, depth) in enumerate(waiting):
        index = await indexes.read(url) if number < _MAX_FILES else None
        if index is None:
            continue
        for found, is_sitemap in _read_noting(index, indexes):
            if since is not None and found.date is not None and found.date < since:
                continue
            if not is_sitemap:
                yield found
            elif depth < _MAX_DEPTH and all(found.url != known for known, _ in waiting):
                waiting.append((found.url, depth + 1))


def _read_noting(index: Index, indexes: Indexes) -> Iterator[tuple[Found, bool]]:
    try:
        yield from read_sitemap(index)
    except PageRejected as error:
        indexes.note(index.url, error)


def read_sitemap(index: Index) -> Iterator[tuple[Found, bool]]:
    """The entries of one file, each with whether it is a further sitemap.

    Raises PageRejected for what cannot be unpacked or is no XML.
    """
    if index.body.startswith(b"\x1f\x8b"):
        index = Index(index.url, gunzip(index.body, DECODED_CAP), index.charset)
    if not index.body.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        yield from _read_lines(index)
        return
    root = read_xml(index)
    for element in root.iter("{*}url", "{*}sitemap"):
        found = _entry(element, index.url)
        if found is not None:
            yield found, local_name(element) == "sitemap"


def _entry(element: etree._Element, base: str) -> Found | None:
    texts = child_texts(element)
    news = next((child_texts(child) for child in element if local_name(child) == "news"), {})
    url = _clean(texts.get("loc", ""), base)
    if url is None:
        return None
    words = " ".join(news[name] for name in ("title", "keywords") if name in news)
    day = parse_day(news.get("publication_date", "")) or parse_day(texts.get("lastmod", ""))
    return Found(url, words, day or date_in_url(url))


def _read_lines(index: Index) -> Iterator[tuple[Found, bool]]:
    for line in index.text().split():
        url = _clean(line, index.url) if line.startswith("http") else None
        if url is not None:
            yield Found(url, "", date_in_url(url)), False


def _clean(text: str, base: str) -> str | None:
    try:
        return clean_url(text, base) if text else None
    except FetchFailed:
        return None
