"""The kinds of sources, as pydantic models: what an entry of sources.yaml may say.

Everything that can be wrong is wrong when the file is read: a regex, a selector or a schedule that
does not work, a region that is no code. Schedules are cron lines in Chinese time.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Literal

import soupsieve
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from tasks.errors import FetchFailed
from tasks.fetch.cron import CronLine
from tasks.fetch.settings import Politeness
from tasks.fetch.urls import clean_url
from tasks.normalize.gazetteer import Gazetteer

NAME = r"^[a-z0-9][a-z0-9_-]*$"


def _check_regex(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"no regular expression: {error}") from None
    return text


def _check_selector(text: str) -> str:
    try:
        soupsieve.compile(text)
    except soupsieve.SelectorSyntaxError as error:
        raise ValueError(f"no CSS selector: {str(error).splitlines()[0]}") from None
    return text


def _check_url(text: str) -> str:
    try:
        return clean_url(text)
    except FetchFailed as error:
        raise ValueError(f"no http(s) url: {error.detail}") from None


def _check_template(text: str) -> str:
    if text.count("{n}") != 1:
        raise ValueError("needs one {n} where the page's number goes, as in index_{n}.html")
    return text


def _check_region(text: str) -> str:
    if text not in Gazetteer.load().by_code:
        raise ValueError(f"{text} was never a GB/T 2260 code")
    return text


Regex = Annotated[str, AfterValidator(_check_regex)]
Selector = Annotated[str, AfterValidator(_check_selector)]
Url = Annotated[str, AfterValidator(_check_url)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Normal(_Model):
    """What a source normally yields: articles a run, and the age of the newest in days.

    Fewer than `fewest` fails the source, more than `most` warns, a newest article older than
    `newest_days` is an alarm.
    """

    fewest: int = Field(default=1, ge=0)
    most: int | None = Field(default=None, ge=1)
    newest_days: int | None = Field(default=None, ge=1)


class Polite(_Model):
    """How its hosts are asked: requests at once, seconds between two, robots.txt obeyed or not."""

    per_host: int = Field(default=1, ge=1, le=16)
    delay: float = Field(default=1.0, ge=0, le=600)
    robots: bool = True

    def as_settings(self) -> Politeness:
        return Politeness(self.per_host, self.delay, self.robots)


class Source(_Model):
    """What every entry says: a place where pages come from, and what to know of it.

    `region` is the GB/T 2260 code that its pages are about unless they say otherwise.
    """

    name: str = Field(pattern=NAME)
    kind: str
    publisher: str = Field(min_length=1)
    note: str = ""
    region: Annotated[str, AfterValidator(_check_region)] | None = None
    schedule: CronLine | None = None
    normal: Normal = Normal()


class LocalSource(Source):
    """Pages that lie on this machine.

    `paths` are files, folders or globs; relative ones start at the folder of the sources file.
    """

    paths: tuple[str, ...] = Field(min_length=1)

    def resolved(self, folder: Path) -> list[Path]:
        """The paths, relative ones taken from `folder`."""
        return [folder / Path(path).expanduser() for path in self.paths]


class FilesSource(LocalSource):
    """Pages as files."""

    kind: Literal["files"]


class WarcSource(LocalSource):
    """Pages in WARC files, gz or not, of whatever maker."""

    kind: Literal["warc"]


class WebSource(Source):
    """Pages on the web; `keywords` and `match` choose among the links that are found.

    A link counts if its text or title holds one of `keywords` (if any are given) and its url
    matches the regex `match`. `most_pages` bounds what one run asks for.
    """

    urls: tuple[Url, ...] = Field(min_length=1)
    keywords: tuple[str, ...] = ()
    match: Regex = ""
    most_pages: int = Field(default=2000, ge=1)
    polite: Polite = Polite()


class UrlsSource(WebSource):
    """The pages themselves, by name; `keywords` and `match` choose nothing here."""

    kind: Literal["urls"]


class ListingSource(WebSource):
    """Index pages with links to articles, and their further pages.

    `select` is a CSS selector of the links or of what holds them. Further index pages are those
    of `further` (`index_{n}.html`, `?page={n}`, from `further_from` on), else what 下一页 or the
    page's own script leads to; `pages` counts the index pages of one run, the first included.
    """

    kind: Literal["listing"]
    select: Selector = "a"
    pages: int = Field(default=1, ge=1, le=1000)
    further: Annotated[str, AfterValidator(_check_template)] | None = None
    further_from: int = Field(default=1, ge=0)


class FeedSource(WebSource):
    """RSS or Atom feeds."""

    kind: Literal["feed"]


class SitemapSource(WebSource):
    """Sitemaps, sitemap indexes, news sitemaps; `newest_only` days back from today, if given."""

    kind: Literal["sitemap"]
    newest_only: int | None = Field(default=None, ge=1)


AnySource = Annotated[
    FilesSource | WarcSource | UrlsSource | ListingSource | FeedSource | SitemapSource,
    Field(discriminator="kind"),
]
MODELS: dict[str, type[Source]] = {
    "files": FilesSource,
    "warc": WarcSource,
    "urls": UrlsSource,
    "listing": ListingSource,
    "feed": FeedSource,
    "sitemap": SitemapSource,
}
