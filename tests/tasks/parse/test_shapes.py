"""Each shape of site gives its headline, date, source and all of its text, and nothing else."""

from __future__ import annotations

import pytest

from tasks.parse import parse_article
from tests.tasks.parse.pages import SHAPES, Shape, capture
from tests.tasks.parse.sites import SITES

ALL = (*SHAPES, *SITES)


@pytest.mark.parametrize("shape", ALL, ids=lambda shape: shape.name)
def test_shape(shape: Shape) -> None:
    article = parse_article(capture(shape.html.encode(shape.charset), shape.page))
    published = str(article.published) if article.published else None
    assert (article.title, published, article.publisher) == (
        shape.title,
        shape.published,
        shape.publisher,
    )
    assert [text for text in shape.present if text not in article.text] == []
    assert [text for text in shape.absent if text in article.text] == []


@pytest.mark.parametrize("shape", ALL, ids=lambda shape: shape.name)
def test_blocks_cover_the_text_in_order(shape: Shape) -> None:
    article = parse_article(capture(shape.html.encode(shape.charset), shape.page))
    end = -1
    for block in article.blocks:
        assert end < block.start < block.end
        gap = article.text[end : block.start] if end >= 0 else "\n"
        assert gap in {"\n", "\t"}
        end = block.end
    assert end == len(article.text)
