"""Articles of several pages: which url holds the next part.

Chinese sites cut long articles into `t1_123.html`, `t1_123_2.html` (or `_1` for the second), the
links written into the page or made by a script (`createPageHTML(5, 0, "t1_123", "html")` of TRS,
on thousands of government sites). Only urls that add a part number to the page's own url count, so
that 下一篇 (the next article) or a list's next page is never taken for a part.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from tasks.errors import FetchFailed
from tasks.fetch.urls import clean_url

MAX_PARTS = 30
_HREF = re.compile(rb"""href\s*=\s*["']?\s*([^"'\s<>]{1,500})""", re.IGNORECASE)
# count of pages, index of this one (from 0), name, suffix
TRS_PAGER = re.compile(
    rb"""createPageHTML\(\s*(\d{1,4})\s*,\s*(\d{1,4})\s*,\s*["']([\w./-]{1,200})["']\s*,"""
    rb"""\s*["'](\w{1,8})["']"""
)
_PART = re.compile(r"(.*)[_-]0*(\d{1,2})(\.[a-z]{3,5})", re.IGNORECASE)
_NUMBER = r"0*(\d{1,2})"


def split_part(url: str) -> tuple[str, int] | None:
    """The first part's url and the number, if `url` may be a further part of an article."""
    found = _PART.fullmatch(url)
    return (found[1] + found[3], int(found[2])) if found else None


def without_parts(urls: Iterable[str]) -> list[str]:
    """`urls` without those that are further parts of others among them."""
    known = list(dict.fromkeys(urls))
    firsts = set(known)
    return [url for url in known if (split_part(url) or ("", 0))[0] not in firsts]


def find_next_part(body: bytes, url: str, page: str | None, part: int) -> str | None:
    """The url of the part behind `url`, which is part `part` (from 1) of the article at `page`.

    None where there is none. The second part may be called 2 or 1, the rest count on.
    """
    if part >= MAX_PARTS:
        return None
    first = page or url
    now = _number(_part_shape(first), url) if page else None
    wanted = {now + 1} if now is not None else {1, 2}
    return _from_script(body, url, wanted) or _from_links(body, url, first, wanted)


def _part_shape(first: str) -> re.Pattern[str]:
    """What urls of further parts of the article at `first` look like."""
    split = urlsplit(first)
    folder, _, name = split.path.rpartition("/")
    stem, dot, suffix = name.partition(".")
    base = re.escape(f"{split.scheme}://{split.netloc}{folder}/")
    if split.query:
        query = re.escape(f"{name}?{split.query}")
        return re.compile(f"{base}{query}&(?:page|p|pageno|pn)={_NUMBER}", re.IGNORECASE)
    if not stem:
        return re.compile("(?!)")
    tail = re.escape(dot + suffix)
    plain = rf"{re.escape(stem)}[_-]{_NUMBER}{tail}"
    return re.compile(
        rf"{base}(?:{plain}|{re.escape(name)}\?(?:page|p)={_NUMBER}|{re.escape(name)}/{_NUMBER})",
        re.IGNORECASE,
    )


def _number(shape: re.Pattern[str], url: str) -> int | None:
    found = shape.fullmatch(url)
    return next((int(each) for each in found.groups() if each), None) if found else None


def _from_links(body: bytes, url: str, first: str, wanted: set[int]) -> str | None:
    """The linked part with the lowest wanted number that is not this page."""
    stem = urlsplit(first).path.rpartition("/")[2].partition(".")[0].encode()
    links = dict.fromkeys(_HREF.findall(body))
    near = [href for href in links if stem in href or href.startswith(b"?")]
    if not near:
        return None
    shape, found = _part_shape(first), dict[int, str]()
    for href in near:
        try:
            target = clean_url(href.decode("latin-1").replace("&amp;", "&"), url)
        except FetchFailed:
            continue
        number = _number(shape, target)
        if number in wanted and target != url:
            found.setdefault(number, target)
    return found[min(found)] if found else None


def _from_script(body: bytes, url: str, wanted: set[int]) -> str | None:
    pager = TRS_PAGER.search(body)
    if pager is None:
        return None
    count, index = int(pager[1]), int(pager[2])
    name, suffix = pager[3].decode(), pager[4].decode()
    here = urlsplit(url).path.rpartition("/")[2]
    if index + 1 >= count or not here.startswith(name) or index + 1 not in wanted:
        return None
    return clean_url(f"{name}_{index + 1}.{suffix}", url)
