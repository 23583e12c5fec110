"""The archive: what is written is read back, also after a kill, also by and from others."""

from __future__ import annotations

import gzip
import io
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from tasks.errors import InputError
from tasks.fetch.exchange import Exchange, Purpose, Role, Truncated
from tasks.fetch.judge import read_page
from tasks.fetch.warc_read import read_record, read_records, to_exchange
from tasks.fetch.warc_repair import close_open_files, repair_tail
from tasks.fetch.warc_write import (
    NOT_MODIFIED,
    SAME_PAYLOAD,
    ArchiveWriter,
    Original,
    Place,
    payload_digest,
)

AT = datetime(2026, 3, 1, 12, 30, 15, 123456, tzinfo=UTC)
PAGE = Purpose("demo", Role.PAGE, "r1")


def exchange(body: bytes = b"<p>page", url: str = "http://a.test/x", **changes: object) -> Exchange:
    values: dict[str, object] = {
        "url": url,
        "at": AT,
        "request_headers": (("Host", "a.test"), ("User-Agent", "gonghui")),
        "status": 200,
        "reason": "OK",
        "headers": (("Content-Type", "text/html"), ("Server", "nginx")),
        "body": body,
        "ip": "127.0.0.1",
    }
    return Exchange(**{**values, **changes})  # type: ignore[arg-type]


def write(writer: ArchiveWriter, given: Exchange, purpose: Purpose) -> Place:
    return writer.write(given, purpose, payload_digest(given.body), retried=False)


def written(folder: Path, *exchanges: Exchange) -> Path:
    writer = ArchiveWriter(folder, 10**9)
    for each in exchanges:
        write(writer, each, PAGE)
    writer.close()
    return next(folder.glob("*.warc.gz"))


@pytest.mark.parametrize(
    "given",
    [
        exchange(),
        exchange(b""),
        exchange(bytes(range(256)) * 50),
        exchange(gzip.compress(b"x"), headers=(("Content-Encoding", "gzip"),)),
        exchange(status=404, reason="Not Found"),
        exchange(status=200, reason=""),
        exchange(headers=(("X-Bytes", "\xb9\xa4\xbb\xe1"), ("X-Bytes", "again"))),
        exchange(truncated=Truncated.TIME),
        exchange(http_version="HTTP/2"),
    ],
)
def test_what_is_written_is_read_back(tmp_path: Path, given: Exchange) -> None:
    writer = ArchiveWriter(tmp_path, 10**9)
    place = write(writer, given, Purpose("demo", Role.PART, "r1", "http://a.test/page", 2))
    writer.close()
    record = read_record(tmp_path / place.file, place.offset)
    found = to_exchange(record)
    assert found is not None
    for name in ("url", "at", "status", "reason", "headers", "body", "truncated", "http_version"):
        assert getattr(found, name) == getattr(given, name), name
    ours = {key: value for key, value in record.headers.items() if key.startswith("x-gonghui")}
    assert ours == {
        "x-gonghui-run": "r1",
        "x-gonghui-source": "demo",
        "x-gonghui-role": "part",
        "x-gonghui-page": "http://a.test/page",
        "x-gonghui-part": "2",
    }


def test_undone_chunked_framing_does_not_leave_its_header(tmp_path: Path) -> None:
    given = exchange(headers=(("Transfer-Encoding", "chunked"), ("Via", "x")))
    found = to_exchange(list(read_records(written(tmp_path, given)))[1])
    assert found is not None
    assert found.headers == (("X-Crawler-Transfer-Encoding", "chunked"), ("Via", "x"))


def test_a_header_cannot_smuggle_lines(tmp_path: Path) -> None:
    given = exchange(headers=(("X-A", "one\r\nX-Evil: two"),))
    found = to_exchange(list(read_records(written(tmp_path, given)))[1])
    assert found is not None
    assert found.headers == (("X-A", "one X-Evil: two"),)


def test_warcio_finds_nothing_wrong_with_our_files(tmp_path: Path) -> None:
    writer = ArchiveWriter(tmp_path, 10**9)
    write(writer, exchange(), PAGE)
    original = Original(AT, payload_digest(b"<p>page"))
    writer.write_revisit(exchange(), PAGE, original, SAME_PAYLOAD)
    writer.write_revisit(exchange(b"", status=304), PAGE, original, NOT_MODIFIED)
    writer.write_failure("http://b.test/", AT, PAGE, "dns", "b.test: no\r\nsuch name")
    writer.close()
    path = next(tmp_path.glob("*.warc.gz"))
    with path.open("rb") as stream:
        kinds = [record.rec_type for record in ArchiveIterator(stream)]
    assert kinds == [
        "warcinfo", "response", "request", "revisit", "request", "revisit", "request", "metadata",
    ]  # fmt: skip
    assert not any(record.torn for record in read_records(path))
    assert [len(record.block) > 20 for record in read_records(path)] == [True] * len(kinds)
    command = [sys.executable, "-m", "warcio.cli", "check", "-v", str(path)]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout
    assert "digest failed" not in checked.stdout


