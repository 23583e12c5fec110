"""Articles of several pages: which link is the next part, and which only looks like one."""

from __future__ import annotations

import pytest

from tasks.fetch.parts import find_next_part, without_parts

PAGE = "http://a.test/news/t1_88.html"
PLAIN = "http://a.test/news/88.html"


def href(*targets: str) -> bytes:
    return "".join(f'<a href="{target}">x</a>' for target in targets).encode()


@pytest.mark.parametrize(
    ("page", "body", "following"),
    [
        (PAGE, href("t1_88_2.html", "t1_88_3.html"), "http://a.test/news/t1_88_2.html"),
        (PAGE, href("t1_88_1.html", "t1_88_2.html"), "http://a.test/news/t1_88_1.html"),
        (PLAIN, href("/news/88_2.html"), "http://a.test/news/88_2.html"),
        (PLAIN, href("88-2.html"), "http://a.test/news/88-2.html"),
        (PLAIN, href("88_02.html"), "http://a.test/news/88_02.html"),
        (PLAIN, b"<a href=88_2.html>", "http://a.test/news/88_2.html"),
        (PLAIN, href("88.html?page=2"), "http://a.test/news/88.html?page=2"),
        (PLAIN, href("?page=2"), "http://a.test/news/88.html?page=2"),
        ("http://a.test/view?id=5", href("?id=5&amp;page=2"), "http://a.test/view?id=5&page=2"),
        ("http://a.test/news/88", href("/news/88/2"), "http://a.test/news/88/2"),
        (
            PAGE,
            b'<script>createPageHTML(3, 0, "t1_88", "html");</script>',
            "http://a.test/news/t1_88_1.html",
        ),
        # The next article, another article, a list, another site, this page.
        (PLAIN, href("89.html"), None),
        (PLAIN, href("88_3.html"), None),
        (PLAIN, href("188_2.html"), None),
        (PLAIN, href("index_2.html"), None),
        (PLAIN, href("http://b.test/news/88_2.html"), None),
        (PLAIN, href("/other/88_2.html"), None),
        (PLAIN, href("88_2.jpg"), None),
        (PLAIN, href("88.html"), None),
        (PLAIN, b'<script>createPageHTML(1, 0, "88", "html");</script>', None),
        (PLAIN, b'<script>createPageHTML(9, 0, "index", "html");</script>', None),
        ("http://a.test/view?id=5", href("?id=6&amp;page=2"), None),
        ("http://a.test/", href("_2.html", "?page=2"), None),
    ],
)
def test_the_second_part(page: str, body: bytes, following: str | None) -> None:
    assert find_next_part(body, page, None, 1) == following


@pytest.mark.parametrize(
    ("url", "part", "body", "following"),
    [
        ("t1_88_2.html", 2, href("t1_88_2.html", "t1_88_3.html"), "t1_88_3.html"),
        ("t1_88_1.html", 2, href("t1_88.html", "t1_88_1.html", "t1_88_2.html"), "t1_88_2.html"),
        ("t1_88_2.html", 3, href("t1_88.html", "t1_88_1.html"), None),
        ("t1_88_1.html", 2, b'createPageHTML(3, 1, "t1_88", "html")', "t1_88_2.html"),
        ("t1_88_2.html", 3, b'createPageHTML(3, 2, "t1_88", "html")', None),
        ("t1_88_29.html", 30, href("t1_88_30.html"), None),  # enough is enough
    ],
)
def test_the_parts_behind_it(url: str, part: int, body: bytes, following: str | None) -> None:
    base = "http://a.test/news/"
    expected = base + following if following else None
    assert find_next_part(body, base + url, PAGE, part) == expected


def test_parts_beside_their_first_are_left_out() -> None:
    urls = ["http://a.test/1.html", "http://a.test/1_2.html", "http://a.test/2_2.html"]
    assert without_parts(urls) == [urls[0], urls[2]]
