"""The client against a hostile server: what it sends, where it stops, what it keeps."""

from __future__ import annotations

import gzip
import time
from collections.abc import Iterable

import pytest

from tasks.errors import FetchFailed, InputError, PageRejected
from tasks.fetch.exchange import Truncated
from tasks.fetch.judge import charset_of, read_page
from tasks.fetch.settings import FetchSettings
from tests.tasks.fetch.conftest import Ask
from tests.tasks.fetch.server import Asked, Server, endless, reply

LIMIT = 100_000
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


def test_one_honest_user_agent_and_the_codings_that_we_undo(server: Server, ask: Ask) -> None:
    server.page("a.test", "/x?y=1", "<p>工会")
    exchange = ask(server.url("a.test", "/x?y=1"))
    assert (exchange.status, exchange.body.decode()) == (200, "<p>工会")
    assert exchange.ip == "127.0.0.1"
    asked = server.log[0]
    assert (asked.path, asked.headers["host"]) == ("/x?y=1", f"a.test:{server.port}")
    assert asked.headers["user-agent"] == "gonghui/0.1 (+https://example.org/run)"
    assert asked.headers["accept-encoding"] == "gzip, deflate, br, zstd"
    assert "cookie" not in asked.headers


def test_no_contact_no_fetching() -> None:
    with pytest.raises(InputError, match="contact"):
        _ = FetchSettings().user_agent


def test_http2_where_offered(server: Server, ask: Ask) -> None:
    server.page("a.test", "/", "two")
    exchange = ask(server.url("a.test", tls=True))
    assert exchange.http_version == "HTTP/2"
    assert exchange.body == b"two"
    assert server.log[0].version == "HTTP/2"


def test_http1_over_tls_where_http2_is_off(server: Server, ask: Ask) -> None:
    server.page("a.test", "/", "one")
    assert ask(server.url("a.test", tls=True), http2=False).http_version == "HTTP/1.1"


@pytest.mark.parametrize(
    ("host", "untrusted"), [("a.test", True), ("c.test", False)], ids=["authority", "name"]
)
def test_tls_errors_are_never_accepted(
    server: Server, ask: Ask, host: str, untrusted: bool
) -> None:
    port = server.untrusted_port if untrusted else server.tls_port
    with pytest.raises(FetchFailed) as caught:
        ask(f"https://{host}:{port}/")
    assert caught.value.reason == "tls"
    assert not caught.value.retryable
    assert server.log == []


def drip(asked: Asked) -> Iterable[bytes | float]:
    yield HEAD + b"Content-Length: 1000\r\n\r\n"
    for _ in range(100):
        yield b"x"
        yield 0.05


def drip_head(asked: Asked) -> Iterable[bytes | float]:
    yield HEAD
    for number in range(100):
        yield f"X-{number}: y\r\n".encode()
        yield 0.05


def silent(asked: Asked) -> Iterable[bytes | float]:
    yield 5.0


def endless_chunks(asked: Asked) -> Iterable[bytes | float]:
    yield HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
    yield from endless(b"4000\r\n" + b"x" * 0x4000 + b"\r\n")


def endless_body(asked: Asked) -> Iterable[bytes | float]:
    yield HEAD + b"Connection: close\r\n\r\n"
    yield from endless(b"x" * 0x4000)


def endless_head(asked: Asked) -> Iterable[bytes | float]:
    yield HEAD
    yield from endless(b"X-Filler: " + b"y" * 8000 + b"\r\n", 100)


def endless_early_hints(asked: Asked) -> Iterable[bytes | float]:
    for _ in range(100):
        yield b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"
        yield 0.05


def big_head(asked: Asked) -> Iterable[bytes | float]:
    return reply(b"page", headers={"X-Big": "y" * 70_000})


def too_long(asked: Asked) -> Iterable[bytes | float]:
    yield HEAD + b"Content-Length: 5000\r\n\r\nonly this"
    yield -1.0


def not_http(asked: Asked) -> Iterable[bytes | float]:
    yield b"220 ftp.test ready\r\n"
    yield -1.0


def two_lengths(asked: Asked) -> Iterable[bytes | float]:
    yield HEAD + b"Content-Length: 4\r\nContent-Length: 5\r\n\r\npage"
    yield -1.0


