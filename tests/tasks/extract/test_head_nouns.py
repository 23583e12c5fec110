"""Head nouns: what a number counts or is said of. Numbers stand in 【】, answers typed by hand."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from tasks.extract.head_nouns import find_heads
from tasks.records import Block, BlockKind, Measure, Quantity

# The noun, None where none is told; the number that is asked about is the first in brackets.
SENTENCES = [
    # behind the number
    ("律师顾问", "全年聘请【42名】律师顾问，接待来访【300人次】。"),
    ("律师", "有【42名】的律师在窗口值班。"),
    ("干部", "选出【30名】优秀的干部。"),
    ("外资企业", "【六成】外资企业没有食堂。"),
    ("餐饮企业", "【70%】以上餐饮企业歇业，【3家】倒闭。"),
    ("选手", "【45名】选手获奖。"),
    ("电子厂", "【一家】电子厂的厂长说。"),
    ("律师", "请來【12名】律師值班。"),
    # before it, by a verb of being or changing
    ("律师", "全市共有律师【42名】。"),
    ("律师", "律師人數不多，律師【42名】。"),
    ("离职率", "离职率由上年的【7.5%】降到【2.1%】。"),
    ("月工资", "保洁员的月工资从【1310元】提高到【1470元】。"),
    ("零售总额", "社会消费品零售总额达【29亿元】，增长【9%】。"),
    ("道路机扫率", "道路机扫率达【83%】。"),
    ("公厕", "新建公厕（含改造）【96座】。"),
    ("三等奖", "分设三等奖【8个】。"),
    ("参赛人数", "参赛人数：【1200人】。"),
    # neither times nor verbs
    (None, "昨天【35家】还没有开门。"),
    (None, "走访慰问【38万人】。"),
    (None, "比去年同期快了【4个】百分点。"),
    (None, "其中【3件】已经办结。"),
    (None, "【40人】【12名】"),
    (None, "【2人】死亡。"),
    (None, "小李来了。【5个】"),
    (None, ""),
]
# The same, asked about the second number.
SECOND = [
    ("离职率", "离职率由上年的【7.5%】降到【2.1%】。"),
    ("月工资", "保洁员的月工资从【1310元】提高到【1470元】。"),
    ("零售总额", "社会消费品零售总额达【29亿元】，同比增长【9%】。"),
    ("季军奖金", "冠、亚、季军奖金分别为【2万元】、【1.2万元】。"),
    ("客流", "客流合计【29万人次】、同比【9%】。"),
    (None, "零售总额达【29亿元】，其中【9%】来自网上。"),
]


def read(marked: str, measure: Measure = Measure.COUNT) -> tuple[str, list[Quantity]]:
    """The text without brackets, and its numbers."""
    text, numbers = "", []
    for piece in re.split("(【.*?】)", marked):
        words = piece.strip("【】")
        if piece.startswith("【"):
            at = len(text)
            numbers.append(Quantity(at, at + len(words), words, Decimal(1), "", measure))
        text += words
    return text, numbers


def heads(marked: str, measure: Measure = Measure.COUNT) -> list[str | None]:
    text, numbers = read(marked, measure)
    blocks = [Block(BlockKind.PARAGRAPH, 0, len(text))]
    return find_heads(text, blocks, numbers, numbers)


@pytest.mark.parametrize(("head", "sentence"), SENTENCES)
def test_the_noun_that_a_number_counts(head: str | None, sentence: str) -> None:
    assert next(iter(heads(sentence)), None) == head


@pytest.mark.parametrize(("head", "sentence"), SECOND)
def test_a_noun_is_said_of_the_numbers_that_follow(head: str | None, sentence: str) -> None:
    assert heads(sentence)[1] == head


@pytest.mark.parametrize(
    ("head", "sentence"),
    [
        (None, "五年来【5年】会员翻番"),
        (None, "工会【三年】追回欠薪"),
        ("办理周期", "平均办理周期由【45天】缩短到【12天】"),
        ("规划", "【三年】规划收官"),
    ],
)
def test_a_length_of_time_counts_nothing(head: str | None, sentence: str) -> None:
    assert heads(sentence, Measure.DURATION)[0] == head


@pytest.mark.parametrize(
    ("columns", "rows", "head"),
    [
        (("签约情况", "履约率（%）"), ("龙水镇",), "履约率"),
        (("2019年",), ("公厕数（座）",), "公厕数"),
        (("序号",), (), None),
        ((), (), None),
    ],
)
def test_a_cell_is_named_by_its_heads(
    columns: tuple[str, ...], rows: tuple[str, ...], head: str | None
) -> None:
    text, numbers = read("龙水镇\t【92.7】\t【88】")
    cell = numbers[0]
    blocks = [
        Block(BlockKind.CELL, 0, 3),
        Block(BlockKind.CELL, cell.start, cell.end, row_heads=rows, column_heads=columns),
    ]
    assert find_heads(text, blocks, numbers, [cell]) == [head]
