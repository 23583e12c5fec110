"""Indexes of all kinds: what is read out of them, and what they cannot do to us."""

from __future__ import annotations

import gzip
import time
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from datetime import date

import pytest
from bs4 import BeautifulSoup

from tasks.errors import PageRejected
from tasks.fetch.kinds import ListingSource, Normal
from tasks.fetch.sources.feed import parse_day, read_feed
from tasks.fetch.sources.found import Found, Index, date_in_url, wanted
from tasks.fetch.sources.listing import find_next_index, read_links, read_markup
from tasks.fetch.sources.sitemap import read_sitemap
from tasks.fetch.yields import Verdict, judge_yield, newest_of

BASE = "http://www.a.test/gh/index.html"


def links(html: str, selector: str = "a") -> list[tuple[str, str]]:
    soup = BeautifulSoup(html, "lxml")
    return [(found.url, found.text) for found in read_links(soup, BASE, selector)]


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ('<a href="t1.html">工会</a>', ("http://www.a.test/gh/t1.html", "工会")),
        ('<a href="/x">y</a>', ("http://www.a.test/x", "y")),
        ('<a href="../x">y</a>', ("http://www.a.test/x", "y")),
        ('<a href="//b.test/x">y</a>', ("http://b.test/x", "y")),
        ('<a href="t.html#top">y</a>', ("http://www.a.test/gh/t.html", "y")),
        ('<a href=" t\n.html ">y</a>', ("http://www.a.test/gh/t.html", "y")),
        ('<a href="?id=5&amp;p=1">y</a>', ("http://www.a.test/gh/index.html?id=5&p=1", "y")),
        (
            '<a href="t.html" title="总工会召开会议">总工会召…</a>',
            ("http://www.a.test/gh/t.html", "总工会召… 总工会召开会议"),
        ),
        ('<base href="http://c.test/d/"><a href="t.html">y</a>', ("http://c.test/d/t.html", "y")),
        ('<a href="工会.html">y</a>', ("http://www.a.test/gh/%E5%B7%A5%E4%BC%9A.html", "y")),
        ('<a href="javascript:void(0)">y</a>', None),
        ('<a href="#top">y</a>', None),
        ('<a href="mailto:x@a.test">y</a>', None),
        ('<a href="">y</a>', None),
        ("<a>y</a>", None),
        ('<a href="http://[broken">y</a>', None),
        ('<a href="ftp://a.test/x">y</a>', None),
    ],
)
def test_links_of_an_index_page(html: str, found: tuple[str, str] | None) -> None:
    assert links(html) == ([found] if found else [])


def test_a_selector_chooses_links_or_what_holds_them() -> None:
    html = '<a href="/nav">n</a><ul class="news"><li><a href="/1">x</a></li></ul>'
    assert links(html, "ul.news") == links(html, "ul.news a") == [("http://www.a.test/1", "x")]


@pytest.mark.parametrize(
    ("html", "following"),
    [
        ('<a href="index_1.html">下一页</a>', "http://www.a.test/gh/index_1.html"),
        ('<a href="?page=2">下页</a>', "http://www.a.test/gh/index.html?page=2"),
        ('<a href="p2.html"> 下一頁 &gt;&gt; </a>', "http://www.a.test/gh/p2.html"),
        ('<a href="p2.html">Next »</a>', "http://www.a.test/gh/p2.html"),
        ('<a rel="next" href="p2.html">2</a>', "http://www.a.test/gh/p2.html"),
        ('<link rel="next" href="p2.html">', "http://www.a.test/gh/p2.html"),
        (
            '<script>createPageHTML(12, 0, "index", "html");</script>',
            "http://www.a.test/gh/index_1.html",
        ),
        ('<script>createPageHTML(12, 11, "index", "html");</script>', None),
        ('<a href="t9.html">下一篇</a>', None),
        ('<a href="t9.html">下一页的新闻</a>', None),
        ('<a href="javascript:next()">下一页</a>', None),
        ('<a href="index.html">下一页</a>', None),
        ('<a href="index_1.html">上一页</a>', None),
    ],
)
def test_the_next_index_page(html: str, following: str | None) -> None:
    index = Index(BASE, html.encode())
    assert find_next_index(BeautifulSoup(html, "lxml"), index) == following


