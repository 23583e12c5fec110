"""robots.txt, delays, retries and redirects, as the server's log shows them."""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise

import pytest

from tasks.fetch.settings import Politeness
from tasks.fetch.visit import Outcome
from tests.tasks.fetch.crawling import Crawl
from tests.tasks.fetch.server import Asked, Server, reply

ROBOTS = Politeness(per_host=8, delay=0, robots=True)


def moved(to: str, status: int = 302) -> list[bytes | float]:
    return reply(b"", status, {"Location": to})


@pytest.mark.parametrize(
    ("body", "status", "allowed"),
    [
        ("User-agent: *\nDisallow: /private", 200, {"/a": True, "/private/x": False}),
        ("User-agent: *\nDisallow: /\n\nUser-agent: gonghui\nDisallow:", 200, {"/a": True}),
        ("User-agent: GongHui\nDisallow: /a$\nAllow: /", 200, {"/a": False, "/ab": True}),
        (
            "User-agent: *\nDisallow: /*.php\nAllow: /ok.php",
            200,
            {"/x.php": False, "/ok.php": True},
        ),
        ("\ufeffUser-agent: *\r\nDisallow: /a", 200, {"/a": False, "/b": True}),
        ("User-agent: *\nDisallow: /工会", 200, {"/%E5%B7%A5%E4%BC%9A/1": False, "/b": True}),
        ("<html><body>User-agent home page</body></html>", 200, {"/a": True}),
        ("", 200, {"/a": True}),
        ("gone", 404, {"/a": True}),
        ("no", 403, {"/a": True}),
        ("wait", 429, {"/a": False}),
        ("down", 500, {"/a": False}),
        ("down", 503, {"/a": False}),
    ],
)
def test_robots_txt_is_obeyed(
    server: Server, crawl: Crawl, body: str, status: int, allowed: dict[str, bool]
) -> None:
    server.page("a.test", "/robots.txt", body, status=status, content_type="text/plain")
    for path in allowed:
        server.page("a.test", path, f"page {path}")
    crawl.politeness = ROBOTS
    visits = crawl(*(server.url("a.test", path) for path in allowed))
    assert [visit.reason for visit in visits] == ["" if ok else "robots" for ok in allowed.values()]
    asked = [path for path in server.paths() if path != "/robots.txt"]
    assert sorted(asked) == sorted(path for path, ok in allowed.items() if ok)
    assert server.log[0].path == "/robots.txt"
    assert server.paths().count("/robots.txt") == (1 if status < 429 else 3)


def test_robots_redirects_to_the_front_page_which_is_a_page_of_the_run(
    server: Server, crawl: Crawl
) -> None:
    server.on("a.test", "/robots.txt", lambda _: moved("/"))
    server.page("a.test", "/", "the front page")
    crawl.politeness = ROBOTS
    visits = crawl(server.url("a.test", "/"), server.url("a.test", "/other"))
    assert [visit.outcome for visit in visits] == [Outcome.FETCHED, Outcome.REJECTED]
    assert list(crawl.pages()) == [server.url("a.test", "/")]


@pytest.mark.parametrize(("hops", "allowed"), [(5, False), (6, True)])
def test_robots_follows_five_redirects_and_takes_more_as_missing(
    server: Server, crawl: Crawl, hops: int, allowed: bool
) -> None:
    server.on("a.test", "/robots.txt", lambda _: moved("/r1"))
    for hop in range(1, hops):
        server.on("a.test", f"/r{hop}", lambda _, to=f"/r{hop + 1}": moved(to))  # type: ignore[misc]
    server.page("a.test", f"/r{hops}", "User-agent: *\nDisallow: /")
    server.page("a.test", "/x", "page")
    crawl.politeness = ROBOTS
    assert (crawl(server.url("a.test", "/x"))[0].outcome is Outcome.FETCHED) is allowed


def test_only_the_head_of_a_huge_robots_txt_counts(server: Server, crawl: Crawl) -> None:
    filler = "# nothing\n" * 60_000
    server.page("a.test", "/robots.txt", f"User-agent: *\nDisallow: /a\n{filler}Disallow: /b")
    server.page("a.test", "/b", "page")
    crawl.politeness = ROBOTS
    visits = crawl(server.url("a.test", "/a"), server.url("a.test", "/b"))
    assert [visit.reason for visit in visits] == ["robots", ""]


def test_a_robots_txt_that_never_ends_in_time_forbids(server: Server, crawl: Crawl) -> None:
    def drip(asked: Asked) -> Iterable[bytes | float]:
        yield b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"
        for _ in range(40):
            yield b"#"
            yield 0.05

    server.on("a.test", "/robots.txt", drip)
    crawl.politeness, crawl.settings = ROBOTS, crawl.settings.with_(deadline=0.3)
    assert crawl(server.url("a.test", "/x"))[0].reason == "robots"


