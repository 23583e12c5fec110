"""Sentences of our own with hand-typed answers: which metric each number counts."""

from __future__ import annotations

from pathlib import Path

import pytest

from tasks.extract.document import Document
from tasks.extract.lexicon import default_lexicon
from tasks.extract.observe import Observer
from tasks.extract.scene import Scene
from tasks.partial_date import PartialDate
from tasks.records import Article, Block, BlockKind

TABLE = Path(__file__).with_name("sentences.tsv")
ROWS = [
    line.split("\t") for line in TABLE.read_text("utf-8").splitlines() if not line.startswith("#")
]
# What the model still gets wrong, kept in sight: a row that begins to pass has to leave this list.
KNOWN_FAILURES = frozenset({"全市已建会企业中，签了工资集体协议的企业在82%以上。"})


def article_of(*paragraphs: str, title: str = "工会工作情况") -> Article:
    """An article with a title and one block a paragraph."""
    text, blocks = title, [Block(BlockKind.TITLE, 0, len(title))]
    for paragraph in paragraphs:
        start = len(text) + 1
        text += "\n" + paragraph
        blocks.append(Block(BlockKind.PARAGRAPH, start, len(text)))
    day = PartialDate(2020, 5, 6)
    return Article("test.html", "", "", title, day, None, None, "utf-8", text, tuple(blocks))


def observed(*paragraphs: str) -> list[str]:
    """The observations of the paragraphs as `metric=value`, in order of the text."""
    document = Document(article_of(*paragraphs))
    observations, _ = Observer(Scene(document, default_lexicon())).observe()
    return [f"{o.metric}={o.value:f}" for o in observations]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        pytest.param(*row, marks=pytest.mark.xfail(strict=True) if row[0] in KNOWN_FAILURES else ())
        for row in ROWS
    ],
)
def test_sentence(sentence: str, expected: str) -> None:
    wanted = [] if expected == "-" else expected.split()
    assert sorted(observed(sentence)) == sorted(wanted)


@pytest.mark.parametrize("sentence", [row[0] for row in ROWS])
def test_quotes_are_literal_and_hold_the_number(sentence: str) -> None:
    article = article_of(sentence)
    observations, unclaimed = Observer(Scene(Document(article), default_lexicon())).observe()
    for observation in observations:
        start, end = observation.quote_start, observation.quote_end
        assert article.text[start:end] == observation.quote
        assert observation.quantity is not None
        assert start <= observation.quantity.start < observation.quantity.end <= end
    for left in unclaimed:
        assert article.text[left.quantity.start : left.quantity.end] == left.quantity.text
        assert left.reason


@pytest.mark.parametrize(
    ("title", "sentence", "expected"),
    [
        (
            "海棠市工人文化宫落成",
            "这座文化宫建筑面积2.3万平方米，总投资1.2亿元。",
            ["facility.area=23000", "facility.investment=120000000"],
        ),
        ("海棠市购物中心落成", "这座中心建筑面积2.3万平方米，总投资1.2亿元。", []),
        (
            "海棠市表彰劳模",
            "今年全市共有86人获评市劳模。",
            ["honours.model_workers=86"],
        ),
        ("海棠市表彰优秀教师", "今年全市共有86人获评市优秀教师。", []),
    ],
)
def test_a_page_is_about_unions_by_its_words(
    title: str, sentence: str, expected: list[str]
) -> None:
    document = Document(article_of(sentence, title=title))
    observations, _ = Observer(Scene(document, default_lexicon())).observe()
    assert [f"{o.metric}={o.value:f}" for o in observations] == expected
