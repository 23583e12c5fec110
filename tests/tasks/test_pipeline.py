"""What reading a page adds to its observations: practices, flags of the checks, trust."""

from __future__ import annotations

from tasks.pipeline import read_page
from tasks.rows import page_row
from tests.tasks.parse.pages import capture, paragraphs

HEAD = "<html><head><meta charset=utf-8><title>海棠县总工会工作情况</title></head><body>"
TITLE = "<h1>海棠县总工会“三联”工作情况</h1>"
INFO = "<div>2019-03-07 09:12　来源：海棠日报</div>"
BODY = (
    "县总工会坚持党建带工建，推行“三联”工作法，夯实基层工会基础，职工满意度不断提升，广受好评。",
    "截至目前，全县职工21.62万人，会员19.41万人，职工入会率91.5%，工会干部平均年龄384岁。",
)


def test_practices_flags_and_trust() -> None:
    result = read_page(capture(f"{HEAD}{TITLE}{INFO}{paragraphs(*BODY)}</body></html>"))
    assert {practice.name for practice in result.practices} == {"三联", "党建带工建"}
    assert {"implausible", "rate_mismatch"} <= set(result.flags)
    assert page_row(result)["flags"] == ["rate_mismatch", "reprint"]
    assert 0.6 < result.trust < 0.8


def test_reasons_of_low_trust_are_flags_of_our_own() -> None:
    result = read_page(capture(f"{HEAD}{TITLE}{paragraphs(BODY[0])}</body></html>"))
    assert {"no_date", "no_source"} <= set(result.flags)
    assert page_row(result)["flags"] == []


def test_of_endless_numbers_a_thousand_are_bound_and_the_others_told() -> None:
    endless = (f"第{town}镇会员{town + 10000}人。" for town in range(1, 1201))
    result = read_page(capture(f"{HEAD}{TITLE}{INFO}{paragraphs(*endless)}</body></html>"))
    left = [quantity for quantity in result.unclaimed if quantity.reason == "too_many"]
    assert len(left) == 200
    assert left[0].quantity.value == 11001
    assert "too_many_numbers" in result.flags


def test_what_is_told_twice_is_one_fact_and_no_number_is_lost() -> None:
    twice = (
        "年终盘点，海棠县工会会员超过19万人，职工满意度不断提升，娘家人的服务得到一致好评。",
        "截至目前，全县工会会员19.41万人。",
        "大会报告说，全县工会会员19.41万人，职工入会率91.5%。",
    )
    result = read_page(capture(f"{HEAD}{TITLE}{INFO}{paragraphs(*twice)}</body></html>"))
    members = [one.value for one in result.observations if one.metric == "members.total"]
    assert members == [194100]
    left = [(one.quantity.text, one.detail) for one in result.unclaimed if one.reason == "repeated"]
    assert sorted(left) == [("19.41万人", "members.total"), ("超过19万人", "members.total")]
