"""Search: finds what LIKE finds, ranks words above pieces, follows what is loaded."""

from __future__ import annotations

import random
from collections.abc import Sequence

import duckdb
import pytest

from tasks.extract.terms import count_terms
from tasks.load.load import load_batch
from tasks.records import PageResult
from tests.warehouse.samples import page_of
from warehouse.search_index import refresh_search

Con = duckdb.DuckDBPyConnection


def article(page: str, text: str) -> PageResult:
    return page_of(page, text, terms=count_terms(text))


def load(con: Con, pages: Sequence[PageResult], segment: int = 1000) -> None:
    load_batch(con, pages, [], "r1")
    refresh_search(con, segment)


def found(con: Con, words: str, macro: str = "search") -> list[str]:
    query = f"SELECT page FROM {macro}(?)"
    return [page for (page,) in con.execute(query.replace("?", repr(words))).fetchall()]


PAGES = [
    article("a", "农民工入会工作\n全市农民工入会率达90%，农民工会员增多。"),
    article("b", "农民工子女入学\n学校接收农民工子女，也有人入会。"),
    article("c", "射陽縣工會擁有會員11.8萬人\n農民工入會40230人。"),
    article("d", "职工会员大会\n职工会员大会召开，职工会员参加。"),
    article("e", "区工会换届\n工会选出新主席。"),
    article("f", "“二、四、六”工作法\n269.7万名会员；GDP 增长 8.5%。"),
]


@pytest.fixture
def stocked(con: Con) -> Con:
    load(con, PAGES)
    return con


@pytest.mark.parametrize(
    ("words", "pages"),
    [
        ("农民工 入会", {"a", "b", "c"}),
        ("农民工入会", {"a", "c"}),
        ("农民工子女", {"b"}),
        ("農民工", {"c"}),  # as the page writes it
        ("射阳县", {"c"}),  # simplified finds traditional
        ("工会会员", set()),  # its pairs stand in a, the phrase does not
        ("会员大会", {"d"}),
        ("会员参加。", {"d"}),
        ("269.7万名", {"f"}),
        ("“二、四、六”", {"f"}),
        ("GDP 8.5%", {"f"}),
        ("贫", set()),
        ("换", {"e"}),  # one character
        ("换 工会", {"e"}),
        ("。", {"a", "b", "c", "d", "e", "f"}),
        ("%", {"a", "f"}),  # no wildcard
        ("_", set()),
        ("", set()),
        ("   ", set()),
        ("工会 没有这个", set()),
    ],
)
def test_what_is_found(stocked: Con, words: str, pages: set[str]) -> None:
    assert set(found(stocked, words)) == pages
    assert set(found(stocked, words, "search_all")) == pages


def test_a_word_ranks_above_a_piece_of_words(stocked: Con) -> None:
    assert found(stocked, "工会")[0] == "e"
    assert "d" in found(stocked, "工会")  # 职工|会员


def test_the_more_often_the_higher(con: Con) -> None:
    load(con, [article("once", "慰问职工"), article("often", "慰问职工，又慰问职工，再慰问职工")])
    assert found(con, "慰问") == ["often", "once"]


def test_a_snippet_shows_the_phrase(stocked: Con) -> None:
    query = "SELECT page, snippet FROM search('入会') ORDER BY page"
    snippets = dict(stocked.execute(query).fetchall())
    assert "农民工入会" in snippets["a"]
    assert "農民工入會" in snippets["c"]
    assert all(len(snippet) <= 62 and "\n" not in snippet for snippet in snippets.values())


def test_every_phrase_that_like_finds_is_found(stocked: Con) -> None:
    draw = random.Random(5)
    for page in PAGES:
        text = page.article.text
        for _ in range(6):
            start = draw.randrange(len(text) - 1)
            phrase = text[start : start + draw.randint(1, 6)].strip()
            if not phrase or any(char.isspace() or char == "'" for char in phrase):
                continue
            like = stocked.execute(
                "SELECT page FROM article WHERE contains(text, ?) ORDER BY page", [phrase]
            ).fetchall()
            assert {name for (name,) in like} <= set(found(stocked, phrase)), phrase


@pytest.mark.parametrize("segment", [1, 40, 10_000])  # characters
def test_segments_change_nothing(con: Con, segment: int) -> None:
    load(con, PAGES, segment)
    assert set(found(con, "农民工 入会")) == {"a", "b", "c"}
    assert refresh_search(con) == 0


def test_the_search_follows_what_is_loaded(con: Con) -> None:
    for number in range(12):  # each a segment of its own, joined in between
        load(con, [article(f"p{number}", f"第{number}次工会大会"), article("x", f"更新{number}遍")])
        assert found(con, f"更新{number}遍") == ["x"]
        assert found(con, f"更新{number - 1}遍") == []
    assert len(found(con, "工会大会")) == 12
    segments = con.execute("SELECT count(DISTINCT segment) FROM search_posting").fetchall()
    assert segments[0][0] <= 4
