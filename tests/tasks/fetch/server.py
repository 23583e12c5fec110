"""A real HTTP server on 127.0.0.1 that does what a test tells it to, byte by byte.

It answers for any host name, plain, over TLS, and over HTTP/2, in a thread of its own. A handler
gets the request and returns bytes to send as they are, with pauses between them; so it can lie,
drip, and break off. Everything asked is logged with its time.
"""

from __future__ import annotations

import asyncio
import itertools
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import h2.config
import h2.connection
import h2.events
import trustme

Handler = Callable[["Asked"], Iterable[bytes | float]]
ADDRESS = "127.0.0.1"


@dataclass(frozen=True)
class Asked:
    """One request as the server saw it; header names in lower case."""

    at: float
    host: str
    path: str
    headers: dict[str, str]
    scheme: str = "http"
    version: str = "HTTP/1.1"


def reply(
    body: bytes = b"",
    status: int = 200,
    headers: dict[str, str] | None = None,
    content_type: str = "text/html; charset=utf-8",
) -> list[bytes | float]:
    """A well-formed HTTP/1.1 response in one piece; a header set to "" is left out."""
    fields = {"Content-Type": content_type, "Content-Length": str(len(body)), **(headers or {})}
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items() if value)
    return [f"HTTP/1.1 {status} Status\r\n{head}\r\n".encode("latin-1") + body]


@dataclass
class Server:
    """The listening ports and what they answer; `answer` may be changed at any time."""

    tls: ssl.SSLContext | None = None
    untrusted: ssl.SSLContext | None = None
    log: list[Asked] = field(default_factory=list)
    port: int = 0
    tls_port: int = 0
    untrusted_port: int = 0

    def __post_init__(self) -> None:
        self._pages: dict[tuple[str, str], Handler] = {}
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        self._thread.start()
        if not self._ready.wait(10):
            raise RuntimeError("the test server did not start")

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def clear(self) -> None:
        self._pages.clear()
        self.log.clear()

    def on(self, host: str, path: str, handler: Handler) -> None:
        """Answer `path` (a trailing * matches any rest) at `host` with `handler`."""
        self._pages[host, path] = handler

    def page(self, host: str, path: str, body: bytes | str, **options: object) -> None:
        """A fixed page."""
        data = body.encode() if isinstance(body, str) else body
        self.on(host, path, lambda _: reply(data, **options))  # type: ignore[arg-type]

    def paths(self, host: str | None = None) -> list[str]:
        """The paths asked, in order, of one host or all."""
        return [asked.path for asked in self.log if host is None or asked.host == host]

    def url(self, host: str, path: str = "/", tls: bool = False) -> str:
        if tls:
            return f"https://{host}:{self.tls_port}{path}"
        return f"http://{host}:{self.port}{path}"

    def answer(self, asked: Asked) -> Iterable[bytes | float]:
        handler = self._pages.get((asked.host, asked.path)) or next(
            (
                found
                for (host, path), found in self._pages.items()
                if host == asked.host and path.endswith("*") and asked.path.startswith(path[:-1])
            ),
            None,
        )
        return handler(asked) if handler else reply(b"nothing here", 404)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._listen())
        self._ready.set()
        self._loop.run_forever()
        for task in self._tasks:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*self._tasks, return_exceptions=True))
        self._loop.close()

    async def _listen(self) -> None:
        plain = await asyncio.start_server(self._serve, ADDRESS, 0, limit=2**20)
        self.port = plain.sockets[0].getsockname()[1]
        for name, context in (("tls_port", self.tls), ("untrusted_port", self.untrusted)):
            if context is not None:
                served = await asyncio.start_server(self._serve, ADDRESS, 0, ssl=context)
                setattr(self, name, served.sockets[0].getsockname()[1])

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        tls = writer.get_extra_info("ssl_object")
        try:
            if tls is not None and tls.selected_alpn_protocol() == "h2":
                await self._serve_h2(reader, writer)
            else:
                await self._serve_h1(reader, writer, "https" if tls else "http")
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass
        finally:
            writer.close()

    async def _serve_h1(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, scheme: str
    ) -> None:
        while True:
            asked = _parse(await reader.readuntil(b"\r\n\r\n"), scheme)
            self.log.append(asked)
            for piece in self.answer(asked):
                if isinstance(piece, float):
                    if piece < 0:
                        return
                    await asyncio.sleep(piece)
                else:
                    writer.write(piece)
                    await writer.drain()

    async def _serve_h2(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        config = h2.config.H2Configuration(client_side=False, header_encoding="utf-8")
        link = h2.connection.H2Connection(config)
        link.initiate_connection()
        writer.write(link.data_to_send())
        while data := await reader.read(65536):
            for event in link.receive_data(data):
                if isinstance(event, h2.events.RequestReceived):
                    self._answer_h2(link, event)
            writer.write(link.data_to_send())
            await writer.drain()

    def _answer_h2(
        self, link: h2.connection.H2Connection, event: h2.events.RequestReceived
    ) -> None:
        fields = {str(name): str(value) for name, value in event.headers or ()}
        host = fields[":authority"].split(":")[0]
        asked = Asked(time.monotonic(), host, fields[":path"], fields, "https", "HTTP/2")
        self.log.append(asked)
        whole = b"".join(piece for piece in self.answer(asked) if isinstance(piece, bytes))
        head, _, body = whole.partition(b"\r\n\r\n")
        lines = head.decode().split("\r\n")
        pairs = [(":status", lines[0].split()[1])]
        pairs += [
            (name.lower(), value) for name, _, value in (x.partition(": ") for x in lines[1:])
        ]
        assert event.stream_id is not None
        link.send_headers(event.stream_id, pairs)
        link.send_data(event.stream_id, body, end_stream=True)


@contextmanager
def serving(authority: trustme.CA) -> Iterator[Server]:
    """A running server; a.test and b.test have certificates of `authority`, and others of none."""
    server = Server(
        tls=_certified(authority, "h2", "http/1.1"), untrusted=_certified(trustme.CA(), "http/1.1")
    )
    server.start()
    try:
        yield server
    finally:
        server.stop()


def _certified(authority: trustme.CA, *alpn: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("a.test", "b.test").configure_cert(context)
    context.set_alpn_protocols(list(alpn))
    return context


def _parse(head: bytes, scheme: str) -> Asked:
    first, *rest = head.decode("latin-1").split("\r\n")
    fields = {
        name.lower(): value for name, _, value in (line.partition(": ") for line in rest) if name
    }
    host = fields.get("host", "").split(":")[0]
    return Asked(time.monotonic(), host, first.split(" ")[1], fields, scheme)


def endless(piece: bytes, times: int = 10_000) -> Iterable[bytes]:
    """Many times the same bytes: as good as endless for a cap, bounded for the machine."""
    return itertools.repeat(piece, times)