def gaps(server: Server, host: str) -> list[float]:
    times = [asked.at for asked in server.log if asked.host == host]
    return [after - before for before, after in pairwise(times)]


def test_a_delay_between_requests_of_one_host_and_none_between_hosts(
    server: Server, crawl: Crawl
) -> None:
    for host in ("a.test", "b.test", "c.test"):
        for number in range(3):
            server.page(host, f"/{number}", "page")
    crawl.politeness = Politeness(per_host=2, delay=0.3, robots=False)
    started = time.monotonic()
    urls = [server.url(host, f"/{n}") for host in ("a.test", "b.test", "c.test") for n in range(3)]
    crawl(*urls)
    assert time.monotonic() - started < 1.8  # one host after the other would take 2.4
    for host in ("a.test", "b.test", "c.test"):
        assert sum(gaps(server, host)) > 0.4  # of 0.6: a busy machine notes arrivals late


@pytest.mark.parametrize(("told", "cap", "least"), [("0.5", 30, 0.3), ("999", 0.5, 0.3)])
def test_crawl_delay_is_kept_up_to_a_cap(
    server: Server, crawl: Crawl, told: str, cap: float, least: float
) -> None:
    server.page("a.test", "/robots.txt", f"User-agent: *\nCrawl-delay: {told}")
    server.page("a.test", "/x", "page")
    server.page("a.test", "/y", "page")
    crawl.politeness = ROBOTS
    crawl.settings = crawl.settings.with_(crawl_delay_cap=cap)
    crawl(server.url("a.test", "/x"), server.url("a.test", "/y"))
    assert least < gaps(server, "a.test")[1] < 5


def test_requests_at_once_are_limited_per_host_and_in_total(server: Server, crawl: Crawl) -> None:
    running: dict[str, int] = {}
    most: dict[str, int] = {}

    def slow(asked: Asked) -> Iterable[bytes | float]:
        for name in (asked.host, "all"):
            running[name] = running.get(name, 0) + 1
            most[name] = max(most.get(name, 0), running[name])
        yield 0.05
        for name in (asked.host, "all"):
            running[name] -= 1
        yield reply(b"page")[0]

    urls = []
    for host in ("a.test", "b.test", "c.test"):
        server.on(host, "/*", slow)
        urls += [server.url(host, f"/{number}") for number in range(6)]
    crawl.politeness = Politeness(per_host=2, delay=0, robots=False)
    crawl.settings = crawl.settings.with_(concurrency=4)
    crawl(*urls)
    assert most == {"a.test": 2, "b.test": 2, "c.test": 2, "all": 4}


def flaky(times: int, status: int = 503, headers: dict[str, str] | None = None) -> object:
    """A handler that fails `times` times before it works."""
    left = [times]

    def handler(asked: Asked) -> Iterable[bytes | float]:
        if left[0] == 0:
            return reply(b"at last")
        left[0] -= 1
        return reply(b"sorry", status, headers)

    return handler


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_trouble_is_asked_again_and_every_answer_is_archived(
    server: Server, crawl: Crawl, status: int
) -> None:
    server.on("a.test", "/", flaky(2, status))  # type: ignore[arg-type]
    assert crawl(server.url("a.test"))[0].outcome is Outcome.FETCHED
    assert len(server.log) == 3
    assert crawl.pages() == {server.url("a.test"): b"at last"}


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451, 501])
def test_a_clear_no_is_asked_once(server: Server, crawl: Crawl, status: int) -> None:
    server.on("a.test", "/", flaky(9, status))  # type: ignore[arg-type]
    visit = crawl(server.url("a.test"))[0]
    assert (visit.reason, visit.status, len(server.log)) == ("http_status", status, 1)


def test_three_tries_then_a_reject(server: Server, crawl: Crawl) -> None:
    server.on("a.test", "/", flaky(9))  # type: ignore[arg-type]
    visit = crawl(server.url("a.test"))[0]
    assert (visit.reason, visit.detail, len(server.log)) == ("http_status", "503 Status", 3)


