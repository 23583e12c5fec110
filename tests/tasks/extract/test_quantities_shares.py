"""Shares, growth, ranges, and what numbers of a list share."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tasks.extract import find_quantities
from tasks.records import Measure
from tests.tasks.extract.quantity_rows import Row, found_in

SHARES: list[Row] = [
    ("建会率93.5%", "93.5%"),
    ("占３４％", "34%"),
    ("占34﹪", "34%"),
    ("百分之九十八", "98%"),
    ("百分之三十四", "34%"),
    ("百分之九十六点五", "96.5%"),
    ("百分之百", "100%"),
    ("百分之一百二十", "120%"),
    ("千分之三", "0.3%"),
    ("增长率6.9‰", "0.69%"),
    ("三分之二", "66.67%"),
    ("三分之一", "33.33%"),
    ("四分之三", "75%"),
    ("十分之一", "10%"),
    ("五分之四", "80%"),
    ("3分之2", "66.67%"),
    ("占2/3以上", ">66.67%"),
    ("九成", "90%"),
    ("四成四", "44%"),
    ("七成五", "75%"),
    ("六成半", "65%"),
    ("8成", "80%"),
    ("八成都已入会", "80%"),
    ("七成以上", ">70%"),
    ("九成五以上", ">95%"),
    ("三成六", "36%"),
    ("一半", "50%"),
    ("半数以上", ">50%"),
    ("过半", ">50%"),
    ("近半", "<50%"),
    ("一多半", ">50%"),
    ("上升1.2个百分点", "1.2个百分点"),
    ("回落0.8个百分點", "0.8个百分点"),
    ("高2个点", "2个百分点"),
    ("入会率达百分百", "100%"),
]

GROWTH: list[Row] = [
    ("会员翻番", "100番"),
    ("会员翻了一番", "100番"),
    ("翻了两番", "300番"),
    ("翻了三番", "700番"),
    ("翻了一番还要多", ">100番"),
    ("翻了一番多", ">100番"),
    ("翻两翻", "300番"),
    ("翻了一倍", "100番"),
    ("增长5倍", "500倍"),
    ("增长1.4倍", "140倍"),
    ("增加两倍", "200倍"),
    ("增长了1.2倍", "120倍"),
    ("是五年前的3.1倍", "5年 210倍"),
    ("是上年同期的三倍", "200倍"),
    ("相当于前者的近2倍", "<100倍"),
    ("增至2倍", "100倍"),
    ("3倍多", ">300倍"),
]

RANGES: list[Row] = [
    ("85%~90%", ">85% <90%"),
    ("85%-90%", ">85% <90%"),
    ("85％至90％", ">85% <90%"),
    ("85—90%", ">85% <90%"),
    ("8.5%至10%", ">8.5% <10%"),
    ("三到五成", ">30% <50%"),
    ("20—30人", ">20人 <30人"),
    ("5万～6万元", ">50000元 <60000元"),
    ("5-6万元", ">50000元 <60000元"),
    ("8000至1万元", ">8000元 <10000元"),
    ("3-5年", ">3年 <5年"),
    ("三至五家", ">3家 <5家"),
    ("百分之三到百分之五", ">3% <5%"),
    ("百分之三到五", ">3% <5%"),
    ("3～5个工作日", ">3个工作日 <5个工作日"),
    ("从81.7%到86.4%", "81.7% 86.4%"),
    ("由1860家增至2015家", "1860家 2015家"),
    ("由4.1万人增加到7.3万人", "41000人 73000人"),
]

LISTS: list[Row] = [
    ("分别为1.2、3.4和5万人", "12000人 34000人 50000人"),
    ("达1.2、3.4万", "12000 34000"),
    ("3、5、8万元", "30000元 50000元 80000元"),
    ("38、42和51家", "38家 42家 51家"),
    ("120、98与87份", "120份 98份 87份"),
    ("分别上升11.7个、18.5个百分点", "11.7个百分点 18.5个百分点"),
    ("提高3和5个百分点", "3个百分点 5个百分点"),
    ("85、90和95%", "85% 90% 95%"),
    ("1.2万、3.4万和5万人", "12000人 34000人 50000人"),
    ("860、1.2万和3万人", "860人 12000人 30000人"),
    ("分别为92%和94.5%", "92% 94.5%"),
    ("820人、1135人和640人", "820人 1135人 640人"),
    ("二十、三十家", "20家 30家"),
    ("企业579.5万家、职工2.67亿人", "5795000家 267000000人"),
    ("3万元、5户", "30000元 5户"),
]


@pytest.mark.parametrize(("text", "expected"), SHARES + GROWTH + RANGES + LISTS)
def test_shares_growth_ranges_lists(text: str, expected: str) -> None:
    assert found_in(text) == expected


def test_upper_ends_of_ranges_are_marked() -> None:
    lower, upper = find_quantities("保持在85%~90%")
    assert (lower.range_end, upper.range_end) == (False, True)
    assert [q.range_end for q in find_quantities("由85%升至90%")] == [False, False]


def test_multiples_of_a_base_are_told_from_growth() -> None:
    (growth,) = find_quantities("增长3倍")
    (base,) = find_quantities("是上年的3倍")
    assert (growth.measure, growth.value, growth.relative) == (
        Measure.MULTIPLE,
        Decimal(300),
        False,
    )
    assert (base.measure, base.value, base.relative) == (Measure.MULTIPLE, Decimal(200), True)


@pytest.mark.parametrize(
    ("text", "number", "whole"),
    [
        ("会员近60万人以上", "60万", "近60万人以上"),
        ("投入100余万元", "100余万", "100余万元"),
        ("三分之二以上", "三分之二", "三分之二以上"),
        ("达九成五左右", "九成五", "九成五左右"),
        ("约 1 200 多 个", "1 200", "约 1 200 多 个"),
        ("逾６０萬人", "６０萬", "逾６０萬人"),
        ("提高8.5个百分点", "8.5", "8.5个百分点"),
    ],
)
def test_offsets_of_number_and_whole(text: str, number: str, whole: str) -> None:
    (quantity,) = find_quantities(text)
    assert text[quantity.number_start : quantity.number_end] == number
    assert text[quantity.start : quantity.end] == quantity.text == whole
