"""Fixtures of the fetch tests: one server for all, and a client that knows its names."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import pytest
import trustme

from tasks.fetch.addresses import FixedResolver
from tasks.fetch.archive import open_archive, replay_archive
from tasks.fetch.client import Client
from tasks.fetch.exchange import Exchange, Headers, Role
from tasks.fetch.fetcher import Asker, Fetcher
from tasks.fetch.settings import FetchSettings, Politeness
from tasks.fetch.state import RunResult
from tasks.fetch.urls import clean_url
from tasks.fetch.visit import Visit
from tasks.fetch.warc_write import ArchiveWriter
from tasks.records import Capture
from tests.tasks.fetch.server import ADDRESS, Server

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


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="session")
def trusted(authority: trustme.CA) -> ssl.SSLContext:
    """What a client trusts: the test authority alone."""
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


def _serving(authority: trustme.CA, *alpn: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("a.test", "b.test").configure_cert(context)
    context.set_alpn_protocols(list(alpn))
    return context


@pytest.fixture(scope="session")
def one_server(authority: trustme.CA) -> Iterator[Server]:
    server = Server(
        tls=_serving(authority, "h2", "http/1.1"), untrusted=_serving(trustme.CA(), "http/1.1")
    )
    server.start()
    yield server
    server.stop()


@pytest.fixture
def server(one_server: Server) -> Server:
    """The server with no pages and an empty log."""
    one_server.clear()
    return one_server


Ask = Callable[..., Exchange]


@pytest.fixture
def ask(trusted: ssl.SSLContext) -> Ask:
    """Ask for one url with a client of its own: `ask(url, headers, **settings)`."""

    def run(url: str, headers: Headers = (), **changes: Any) -> Exchange:
        async def once() -> Exchange:
            settings = QUICK.with_(**changes)
            async with Client(settings, FixedResolver(NAMES), trusted) as client:
                return await client.request(url, headers)

        return asyncio.run(once())

    return run


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
            loaded = [archive.load(ref) for ref in archive.pages()]
        return {each.url: each.body for each in loaded if isinstance(each, Capture)}


@pytest.fixture
def crawl(tmp_path: Path, trusted: ssl.SSLContext) -> Crawl:
    return Crawl(tmp_path / "archive", trusted)


def run_async(work: Coroutine[Any, Any, T] | Awaitable[T]) -> T:
    """Run a coroutine to its end, at most 30 seconds."""

    async def bounded() -> T:
        return await asyncio.wait_for(work, 30)

    return asyncio.run(bounded())
