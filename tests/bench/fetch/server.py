"""A server that does little but send: what is measured against it is the client.

`python -m tests.bench.fetch.server` prints its port and answers any path with a page of 30 KB that
holds the path, over connections that stay open, until its standard input ends.
"""

from __future__ import annotations

import asyncio
import sys
import threading

from tests.bench.pages import make_page

SIZE = 30_000
_HEAD = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
    b"Server: bench\r\nDate: Sun, 01 Mar 2026 00:00:00 GMT\r\nContent-Length: %d\r\n\r\n"
)


class Pages(asyncio.Protocol):
    """Answers each GET on a connection; a body is one of twenty with the path before it."""

    bodies: tuple[bytes, ...] = ()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._waiting = b""

    def data_received(self, data: bytes) -> None:
        *asked, self._waiting = (self._waiting + data).split(b"\r\n\r\n")
        for head in asked:
            path = head.split(b" ", 2)[1]
            body = b"<!-- %s -->" % path + self.bodies[hash(path) % len(self.bodies)]
            self._transport.write(_HEAD % len(body) + body)


def make_bodies(count: int = 20) -> tuple[bytes, ...]:
    """Pages of news in UTF-8, each filled up to the size with its own text."""
    texts = [make_page(1, number).row["title"] or "" for number in range(200)]
    made = []
    for number in range(count):
        text = "".join(f"<p>{number} {title}</p>\n" for title in texts[number * 3 :] + texts)
        made.append((text.encode() * 20)[:SIZE])
    return tuple(made)


async def serve() -> None:
    Pages.bodies = make_bodies()
    server = await asyncio.get_running_loop().create_server(Pages, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    threading.Thread(
        target=lambda: (sys.stdin.read(), loop.call_soon_threadsafe(ended.set)), daemon=True
    ).start()
    await ended.wait()


if __name__ == "__main__":
    asyncio.run(serve())
