"""Whole runs against a web of several hosts: from the server over the archive to the warehouse.

One story in order, since a run takes seconds: first run, second run, status, replay.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator

import pytest
import trustme

from flows.replay import run_replay
from flows.review import Wanted, review_observations
from flows.status import show_status
from tasks.fetch.exchange import Exchange
from tasks.fetch.warc_read import read_record, to_exchange
from tests.flows.command import ROOT
from tests.flows.operated import Operated
from tests.flows.web import MakeWeb, Web, article, fresh
from tests.tasks.fetch.server import Server, reply, serving
from tests.tasks.fetch.test_warcs import record

Done = subprocess.CompletedProcess[str]
OLD = "{name: old, kind: warc, paths: [old.warc]}"


@pytest.fixture(scope="module")
def make_web(tmp_path_factory: pytest.TempPathFactory, shared: Operated) -> Iterator[MakeWeb]:
    """Makes data folders whose sources are on one local server."""
    authority, folder = trustme.CA(), tmp_path_factory.mktemp("web")
    authority.cert_pem.write_to_path(folder / "authority.pem")
    with serving(authority) as server:

        def make(name: str) -> Web:
            (folder / name).mkdir()
            return Web(server, folder / name, folder / "authority.pem", shared)

        yield make


def serve(web: Web) -> None:
    """Five sources on five hosts, one of them over TLS, and what can go wrong with a page."""
    server = web.server
    links = "".join(f'<li><a href="/n/{n}.html">工会 {n}</a>' for n in range(3))
    server.page("a.test", "/index.html", f"<ul>{links}</ul><a href=/weather.html>天气</a>")
    for n in range(3):
        server.on("a.test", f"/n/{n}.html", fresh(article(n + 11), '"1"'))
    feed = "<rss><item><title>工会</title><link>/b.html</link></item></rss>"
    server.page("b.test", "/rss.xml", feed, content_type="text/xml")
    more = "<a href=b_2.html>下一页</a>"
    server.page("b.test", "/b.html", article(21, "烟台市", more))
    server.page("b.test", "/b_2.html", article(22, "烟台市"))
    server.page("c.test", "/map.xml", "<urlset><url><loc>/c.html</loc></url></urlset>")
    in_gbk = article(31).replace("utf-8", "gbk").encode("gb18030")
    server.page("c.test", "/c.html", in_gbk, content_type="text/html; charset=gbk")
    server.page("d.test", "/png", b"\x89PNG\r\n\x1a\n")
    server.page("d.test", "/robots.txt", "User-agent: *\nDisallow: /secret")
    (web.folder / "old.warc").write_bytes(record("w.html", article(41)))


def entries(web: Web) -> list[str]:
    url = web.server.url
    away = f"https://b.test:{web.server.untrusted_port}/x"
    gone = [url("d.test", path) for path in ("/png", "/gone", "/secret")]
    index, feed = url("a.test", "/index.html"), url("b.test", "/rss.xml", tls=True)
    return [
        f"{{name: list, kind: listing, keywords: [工会], urls: ['{index}']}}",
        f"{{name: feed, kind: feed, schedule: 15 6 * * *, urls: ['{feed}']}}",
        f"{{name: map, kind: sitemap, urls: ['{url('c.test', '/map.xml')}']}}",
        f"{{name: bad, kind: urls, urls: {[*gone, away]}}}",
    ]


@pytest.fixture(scope="module")
def web(make_web: MakeWeb) -> Web:
    web = make_web("whole")
    serve(web)
    web.write_sources(*entries(web), OLD)
    return web


@pytest.fixture(scope="module")
def first(web: Web) -> Done:
    done = web.run("ingest")
    assert done.returncode == 0, done.stderr
    return done


def test_the_table_tells_of_each_source(first: Done, web: Web) -> None:
    rows = {line.split()[0]: " ".join(line.split()) for line in first.stdout.splitlines() if line}
    assert rows["list"] == "list 3 3 0 - ok"
    assert rows["feed"] == "feed 1 1 0 - ok"
    assert rows["map"] == "map 1 1 0 - ok"
    assert rows["old"] == "old 1 1 0 - ok"
    assert rows["bad"].startswith("bad 4 0 0 4: ")
    for reason in ("1 binary", "1 http_status", "1 robots", "1 tls"):
        assert reason in rows["bad"]
    assert re.search(r"^Slowest hosts \(mean answer\): \w\.test", first.stdout, re.MULTILINE)
    assert "6 new, 4 rejected" in first.stdout
    assert "Traceback" not in first.stderr


def test_what_was_asked_of_whom(first: Done, web: Web) -> None:
    log = web.server.log[:]
    agents = {asked.headers["user-agent"] for asked in log}
    assert agents == {"gonghui/0.1 (+mailto:tests@example.org)"}
    assert {asked.scheme for asked in log if asked.host == "b.test"} == {"https"}
    for host in ("a.test", "b.test", "c.test", "d.test"):
        paths = [asked.path for asked in log if asked.host == host]
        assert paths[0] == "/robots.txt"
        assert len(paths) == len(set(paths))
    assert "/secret" not in {asked.path for asked in log}
    assert "/weather.html" not in {asked.path for asked in log}


def test_each_figure_leads_back_to_the_bytes_in_the_archive(first: Done, web: Web) -> None:
    rows = web.ask(
        "SELECT source, page, value::BIGINT AS value, quote, archive_file, archive_offset, charset "
        "FROM provenance WHERE metric = 'members.total' ORDER BY value"
    )
    assert [(row["source"], row["value"]) for row in rows] == [
        ("list", 110_000), ("list", 120_000), ("list", 130_000), ("feed", 210_000),
        ("feed", 220_000), ("map", 310_000), ("old", 410_000),
    ]  # fmt: skip
    for row in rows:
        path = web.data / "archive" / row["archive_file"]
        exchange = to_exchange(read_record(path, row["archive_offset"]))
        assert isinstance(exchange, Exchange)
        assert exchange.url == row["page"]
        if row["value"] != 220_000:  # which stands in the second part
            assert row["quote"] in exchange.body.decode(row["charset"])


def test_both_parts_are_one_article(first: Done, web: Web) -> None:
    rows = web.ask("SELECT page FROM article WHERE source = 'feed'")
    assert [row["page"] for row in rows] == [web.server.url("b.test", "/b.html", tls=True)]


def test_each_reject_has_its_reason(first: Done, web: Web) -> None:
    rows = web.ask("SELECT page, reason FROM reject ORDER BY page")
    found = {row["page"].rpartition("/")[2]: row["reason"] for row in rows}
    assert found == {"png": "binary", "gone": "http_status", "secret": "robots", "x": "tls"}


@pytest.fixture(scope="module")
def second(first: Done, web: Web) -> Done:
    """One page changed, one source is redesigned, one host died; asked again in a new run."""
    web.server.log.clear()
    web.server.page("c.test", "/c.html", article(32))
    web.server.page("a.test", "/new.html", "<p>Welcome to our new site</p>")
    web.server.on("e.test", "/dead.html", lambda _: [-1.0])
    new, dead = web.server.url("a.test", "/new.html"), web.server.url("e.test", "/dead.html")
    web.write_sources(
        *entries(web),
        f"{{name: silent, kind: listing, urls: ['{new}'], normal: {{fewest: 3}}}}",
        f"{{name: dead, kind: listing, urls: ['{dead}']}}",
    )
    return web.run("ingest")


def test_an_unchanged_page_costs_a_304_and_is_not_read(second: Done, web: Web) -> None:
    asked = [asked for asked in web.server.log if asked.path.startswith("/n/")]
    assert [each.headers.get("if-none-match") for each in asked] == ['"1"'] * 3
    assert "list 3 0 3 - ok" in " ".join(second.stdout.split())
    assert "1 changed, 4 rejected, 4 unchanged" in second.stdout
    assert "Reading pages: 5 of 5" in second.stderr


def test_a_silent_source_is_an_alarm_and_the_others_go_on(second: Done, web: Web) -> None:
    assert second.returncode == 1
    told = second.stderr.splitlines()[-1]
    assert "silent: failed: 0 articles, normally at least 3" in told
    assert "dead: failed: 0 articles, normally at least 1; " in told
    rows = web.ask("SELECT value::BIGINT AS value FROM observation WHERE source = 'map'")
    assert [row["value"] for row in rows] == [320_000]


def test_status_tells_of_each_source(
    second: Done, web: Web, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert not web.call(monkeypatch, show_status), "one source failed"
    rows = {line.split()[0]: line for line in capsys.readouterr().out.splitlines() if line}
    time = r"\d\d-\d\d \d\d:\d\d"
    assert re.search(rf"listing +ok +{time} +3 \(1 or more\) +0 days +by hand", rows["list"])
    assert re.search(r"feed +ok .*\d\d-\d\d 06:15$", rows["feed"].rstrip())
    assert re.search(r"listing +failed +- +0 \(3 or more\)", rows["silent"])


def test_a_replay_gives_the_same_warehouse_from_the_archive_alone(
    second: Done, web: Web, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    web.server.log.clear()
    assert not web.call(monkeypatch, run_replay, False, 0.0)
    assert "1 pages of 'old' are in use but were not built" in capsys.readouterr().out
    web.add_source(OLD)
    judge_three(web, monkeypatch)
    assert web.call(monkeypatch, run_replay, False, 0.0)
    assert "Equal to the warehouse in use" in capsys.readouterr().out
    assert web.server.log == []
    figures = "SELECT page, value, quote, review FROM observation ORDER BY ALL"
    before = web.ask(figures)
    (web.data / "gonghui.duckdb").unlink()
    (web.data / "writer.duckdb").write_bytes(b"lost")
    assert web.call(monkeypatch, run_replay, False, 0.0)
    assert "It is the warehouse now" in capsys.readouterr().out
    assert web.ask(figures) == before
    assert {row["review"] for row in before} == {"accept", "correct", None}
    assert len(web.ask("FROM correction WHERE is_applied AND raised_because IS NULL")) == 3
    assert not (web.data / "replay").exists()


def judge_three(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    """One observation accepted, one corrected, one rejected."""
    monkeypatch.setenv("GONGHUI_CORRECTIONS", str(web.folder / "corrections.yaml"))
    monkeypatch.setenv("GONGHUI_DATA", str(web.data))
    found = web.ask("SELECT observation_id::VARCHAR AS id FROM observation ORDER BY page, quote")
    for one, verdict in zip(found, ("accept", "correct", "reject"), strict=False):
        meant = ("value=12345",) if verdict == "correct" else ()
        review_observations(one["id"], (verdict,), meant, "read it", "me", Wanted(), 0.0)


def slow_pages(server: Server, count: int) -> list[str]:
    def slowly(asked: object) -> list[bytes | float]:
        number = int(re.sub(r"\D", "", asked.path))  # type: ignore[attr-defined]
        return [0.02, *reply(article(number + 1).encode())]

    urls = []
    for host in ("g.test", "h.test"):
        server.on(host, "/*", slowly)
        server.page(host, "/robots.txt", "")
        urls += [server.url(host, f"/{number}.html") for number in range(count)]
    return urls


def test_killed_while_it_fetches_and_while_it_reads_nothing_is_lost_or_asked_twice(
    make_web: MakeWeb,
) -> None:
    web = make_web("killed")
    urls = slow_pages(web.server, 60)
    web.write_sources(f"{{name: slow, kind: urls, urls: {urls}}}")
    web.server.log.clear()
    for sign in ("Fetching: ", "Reading pages: "):
        known = web.archived() if (web.data / "archive").exists() else set()
        before = len(web.server.log)
        kill_when(web, sign, len(known) + 30)
        asked = {f"http://{a.host}:{web.server.port}{a.path}" for a in web.server.log[before:]}
        assert not known & asked
    known, before = web.archived(), len(web.server.log)
    done = web.run("ingest")
    assert done.returncode == 0, done.stderr
    assert len(known) == 122
    assert len(web.server.log) == before, "the run that was killed had fetched all"
    (row,) = web.ask("SELECT count(*) AS pages, count(DISTINCT page) AS urls FROM article")
    assert (row["pages"], row["urls"]) == (120, 120)
    assert not list((web.data / "archive").glob("*.open"))


def kill_when(web: Web, sign: str, pages: int) -> None:
    """Start `gonghui ingest` and kill it when it has told `sign`, or fetched `pages`."""
    command, env = web.command("ingest")
    errors = web.folder / "stderr"
    with errors.open("wb") as stream:
        process = subprocess.Popen(command, cwd=ROOT, env=env, stderr=stream, stdout=stream)
    until = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < until:
        if sign.startswith("Fetching") and len(web.server.log) >= pages:
            break
        if not sign.startswith("Fetching") and sign in errors.read_text("utf-8"):
            break
        time.sleep(0.01)
    os.kill(process.pid, signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL, errors.read_text("utf-8")