@pytest.mark.parametrize(
    ("handler", "cut", "kept"),
    [
        (drip, Truncated.TIME, range(5, 30)),
        (endless_chunks, Truncated.LENGTH, [LIMIT]),
        (endless_body, Truncated.LENGTH, [LIMIT]),
        (too_long, Truncated.DISCONNECT, [9]),
    ],
)
def test_a_body_that_does_not_end_is_cut_and_kept(
    server: Server, ask: Ask, handler: object, cut: Truncated, kept: Iterable[int]
) -> None:
    server.on("a.test", "/", handler)  # type: ignore[arg-type]
    started = time.monotonic()
    exchange = ask(server.url("a.test"), deadline=0.7, max_body=LIMIT, large_body=1000)
    assert time.monotonic() - started < 1.5
    assert exchange.truncated is cut
    assert len(exchange.body) in kept
    with pytest.raises(PageRejected):
        read_page(exchange, LIMIT)


@pytest.mark.parametrize(
    ("handler", "reason"),
    [
        (drip_head, "timeout"),
        (silent, "timeout"),
        (endless_early_hints, "timeout"),
        (endless_head, "headers_too_large"),
        (big_head, "headers_too_large"),
        (not_http, "protocol"),
        (two_lengths, "protocol"),
    ],
)
def test_a_head_that_is_no_head_fails_in_time(
    server: Server, ask: Ask, handler: object, reason: str
) -> None:
    server.on("a.test", "/", handler)  # type: ignore[arg-type]
    started = time.monotonic()
    with pytest.raises(FetchFailed) as caught:
        ask(server.url("a.test"), deadline=0.7)
    assert caught.value.reason == reason
    assert time.monotonic() - started < 1.5


def test_a_silent_server_fails_by_read_timeout_before_the_deadline(
    server: Server, ask: Ask
) -> None:
    server.on("a.test", "/", silent)
    started = time.monotonic()
    with pytest.raises(FetchFailed, match="ReadTimeout"):
        ask(server.url("a.test"), read_timeout=0.2)
    assert time.monotonic() - started < 1


def test_a_length_that_is_too_short_gives_what_it_says(server: Server, ask: Ask) -> None:
    server.on("a.test", "/", lambda _: reply(b"0123456789", headers={"Content-Length": "4"}))
    assert ask(server.url("a.test")).body == b"0123"


def test_a_coded_bomb_is_small_on_the_wire_and_too_large_when_judged(
    server: Server, ask: Ask
) -> None:
    bomb = gzip.compress(bytes(2**24))
    server.page("a.test", "/", bomb, headers={"Content-Encoding": "gzip"})
    exchange = ask(server.url("a.test"), max_body=LIMIT)
    with pytest.raises(PageRejected, match="too_large"):
        read_page(exchange, LIMIT)


@pytest.mark.parametrize(
    ("body", "content_type", "reason"),
    [
        (b"<html>page", "application/octet-stream", None),
        (b"<html>page", "image/png", None),
        (b"<html>page", "", None),
        (b"<html>page", "text/html; charset=rot13", None),
        ("<html>工会".encode("utf-16"), "text/html", None),
        (b"\x89PNG\r\n\x1a\n", "text/html", "binary"),
        (b"%PDF-1.7", "", "binary"),
        (b"\x00\x01\x02\x03" * 100, "text/html", "binary"),
        (b" \r\n", "text/html", "empty"),
        (b"", "text/html", "empty"),
    ],
)
def test_the_bytes_decide_what_a_page_is(
    server: Server, ask: Ask, body: bytes, content_type: str, reason: str | None
) -> None:
    server.page("a.test", "/", body, content_type=content_type)
    exchange = ask(server.url("a.test"))
    if reason is None:
        assert read_page(exchange, LIMIT) == body
    else:
        with pytest.raises(PageRejected, match=reason):
            read_page(exchange, LIMIT)


@pytest.mark.parametrize(
    ("content_type", "charset"),
    [
        ("text/html; charset=GB2312", "GB2312"),
        ('text/html;charset="utf-8"', "utf-8"),
        ("text/html; charset=rot13", "rot13"),
        ("text/html; charset=编码", None),
        ("text/html", None),
        (None, None),
    ],
)
def test_charset_of_any_name(content_type: str | None, charset: str | None) -> None:
    assert charset_of(content_type) == charset
