"""WARC files for the tests of shards: as a crawler writes them, a gzip member a record."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

_BEGAN = datetime(2024, 5, 1, tzinfo=UTC)
PAGE = """<html><head><meta charset="utf-8"><title>{name}总工会工作综述</title></head><body>
<h1>{name}总工会工作综述</h1>
<p>　　截至2023年底，{place}共有基层工会组织{count}个，工会会员{members}人。{more}</p>
</body></html>"""


def page(name: str, count: int, more: str = "") -> bytes:
    """A page with two observations."""
    told = {"place": "盐田区", "members": count * 100}
    return PAGE.format(name=name, count=count, more=more, **told).encode()


def write_warc(
    path: Path, pages: Iterable[tuple[str, bytes]], day: int = 0, packed: bool = True
) -> list[tuple[int, int]]:
    """Responses as (url, body); returns where each record begins, and its length."""
    spans = []
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=packed, warc_version="1.1")
        for number, (url, body) in enumerate(pages):
            begins = stream.tell()
            at = _BEGAN + timedelta(days=day, seconds=number)
            head = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], "HTTP/1.1")
            writer.write_record(
                writer.create_warc_record(
                    url, "response", io.BytesIO(body), http_headers=head,
                    warc_headers_dict={"WARC-Date": at.strftime("%Y-%m-%dT%H:%M:%SZ")},
                )
            )  # fmt: skip
            spans.append((begins, stream.tell() - begins))
    return spans


def some_pages(count: int, first: int = 0) -> list[tuple[str, bytes]]:
    """Pages of different addresses, with noise that does not pack well."""
    found = []
    for number in range(first, first + count):
        noise = "".join(chr(0x4E00 + (number * 7919 + at * 104_729) % 20_000) for at in range(300))
        body = page(f"第{number}", 10 + number, f"</p><!--{noise}--><p>")
        found.append((f"http://news.example/{number}.html", body))
    return found
