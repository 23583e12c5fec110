"""Unchanged pages cost a 304; a killed run goes on; a replay gives what the run gave."""

from __future__ import annotations

import gzip
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tasks.errors import WarehouseBusy
from tasks.fetch.archive import load_page, open_archive, replay_archive
from tasks.fetch.visit import Outcome
from tasks.fetch.warc_read import read_records
from tasks.records import Capture
from tests.tasks.fetch.crawling import Crawl
from tests.tasks.fetch.server import ADDRESS, Asked, Server, reply

ROOT = Path(__file__).parents[3]
FRESH = {"ETag": '"v1"', "Last-Modified": "Sat, 01 Feb 2026 10:00:00 GMT"}


def kinds(folder: Path) -> list[str]:
    records = [record for path in sorted(folder.glob("*.gz")) for record in read_records(path)]
    return [record.kind for record in records if record.kind not in ("warcinfo", "request")]


def unchanged(asked: Asked) -> Iterable[bytes | float]:
    if asked.headers.get("if-none-match") == '"v1"':
        return [b'HTTP/1.1 304 Not Modified\r\nETag: "v1"\r\n\r\n']
    return reply(b"<p>page", headers=FRESH)


def test_an_unchanged_page_costs_a_304(server: Server, crawl: Crawl) -> None:
    server.on("a.test", "/", unchanged)
    assert crawl(server.url("a.test"))[0].outcome is Outcome.FETCHED
    visit = crawl(server.url("a.test"))[0]
    assert (visit.outcome, visit.status) == (Outcome.UNCHANGED, 304)
    first, second = (asked.headers for asked in server.log)
    assert "if-none-match" not in first
    assert "if-modified-since" not in first
    assert second["if-none-match"] == '"v1"'
    assert second["if-modified-since"] == FRESH["Last-Modified"]
    assert kinds(crawl.folder) == ["response", "revisit"]
    assert crawl.pages() == {server.url("a.test"): b"<p>page"}
    assert crawl(server.url("a.test"))[0].outcome is Outcome.UNCHANGED


def test_an_unchanged_body_without_validators_is_a_revisit(server: Server, crawl: Crawl) -> None:
    server.page("a.test", "/", "<p>page")
    outcomes = [crawl(server.url("a.test"))[0].outcome for _ in range(3)]
    assert outcomes == [Outcome.FETCHED, Outcome.UNCHANGED, Outcome.UNCHANGED]
    assert kinds(crawl.folder) == ["response", "revisit", "revisit"]


def test_the_same_text_packed_anew_is_kept_but_unchanged(server: Server, crawl: Crawl) -> None:
    coded = {"Content-Encoding": "gzip"}
    for level in (1, 9):
        server.page("a.test", "/", gzip.compress(b"<p>page" * 99, level), headers=coded)
        visit = crawl(server.url("a.test"))[0]
    assert visit.outcome is Outcome.UNCHANGED
    assert kinds(crawl.folder) == ["response", "response"]


def test_a_changed_page_is_fetched_anew(server: Server, crawl: Crawl) -> None:
    hashes = []
    for text in ("one", "two", "one"):
        server.page("a.test", "/", text, headers=FRESH)
        assert crawl(server.url("a.test"))[0].outcome is Outcome.FETCHED
        with open_archive(crawl.folder) as archive:
            hashes.append([ref.sha256 for ref in archive.pages()])
    assert hashes[0] == hashes[2] != hashes[1]
    assert crawl.pages() == {server.url("a.test"): b"one"}


def test_a_page_that_vanished_keeps_its_body_and_is_told(server: Server, crawl: Crawl) -> None:
    server.page("a.test", "/", "once")
    crawl(server.url("a.test"))
    server.clear()
    visit = crawl(server.url("a.test"))[0]
    assert (visit.outcome, visit.reason) == (Outcome.REJECTED, "http_status")
    assert crawl.pages() == {server.url("a.test"): b"once"}


def test_conditions_are_not_sent_for_what_the_archive_lost(server: Server, crawl: Crawl) -> None:
    server.on("a.test", "/", unchanged)
    crawl(server.url("a.test"))
    for path in crawl.folder.glob("*.warc.gz"):
        path.unlink()
    crawl(server.url("a.test"))
    assert "if-none-match" not in server.log[1].headers
    assert crawl.pages() == {server.url("a.test"): b"<p>page"}


def test_within_a_run_nothing_is_asked_twice(server: Server, crawl: Crawl) -> None:
    server.page("a.test", "/x", "page")
    server.on("a.test", "/moved", lambda _: reply(b"", 301, {"Location": "/x"}))
    urls = [server.url("a.test", path) for path in ("/x", "/moved", "/gone", "/x", "/x#top")]
    first = crawl(*urls, finish=False)
    assert sorted(server.paths()) == ["/gone", "/moved", "/x"]
    again = crawl(*urls)
    assert len(server.log) == 3, "the run went on and had nothing left to ask"
    assert again == first
    crawl(*urls)
    assert len(server.log) == 6, "a new run asks anew"


def test_a_run_older_than_its_window_is_not_continued(server: Server, crawl: Crawl) -> None:
    server.page("a.test", "/x", "page")
    crawl(server.url("a.test", "/x"), finish=False)
    crawl.settings = crawl.settings.with_(window=timedelta(0))
    crawl(server.url("a.test", "/x"), finish=False)
    assert len(server.log) == 2


