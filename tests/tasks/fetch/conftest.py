"""Fixtures of the fetch tests: one server for all, and a client that knows its names."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from typing import Any, TypeVar

import pytest
import trustme

from tasks.fetch.addresses import FixedResolver
from tasks.fetch.client import Client
from tasks.fetch.exchange import Exchange, Headers
from tasks.fetch.settings import FetchSettings
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


def run_async(work: Coroutine[Any, Any, T] | Awaitable[T]) -> T:
    """Run a coroutine to its end, at most 30 seconds."""

    async def bounded() -> T:
        return await asyncio.wait_for(work, 30)

    return asyncio.run(bounded())
