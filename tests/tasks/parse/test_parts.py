"""Articles that their site cut into several pages become one text with one set of offsets."""

from __future__ import annotations

from dataclasses import replace

from tasks.parse import parse_article
from tasks.pipeline import read_page
from tasks.records import BlockKind, Capture
from tests.tasks.parse.pages import A, B, C, capture, paragraphs

HEAD = "<h1>海棠县工会会员达到14.6万人</h1><div>2019-03-07 来源：海棠日报</div>"
GRID = "<table><tr><td>{0}</td><td>数量</td></tr><tr><td>工会</td><td>{1}</td></tr></table>"


def page(*inside: str, pager: str = "") -> Capture:
    body = "".join(inside)
    return capture(
        "<html><head><meta charset=utf-8><title>海棠县工会会员达到14.6万人</title></head><body>"
        f"<div id=nav><a href=/>首页</a></div><div class=art>{body}</div>{pager}</body></html>"
    )


def whole() -> Capture:
    first = page(
        HEAD, paragraphs(A), GRID.format("项目", "1312"), pager="<a href=1_2.html>下一页</a>"
    )
    second = page(
        HEAD, paragraphs(B), GRID.format("类别", "286"), pager="<a href=1.html>上一页</a>"
    )
    third = page(paragraphs(C), "<p>（记者 柳青 文/图）</p>")
    empty = page("")
    return replace(first, parts=(second, empty, third))


def test_the_parts_follow_the_first_without_their_headline() -> None:
    article = parse_article(whole())
    assert [article.text.count(text) for text in (A, B, C)] == [1, 1, 1]
    assert article.text.count("海棠县工会会员达到14.6万人") == 1
    assert "一页" not in article.text
    assert article.text.index(A) < article.text.index(B) < article.text.index(C)
    assert (str(article.published), article.publisher) == ("2019-03-07", "海棠日报")


def test_blocks_and_tables_stand_where_their_words_are() -> None:
    article = parse_article(whole())
    texts = [article.text[block.start : block.end] for block in article.blocks]
    assert "\n".join(texts).replace("\n", "") == article.text.replace("\n", "").replace("\t", "")
    assert [block.kind for block in article.blocks].count(BlockKind.TITLE) == 1
    cells = {block.table: article.text[block.start : block.end] for block in article.blocks}
    assert {number for number in cells if number is not None} == {0, 1}


def test_numbers_of_a_later_part_are_read_with_their_words() -> None:
    result = read_page(whole())
    found = {(seen.metric, int(seen.value)): seen for seen in result.observations}
    seen = found["aid.funds", 2860000]
    assert result.article.text[seen.quote_start : seen.quote_end] == seen.quote
    assert "286万元" in seen.quote
    assert str(seen.end) == "2018", "去年 is read with the date of the first part"


def test_a_page_without_parts_is_as_it_was() -> None:
    one = page(HEAD, paragraphs())
    assert parse_article(one) == parse_article(replace(one, parts=(page(""),)))
