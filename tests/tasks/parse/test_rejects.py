"""Pages without an article are rejected with a reason, and hostile ones cost seconds at most."""

from __future__ import annotations

import time

import pytest

from tasks.errors import PageRejected
from tasks.parse import parse_article
from tests.tasks.parse.pages import ABC, RELATED, A, capture, paragraphs


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("", "empty"),
        ("<html><body><div></div><script>var a = '文字';</script></body></html>", "empty"),
        (f"<html><body><ul>{RELATED}</ul><p>首页 &gt; 要闻</p></body></html>", "not_an_article"),
        ("<html><body><p>版权所有 浙ICP备00000001号</p></body></html>", "not_an_article"),
        ("<html><body>404 页面不存在</body></html>", "not_an_article"),
    ],
    ids=["nothing", "only_script", "only_links", "only_footer", "error_page"],
)
def test_no_article(body: str, reason: str) -> None:
    with pytest.raises(PageRejected) as caught:
        parse_article(capture(body))
    assert caught.value.reason == reason


def test_the_cap_is_a_parameter() -> None:
    with pytest.raises(PageRejected) as caught:
        parse_article(capture(paragraphs()), max_bytes=100)
    assert caught.value.reason == "too_large"


HOSTILE = {
    "nested_divs": "<div>" * 100_000 + paragraphs() + "</div>" * 100_000,
    "nested_fonts_unclosed": "<font><b>" * 50_000 + paragraphs(),
    "nested_tables": "<table><tr><td>" * 20_000 + paragraphs(),
    "comments_unclosed_inside": paragraphs() + "<!--" * 20_000,
    "many_headings": "<h1>一个标题在这里</h1>" * 5_000 + paragraphs(),
    "json_ld_unclosed": paragraphs() + '<script type="application/ld+json">' * 5_000,
    "endless_breadcrumb": "<p>" + "首页&gt;" * 20_000 + "</p>" + paragraphs(),
    "wide_spans": f"<table><tr><td colspan=99999999 rowspan=9999>x</td></tr></table>{paragraphs()}",
    "many_breaks": "<div>" + "<br>" * 50_000 + "<br>".join(ABC) + "</div>",
    "blank_ocean": "<p>" + " " * 200_000 + A + "\u3000" * 100_000 + "</p>" + paragraphs(),
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_pages_keep_their_text(body: str) -> None:
    started = time.perf_counter()
    article = parse_article(capture(f"<html><body>{body}</body></html>"))
    assert A in article.text
    assert time.perf_counter() - started < 20  # 0.1 to 2 s on an idle core
