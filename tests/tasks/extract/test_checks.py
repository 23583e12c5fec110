"""Flags between facts: what contradicts itself, and what only looks as if it did."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tasks.extract.check_rates import rate_mismatch
from tasks.extract.check_sums import sum_mismatch
from tasks.extract.checks import find_implausible, raise_flags
from tasks.extract.document import Document
from tasks.extract.intervals import allowed
from tasks.extract.quantities import find_in_reading, find_quantities
from tasks.parse import parse_article
from tasks.partial_date import PartialDate
from tasks.records import Bound, Observation, Quantity, Statistic
from tests.tasks.normalize.region_pages import make_article
from tests.tasks.parse.pages import capture
from tests.timed import assert_grows


def document_of(text: str) -> tuple[Document, list[Quantity]]:
    document = Document(make_article("工会统计", text.split("\n")))
    return document, find_in_reading(document.text)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("会员11.8万人", "117000", "119000"),
        ("工会1286家", "1286", "1286"),
        ("会员1,286人", "1286", "1286"),
        ("会员20万人", "190000", "210000"),
        ("三十万人", "200000", "400000"),
        ("二百三十五家", "235", "235"),
        ("入会率91.5%", "91.4", "91.6"),
        ("建会率92%", "91", "93"),
        ("建会率98%以上", "98", "100"),
        ("近60万人", "0", "600000"),
        ("约400人", "380", "420"),
        ("九成", "85", "95"),
    ],
)
def test_what_a_figure_allows(text: str, low: str, high: str) -> None:
    interval = allowed(find_quantities(text)[0])
    assert (interval.low, interval.high) == (Decimal(low), Decimal(high))


OFF_SUMS = [
    "调解组织有801个，其中镇（街道）9个、行业6个、企业784个，层层有人管。",
    "基层工会300家，其中独立工会290家，联合工会13家。",
    "工会干部52人，其中专职12人、兼职41人。",
    "会员500人（男320人、女185人）。",
    "投入资金300万元，其中县财政200万元、县总工会110万元。",
    "东镇12家、西镇20家、南镇31家，合计64家。",
    "会员8200人，其中农民工会员9100人。",
    "四类群体：骑手120人、快递员300人、货车司机410人、网约车司机75人，合计915人。",
]
FITTING_SUMS = [
    "调解组织有799个，其中镇（街道）9个、行业6个、企业784个。",
    "基层工会300家，其中独立工会280家，联合工会13家。",  # not all of them are named
    "基层工会约300家，其中独立工会290家，联合工会13家。",
    "会员12.5万人，其中甲区5.3万人、乙区4.1万人、丙区3.2万人。",  # rounded
    "会员5000人，其中女会员2600人、农民工会员2900人。",  # groups that overlap
    "工会120家，其中甲镇60家、会员2000人。",
    "新增会员300人，其中骑手会员总数达420人。",
    "职工书屋12家，其中国家级2家、省级4家。",
    "会员500人（男320人、女180人）。",
    "走访企业16家，慰问职工420人，合计发放物资12万元。",
    "工会320家，会员4100人，其中东镇工会31家、会员400人。",
]
OFF_RATES = [
    "应建会企业1500家，已建会1200家，建会率90%。",
    "5年来职工工资增长了40%，平均每年增长9.5%。",
    "六年来会员增长60%，年均增长13%。",
    "会员由2.0万人增加到2.5万人，增长34%。",
    "建会率从85%提高到92%，提高9个百分点。",
    "会员36万人，比上年增加1.5万人，增长6.4%。",
    "会员20.35万人，其中农民工会员12.1万人，占会员总数的66%。",
    "全镇25人以上企业200家，已建会150家，建会率80%。",
    "职工21.6万人，会员19.4万人，入会率91.5%。",
]
FITTING_RATES = [
    "应建会企业1500家，已建会1200家，建会率80%。",
    "5年来职工工资增长了40%，平均每年增长8%。",  # simple
    "5年来职工工资增长了40%，年均增长7%。",  # compound
    "会员由2.0万人增加到2.5万人，增长25%。",
    "会员由51.3万人发展到74.6万人，增长45.4%。",
    "建会率从85%提高到92%，提高7个百分点。",
    "会员36万人，比上年增加1.5万人，增长4.3%。",
    "会员20万人，其中农民工会员12万人，占全市农民工的80%。",
    "职工21.6万人，会员19.4万人，入会率90%。",
    "职工10万人，会员12万人，入会率98%。",  # other scopes
    "应建会企业1500家，已建会300家，规上企业建会率98%。",  # other scopes
    "近5年会员增长40%，工资年均增长9%以上。",
    "会员由2.0万人增加到2.5万人，增长两成多。",
]


@pytest.mark.parametrize(
    ("text", "is_off"), [*((t, True) for t in OFF_SUMS), *((t, False) for t in FITTING_SUMS)]
)
def test_lists_of_parts(text: str, is_off: bool) -> None:
    assert sum_mismatch(*document_of(text), []) is is_off


@pytest.mark.parametrize(
    ("text", "is_off"), [*((t, True) for t in OFF_RATES), *((t, False) for t in FITTING_RATES)]
)
def test_rates_in_one_sentence(text: str, is_off: bool) -> None:
    assert rate_mismatch(*document_of(text), []) is is_off


HEAD = "地区|工会（个）|会员（人）|入会率"
ROWS = ("东区|12|340|90%", "西区|20|510|88%", "南县|31|1,150|92%")


@pytest.mark.parametrize(
    ("rows", "is_off"),
    [
        ((HEAD, *ROWS, "合计|63|2,000|90.5%"), False),
        ((HEAD, *ROWS, "合计|63|2,100|90.5%"), True),
        ((HEAD, "全市|63|2,100|90.5%", *ROWS), True),
        ((HEAD, *ROWS, "合计|98|3,900|90.5%"), False),  # only some rows are shown
        ((HEAD, *ROWS, "其中：市直|3|70|90%", "合计|63|2,100|90.5%"), False),
        ((HEAD, *ROWS, "小计|63|2000|90%", "市直|—|40|95%", "总计|63|2,050|90%"), True),
        (("季度|一季度|二季度|合计", "工会|12|20|32", "会员|340|510|860"), True),
        (("季度|一季度|二季度|合计", "工会|12|20|32", "会员|340|510|850"), False),
        (("地区|会员（万人）", "东区|3.4", "西区|5.1", "南县|1.2", "合计|9.8"), False),  # rounded
        (("地区|会员（万人）", "东区|3.4", "西区|5.1", "南县|1.2", "合计|10.2"), True),
    ],
)
def test_tables(rows: tuple[str, ...], is_off: bool) -> None:
    cells = "".join(
        f"<tr>{''.join(f'<td>{cell}</td>' for cell in row.split('|'))}</tr>" for row in rows
    )
    html = (
        "<html><head><title>全市工会组织建设情况通报</title></head><body><h1>全市工会组织建设情况通报</h1>"
        "<p>现将全市各地工会组织建设有关数据通报如下，请各级工会认真对照检查，抓好整改落实。</p>"
        f"<table>{cells}</table><p>请各地工会于月底前报送整改措施，市总工会将适时组织督查。</p></body></html>"
    )
    document = Document(parse_article(capture(html)))
    assert sum_mismatch(document, find_in_reading(document.text), []) is is_off


def test_lines_as_a_table() -> None:
    lines = "东镇工会：12家，会员340人\n西镇工会：20家，会员510人\n南镇工会：31家，会员1150人\n"
    assert sum_mismatch(*document_of(lines + "合计：63家，会员2100人"), []) is True
    assert sum_mismatch(*document_of(lines + "合计：63家，会员2000人"), []) is False


def _observation(
    text: str, words: str, metric: str, region: str = "330402", unit: str = "person"
) -> Observation:
    start = text.index(words)
    quantity = find_quantities(words)[0]
    return Observation(
        metric=metric,
        value=quantity.value,
        unit=unit,
        bound=Bound.EXACT,
        statistic=Statistic.LEVEL,
        regions=(region,),
        place=None,
        start=None,
        end=PartialDate(2020, 6),
        quote=words,
        quote_start=start,
        quote_end=start + len(words),
        rule="test",
        confidence=1.0,
        quantity=quantity,
    )


@pytest.mark.parametrize(
    ("qualified", "rate", "flags"),
    [("240家", "80%", ()), ("240家", "88%", ("rate_mismatch",)), ("24家", "80%", ())],
)
def test_rates_against_observed_counts(qualified: str, rate: str, flags: tuple[str, ...]) -> None:
    text = f"工会有300家。经过验收，{qualified}达到标准，达标率{rate}。"
    document, quantities = document_of(text)
    whole = document.article.text
    observations = [
        _observation(whole, "300家", "unions.total", unit="org"),
        _observation(whole, qualified, "unions.qualified", unit="org"),
        _observation(whole, rate, "rate.qualified", unit="percent"),
    ]
    assert raise_flags(document, quantities, observations) == flags


@pytest.mark.parametrize(("last", "is_off"), [("160人", False), ("163人", True), ("20人", False)])
def test_districts_against_their_city(last: str, is_off: bool) -> None:
    text = f"全市会员500人。甲区120人。乙区220人。丙县{last}。"
    document, quantities = document_of(text)
    whole = document.article.text
    words = (("500人", "330400"), ("120人", "330402"), ("220人", "330411"), (last, "330421"))
    observations = [_observation(whole, w, "members.total", code) for w, code in words]
    assert sum_mismatch(document, quantities, observations) is is_off


def test_implausible_values() -> None:
    text = "平均年龄384岁。平均年龄38.4岁。"
    far, near = (
        _observation(text, words, "cadres.average_age", unit="year")
        for words in ("384岁", "38.4岁")
    )
    assert find_implausible([far, near]) == [far]
    document, quantities = document_of(text)
    assert raise_flags(document, quantities, [far]) == ("implausible",)


@pytest.mark.alone
@pytest.mark.parametrize(
    "unit", ["其中1人、", "1家，", "由1人增加到2人，增长", "1\n", "合计1（", "占"]
)
def test_time_is_linear(unit: str) -> None:
    small, large = (document_of(unit * (size // len(unit))) for size in (3_000, 12_000))
    assert_grows(8, lambda: raise_flags(*small, []), lambda: raise_flags(*large, []))
