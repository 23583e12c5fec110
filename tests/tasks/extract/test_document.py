"""Where a text is cut into sentences and clauses, and which headings govern a place."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tasks.extract.document import LONGEST_CLAUSE, LONGEST_SENTENCE, Document, Span
from tests.tasks.normalize.region_pages import make_article


def document(*paragraphs: str) -> Document:
    return Document(make_article("海棠县总工会工作情况", list(paragraphs)))


def tile(spans: tuple[Span, ...], text: str) -> bool:
    """Whether the spans follow each other without a gap from one end of the text to the other."""
    ends = spans[0].start == 0 and spans[-1].end == len(text)
    return ends and all(one.end == other.start for one, other in pairwise(spans))


@pytest.mark.parametrize(
    "text",
    [
        "会员" * 1000,
        "会员一百人、" * 300,
        "会员一百人，" * 300,
        "会员一百人。" * 300,
    ],
    ids=["without a pause", "enumeration", "one sentence", "sentences"],
)
def test_endless_sentences_and_clauses_are_cut(text: str) -> None:
    one = document(text)
    assert tile(one.sentences, one.text)
    assert tile(one.clauses, one.text)
    assert max(span.end - span.start for span in one.sentences) <= LONGEST_SENTENCE
    assert max(span.end - span.start for span in one.clauses) <= LONGEST_CLAUSE


def test_a_cut_stands_behind_a_pause() -> None:
    one = document("会员一百零五人、" * 100)
    clauses = (one.text[span.start : span.end] for span in one.clauses)
    cut = [clause for clause in clauses if "会员" in clause]
    assert all(text.rstrip("\n").endswith("、") for text in cut)


def test_a_heading_governs_until_the_next_of_its_level() -> None:
    one = document("#一、组建", "##（一）企业", "建会一百家。", "#二、维权", "调解五件。")
    assert headings_over(one, "一百") == ["一、组建", "（一）企业"]
    assert headings_over(one, "五件") == ["二、维权"]
    assert headings_over(one, "海棠县") == []


def headings_over(one: Document, words: str) -> list[str]:
    return [one.text[h.start : h.end] for h in one.headings_over(one.text.index(words))]