def test_one_process_at_a_time(crawl: Crawl) -> None:
    with (
        open_archive(crawl.folder),
        pytest.raises(WarehouseBusy, match="is being written by process"),
        open_archive(crawl.folder),
    ):
        pass


def test_killed_again_and_again_a_run_ends_whole(server: Server, crawl: Crawl) -> None:
    pages, hosts = 40, ("a.test", "b.test")

    def slowly(asked: Asked) -> Iterable[bytes | float]:
        yield 0.01
        yield reply(f"page {asked.host} {asked.path}".encode() * 200)[0]

    for host in hosts:
        server.on(host, "/*", slowly)
        server.page(host, "/robots.txt", "User-agent: *\nAllow: /")
    command = [sys.executable, "-m", "tests.tasks.fetch.killed"]
    command += [str(crawl.folder), str(server.port), str(pages)]
    kills = 0
    for enough in (3, 30, 60):
        known = archived(crawl.folder)
        server.log.clear()
        process = subprocess.Popen(command, cwd=ROOT)
        until = time.monotonic() + 15
        while len(server.log) + len(known) < enough and time.monotonic() < until:
            time.sleep(0.005)
        os.kill(process.pid, signal.SIGKILL)
        kills += process.wait() == -signal.SIGKILL
        assert not known & {(asked.host, asked.path) for asked in server.log}
    known = archived(crawl.folder)
    server.log.clear()
    assert subprocess.run(command, cwd=ROOT, check=False, timeout=30).returncode == 0
    asked = [(asked.host, asked.path) for asked in server.log]
    assert not known & set(asked)
    assert kills >= 2
    assert not list(crawl.folder.glob("*.open"))
    expected = {
        f"http://{host}:{server.port}/{n}": f"page {host} /{n}".encode() * 200
        for host in hosts
        for n in range(pages)
    }
    assert crawl.pages() == expected
    assert kinds(crawl.folder).count("response") == len(expected) + len(hosts)


def archived(folder: Path) -> set[tuple[str, str]]:
    """Host and path of every whole response in the archive."""
    found = set()
    for path in sorted([*folder.glob("*.gz"), *folder.glob("*.open")]):
        for record in read_records(path):
            if record.kind == "response" and not record.torn:
                host, _, rest = record.url.removeprefix("http://").partition(":")
                found.add((host, "/" + rest.partition("/")[2]))
    return found


@pytest.mark.parametrize("damage", ["gone", "garbage"])
def test_the_state_is_rebuilt_from_the_archive(server: Server, crawl: Crawl, damage: str) -> None:
    server.on("a.test", "/", unchanged)
    crawl(server.url("a.test"))
    for path in crawl.folder.glob("state.sqlite*"):
        path.unlink()
    if damage == "garbage":
        (crawl.folder / "state.sqlite").write_bytes(b"no database" * 100)
    assert crawl(server.url("a.test"))[0].outcome is Outcome.UNCHANGED
    assert "if-none-match" in server.log[1].headers


def test_a_replay_gives_what_the_runs_gave(server: Server, crawl: Crawl) -> None:
    server.page("a.test", "/plain", "<p>plain")
    server.page("a.test", "/gz", gzip.compress(b"<p>packed"), headers={"Content-Encoding": "gzip"})
    server.page("a.test", "/gb", "工会".encode("gb18030"), content_type="text/html; charset=gbk")
    server.page("a.test", "/png", b"\x89PNG\r\n\x1a\n", content_type="image/png")
    server.on("a.test", "/moved", lambda _: reply(b"", 302, {"Location": "/plain"}))
    server.on("a.test", "/away", lambda _: reply(b"", 302, {"Location": "http://10.0.0.1/"}))
    server.on("a.test", "/same", unchanged)
    paths = ("/plain", "/gz", "/gb", "/png", "/moved", "/away", "/same", "/none", "/changing")
    for text in ("first", "second"):
        server.page("a.test", "/changing", text)
        crawl(*(server.url("a.test", path) for path in paths), "http://h.test:1/")
    with open_archive(crawl.folder) as live, replay_archive(crawl.folder) as replayed:
        refs = list(live.pages())
        assert refs == list(replayed.pages())
        loaded = [load_page(ref) for ref in refs]
        rejects = list(live.rejects())
        assert rejects == list(replayed.rejects())
    assert all(isinstance(each, Capture) for each in loaded)
    assert {ref.page.rpartition("/")[2] for ref in refs} == {
        "plain",
        "gz",
        "gb",
        "same",
        "changing",
    }
    assert sorted(reject.reason for reject in rejects) == [
        "address", "binary", "connect", "http_status",
    ]  # fmt: skip


def test_a_capture_says_all_of_where_it_is_from(server: Server, crawl: Crawl) -> None:
    server.page("a.test", "/gb", "工会".encode("gb18030"), content_type="text/html; charset=GBK")
    before = datetime.now(UTC)
    crawl(server.url("a.test", "/gb"))
    with replay_archive(crawl.folder) as archive:
        (ref,) = archive.pages("demo")
        assert not list(archive.pages("other"))
        capture = load_page(ref)
    assert capture.page == capture.url == server.url("a.test", "/gb")
    assert capture.body.decode("gb18030") == "工会"  # type: ignore[union-attr]
    assert (capture.status, capture.charset, capture.source) == (200, "GBK", "demo")  # type: ignore[union-attr]
    assert before <= capture.captured_at <= datetime.now(UTC)  # type: ignore[union-attr, operator]
    assert (crawl.folder / capture.archive_file).exists()  # type: ignore[operator]
    assert ADDRESS not in capture.url
