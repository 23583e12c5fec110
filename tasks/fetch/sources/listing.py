"""Index pages: the links to articles on them, and the way to further index pages.

Further pages come by a template (`index_{n}.html`), by the link that says 下一页, or by the script
`createPageHTML(12, 0, "index", "html")` of TRS, which thousands of government sites use. Reading
ends where a page is missing or brings no new link: many sites answer any page number with the last
page.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator

from bs4 import BeautifulSoup, Tag

from tasks.errors import FetchFailed, PageRejected
from tasks.fetch.kinds import ListingSource
from tasks.fetch.parts import TRS_PAGER
from tasks.fetch.sources.found import Found, Index, Indexes, check_size, date_in_url
from tasks.fetch.urls import clean_url

_NEXT = re.compile(
    r"[\s<>«»‹›·\[\]【】→▶]*(?:下一?[页頁]|后一页|後一頁|next(?:\s*page)?)[\s<>«»‹›·\[\]【】→▶]*",
    re.I,
)
_MOST_TAGS = 50_000  # a long index page has 5,000
_DEEPEST = 500
_NO_LINK = ("javascript:", "mailto:", "tel:", "#", "data:")


async def list_articles(source: ListingSource, indexes: Indexes) -> AsyncIterator[Found]:
    """The links of all index pages of a source, in the order of the pages."""
    for first in source.urls:
        seen: set[str] = set()
        url: str | None = first
        for number in range(source.pages):
            index = await indexes.read(url) if url else None
            if index is None:
                break
            try:
                soup = read_markup(index)
            except PageRejected as error:
                indexes.note(index.url, error)
                break
            links = read_links(soup, index.url, source.select)
            fresh = [each for each in links if each.url not in seen]
            if not fresh:
                break
            seen.update(each.url for each in fresh)
            for each in fresh:
                yield each
            url = _further(source, first, number) or find_next_index(soup, index)


def read_markup(index: Index) -> BeautifulSoup:
    """The tree of an index page; raises PageRejected `too_large` for one that no site needs."""
    text = index.text()
    check_size(text, _MOST_TAGS)
    soup = BeautifulSoup(text, "lxml")
    depths = {id(soup): 0}
    for tag in soup.find_all(True):
        depths[id(tag)] = depth = depths[id(tag.parent)] + 1
        if depth > _DEEPEST:
            raise PageRejected("too_large", f"tags stand in each other more than {_DEEPEST} deep")
    return soup


def read_links(soup: BeautifulSoup, url: str, selector: str = "a") -> Iterator[Found]:
    """The links in what `selector` chooses, with their text and title."""
    base = soup.find("base", href=True)
    start = _absolute(str(base["href"]), url) or url if isinstance(base, Tag) else url
    covered: set[int] = set()  # what stands in a chosen tag that was looked at
    for chosen in soup.select(selector):
        if id(chosen) in covered:
            continue
        inside = chosen.find_all(True)
        covered.update(map(id, inside))
        for link in (tag for tag in (chosen, *inside) if tag.name == "a"):
            target = _target(link, start)
            if target is not None:
                words = (link.get_text(" ", strip=True), str(link.get("title") or ""))
                yield Found(target, " ".join(filter(None, words)), date_in_url(target))


def _target(link: Tag, base: str) -> str | None:
    href = str(link.get("href") or "").strip()
    if not href or href.lower().startswith(_NO_LINK):
        return None
    return _absolute(href, base)


def _absolute(href: str, base: str) -> str | None:
    try:
        return clean_url(href, base)
    except FetchFailed:
        return None


def _further(source: ListingSource, first: str, number: int) -> str | None:
    """The template's page behind index page `number` (from 0)."""
    if source.further is None:
        return None
    return _absolute(source.further.replace("{n}", str(source.further_from + number)), first)


def find_next_index(soup: BeautifulSoup, index: Index) -> str | None:
    """Where 下一页 leads, or the page's script; None on the last page."""
    for link in soup.select('a[rel="next"], link[rel="next"], a'):
        is_next = "next" in (link.get("rel") or ()) or _NEXT.fullmatch(link.get_text())
        target = _target(link, index.url) if is_next else None
        if target is not None and target != index.url:
            return target
    return _from_script(index)


def _from_script(index: Index) -> str | None:
    pager = TRS_PAGER.search(index.body)
    if pager is None:
        return None
    count, now = int(pager[1]), int(pager[2])
    if now + 1 >= count:
        return None
    return _absolute(f"{pager[3].decode()}_{now + 1}.{pager[4].decode()}", index.url)
