"""The client: one url in, one Exchange out, whatever the server does.

It asks once and follows nothing; redirects, robots.txt, politeness and retries are layers above.
Guaranteed here: the address is checked, the whole response has one deadline, head and body have a
size, and TLS is verified. A body that is cut off (cap, deadline, connection lost) is still an
Exchange, marked as truncated, so that what came is archived.
"""

from __future__ import annotations

import asyncio
import ssl
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import certifi
import httpcore
import httpx

from tasks.errors import FetchFailed, InputError
from tasks.fetch.addresses import AddressPolicy, GuardedBackend, Resolve, SystemResolver
from tasks.fetch.body import read_raw
from tasks.fetch.exchange import Exchange, Headers, Truncated
from tasks.fetch.settings import FetchSettings
from tasks.fetch.transport import OriginTransport

_ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5"


_EVER = datetime.min.replace(tzinfo=UTC)


class Client:
    """An httpx client with guards. `tls` may carry further authorities, never fewer checks."""

    def __init__(
        self,
        settings: FetchSettings,
        resolve: Resolve | None = None,
        tls: ssl.SSLContext | None = None,
        per_host: int | None = None,
        not_before: datetime = _EVER,
    ) -> None:
        """`not_before` is the time of what is known already: a clock set back stands still then,
        so that what is fetched later is never dated earlier."""
        self._settings = settings
        self._not_before = not_before
        self._headers = [
            ("User-Agent", settings.user_agent),
            ("Accept", _ACCEPT),
            ("Accept-Language", "zh-CN,zh;q=0.9,en;q=0.3"),
            ("Accept-Encoding", "gzip, deflate, br, zstd"),
        ]
        self._timeout = httpx.Timeout(
            settings.read_timeout, connect=settings.connect_timeout, pool=settings.deadline
        ).as_dict()
        policy = AddressPolicy.of(settings.allow_networks)
        self._transport = OriginTransport(
            GuardedBackend(policy, resolve or SystemResolver()),
            tls or _trusting(settings.authorities),
            per_host or settings.concurrency,
            settings.http2,
        )
        self._large = asyncio.Semaphore(settings.large_slots)

    async def __aenter__(self) -> Client:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._transport.aclose()

    async def request(self, url: str, extra: Headers = ()) -> Exchange:
        """GET a clean url, with `extra` headers; raises FetchFailed where no response came."""
        request = httpx.Request(
            "GET", url, headers=[*self._headers, *extra], extensions={"timeout": self._timeout}
        )
        at = max(datetime.now(UTC), self._not_before)
        started, body = time.monotonic(), bytearray()
        response: httpx.Response | None = None
        cut: Truncated | None = None
        try:
            async with asyncio.timeout(self._settings.deadline):
                with _translated():
                    response = await self._transport.handle_async_request(request)
                    self._check_head(response)
                    cut = await self._read(response, body)
        except TimeoutError:
            if response is None:
                raise FetchFailed("timeout", f"no answer in {self._settings.deadline} s") from None
            cut = Truncated.TIME
        except FetchFailed as error:
            if response is None or error.reason == "headers_too_large":
                raise
            cut = Truncated.TIME if error.reason == "timeout" else Truncated.DISCONNECT
        finally:
            if response is not None:
                await _close(response)
        seconds = time.monotonic() - started
        return _exchange(request, response, at, seconds, bytes(body), cut)

    def _check_head(self, response: httpx.Response) -> None:
        size = sum(len(name) + len(value) + 4 for name, value in response.headers.raw)
        if size > self._settings.max_headers:
            raise FetchFailed("headers_too_large", f"{size} bytes of headers")

    async def _read(self, response: httpx.Response, into: bytearray) -> Truncated | None:
        limits = self._settings
        ended = await read_raw(
            response.aiter_raw(), into, limits.max_body, limits.large_body, self._large
        )
        return None if ended else Truncated.LENGTH


def _trusting(authorities: Iterable[Path]) -> ssl.SSLContext:
    """The public authorities and those of PEM files; raises InputError for what is none."""
    context = ssl.create_default_context(cafile=certifi.where())
    for path in authorities:
        try:
            context.load_verify_locations(path)
        except (OSError, ssl.SSLError) as error:
            raise InputError(f"{path}: no certificates in PEM form ({error})") from None
    return context


async def _close(response: httpx.Response) -> None:
    """Give the connection back; a server that breaks it off now has answered already."""
    with _quiet():
        await response.aclose()


@contextmanager
def _quiet() -> Iterator[None]:
    try:
        with _translated():
            yield
    except FetchFailed:
        pass


@contextmanager
def _translated() -> Iterator[None]:
    """The many errors of a connection as one FetchFailed with a reason."""
    try:
        yield
    except httpcore.TimeoutException as error:
        raise FetchFailed("timeout", type(error).__name__, retryable=True) from None
    except (httpcore.NetworkError, ssl.SSLError, OSError) as error:
        raise _network_failure(error) from None
    except (httpcore.ProtocolError, httpcore.UnsupportedProtocol) as error:
        if "buffer too long" in str(error) or "header list" in str(error).lower():
            raise FetchFailed("headers_too_large", str(error)) from None
        raise FetchFailed("protocol", str(error)[:200], retryable=True) from None


def _network_failure(error: BaseException) -> FetchFailed:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return FetchFailed("tls", str(cause)[:200])
        cause = cause.__cause__ or cause.__context__
    return FetchFailed("connect", f"{type(error).__name__}: {error}"[:200], retryable=True)


def _exchange(
    request: httpx.Request,
    response: httpx.Response,
    at: datetime,
    seconds: float,
    body: bytes,
    cut: Truncated | None,
) -> Exchange:
    stream = response.extensions.get("network_stream")
    address = stream.get_extra_info("server_addr") if stream is not None else None
    return Exchange(
        url=str(request.url),
        at=at,
        request_headers=_as_text(request.headers.raw),
        status=response.status_code,
        reason=response.extensions.get("reason_phrase", b"").decode("latin-1"),
        headers=_as_text(response.headers.raw),
        body=body,
        truncated=cut,
        http_version=response.extensions.get("http_version", b"HTTP/1.1").decode("latin-1"),
        ip=str(address[0]) if address else None,
        seconds=seconds,
    )


def _as_text(raw: list[tuple[bytes, bytes]]) -> Headers:
    return tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in raw)
