"""Damage is repaired where nothing was lost, marked where it was, and never guessed."""

from __future__ import annotations

import pytest

from tasks.parse import parse_article
from tasks.parse.repairs import find_repairs, is_garbled, is_noise, unscramble
from tasks.records import RepairKind
from tests.tasks.parse.pages import A, B, C, capture, paragraphs

MOJIBAKE = "全县工会组织人数".encode().decode("gb18030")


def spans(text: str, kind: RepairKind) -> list[str]:
    return [text[r.start : r.end] for r in find_repairs(text) if r.kind is kind]


def test_mojibake_is_read_anew() -> None:
    assert unscramble(MOJIBAKE) == "全县工会组织人数"
    assert unscramble(A.encode().decode("latin-1")) == A
    assert unscramble(A) is None
    assert unscramble("GDP 12.5%") is None
    assert unscramble("廈門市總工會") is None


def test_lost_characters_are_not_guessed() -> None:
    broken = A.encode()[:-1].decode("gb18030", "replace")
    assert unscramble(broken) is None
    assert is_garbled(broken)
    assert not is_garbled(A)


def test_a_whole_page_of_mojibake_is_repaired() -> None:
    texts = ("职工入会率达到百分之八十五，", "工会会员总数达到十四万人1")
    wrong = [text.encode().decode("gb18030") for text in texts]
    article = parse_article(capture(f"<h1>工会会员总数</h1>{paragraphs(*wrong)}{paragraphs(A)}"))
    assert all(text in article.text for text in texts)
    assert [r.kind for r in article.repairs] == [RepairKind.MOJIBAKE] * 2


@pytest.mark.parametrize("text", ["+>r/0b", "nuw70*ell", "kYjGj,m", "`nZ)>", "O R;uqV@", "4e-D+q"])
def test_noise(text: str) -> None:
    assert is_noise(text)


@pytest.mark.parametrize(
    "text", ["GDP", "v2.0", "www.example.com", "12.5%", "APEC", "G20", "2013-02-26", "Trade Unions"]
)
def test_what_only_looks_like_noise(text: str) -> None:
    assert not is_noise(text)


def test_noise_counts_only_in_numbers() -> None:
    noisy = f"{A} +>r/0b\nnuw70*ell\n{B} fIsp;ca[k\n{C}"
    assert spans(noisy, RepairKind.RANDOM_TAIL) == ["+>r/0b", "nuw70*ell", "fIsp;ca[k"]
    assert spans(f"{A} +>r/0b\n{B}", RepairKind.RANDOM_TAIL) == []


def test_zero_width_pinyin_and_split_numbers() -> None:
    assert spans("会员\u200b11.8万\ufeff人", RepairKind.ZERO_WIDTH) == ["\u200b", "\ufeff"]
    assert spans("慰問(wèn)困難職工；上崗(gǎng)；公司(LTD)；工会(gong)", RepairKind.PINYIN) == [
        "(wèn)",
        "(gǎng)",
    ]
    assert spans("会员 1 234人，占11. 8%，2013 年12家", RepairKind.SPACE_IN_NUMBER) == [" ", " "]


def test_traditional_is_a_property_of_the_page() -> None:
    repairs = find_repairs("廈門市總工會會員總數達到一百萬人")
    assert [(r.kind, r.start, r.end) for r in repairs] == [(RepairKind.TRADITIONAL, 0, 0)]
    assert find_repairs("厦门市总工会会员总数，台湾里长") == []


@pytest.mark.parametrize(
    ("head", "flags"),
    [
        ("<title>六合彩开奖记录_百家乐</title>", ("hacked_title",)),
        ("<title>送100元助学金 海棠工会办实事</title>", ()),
        ("<title>丝袜小镇的工会</title>", ()),
    ],
)
def test_spam_in_the_title(head: str, flags: tuple[str, ...]) -> None:
    page = f"<html><head>{head}</head><body><h1>海棠工会办实事</h1>{paragraphs()}</body></html>"
    assert parse_article(capture(page)).flags == flags
