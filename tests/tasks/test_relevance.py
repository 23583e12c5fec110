"""The search for words in bytes: every form that pages write them in, and nothing lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tasks.errors import InputError
from tasks.normalize.codebook import load_codebook
from tasks.read import read_capture
from tasks.records import OFF_TOPIC, Capture, PageResult, Reject
from tasks.relevance import Prefilter, default_prefilter, is_off_topic
from tests.bench.pages import make_page

GOLD = Path(__file__).parents[1] / "gold"
AROUND = "<p>全县{}共有1312家，{}。</p>"


def capture(body: bytes, *parts: bytes) -> Capture:
    further = tuple(Capture("p", "", part, "1", "files") for part in parts)
    return Capture("a.html", "", body, "0", "files", parts=further)


@pytest.mark.parametrize("charset", ["utf-8", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("word", ["工会", "工會", "职工", "職工", "劳模", "勞模", "职代会"])
def test_words_in_every_charset(word: str, charset: str) -> None:
    assert default_prefilter().finds(AROUND.format(word, "下同").encode(charset))


@pytest.mark.parametrize("word", ["工會", "職工", "勞模", "集體協商"])
def test_words_in_big5(word: str) -> None:
    assert default_prefilter().finds(word.encode("big5hkscs"))


@pytest.mark.parametrize(
    "text",
    ["&#24037;&#20250;", "&#x5de5;&#x4f1a;", "&#x5DE5;&#x4F1A;", "&#24037;&#26371;", "a宸ヤ細b"],
)
def test_entities(text: str) -> None:
    assert default_prefilter().finds(text.encode())


@pytest.mark.parametrize("before", ["", "全", "全县", "a", "全ab"])
def test_words_misread_as_gbk(before: str) -> None:
    misread = f"{before}工会".encode().decode("gb18030", "replace")
    assert default_prefilter().finds(misread.encode())


@pytest.mark.parametrize("charset", ["utf-8", "gb18030", "big5hkscs", "utf-16"])
def test_other_pages_hold_none(charset: str) -> None:
    text = "今日天氣多雲，最高氣溫三十一度，工程會議改期。"
    assert not default_prefilter().finds(text.encode(charset, "ignore"))


def test_no_gold_page_with_an_observation_is_lost() -> None:
    rows = map(json.loads, (GOLD / "gold.jsonl").read_text("utf-8").splitlines())
    pages = [row["page"] for row in rows if row["observations"]]
    assert len(pages) > 120
    assert [p for p in pages if is_off_topic(capture((GOLD / p).read_bytes()))] == []


def test_generated_pages_are_told_apart() -> None:
    for other in (0.0, 1.0):
        pages = [make_page(4, number, size=2000, other=other) for number in range(40)]
        assert {is_off_topic(capture(page.body)) for page in pages} == {bool(other)}


def test_a_further_part_counts() -> None:
    assert is_off_topic(capture(b"<p>one", b"<p>two"))
    assert not is_off_topic(capture(b"<p>one", "<p>工会".encode()))


@pytest.mark.parametrize("body", [b"", b" \n", b"\x89PNG\r\n\x1a\n\x00", b"a\x00b" * 100])
def test_what_is_no_text_is_left_to_the_parser(body: bytes) -> None:
    assert not is_off_topic(capture(body))


def test_a_page_off_topic_is_a_reject_and_never_read() -> None:
    def fail(page: Capture) -> PageResult:
        raise AssertionError(page)

    found = read_capture(capture("<p>今日多云</p>".encode()), fail)
    assert isinstance(found, Reject)
    assert found.reason == OFF_TOPIC


def test_without_words_every_page_is_read() -> None:
    assert Prefilter(()).finds(b"")


def test_words_must_cover_the_anchors(tmp_path: Path) -> None:
    file = tmp_path / "codebook.yaml"
    file.write_text("units: {}\nanchors: 工会 劳模\nrelevant: 工会\nmetrics: []\n", "utf-8")
    with pytest.raises(InputError, match="劳模"):
        load_codebook(file)
