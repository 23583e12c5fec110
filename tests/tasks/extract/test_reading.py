"""The canonical form of a text, and the way back from it to the source."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.extract.reading import read
from tasks.script import simplify

READINGS = [
    ("會員１１．８萬人", "会员11.8万人"),
    ("９０％以上", "90%以上"),
    ("98℅与97﹪", "98%与97%"),
    ("会员 3 万人", "会员3万人"),
    ("会员　3　万人", "会员3万人"),
    ("会\u200b员\ufeff3万", "会员3万"),
    ("1,234家", "1,234家"),
    ("1，234家", "1,234家"),
    ("1，789，570", "1,789,570"),
    ("建会,入会", "建会，入会"),
    ("12,3家", "12，3家"),
    ("2013,120名", "2013，120名"),
    ("10:30", "10:30"),
    ("来源:晚报", "来源：晚报"),
    ("好!真的?(是)", "好！真的？（是）"),
    ("1 789 570人", "1789570人"),
    ("1, 286名", "1,286名"),
    ("3. 5万人", "3.5万人"),
    ("会员2\xa06\xa09.7\xa0万人", "会员269.7万人"),
    ("工会266 83个", "工会26683个"),
    ("达9 8.5%", "达98.5%"),
    ("2 0 1 3 年工会会员", "2013年工会会员"),
    ("到20\xa013年1\xa02月", "到2013年12月"),
    ("图1 12家工会", "图1 12家工会"),
    ("见附录1 2013年数据", "见附录1 2013年数据"),
    ("昌化镇 235 5000 98%", "昌化镇235 5000 98%"),
    ("3\t5\t8家", "3\t5\t8家"),
    ("41 6820 2140", "41 6820 2140"),
    ("东镇\t7 481\t2 840\n西镇\t1 208", "东镇\t7481\t2840\n西镇\t1208"),
    ("东镇\t41 682\t9 12\n", "东镇\t41682\t9 12\n"),
    ("东镇 41 682\n", "东镇41 682\n"),
    ("41 682 214", "41 682 214"),
    ("2013-1-9 19:44", "2013-1-9 19:44"),
    ("Trade Union 12", "Trade Union 12"),
    ("甲    乙", "甲 乙"),
    ("甲 乙", "甲乙"),
    ("一行\n 二行", "一行\n二行"),
    ("单元\t 12 \t13", "单元\t12\t13"),
    ("⼯会", "工会"),
    ("", ""),
]


@pytest.mark.parametrize(("source", "expected"), READINGS)
def test_reading(source: str, expected: str) -> None:
    assert read(source).text == expected


def test_skipped_spans_are_stepped_over() -> None:
    source = "會員3.#x9#5萬人"
    reading = read(source, [(4, 6), (6, 8)])
    assert reading.text == "会员3.5万人"
    start = reading.text.index("3.5万")
    assert reading.span(start, start + 4) == (2, 10)
    assert source[slice(*reading.span(start, start + 4))] == "3.#x9#5萬"


def test_span_of_nothing_is_empty() -> None:
    assert read("").span(0, 0) == (0, 0)
    assert read("工会").span(1, 1) == (1, 1)


@given(st.text(max_size=200))
def test_every_character_is_traceable(source: str) -> None:
    reading = read(source)
    assert len(reading.text) == len(reading.offsets)
    assert list(reading.offsets) == sorted(set(reading.offsets))
    assert all(0 <= place < len(source) for place in reading.offsets)


@given(st.text(alphabet="會員１，2 3,4.\n\t万工（）\u200b", max_size=80))
def test_reading_is_stable(source: str) -> None:
    once = read(source).text
    assert read(once).text.replace(" ", "") == once.replace(" ", "")


@given(st.text(alphabet="會員總萬台臺里後发髮鐘鍾", max_size=40))
def test_simplifying_keeps_the_length(source: str) -> None:
    assert len(simplify(source)) == len(source)
