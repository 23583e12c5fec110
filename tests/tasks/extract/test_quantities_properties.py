"""What holds for any text: literal offsets, order, one value in any script, one pass."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tasks.extract import find_in_reading, find_non_quantities, find_quantities
from tasks.extract.reading import read
from tests.timed import assert_grows, seconds

WORDS = """会员 企业 建会率 工会 达到 近 约 逾 超过 不足 余 多 来 几 以上 左右
万 亿 千 百 十 人 家 名 个 元 % ‰ 倍 成 分之 、 和 至 ~ -
— ， 。 ： ( ） “ ” [ ] 第 届 年 月 日 号 点 翻 番 一
二 两 三 五 九 零 〇 半 过 统一 四川 签约 1 2 3 20 0 6.5
１ ８ 1,234 2013 2013年 . , : / + G20"""
PIECES = [*WORDS.split(), " ", "　", "\n", "\t", "\u200b"]
CHINESE_TEXT = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
FULL_WIDTH = str.maketrans("0123456789.,%", "０１２３４５６７８９．，％")

FACTS = st.tuples(
    st.integers(min_value=1, max_value=9_999_999),
    st.sampled_from(["", "万", "亿"]),
    st.sampled_from(["人", "家", "元", "名职工", "份合同", "个", "户"]),
)


@given(CHINESE_TEXT | st.text(max_size=60))
@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@example("近1 789 570 人以上、３成\u200b五")
def test_offsets_are_literal_ordered_and_apart(text: str) -> None:
    quantities = find_quantities(text)
    for quantity in quantities:
        assert text[quantity.start : quantity.end] == quantity.text
        assert quantity.start <= quantity.number_start < quantity.number_end <= quantity.end
        assert quantity.value.is_finite()
    for left, right in pairwise(quantities):
        assert left.end <= right.start


@given(CHINESE_TEXT)
@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_no_number_is_both_a_quantity_and_none(text: str) -> None:
    canonical = read(text).text
    numbers = [(q.number_start, q.number_end) for q in find_in_reading(canonical)]
    for other in find_non_quantities(canonical):
        assert canonical[other.start : other.end] == other.text
        assert all(end <= other.start or other.end <= start for start, end in numbers)


@given(FACTS)
@settings(max_examples=100, deadline=None)
def test_script_spaces_and_invisible_characters_change_no_value(fact: tuple[int, str, str]) -> None:
    number, scale, unit = fact
    plain = f"{number:,}"
    (expected,) = find_quantities(f"共有{plain}{scale}{unit}。")
    forms = [
        plain.translate(FULL_WIDTH),
        plain.replace(",", ""),
        plain.replace(",", " "),
        plain.replace(",", ", "),
        "\u200b".join(plain),
        "\ufeff".join(plain.translate(FULL_WIDTH)),
    ]
    for form in forms:
        for gap in ("", " ", "\u200b", "　"):
            (found,) = find_quantities(f"共有{gap}{form}{gap}{scale}{gap}{unit}。")
            assert (found.value, found.unit) == (expected.value, expected.unit), form


@given(st.integers(min_value=1, max_value=99_999_999))
@settings(max_examples=200, deadline=None)
def test_chinese_numerals_mean_their_arabic_ones(number: int) -> None:
    (found,) = find_quantities(f"共有{in_chinese(number)}名会员")
    assert found.value == number


def in_chinese(number: int) -> str:
    """A whole number below 10**8 in characters, as a dictionary would write it."""
    high, low = divmod(number, 10_000)
    words = _below_ten_thousand(high) + "万" if high else ""
    if not low:
        return words
    return words + ("零" if high and low < 1000 else "") + _below_ten_thousand(low)


def _below_ten_thousand(number: int) -> str:
    words = "".join(
        "零一二三四五六七八九"[int(digit)] + (scale if digit != "0" else "")
        for digit, scale in zip(f"{number:04}", ["千", "百", "十", ""], strict=True)
    )
    while "零零" in words:
        words = words.replace("零零", "零")
    return words.strip("零")


UGLY = [
    "一",
    "1,",
    "1、",
    "1",
    "年",
    "一百",
    "1-",
    "（1）",
    "10万",
    "近",
    "翻",
    "百分之",
    "三分之",
    "a1",
    "“",
    "1：",
    "1+",
    "1 ",
    "1 000 ",
    "\t1",
    "一户",
    "4.1.",
    "全市有基层工会4126个，会员近31.6万人，占85%~90%。",
]


@pytest.mark.alone
@pytest.mark.parametrize("piece", UGLY)
def test_each_doubling_of_the_text_takes_at_most_two_and_a_half_times_as_long(piece: str) -> None:
    """Four doublings in one ratio: a single one is off by more than that where caches overflow."""
    text = (piece * 160_000)[:160_000]
    small, large = lambda: find_quantities(text[:10_000]), lambda: find_quantities(text)
    assert_grows(2.5**4, small, large)


def test_a_hundred_thousand_characters_of_prose_take_a_second_at_most() -> None:
    sentence = (
        "全市有基层工会4126个，会员近31.6万人；职工们说，有了工会的驿站，歇脚喝水都方便多了。"
    )
    text = (sentence * 3_000)[:100_000]
    assert min(seconds(lambda: find_quantities(text)) for _ in range(3)) < 2


def test_noise_larger_than_any_count_is_no_quantity() -> None:
    assert find_quantities("近万亿亿亿") == []
    assert [q.value for q in find_quantities("会员2.8亿人")] == [280_000_000]