def test_a_broken_connection_is_asked_again(server: Server, crawl: Crawl) -> None:
    left = [2]

    def breaking(asked: Asked) -> Iterable[bytes | float]:
        if left[0]:
            left[0] -= 1
            return [b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhalf", -1.0]
        return reply(b"whole")

    server.on("a.test", "/", breaking)
    assert crawl(server.url("a.test"))[0].outcome is Outcome.FETCHED
    assert crawl.pages() == {server.url("a.test"): b"whole"}


def test_retry_after_in_seconds_holds_for_the_whole_host(server: Server, crawl: Crawl) -> None:
    server.on("a.test", "/", flaky(1, 429, {"Retry-After": "1"}))  # type: ignore[arg-type]
    server.page("a.test", "/x", "page")
    crawl.politeness = Politeness(per_host=1, delay=0, robots=False)
    crawl(server.url("a.test"), server.url("a.test", "/x"))
    assert server.paths()[0] == "/"
    assert gaps(server, "a.test")[0] > 0.95


def test_retry_after_as_a_date(server: Server, crawl: Crawl) -> None:
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=2), usegmt=True)
    server.on("a.test", "/", flaky(1, 503, {"Retry-After": date}))  # type: ignore[arg-type]
    crawl(server.url("a.test"))
    assert 0.8 < gaps(server, "a.test")[0] < 2.5


def test_a_host_that_asks_for_too_much_patience_is_left_alone(server: Server, crawl: Crawl) -> None:
    server.on("a.test", "/", flaky(1, 503, {"Retry-After": "86400"}))  # type: ignore[arg-type]
    crawl.politeness = Politeness(per_host=1, delay=0, robots=False)
    visits = crawl(server.url("a.test"), server.url("a.test", "/x"))
    assert [visit.reason for visit in visits] == ["http_status", "host_failing"]
    assert server.paths() == ["/"]


def test_a_failing_host_is_left_alone_and_others_are_not(server: Server, crawl: Crawl) -> None:
    server.on("a.test", "/*", flaky(99, 500))  # type: ignore[arg-type]
    server.page("b.test", "/", "fine")
    crawl.politeness = Politeness(per_host=1, delay=0, robots=False)
    crawl.settings = crawl.settings.with_(host_failures=5)
    visits = crawl(*(server.url("a.test", f"/{n}") for n in range(10)), server.url("b.test"))
    assert len(server.paths("a.test")) == 5
    assert [visit.reason for visit in visits[2:10]] == ["host_failing"] * 8
    assert visits[-1].outcome is Outcome.FETCHED


@pytest.mark.parametrize(("hops", "fetched"), [(5, True), (6, False)])
def test_at_most_five_redirects(server: Server, crawl: Crawl, hops: int, fetched: bool) -> None:
    for hop in range(hops):
        server.on("a.test", f"/{hop}", lambda _, to=f"/{hop + 1}": moved(to))  # type: ignore[misc]
    server.page("a.test", f"/{hops}", "the end")
    visit = crawl(server.url("a.test", "/0"))[0]
    assert (visit.outcome is Outcome.FETCHED) is fetched
    assert visit.reason == ("" if fetched else "redirects")
    assert len(server.log) == 6


def test_a_redirect_loop_is_asked_once_each(server: Server, crawl: Crawl) -> None:
    server.on("a.test", "/x", lambda _: moved("/y"))
    server.on("a.test", "/y", lambda _: moved("/x"))
    assert crawl(server.url("a.test", "/x"))[0].reason == "redirects"
    assert server.paths() == ["/x", "/y"]


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("http://10.0.0.1/", "address"),
        ("http://169.254.169.254/latest/meta-data", "address"),
        ("http://[::1]/", "address"),
        ("http://[::ffff:127.0.0.1]/", "address"),
        ("http://2130706433/", "dns"),  # 127.0.0.1 as a number: a name that the resolver refuses
        ("file:///etc/passwd", "scheme"),
        ("ftp://a.test/x", "scheme"),
        ("javascript:alert(1)", "scheme"),
        ("http://user:secret@a.test/", "bad_url"),
        ("http://[broken/", "bad_url"),
    ],
)
def test_every_hop_is_checked(server: Server, crawl: Crawl, location: str, reason: str) -> None:
    server.on("a.test", "/", lambda _: moved(location))
    visit = crawl(server.url("a.test"))[0]
    assert (visit.outcome, visit.reason) == (Outcome.REJECTED, reason)
    assert len(server.log) == 1


def test_a_hop_obeys_the_robots_txt_of_its_own_host(server: Server, crawl: Crawl) -> None:
    server.on("a.test", "/", lambda _: moved(server.url("b.test", "/secret")))
    server.page("b.test", "/robots.txt", "User-agent: *\nDisallow: /secret")
    crawl.politeness = ROBOTS
    assert crawl(server.url("a.test"))[0].reason == "robots"
    assert server.paths("b.test") == ["/robots.txt"]


@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_redirects_with_raw_bytes_arrive(server: Server, crawl: Crawl, charset: str) -> None:
    raw = "工会".encode(charset)
    server.on("a.test", "/x", lambda _: moved(raw.decode("latin-1") + " 1.html"))
    path = "/" + "".join(f"%{byte:02X}" for byte in raw) + "%201.html"
    server.page("a.test", path, "page")
    assert crawl(server.url("a.test", "/x"))[0].outcome is Outcome.FETCHED
