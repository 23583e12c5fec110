"""Whole runs of configured sources against the server: what was asked, kept and reported."""

from __future__ import annotations

import gzip
import ssl
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine

from tasks.errors import InputError
from tasks.fetch.addresses import FixedResolver
from tasks.fetch.archive import load_page, open_state, read_warcs, replay_archive, view_archive
from tasks.fetch.kept import add_records, to_record
from tasks.fetch.kinds import (
    FeedSource,
    ListingSource,
    Normal,
    Polite,
    SitemapSource,
    Source,
    UrlsSource,
    WebSource,
)
from tasks.fetch.report import FetchReport, Progress, finish_runs
from tasks.fetch.run import fetch_sources
from tasks.fetch.settings import FetchSettings
from tasks.fetch.status import read_status
from tasks.fetch.yields import Verdict
from tasks.records import Capture
from tests.tasks.fetch.crawling import NAMES, QUICK
from tests.tasks.fetch.server import Asked, Server, reply

QUICKLY = Polite(per_host=4, delay=0)
COMMON = {"publisher": "p", "polite": QUICKLY}
Fetch = Callable[..., FetchReport]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "archive"


@pytest.fixture
def fetch(folder: Path, trusted: ssl.SSLContext) -> Fetch:
    def run(*sources: WebSource, told: Callable[[Progress], None] = print) -> FetchReport:
        quiet = told if told is not print else lambda progress: None
        report = fetch_sources(sources, folder, QUICK, quiet, FixedResolver(NAMES), trusted)
        with open_state(folder) as state:
            finish_runs(state, report)
        return report

    return run


def listing(server: Server, path: str = "/gh/index.html", **options: object) -> ListingSource:
    values = {"name": "list", "kind": "listing", "urls": (server.url("a.test", path),), **COMMON}
    return ListingSource.model_validate({**values, **options})


def article(number: int) -> str:
    return f"<h1>第{number}篇</h1><p>工会会员{number}人。"


def serve_listing(server: Server, pages: int = 3, per_page: int = 4) -> None:
    """Index pages with links by a template, all numbers beyond the last answer with the last."""
    for page in range(pages):
        name = "index.html" if page == 0 else f"index_{page}.html"
        numbers = range(page * per_page, (page + 1) * per_page)
        html = "".join(f'<li><a href="t20260301_{n}.html">工会 {n}</a>' for n in numbers)
        following = f'<a href="index_{page + 1}.html">下一页</a>' if page + 1 < pages else ""
        body = f'<a href="/about.html">关于</a><ul class="news">{html}</ul>{following}'
        server.page("a.test", f"/gh/{name}", body)
        for number in numbers:
            server.page("a.test", f"/gh/t20260301_{number}.html", article(number))


@pytest.mark.parametrize("further", [None, "index_{n}.html"])
def test_a_listing_with_further_pages(
    server: Server, folder: Path, fetch: Fetch, further: str | None
) -> None:
    serve_listing(server)
    source = listing(server, select="ul.news a", pages=9, further=further, keywords=["工会"])
    report = fetch(source).sources["list"]
    assert (report.listed, report.fetched, report.rejects) == (12, 12, 0)
    assert report.newest == date(2026, 3, 1)
    assert server.paths()[:2] == ["/robots.txt", "/gh/index.html"]
    assert "/about.html" not in server.paths()
    with replay_archive(folder) as archive:
        pages = [load_page(ref) for ref in archive.pages("list")]
    found = {page.body.decode() for page in pages if isinstance(page, Capture)}
    assert found == {article(number) for number in range(12)}


def test_reading_further_pages_ends_with_the_last_that_brings_something(
    server: Server, fetch: Fetch
) -> None:
    serve_listing(server, pages=2)
    again = Asked(0.0, "a.test", "/gh/index_1.html", {})
    server.on("a.test", "/gh/index_2.html", lambda _: server.answer(again))
    server.on("a.test", "/gh/index_3.html", lambda _: reply(b"never asked"))
    fetch(listing(server, pages=9, further="index_{n}.html", select="ul.news"))
    indexes = [path for path in server.paths() if "index" in path]
    assert indexes == ["/gh/index.html", "/gh/index_1.html", "/gh/index_2.html"]


def test_a_second_run_asks_conditionally_and_parses_nothing(server: Server, fetch: Fetch) -> None:
    serve_listing(server, pages=1)
    assert fetch(listing(server, select="ul.news")).sources["list"].fetched == 4
    server.page("a.test", "/gh/t20260301_2.html", "changed")
    report = fetch(listing(server, select="ul.news")).sources["list"]
    assert (report.fetched, report.unchanged) == (1, 3)