RSS = """<?xml version="1.0" encoding="gb2312"?>
<rss version="2.0"><channel><title>要闻</title><link>http://a.test/</link>
<item><title>市总工会开会</title><link>http://a.test/1.html</link>
<pubDate>Tue, 03 Mar 2026 08:00:00 +0800</pubDate></item>
<item><title>二</title><link><![CDATA[ http://a.test/2.html?a=1&b=2 ]]></link>
<description>职工 &lt;b&gt;福利&lt;/b&gt;</description></item>
<item><title>三</title><guid>http://a.test/20260301/3.html</guid></item>
<item><title>四</title><guid isPermaLink="false">no-url-4</guid></item>
<item><title>五</title><link>javascript:alert(1)</link></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><link href="http://a.test/"/>
<entry><title>工会</title><link rel="self" href="http://a.test/self"/>
<link rel="alternate" href="/a.html"/><updated>2026-03-04T10:00:00Z</updated></entry>
</feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<item rdf:about="x"><title>工会</title><link>http://a.test/r.html</link>
<dc:date>2026-03-05</dc:date></item></rdf:RDF>"""


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (
            RSS.encode("gb18030"),
            [
                Found("http://a.test/1.html", "市总工会开会", date(2026, 3, 3)),
                Found("http://a.test/2.html?a=1&b=2", "二 职工 <b>福利</b>"),
                Found("http://a.test/20260301/3.html", "三", date(2026, 3, 1)),
                Found("http://www.a.test/gh/no-url-4", "四"),
            ],
        ),
        (ATOM.encode(), [Found("http://www.a.test/a.html", "工会", date(2026, 3, 4))]),
        (RDF.encode(), [Found("http://a.test/r.html", "工会", date(2026, 3, 5))]),
        (
            b"\xef\xbb\xbf\n" + RDF.encode(),
            [Found("http://a.test/r.html", "工会", date(2026, 3, 5))],
        ),
        (RDF.replace("</item></rdf:RDF>", "").encode(), None),  # cut off: what is there is read
        (b"<html><body>no feed</body></html>", []),
    ],
)
def test_feeds(body: bytes, found: list[Found] | None) -> None:
    entries = list(read_feed(Index(BASE, body)))
    assert entries == found if found is not None else len(entries) == 1


@pytest.mark.parametrize(
    ("body", "reason"), [(b"no markup", "not_xml"), (b"", "empty"), (b"\x89PNG\r\n", "binary")]
)
def test_what_is_no_feed_is_said(body: bytes, reason: str) -> None:
    with pytest.raises(PageRejected) as caught:
        list(read_feed(Index(BASE, body)))
    assert caught.value.reason == reason


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE z [<!ENTITY a "'
    + "x" * 1000
    + '">'
    + "".join(
        f'<!ENTITY {after} "{f"&{before};" * 50}">'
        for before, after in zip("abcd", "bcde", strict=True)
    )
    + "]><rss><item><link>http://a.test/&e;</link><title>&e;</title></item></rss>"
)
EXTERNAL = (
    '<!DOCTYPE z [<!ENTITY e SYSTEM "file:///etc/hostname">]><rss><item>'
    "<link>http://a.test/</link><title>&e;</title></item></rss>"
)
DEEP = "<rss>" + "<a>" * 100_000


WIDE = "<rss>" + "<a/>" * 1_000_000


@pytest.mark.parametrize("read", [read_feed, read_sitemap])
@pytest.mark.parametrize(
    ("xml", "reason"),
    [
        (BOMB, "not_xml"),
        (EXTERNAL, "not_xml"),
        (BOMB.replace("rss", "urlset"), "not_xml"),
        (DEEP, None),
        (WIDE, "too_large"),
    ],
)
def test_xml_bombs_give_nothing_and_take_no_time(
    read: Callable[[Index], Iterable[object]], xml: str, reason: str | None
) -> None:
    started = time.monotonic()
    with nullcontext() if reason is None else pytest.raises(PageRejected, match=reason):
        assert list(read(Index(BASE, xml.encode()))) == []
    assert time.monotonic() - started < 2


@pytest.mark.parametrize("html", ["<a>" * 60_000, "<div>" * 40_000 + "<a href=x>工会</a>"])
def test_an_index_of_too_many_or_too_deep_tags_is_refused(html: str) -> None:
    started = time.process_time()
    with pytest.raises(PageRejected, match="too_large"):
        read_markup(Index(BASE, html.encode()))
    assert time.process_time() - started < 3


def test_chosen_tags_within_chosen_tags_are_looked_at_once() -> None:
    html = "<div>" * 400 + "".join(f"<a href={n}.html>{n}</a>" for n in range(5_000))
    started = time.process_time()
    assert len(links(html, "div")) == 5_000
    assert time.process_time() - started < 3


