"""Marked texts: labels on their numbers, blocks and heads of cells as pages have them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tasks.errors import InputError
from tasks.extract.annotated import read_annotated
from tasks.extract.gold import GoldPage
from tasks.records import Block, BlockKind

TEXT = """\
=== 全市会员⟦26万人|members.total|level⟧
date: 2022-11-18
会员率和签订率均达⟦92%|rate.membership+rate.bargaining|target⟧，经费⟦30万元|?⟧。
## 各镇情况
caption: 会员（单位：人）
镇\t会员\t其中：女性
东镇\t⟦7 481|members.total|level⟧\t⟦2 840|members.female|level⟧
　城南村\t⟦812|members.total|level⟧\t—
一、下一步打算
"""


def read(folder: Path, text: str) -> list[GoldPage]:
    file = folder / "texts.txt"
    file.write_text(text, "utf-8")
    return read_annotated(file)


def cell(page: GoldPage, words: str) -> Block:
    """The table cell that shows `words`."""
    article = page.scene.document.article
    [found] = [b for b in article.blocks if article.text[b.start : b.end] == words]
    return found


def test_marks_label_their_numbers(tmp_path: Path) -> None:
    [page] = read(tmp_path, TEXT)
    told = {q.text: page.metrics_of(q) for q in page.scene.quantities if page.labels_of(q)}
    assert told == {
        "26万人": {"members.total"},
        "92%": {"rate.membership", "rate.bargaining"},
        "30万元": set(),
        "7481": {"members.total"},
        "2840": {"members.female"},
        "812": {"members.total"},
    }
    assert [q.text for q in page.scene.quantities if page.is_optional(q)] == ["30万元"]
    assert not page.unplaced
    assert str(page.scene.document.article.published) == "2022-11-18"


def test_blocks_are_those_of_a_page(tmp_path: Path) -> None:
    [page] = read(tmp_path, TEXT)
    kinds = [b.kind for b in page.scene.document.article.blocks if b.kind is not BlockKind.CELL]
    title, paragraph, heading = BlockKind.TITLE, BlockKind.PARAGRAPH, BlockKind.HEADING
    assert kinds == [title, paragraph, heading, BlockKind.CAPTION, heading]
    assert cell(page, "2 840").column_heads == ("会员", "其中：女性")
    assert cell(page, "812").row_heads == ("东镇", "城南村")
    assert cell(page, "812").caption == "会员（单位：人）"


@pytest.mark.parametrize("mark", ["⟦3家|members.none|level⟧", "⟦3家|unions.total|often⟧"])
def test_a_wrong_mark_is_refused(mark: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="3家"):
        read(tmp_path, f"=== 工会\n全县工会{mark}。\n")