def test_files_rotate_by_size_and_sort_in_order_of_writing(tmp_path: Path) -> None:
    writer = ArchiveWriter(tmp_path, 2000)
    places = [write(writer, exchange(url=f"http://a.test/{n}"), PAGE) for n in range(10)]
    assert len(list(tmp_path.glob("*.open"))) == 1
    writer.close()
    names = sorted(path.name for path in tmp_path.iterdir())
    assert len(names) > 2
    assert all(name.endswith(".warc.gz") for name in names)
    assert [place.file for place in places] == sorted(place.file for place in places)
    found = [r.url for name in names for r in read_records(tmp_path / name) if r.kind == "response"]
    assert found == [f"http://a.test/{n}" for n in range(10)]


def test_a_tail_torn_anywhere_is_cut_back_to_whole_records(tmp_path: Path) -> None:
    writer = ArchiveWriter(tmp_path / "whole", 10**9)
    write(writer, exchange(), PAGE)
    last = write(writer, exchange(b"the last one", "http://a.test/last"), PAGE)
    writer.close()
    data = (tmp_path / "whole" / last.file).read_bytes()
    for cut in range(last.offset, len(data)):
        torn = tmp_path / "torn.warc.gz"
        torn.write_bytes(data[:cut])
        assert repair_tail(torn) == cut - torn.stat().st_size
        records = list(read_records(torn))
        assert not any(record.torn for record in records)
        assert len([r for r in records if r.kind == "response"]) in (1, 2)
        assert torn.stat().st_size >= last.offset
    whole = tmp_path / "whole" / last.file
    assert repair_tail(whole) == 0
    assert whole.read_bytes() == data


def test_open_files_of_a_killed_run_are_closed(tmp_path: Path) -> None:
    data = written(tmp_path / "source", exchange(), exchange(b"second")).read_bytes()
    (tmp_path / "one.warc.gz.open").write_bytes(data[:-7])
    (tmp_path / "two.warc.gz.open").write_bytes(b"\x1f\x8b")
    assert [path.name for path in close_open_files(tmp_path)] == ["one.warc.gz"]
    assert not list(tmp_path.glob("*.open"))
    bodies = [to_exchange(r) for r in read_records(tmp_path / "one.warc.gz") if r.kind != "request"]
    assert [found.body for found in bodies if found] == [b"<p>page", b"second"]


WGET = b"""WARC/1.0\r
WARC-Type: response\r
WARC-Record-ID: <urn:uuid:11111111-1111-4111-8111-111111111111>\r
WARC-Target-URI: <http://a.test/news>\r
WARC-Date: 2020-05-06T07:08:09Z\r
Content-Type: application/http;msgtype=response\r
Content-Length: %d\r
\r
%s\r
\r
"""
CHUNKED = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
    b"5\r\n<p>ab\r\n3;x=y\r\ncde\r\n0\r\n\r\n"
)
# Common Crawl: framing and coding are undone, the coding's header may be left behind.
CRAWL = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nX-Crawler-Transfer-Encoding: chunked\r\n"
    b"Content-Encoding: gzip\r\n\r\n<p>abcde"
)
UNFRAMED = b"HTTP/1.0 200 OK\nTransfer-Encoding: chunked\n\n<p>abcde"


@pytest.mark.parametrize("block", [CHUNKED, CRAWL, UNFRAMED])
@pytest.mark.parametrize("packed", ["none", "each", "whole"])
def test_files_of_other_makers(tmp_path: Path, block: bytes, packed: str) -> None:
    record = WGET % (len(block), block)
    path = tmp_path / "other.warc"
    path.write_bytes(
        {
            "none": record * 3,
            "each": gzip.compress(record) * 3,
            "whole": gzip.compress(record * 3),
        }[packed]
    )
    records = list(read_records(path))
    assert [(r.url, r.torn) for r in records] == [("http://a.test/news", False)] * 3
    found = to_exchange(records[2])
    assert found is not None
    assert read_page(found, 1000) == b"<p>abcde"
    assert found.at == datetime(2020, 5, 6, 7, 8, 9, tzinfo=UTC)
    if packed != "whole":
        assert read_record(path, records[2].offset).block == block


@pytest.mark.parametrize("packed", [False, True])
def test_a_torn_file_of_another_maker_ends_with_a_torn_record(tmp_path: Path, packed: bool) -> None:
    record = WGET % (len(CRAWL), CRAWL)
    path = tmp_path / "torn.warc"
    path.write_bytes(
        gzip.compress(record) + gzip.compress(record)[:-30] if packed else (record * 2)[:-20]
    )
    assert [r.torn for r in read_records(path)] == [False, True]


def test_what_is_no_warc_file_is_said(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(b"<html>no archive</html>")
    with pytest.raises(InputError, match=r"page\.html"):
        list(read_records(path))


def test_a_bomb_in_a_record_is_read_to_the_cap_only(tmp_path: Path) -> None:
    block = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(bytes(2**24))
    out = io.BytesIO(gzip.compress(WGET % (len(block), block)))
    path = tmp_path / "bomb.warc.gz"
    path.write_bytes(out.getvalue())
    found = to_exchange(next(iter(read_records(path))))
    assert found is not None
    assert len(found.body) < 2**17
