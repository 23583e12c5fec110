# ruff: noqa: E501 (a row of markup is easier to read unbroken)
"""Cells know the heads that govern them; layout tables are walked through."""

from __future__ import annotations

import pytest

from tasks.parse import parse_article
from tasks.records import Article, BlockKind
from tests.tasks.parse.pages import A, B, capture

Heads = tuple[tuple[str, ...], tuple[str, ...]]


def article(table: str) -> Article:
    return parse_article(
        capture(f"<html><body><h1>工会数据一览</h1><p>{A}</p>{table}</body></html>")
    )


def values(table: str) -> dict[str, Heads]:
    """Text of each cell that is no head, with its row heads and column heads."""
    found = article(table)
    return {
        found.text[block.start : block.end]: (block.row_heads, block.column_heads)
        for block in found.blocks
        if block.kind is BlockKind.CELL and not block.is_head
    }


def rows(*texts: str) -> str:
    return "".join(
        "<tr>" + "".join(f"<td>{cell}</td>" for cell in text.split("|")) + "</tr>" for text in texts
    )


def test_invisible_characters_do_not_hide_a_table() -> None:
    hidden = rows(
        "镇|工会（家）|会员（人）", "花溪镇|3\u200b1|3,1\u200b20", "白马镇|2\ufeff8|2,044"
    )
    assert values(f"<table>{hidden}</table>")["3,1\u200b20"] == (("花溪镇",), ("会员（人）",))


def test_head_row_without_th_and_lead_column() -> None:
    assert values(
        f"<table>{rows('镇|工会（家）|会员（人）', '花溪镇|31|3,120', '白马镇|28|2,044')}</table>"
    ) == {
        "31": (("花溪镇",), ("工会（家）",)),
        "3,120": (("花溪镇",), ("会员（人）",)),
        "28": (("白马镇",), ("工会（家）",)),
        "2,044": (("白马镇",), ("会员（人）",)),
    }


def test_head_rows_with_spans_and_serial_numbers() -> None:
    head = (
        "<tr><td rowspan=2>序号</td><td rowspan=2>单位</td><td colspan=2>新发展会员</td></tr>"
        "<tr><td>任务</td><td>完成</td></tr>"
    )
    total = "<tr><td colspan=2>合计</td><td>1700</td><td>1911</td></tr>"
    found = values(f"<table>{head}{rows('1|花溪镇|900|1011', '2|白马镇|800|900')}{total}</table>")
    assert found["1011"] == (("花溪镇",), ("新发展会员", "完成"))
    assert found["1911"] == (("合计",), ("新发展会员", "完成"))
    assert "1" not in found


def test_groups_at_the_left_span_rows() -> None:
    body = (
        "<tr><th colspan=2>地区</th><th>会员</th></tr>"
        "<tr><td rowspan=2>城区</td><td>东区</td><td>612</td></tr><tr><td>西区</td><td>405</td></tr>"
    )
    found = values(f"<table>{body}</table>")
    assert found["405"] == (("城区", "西区"), ("会员",))


def test_parts_stand_under_their_whole() -> None:
    body = rows("指标|2010年|2009年", "会员（人）|1789|1704", "　其中：女会员|662|630", "　　　　农民工|471|428",
                "专职（人）|12|19")  # fmt: skip
    found = values(f"<table>{body}</table>")
    assert found["662"] == (("会员（人）", "其中：女会员"), ("2010年",))
    assert found["471"] == (("会员（人）", "农民工"), ("2010年",))
    assert found["12"] == (("专职（人）",), ("2010年",))


def test_parts_as_columns() -> None:
    found = values(f"<table>{rows('年份|会员|#女性', '2008|11.2|4.1', '2009|12.0|4.6')}</table>")
    assert found["4.1"] == (("2008",), ("会员", "#女性"))
    assert found["12.0"] == (("2009",), ("会员",))


def test_sections_and_notes() -> None:
    body = rows("指标|数量", "基层工会|58", "专职干部|12") + "<tr><td colspan=2>二、帮扶</td></tr>"
    body += rows("困难职工|77") + "<tr><td colspan=2>注：数据由县总工会统计，截至六月底。</td></tr>"
    found = article(f"<table>{body}</table>")
    cells = {found.text[b.start : b.end]: b for b in found.blocks if b.kind is BlockKind.CELL}
    assert cells["77"].row_heads == ("二、帮扶", "困难职工")
    assert cells["二、帮扶"].is_head
    note = next(b for b in found.blocks if found.text[b.start :].startswith("注："))
    assert note.kind is BlockKind.PARAGRAPH


def test_captions_inside_and_above() -> None:
    inner = "<tr><td colspan=2>表3 会员情况</td></tr><tr><td colspan=2>单位：万人</td></tr>"
    found = article(f"<table>{inner}{rows('地区|会员', '东区|6.1', '西区|4.0')}</table>")
    cell = next(b for b in found.blocks if found.text[b.start : b.end] == "6.1")
    assert cell.caption == "表3 会员情况 单位：万人"
    assert cell.column_heads == ("会员",)


def test_two_sets_of_columns_side_by_side() -> None:
    found = values(
        f"<table>{rows('镇|会员|镇|会员', '花溪|31|白马|28', '石桥|19|青山|44')}</table>"
    )
    assert found["28"] == (("白马",), ("会员",))
    assert found["19"] == (("石桥",), ("会员",))


def test_columns_set_with_spaces() -> None:
    found = values(
        "<pre>\n镇名      工会数    会员数\n花溪镇      31      3120\n白马镇      28      2044\n</pre>"
    )
    assert found["3120"] == (("花溪镇",), ("会员数",))


@pytest.mark.parametrize(
    "table",
    [
        f"<table><tr><td>{A}</td><td>{B}</td></tr><tr><td>{B}</td><td>3</td></tr></table>",
        f"<table><tr><td><table><tr><td>{A}</td></tr></table></td><td>12</td></tr></table>",
        "<table><tr><td>日</td><td>一</td><td>二</td><td>三</td><td>四</td><td>五</td><td>六</td></tr>"
        + rows("1|2|3|4|5|6|7", "8|9|10|11|12|13|14")
        + "</table>",
        f"<table>{rows('索引号|331-2020', '发布日期|2020')}</table>",
    ],
    ids=["prose_in_cells", "nested", "calendar", "government_index"],
)
def test_tables_that_hold_no_data(table: str) -> None:
    assert [block for block in article(table).blocks if block.kind is BlockKind.CELL] == []
