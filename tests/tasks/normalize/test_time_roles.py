"""What a time expression does in its sentence, what it carries, and what hostile text costs."""

from __future__ import annotations

import pytest

from tasks.normalize.times import TimeKind, TimeRole, find_times
from tasks.partial_date import PartialDate
from tests.timed import assert_grows

PAGE = "2018-07-15"

ROLES = [
    ("去年，新建百家", "去年", TimeRole.FRAME),
    ("本报讯去年，新建百家", "去年", TimeRole.FRAME),
    ("截至去年底，新建百家", "截至去年底", TimeRole.FRAME),
    ("我市去年新建百家", "去年", TimeRole.PLAIN),
    ("会员百人，而去年只有三人", "去年", TimeRole.PLAIN),
    ("比去年增加三家", "去年", TimeRole.COMPARED),
    ("较上年末增加三家", "上年末", TimeRole.COMPARED),
    ("与2006年底相比增长", "2006年底", TimeRole.COMPARED),
    ("是2006年的三倍", "2006年", TimeRole.COMPARED),
    ("由2007年底的51万人增加到74万人", "2007年底", TimeRole.ORIGIN),
    ("从2007年的51万人增加到74万人", "从2007年", TimeRole.ORIGIN),
    ("昨日，记者从市总工会获悉", "昨日", TimeRole.REPORT),
    ("新华社南京12月29日电", "12月29日", TimeRole.REPORT),
    ("昨日召开的座谈会上", "昨日", TimeRole.REPORT),
    ("昨日举办培训班", "昨日", TimeRole.FRAME),
    ("签订《2013年目标责任书》", "2013年", TimeRole.NAMED),
]


@pytest.mark.parametrize(("text", "words", "role"), ROLES)
def test_role(text: str, words: str, role: TimeRole) -> None:
    mentions = find_times(text, PartialDate.parse(PAGE))
    assert {text[m.start : m.end]: m.role for m in mentions}[words] is role


def test_marks_of_a_mention() -> None:
    text = "截至6月底有百家，五年来新建"
    count, duration = find_times(text, PartialDate.parse(PAGE))
    assert (count.as_of, count.yearless, count.months) == (True, True, None)
    assert (duration.as_of, duration.months, duration.kind) == (False, 60, TimeKind.DURATION)


HOSTILE = [
    "年", "2012年", "1", "三", "1-", "十", "2012年至", "截至", "《2012年", "今年前", "1月1日",
    "元旦春节", "三年来", "比去年", " \t", "“",
]  # fmt: skip


@pytest.mark.alone
@pytest.mark.parametrize("unit", HOSTILE)
def test_hostile_runs_take_linear_time(unit: str) -> None:
    """Four times the text takes about four times the time; squared it would take sixteen."""
    text, page = unit * (40_000 // len(unit)), PartialDate.parse(PAGE)
    assert_grows(8, lambda: find_times(text[:10_000], page), lambda: find_times(text, page))
