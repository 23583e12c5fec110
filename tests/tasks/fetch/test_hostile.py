"""All that a hostile server can send, at once and from one run: it ends, in time and in memory."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterable
from functools import cache, partial
from pathlib import Path

import brotli
import pytest
import zstandard

from tasks.fetch.archive import load_page, open_archive
from tasks.parse import parse_article
from tasks.records import Capture
from tests.tasks.fetch.crawling import Crawl
from tests.tasks.fetch.server import Asked, Server, endless, reply

ROOT = Path(__file__).parents[3]
ZEROS = bytes(2**28)
TEXT = "<h1>市总工会召开会议</h1><p>截至2026年2月，青岛市工会会员达269.7万人，比上年有所增加。</p>"


@cache
def bomb(coding: str) -> bytes:
    """ZEROS in one content coding, or in several on top of each other."""
    first, _, rest = coding.partition(", ")
    packed = _PACK[first](ZEROS)
    return gzip.compress(packed) if rest else packed


_PACK: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": partial(brotli.compress, quality=3),
    "zstd": zstandard.compress,
}
CODINGS = (*_PACK, "gzip, gzip", "br, gzip")


def endless_chunks(asked: Asked) -> Iterable[bytes | float]:
    yield b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    yield from endless(b"10000\r\n" + b"x" * 0x10000 + b"\r\n", 400)


def endless_body(asked: Asked) -> Iterable[bytes | float]:
    yield b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"
    yield from endless(b"<a>" * 0x5000, 400)


def lying(asked: Asked) -> Iterable[bytes | float]:
    yield b"HTTP/1.1 200 OK\r\nContent-Length: 999999999999\r\n\r\n"
    yield from endless(b"y" * 0x10000, 400)


def test_memory_stays_within_200_mb_of_the_start_whatever_is_sent(
    server: Server, tmp_path: Path
) -> None:
    pages, indexes = [], []
    for host in "abcd":
        for number, coding in enumerate(CODINGS):
            coded = {"Content-Encoding": coding}
            server.page(f"{host}.test", f"/bomb{number}", bomb(coding), headers=coded)
            pages.append(server.url(f"{host}.test", f"/bomb{number}"))
        for name, handler in (("chunks", endless_chunks), ("body", endless_body), ("lie", lying)):
            for copy in range(3):
                server.on(f"{host}.test", f"/{name}{copy}", handler)
                pages.append(server.url(f"{host}.test", f"/{name}{copy}"))
        server.page(f"{host}.test", "/whole", b"<a href=x>z</a>" * 500_000)
        pages.append(server.url(f"{host}.test", "/whole"))
    for name, body in (
        ("wide", b"<a>" * 2_500_000),
        ("links", b"".join(b"<a href=%d>z</a>" % number for number in range(400_000))),
        ("deep", b"<div>" * 1_500_000),
        ("xml", b"<urlset>" + b"<url><loc>/1</loc></url>" * 300_000),
        ("lines", b"http://a.test/%s\n" % (b"z" * 1000) * 8_000),
    ):
        server.page("e.test", f"/{name}", body)
        indexes.append(server.url("e.test", f"/{name}"))
    command = [sys.executable, "-m", "tests.tasks.fetch.hostile", str(tmp_path), *pages]
    done = subprocess.run(
        [*command, "--", *indexes], cwd=ROOT, capture_output=True, text=True, timeout=110,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout)
    print(
        f"\nhostile server: {told['highest'] - told['start']:.0f} MB above {told['start']:.0f} MB"
    )
    assert told["highest"] - told["start"] < 200
    assert told["rejected"] == {"too_large": 4 * (4 + 9), "stacked_encoding": 4 * 2}
    for name in ("listing-0", "listing-1", "listing-2", "feed-0", "feed-3", "sitemap-3"):
        assert "too_large" in told["problems"][name][0], name


@pytest.mark.parametrize(
    "charset",
    ["rot13", "zlib", "idna", "hex", "undefined", "unicode_escape", "mbcs", "gb2312", "x" * 200,
     "utf-8;", "'utf8'", "编码".encode("gbk").decode("latin-1"), "../../etc/passwd"],
)  # fmt: skip
@pytest.mark.parametrize("place", ["header", "meta"])
def test_charsets_of_any_name_leave_a_page_readable(
    server: Server, crawl: Crawl, charset: str, place: str
) -> None:
    meta = f'<meta charset="{charset}">' if place == "meta" else ""
    kind = f"text/html; charset={charset}" if place == "header" else "text/html"
    body = f"<html><head>{meta}</head><body>{TEXT}</body></html>".encode()
    server.on("a.test", "/", lambda _: reply(body, content_type=kind))
    crawl(server.url("a.test"))
    with open_archive(crawl.folder) as archive:
        (page,) = [load_page(ref) for ref in archive.pages()]
    assert isinstance(page, Capture)
    assert "青岛市工会会员达269.7万人" in parse_article(page).text


@pytest.mark.parametrize("coding", CODINGS)
def test_a_bomb_of_any_coding_is_a_reject_and_stays_in_the_archive(
    server: Server, crawl: Crawl, coding: str
) -> None:
    server.page("a.test", "/", bomb(coding), headers={"Content-Encoding": coding})
    (visit,) = crawl(server.url("a.test"))
    assert visit.reason == ("stacked_encoding" if "," in coding else "too_large")
    kept = sum(path.stat().st_size for path in crawl.folder.glob("*.warc.gz"))
    assert kept > 100