SITEMAP = b"""<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>http://a.test/1.html</loc><lastmod>2026-03-01T09:00:00+08:00</lastmod></url>
<url><loc> http://a.test/2.html </loc><news:news><news:title>\xe5\xb7\xa5\xe4\xbc\x9a</news:title>
<news:publication_date>2026-02-28</news:publication_date></news:news></url>
<url><loc>ftp://a.test/3.html</loc></url><url><lastmod>2026-01-01</lastmod></url>
</urlset>"""
ENTRIES = [
    (Found("http://a.test/1.html", "", date(2026, 3, 1)), False),
    (Found("http://a.test/2.html", "工会", date(2026, 2, 28)), False),
]


@pytest.mark.parametrize("body", [SITEMAP, gzip.compress(SITEMAP), SITEMAP.replace(b"\n", b"")])
def test_sitemaps(body: bytes) -> None:
    assert list(read_sitemap(Index(BASE, body))) == ENTRIES


def test_sitemap_indexes_and_lines() -> None:
    index = b"<sitemapindex><sitemap><loc>/s1.xml.gz</loc></sitemap></sitemapindex>"
    assert list(read_sitemap(Index(BASE, index))) == [(Found("http://www.a.test/s1.xml.gz"), True)]
    lines = b"http://a.test/1.html\r\nhttp://a.test/2.html\nnothing\n"
    found = [each.url for each, _ in read_sitemap(Index(BASE, lines))]
    assert found == ["http://a.test/1.html", "http://a.test/2.html"]


def test_a_packed_bomb_is_no_sitemap() -> None:
    with pytest.raises(PageRejected, match="too_large"):
        list(read_sitemap(Index(BASE, gzip.compress(bytes(2**25)))))


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("http://a.test/2026/03/01/x.html", date(2026, 3, 1)),
        ("http://a.test/202603/t20260301_88.html", date(2026, 3, 1)),
        ("http://a.test/2026-03/01/content_5.htm", date(2026, 3, 1)),
        ("http://a.test/20261301/x.html", None),
        ("http://a.test/20260230/x.html", None),
        ("http://a.test/id/120260301", None),
        ("http://a.test/x", None),
    ],
)
def test_the_day_that_a_url_names(url: str, day: date | None) -> None:
    assert date_in_url(url) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Tue, 03 Mar 2026 08:00:00 +0800", date(2026, 3, 3)),
        ("2026-3-4", date(2026, 3, 4)),
        ("2026-03-04T00:00:00+08:00", date(2026, 3, 4)),
        ("2026-13-40", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_days_of_feeds(text: str, day: date | None) -> None:
    assert parse_day(text) == day


def test_keywords_and_pattern_choose() -> None:
    source = ListingSource(
        name="x",
        kind="listing",
        publisher="p",
        urls=(BASE,),
        keywords=("工会", "职工"),
        match=r"/t\d+",
    )
    found = [
        Found("http://a.test/t1", "市总工会"),
        Found("http://a.test/t1", "市总工会，又一次"),
        Found("http://a.test/t2", "职工之家"),
        Found("http://a.test/t3", "天气"),
        Found("http://a.test/x4", "工会"),
    ]
    assert [each.url for each in wanted(found, source)] == ["http://a.test/t1", "http://a.test/t2"]


TODAY = date(2026, 3, 10)


@pytest.mark.parametrize(
    ("articles", "newest", "verdict"),
    [
        (20, date(2026, 3, 9), Verdict.OK),
        (4, date(2026, 3, 9), Verdict.FAILED),
        (0, None, Verdict.FAILED),
        (5, None, Verdict.OK),
        (101, date(2026, 3, 9), Verdict.WARNED),
        (20, date(2026, 2, 8), Verdict.OK),
        (20, date(2026, 2, 7), Verdict.ALARM),
        (500, date(2026, 1, 1), Verdict.ALARM),
    ],
)
def test_yield_against_what_is_normal(articles: int, newest: date | None, verdict: Verdict) -> None:
    normal = Normal(fewest=5, most=100, newest_days=30)
    assert judge_yield(normal, articles, newest, TODAY).verdict is verdict


def test_days_in_the_future_are_no_news() -> None:
    days = [date(2026, 3, 8), None, date(2036, 1, 1)]
    assert newest_of(days, TODAY) == date(2026, 3, 8)
    assert newest_of([], TODAY) is None
