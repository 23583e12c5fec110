"""What an index tells of articles, and what of it a source wants."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from tasks.errors import PageRejected
from tasks.fetch.kinds import WebSource
from tasks.parse.charset import decode


@dataclass(frozen=True, slots=True)
class Found:
    """The url of an article with the words and the date that the index gives it."""

    url: str
    text: str = ""
    date: date | None = None


@dataclass(frozen=True, slots=True)
class Index:
    """An index page as it was read; `url` is where its links start from."""

    url: str
    body: bytes = field(repr=False)
    charset: str | None = None

    def text(self) -> str:
        """The page as text; raises PageRejected for what is none."""
        return decode(self.body, self.charset)[0]


class Indexes(Protocol):
    """Who reads the indexes of a run, and is told what was wrong with them."""

    async def read(self, url: str) -> Index | None:
        """The index at a clean url; None where it cannot be had."""

    def note(self, url: str, error: PageRejected) -> None:
        """Keep that an index was read and held nothing that can be used."""


def check_size(text: str, most_tags: int) -> None:
    """Raise PageRejected `too_large` for more tags than any true index has.

    A tag of three bytes becomes an object of a thousand; no cap on bytes helps against that.
    """
    tags = text.count("<")
    if tags > most_tags:
        raise PageRejected("too_large", f"{tags:,} tags; an index has at most {most_tags:,}")


def wanted(found: Iterable[Found], source: WebSource) -> Iterator[Found]:
    """Those whose words hold a keyword and whose url matches, each url once."""
    pattern, seen = re.compile(source.match), set()
    for each in found:
        if source.keywords and not any(word in each.text for word in source.keywords):
            continue
        if each.url not in seen and pattern.search(each.url):
            seen.add(each.url)
            yield each


_IN_URL = re.compile(
    r"(?<!\d)((?:19|20)\d\d)[-/_]?(0[1-9]|1[0-2])[-/_]?(0[1-9]|[12]\d|3[01])(?!\d)"
)


def date_in_url(url: str) -> date | None:
    """The day that a url names (`/2026/03/01/`, `t20260301_88.html`), if it names one."""
    for year, month, day in reversed(_IN_URL.findall(url)):
        try:
            return date(int(year), int(month), int(day))
        except ValueError:
            continue
    return None
