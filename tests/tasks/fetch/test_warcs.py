"""WARC files as sources, of whatever maker: which pages they hold, and that each can be opened."""

from __future__ import annotations

import gzip
import ssl
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tasks.errors import InputError
from tasks.fetch.addresses import FixedResolver
from tasks.fetch.archive import PageRef
from tasks.fetch.kinds import UrlsSource, WarcSource
from tasks.fetch.lots import find_due, open_pages
from tasks.fetch.run import fetch_sources
from tasks.fetch.selection import local_lot, select_paths
from tasks.fetch.warcs import list_warcs, warc_lot
from tasks.records import Capture, Reject
from tests.tasks.fetch.crawling import NAMES, QUICK
from tests.tasks.fetch.server import Server

RECORD = (
    "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
    "WARC-Target-URI: <http://a.test/{name}>\r\nWARC-Date: 20{year}-05-06T07:08:09Z\r\n"
    "Content-Type: application/http;msgtype=response\r\nContent-Length: {length}\r\n"
    "\r\n{block}\r\n\r\n"
)


def record(name: str, body: str, year: int = 20, kind: str = "text/html") -> bytes:
    """One response as wget writes it."""
    block = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n\r\n{body}"
    length = len(block.encode())
    return RECORD.format(name=name, year=year, block=block, length=length).encode()


RECORDS = [
    record("b.html", "old b"),
    record("style.css", "p {}", kind="text/css"),
    record("a.html", "page a"),
    record("b.html", "new b", year=21),
    record("picture.html", "GIF89a"),
]
PACKED = {
    "plain.warc": b"".join(RECORDS),
    "each.warc.gz": b"".join(map(gzip.compress, RECORDS)),
    "whole.warc.gz": gzip.compress(b"".join(RECORDS)),
}


def bodies(found: list[Capture | Reject]) -> dict[str, Any]:
    return {one.page: one.body if isinstance(one, Capture) else one.reason for one in found}


@pytest.mark.parametrize("name", PACKED)
def test_the_newest_capture_of_a_page_is_opened_however_packed(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(PACKED[name])
    found = list(open_pages(warc_lot("old", [tmp_path / name], "370200")))
    assert bodies(found) == {
        "http://a.test/a.html": b"page a",
        "http://a.test/b.html": b"new b",
        "http://a.test/picture.html": "binary",
    }
    pages = [one for one in found if isinstance(one, Capture)]
    assert {(one.source, one.region, one.archive_file) for one in pages} == {
        ("old", "370200", str(tmp_path / name))
    }


def test_a_broken_file_is_a_reject_and_the_others_count(tmp_path: Path) -> None:
    (tmp_path / "good.warc").write_bytes(RECORDS[2])
    (tmp_path / "torn.warc.gz").write_bytes(PACKED["each.warc.gz"][:-20])
    (tmp_path / "page.warc").write_bytes(b"<html>not found</html>")
    found = bodies(list(open_pages(warc_lot("old", list_warcs([tmp_path])))))
    assert found["page.warc"] == "unreadable"
    assert found["torn.warc.gz"] == "torn_archive"
    assert found["http://a.test/a.html"] == b"page a"
    assert found["http://a.test/b.html"] == b"new b"


def test_what_was_loaded_is_not_due_again(tmp_path: Path) -> None:
    (tmp_path / "x.warc").write_bytes(PACKED["plain.warc"])
    lot = warc_lot("old", [tmp_path / "x.warc"])
    known = {("old", p.page): (p.sha256, "1", p.page) for p in lot.pages if isinstance(p, PageRef)}
    due = find_due([lot], known, "1")
    assert [page.page for page in due.lots[0].pages] == ["http://a.test/picture.html"]
    assert due.unchanged == {"old": 2}


def test_files_folders_and_globs_name_warc_files(tmp_path: Path) -> None:
    for name in ("a/one.warc", "a/deep/two.warc.gz", "b/THREE.WARC.GZ", "b/page.html", "odd"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(RECORDS[0])
    given = [tmp_path / "a", tmp_path / "b" / "*.GZ", tmp_path / "odd", tmp_path / "a" / "one.warc"]
    names = [path.name for path in list_warcs(given)]
    assert sorted(names) == ["THREE.WARC.GZ", "odd", "one.warc", "two.warc.gz"]
    with pytest.raises(InputError, match="no such file"):
        list_warcs([tmp_path / "c" / "*.warc"])


def test_a_source_and_a_typed_path_give_the_same_pages(tmp_path: Path) -> None:
    (tmp_path / "x.warc").write_bytes(PACKED["plain.warc"])
    (tmp_path / "p.html").write_text("page")
    source = WarcSource(name="old", kind="warc", publisher="p", paths=("x.warc",))
    (typed,) = select_paths([tmp_path / "x.warc", tmp_path / "p.html"], "old")
    assert {page.page for page in typed.pages} - {"p.html"} == {
        page.page for page in local_lot(source, tmp_path).pages
    }


def test_an_archive_of_ours_given_to_someone_else_is_theirs(
    server: Server, tmp_path: Path, trusted: ssl.SSLContext
) -> None:
    server.page("a.test", "/1", "one")
    ours = UrlsSource(name="ours", kind="urls", publisher="p", urls=(server.url("a.test", "/1"),))
    fetch_sources([ours], tmp_path, QUICK, resolve=FixedResolver(NAMES), tls=trusted)
    (page,) = open_pages(warc_lot("theirs", list_warcs([tmp_path])))
    assert isinstance(page, Capture)
    assert (page.source, page.body) == ("theirs", b"one")


def test_a_file_of_wget_loads(server: Server, tmp_path: Path) -> None:
    if subprocess.run(["which", "wget"], capture_output=True, check=False).returncode:
        pytest.skip("wget is not installed")
    server.page("127.0.0.1", "/1.html", "<p>from wget</p>")
    command = ["wget", "-q", "--no-proxy", "-O", str(tmp_path / "out"), "--warc-file=crawl"]
    command.append(f"http://127.0.0.1:{server.port}/1.html")
    subprocess.run(command, cwd=tmp_path, check=True, timeout=20)
    found = bodies(list(open_pages(warc_lot("wget", list_warcs([tmp_path])))))
    assert found[command[-1]] == b"<p>from wget</p>"