def test_a_feed(server: Server, fetch: Fetch) -> None:
    server.page(
        "b.test",
        "/rss.xml",
        "<rss><item><title>工会</title><link>/1.html</link></item>"
        "<item><title>天气</title><link>/2.html</link></item></rss>",
        content_type="application/rss+xml",
    )
    server.page("b.test", "/1.html", "page")
    urls = (server.url("b.test", "/rss.xml"),)
    source = FeedSource(
        name="feed", kind="feed", urls=urls, keywords=("工会",), publisher="p", polite=QUICKLY
    )
    assert fetch(source).sources["feed"].fetched == 1
    assert server.paths() == ["/robots.txt", "/rss.xml", "/1.html"]


def test_sitemaps_of_sitemaps(server: Server, fetch: Fetch) -> None:
    today = datetime.now(UTC).date()
    old = today - timedelta(days=90)
    inner = (
        f"<urlset><url><loc>/new.html</loc><lastmod>{today}</lastmod></url>"
        f"<url><loc>/old.html</loc><lastmod>{old}</lastmod></url></urlset>"
    )
    outer = (
        "<sitemapindex><sitemap><loc>/news.xml.gz</loc></sitemap>"
        f"<sitemap><loc>/2020.xml</loc><lastmod>{old}</lastmod></sitemap>"
        "<sitemap><loc>/sitemap.xml</loc></sitemap></sitemapindex>"
    )
    server.page("c.test", "/sitemap.xml", outer, content_type="text/xml")
    packed = gzip.compress(inner.encode())
    server.page("c.test", "/news.xml.gz", packed, content_type="application/gzip")
    server.page("c.test", "/new.html", "page")
    urls = (server.url("c.test", "/sitemap.xml"),)
    source = SitemapSource(
        name="map", kind="sitemap", urls=urls, newest_only=30, publisher="p", polite=QUICKLY
    )
    assert fetch(source).sources["map"].fetched == 1
    assert server.paths() == ["/robots.txt", "/sitemap.xml", "/news.xml.gz", "/new.html"]


def urls_source(server: Server, *paths: str, **options: object) -> UrlsSource:
    values = {
        "name": "urls",
        "kind": "urls",
        "urls": tuple(server.url("a.test", path) for path in paths),
        **COMMON,
    }
    return UrlsSource.model_validate({**values, **options})


def test_parts_of_an_article_are_one_page(server: Server, folder: Path, fetch: Fetch) -> None:
    server.page("a.test", "/n/88.html", 'one <a href="88_2.html">下一页</a>')
    server.page("a.test", "/n/88_2.html", 'two <a href="88.html">1</a><a href="88_3.html">3</a>')
    server.page("a.test", "/n/88_3.html", "three")
    source = urls_source(server, "/n/88.html", "/n/88_2.html")
    assert fetch(source).sources["urls"].fetched == 1
    with view_archive(folder) as live, replay_archive(folder) as replayed:
        (ref,) = live.pages()
        assert [ref] == list(replayed.pages())
    page = load_page(ref)
    assert isinstance(page, Capture)
    assert page.body.startswith(b"one")
    assert [part.body[:3] for part in page.parts] == [b"two", b"thr"]
    assert page.sha256 == ref.sha256 != page.parts[0].sha256
    server.page("a.test", "/n/88_3.html", "three, changed")
    assert fetch(source).sources["urls"].fetched == 1
    with view_archive(folder) as live:
        assert next(iter(live.pages())).sha256 != ref.sha256


def test_rejects_are_counted_by_reason_and_kept(server: Server, folder: Path, fetch: Fetch) -> None:
    server.page("a.test", "/ok", "page")
    server.page("a.test", "/png", b"\x89PNG\r\n\x1a\n")
    server.page("a.test", "/empty", " ")
    report = fetch(urls_source(server, "/ok", "/png", "/empty", "/gone", "/gone2"))
    assert report.sources["urls"].rejected == {"http_status": 2, "binary": 1, "empty": 1}
    with view_archive(folder) as archive:
        found = list(archive.rejects("urls"))
    rejects = {reject.page.rpartition("/")[2]: reject.reason for reject in found}
    assert rejects == {
        "png": "binary",
        "empty": "empty",
        "gone": "http_status",
        "gone2": "http_status",
    }


def test_progress_and_slow_hosts(server: Server, fetch: Fetch) -> None:
    server.on("a.test", "/slow", lambda _: [0.2, *reply(b"x" * 100)])
    server.page("b.test", "/quick", "y" * 50)
    seen: list[tuple[int, int, int, int, int]] = []

    def told(now: Progress) -> None:
        seen.append((now.to_do, now.pages, now.bytes, len(now.hosts), now.failures))

    urls = (server.url("a.test", "/slow"), server.url("b.test", "/quick"), server.url("b.test"))
    report = fetch(urls_source(server, urls=urls), told=told)
    # bytes: two pages, and three times "nothing here" (two robots.txt and one page)
    assert seen[-1] == (3, 2, 150 + 3 * 12, 2, 1)
    assert report.slowest_hosts(1)[0][0] == f"a.test:{server.port}"
    assert report.hosts_given_up() == {}


