"""Fixtures of the fetch tests: one server for all, and clients that know its names."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import trustme

from tasks.fetch.addresses import FixedResolver
from tasks.fetch.client import Client
from tasks.fetch.exchange import Exchange, Headers
from tests.tasks.fetch.crawling import NAMES, QUICK, Crawl
from tests.tasks.fetch.server import Server, serving


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="session")
def trusted(authority: trustme.CA) -> ssl.SSLContext:
    """What a client trusts: the test authority alone."""
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


@pytest.fixture(scope="session")
def one_server(authority: trustme.CA) -> Iterator[Server]:
    with serving(authority) as server:
        yield server


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


@pytest.fixture
def crawl(tmp_path: Path, trusted: ssl.SSLContext) -> Crawl:
    return Crawl(tmp_path / "archive", trusted)
