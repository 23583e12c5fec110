"""Fetching as the tests do it: quick settings, a table of names, and one archive."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Awaitable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from tasks.fetch.addresses import FixedResolver
from tasks.fetch.archive import load_page, open_archive, replay_archive
from tasks.fetch.client import Client
from tasks.fetch.exchange import Role
from tasks.fetch.fetcher import Asker, Fetcher
from tasks.fetch.settings import FetchSettings, Politeness
from tasks.fetch.state import RunResult
from tasks.fetch.urls import clean_url
from tasks.fetch.visit import Visit
from tasks.fetch.warc_write import ArchiveWriter
from tasks.records import Capture

ADDRESS = "127.0.0.1"
T = TypeVar("T")
NAMES = {f"{name}.test": [ADDRESS] for name in "abcdefgh"}
# Quick and without waits; what a test measures it sets itself.
QUICK = FetchSettings(
    contact="https://example.org/run",
    connect_timeout=2,
    read_timeout=2,
    deadline=3,
    backoff=0.02,
    backoff_cap=0.05,
    allow_networks=(f"{ADDRESS}/32",),
)


# No robots.txt and no delay.
OPEN = Politeness(per_host=8, delay=0, robots=False)


@dataclass
class Crawl:
    """Fetches urls into the archive of one folder, each call a process of its own."""

    folder: Path
    trusted: ssl.SSLContext
    settings: FetchSettings = QUICK
    politeness: Politeness = OPEN

    def __call__(self, *urls: str, source: str = "demo", finish: bool = True) -> list[Visit]:
        """The visits of `urls`, asked all at once in a run; `finish` False leaves it open."""
        return run_async(self._crawl(urls, source, finish))

    async def _crawl(self, urls: tuple[str, ...], source: str, finish: bool) -> list[Visit]:
        resolver = FixedResolver(NAMES)
        with open_archive(self.folder) as archive:
            writer = ArchiveWriter(self.folder, self.settings.rotate_at)
            async with Client(self.settings, resolver, self.trusted) as client:
                fetcher = Fetcher(client, archive, writer, self.settings)
                run = archive.state.begin(source, self.settings.window, datetime.now(UTC))
                asker = Asker(run, self.politeness)
                purpose = asker.purpose(Role.PAGE)
                visits = [fetcher.resolve(clean_url(url), asker, purpose) for url in urls]
                found = await asyncio.gather(*visits)
            if finish:
                writer.close()
                result = RunResult(len(urls), 0, 0, 0, None, "ok", "")
                archive.state.finish(run, result, datetime.now(UTC))
            return found

    def pages(self) -> dict[str, bytes]:
        """Url to body of what the archive holds, by its files alone."""
        with replay_archive(self.folder) as archive:
            loaded = [load_page(ref) for ref in archive.pages()]
        return {each.url: each.body for each in loaded if isinstance(each, Capture)}


def run_async(work: Awaitable[T]) -> T:
    """Run a coroutine to its end, at most 30 seconds."""

    async def bounded() -> T:
        return await asyncio.wait_for(work, 30)

    return asyncio.run(bounded())