def test_yields_are_judged_and_told_by_status(server: Server, folder: Path, fetch: Fetch) -> None:
    serve_listing(server, pages=1)
    few = Normal(fewest=5)
    old = Normal(fewest=1, newest_days=3)
    sources = [
        listing(server, name="fine", schedule="15 6 * * *", select="ul.news"),
        listing(server, name="few", normal=few, select="ul.news"),
        listing(server, name="many", normal=Normal(fewest=1, most=3), select="ul.news"),
        listing(server, name="old", normal=old, select="ul.news"),
        listing(server, "/nowhere.html", name="gone"),
    ]
    report = fetch(*sources)
    verdicts = {name: each.judgement.verdict for name, each in report.sources.items()}  # type: ignore[union-attr]
    assert verdicts == {
        "fine": Verdict.OK,
        "few": Verdict.FAILED,
        "many": Verdict.WARNED,
        "old": Verdict.ALARM,
        "gone": Verdict.FAILED,
    }
    assert "http_status 404" in report.sources["gone"].problems[0]
    never: Source = listing(server, name="never", schedule="0 0 1 1 *")
    now = datetime.now(UTC)
    status = {each.name: each for each in read_status([*sources, never], folder, now)}
    told = {name: each.verdict for name, each in status.items()}
    assert told == {**{k: v.value for k, v in verdicts.items()}, "never": "never run"}
    assert status["fine"].last_success is not None
    assert status["few"].last_success is None
    assert status["fine"].next_run is not None
    assert (status["fine"].next_run.hour, status["fine"].next_run.minute) == (6, 15)
    later = read_status(sources, folder, now + timedelta(days=3))
    assert later[0].verdict == "overdue"
    assert later[1].verdict == "failed"


def test_status_before_anything_was_fetched(server: Server, folder: Path) -> None:
    (status,) = read_status([listing(server)], folder, datetime.now(UTC))
    assert status.verdict == "never run"


def test_a_run_goes_on_where_it_was_broken_off(server: Server, folder: Path, fetch: Fetch) -> None:
    serve_listing(server, pages=2, per_page=6)
    source = listing(server, pages=2, select="ul.news", polite=Polite(per_host=1, delay=0))

    class StoppedError(Exception):
        """What a kill would be, for a test within one process."""

    def stop(progress: Progress) -> None:
        if progress.pages == 7:
            raise StoppedError

    with pytest.raises(StoppedError):
        fetch(source, told=stop)
    before = server.paths()
    report = fetch(source).sources["list"]
    assert sorted(server.paths()) == sorted(set(server.paths())), "nothing is asked twice"
    assert len(server.paths()) == 1 + 2 + 12
    assert len(before) == 1 + 2 + 7
    assert (report.listed, report.fetched) == (12, 12)


def test_an_archive_of_another_maker_gives_the_same_pages(
    server: Server, folder: Path, fetch: Fetch, tmp_path: Path
) -> None:
    serve_listing(server, pages=1)
    fetch(listing(server, select="ul.news"))
    paths = sorted(folder.glob("*.warc.gz"))
    with replay_archive(folder) as ours, read_warcs(paths, tmp_path, "other") as read:
        assert [ref.sha256 for ref in read.pages()] == [ref.sha256 for ref in ours.pages()]
        assert all(isinstance(load_page(ref), Capture) for ref in read.pages())


def test_no_contact_no_run(server: Server, folder: Path) -> None:
    with pytest.raises(InputError, match="contact"):
        fetch_sources([urls_source(server, "/x")], folder, FetchSettings())
    assert server.log == []


def test_a_replay_of_nothing_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no WARC files"), replay_archive(tmp_path):
        pass


def test_an_archive_of_files_alone_replays_without_pages_of_the_web(tmp_path: Path) -> None:
    page = Capture("a.html", "file:///a.html", b"x", "00", "sample")
    add_records(tmp_path, None, [to_record(page).record])
    with replay_archive(tmp_path) as archive:
        assert list(archive.pages()) == []


def test_with_a_clock_set_back_by_a_day_what_changed_is_the_newer_still(
    server: Server, folder: Path, fetch: Fetch
) -> None:
    server.page("a.test", "/a.html", article(1))
    fetch(urls_source(server, "/a.html"))
    server.page("a.test", "/a.html", article(2))
    with time_machine.travel(datetime.now(UTC) - timedelta(days=1)):
        report = fetch(urls_source(server, "/a.html"))
    assert report.sources["urls"].fetched == 1
    with replay_archive(folder) as archive:
        (page,) = [load_page(ref) for ref in archive.pages()]
    assert isinstance(page, Capture)
    assert page.body.decode() == article(2)
    assert page.captured_at is not None
    assert datetime.now(UTC) - page.captured_at < timedelta(hours=1)
