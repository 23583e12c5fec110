"""What cells of tables count: heads over heads, parts and rates under a head, growth beside it."""

from __future__ import annotations

import pytest

from tasks.pipeline import read_page
from tasks.records import Observation
from tests.tasks.parse.pages import capture, paragraphs

TITLE = "海棠县总工会工作情况统计"
INTRO = (
    "现将全县各镇工会工作有关数据通报如下，请各级工会认真对照检查，抓好工会组织建设各项任务的落实。"
)


def read(table: str) -> list[Observation]:
    """The observations of a page with `table` (the rows in HTML), in order."""
    html = (
        f"<html><head><meta charset=utf-8><title>{TITLE}</title></head><body><h1>{TITLE}</h1>"
        f"<div>2019-03-07　来源：海棠日报</div>{paragraphs(INTRO)}<table>{table}</table></body>"
    )
    return list(read_page(capture(html)).observations)


def observed(table: str) -> list[str]:
    """The same as `metric=value`."""
    return [f"{one.metric}={float(one.value):.12g}" for one in read(table)]


def row(*cells: str) -> str:
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def under(outer: str, *inner: str) -> str:
    """Two rows of heads: places beside `outer`, which spans the `inner` ones."""
    first = f"<tr><td rowspan=2>镇</td><td colspan={len(inner)}>{outer}</td></tr>"
    return first + row(*inner)


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (
            under("技能竞赛", "场次", "参赛人数") + row("东镇", "14", "2,860"),
            ["contests.held=14", "contests.participants=2860"],
        ),
        (
            under("集体协商", "有效工资合同（份）", "履约率（%）") + row("东镇", "164", "88.2"),
            ["contracts.wage=164"],
        ),
        (
            under("会员人数（人）", "合计", "#女性") + row("东镇", "7,481", "2,840"),
            ["members.total=7481", "members.female=2840"],
        ),
        (
            row("街道", "会员（人）", "#新居民会员（人）") + row("东街", "18,642", "9,310"),
            ["members.total=18642", "members.migrant=9310"],
        ),
        (
            row("街道", "会员（人）", "#女性（人）") + row("东街", "18 642", "9 310"),
            ["members.total=18642", "members.female=9310"],
        ),
        (
            row("指标", "数值", "比上年") + row("工会会员总数", "23.96万人", "5.9%"),
            ["members.total=239600", "members.total=5.9"],
        ),
    ],
    ids=[
        *("inner head", "rate under a head", "part under a head"),
        *("a longer word beside its piece", "a row's last number with a space", "growth"),
    ],
)
def test_heads_over_heads(table: str, expected: list[str]) -> None:
    assert observed(table) == expected


def captioned(caption: str, *rows: str) -> str:
    """A table under a caption of its own."""
    return f"<caption>{caption}</caption>{''.join(rows)}"


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (
            captioned(
                "各镇工会组织建设情况　单位：个、万人、%",
                row("镇", "基层工会数", "会员数", "建会率"),
                row("东镇", "164", "1.2", "96.5"),
            ),
            ["unions.total=164", "members.total=12000", "rate.establishment=96.5"],
        ),
        (
            captioned(
                "工会法律援助情况　单位：件、万元",
                row("镇", "调解劳动争议", "追回欠薪"),
                row("东镇", "58", "63.7"),
            ),
            ["disputes.handled=58", "legal.recovered=637000"],
        ),
        (
            captioned(
                "各镇工会组建面　单位：个、%",
                row("镇", "基层工会数", "工会组建面"),
                row("东镇", "58", "93.7"),
            ),
            ["unions.total=58", "rate.establishment=93.7"],
        ),
        (
            captioned(
                "送温暖情况　单位：万元",
                row("镇", "慰问困难职工户数", "发放慰问金"),
                row("东镇", "312", "62.7"),
            ),
            ["aid.households=312", "aid.funds=627000"],
        ),
    ],
    ids=["scale of one unit", "money beside counts", "coverage", "counts under money"],
)
def test_a_caption_of_several_units(table: str, expected: list[str]) -> None:
    assert observed(table) == expected


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (
            captioned(
                "各镇工会主要指标（截至2019年2月末）",
                under("组织建设", "基层工会（家）", "会员（人）"),
                row("东镇", "86", "9,412"),
                row("西镇", "58", "4,237"),
            ),
            ["level"] * 4,
        ),
        (
            captioned(
                "2019年各镇建会任务分解表",
                row("镇", "新建基层工会（家）", "发展会员（人）"),
                row("东镇", "12", "1,100"),
                row("西镇", "7", "640"),
                row("南镇", "5", "380"),
            ),
            ["target"] * 6,
        ),
        (
            captioned(
                "2018年各镇发展会员考核指标完成情况　单位：人",
                under("发展会员", "下达指标", "实际完成"),
                row("东镇", "1,000", "1,140"),
            ),
            ["target", "new"],
        ),
    ],
    ids=["what stands", "what is asked", "asked and done"],
)
def test_tables_of_results_and_of_plans(table: str, expected: list[str]) -> None:
    assert [one.statistic.value for one in read(table)] == expected


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (
            captioned(
                "工会基本情况　单位：个",
                row("项目", "2004", "2005"),
                row("会员人数（万人）", "92.4", "100.3"),
                row("#女会员人数", "38.6", "41.1"),
                row("女职工工作委员会", "3260", "4234"),
            ),
            [
                *("members.total=924000", "members.total=1003000"),
                *("members.female=386000", "members.female=411000"),
            ],
        ),
        (
            captioned(
                "工会基本情况　单位：个",
                row("项目", "2004", "2005"),
                row("基层工会组织数", "2136", "2246"),
                row("建立职工代表大会制度的单位", "1963", "2075"),
            ),
            ["unions.total=2136", "unions.total=2246"],
        ),
        (
            captioned(
                "工会基本情况　单位：个、%",
                row("项目", "2004", "2005"),
                row("基层工会组织数", "2136", "2246"),
                row("职代会建制率", "86.3", "91.5"),
            ),
            ["unions.total=2136", "unions.total=2246", "congress.rate=86.3", "congress.rate=91.5"],
        ),
        (
            row("指标", "2004年", "2005年")
            + row("工会会员数（人）", "73125", "80347")
            + row("联合工会会员人数（人）", "20418", "26732"),
            ["members.total=73125", "members.total=80347"],
        ),
        (
            row("单位类型", "工会会员数（万人）", "在用计算机数（万台）", "藏书（万册）")
            + row("企业", "41.62", "20.15", "7.3")
            + row("机关事业单位", "18.07", "12.4", "33.8"),
            ["members.total=416200", "members.total=180700"],
        ),
    ],
    ids=[
        "committees of women",
        "too large for a rate",
        "a rate",
        "a part with its total's code",
        "units that no metric has",
    ],
)
def test_rows_that_name_something_else(table: str, expected: list[str]) -> None:
    assert observed(table) == expected
