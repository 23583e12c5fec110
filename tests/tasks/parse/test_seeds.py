"""The five real pages that the project starts from, where they are at hand."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tasks.parse import parse_article
from tests.tasks.parse.pages import capture

SEEDS = Path(__file__).parents[3].parent / "shared" / "seeds"
GOLD = SEEDS / "gold.jsonl"

pytestmark = pytest.mark.skipif(
    not GOLD.exists(), reason="the seed pages are not beside the checkout"
)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("number", range(5))
def test_seed(number: int) -> None:
    row = json.loads(GOLD.read_text("utf-8").splitlines()[number])
    article = parse_article(capture((SEEDS / row["page"]).read_bytes(), row["page"]))
    published = str(article.published) if article.published else None
    assert (article.title, published, article.publisher) == (
        row["title"],
        row["published"],
        row["source"],
    )
    text = squeezed(article.text)
    quotes = [observation["quote"] for observation in row["observations"]]
    assert [quote for quote in quotes if squeezed(quote) not in text] == []
    assert "ICP" not in article.text
