"""The questions of warehouse/views and macros, on rows whose answers were typed by hand."""

from __future__ import annotations

from decimal import Decimal

import duckdb
import pytest

from tasks.load.load import LoadCounts, load_batch
from tasks.load.runs import begin_run, finish_run
from tasks.pipeline import for_warehouse
from tasks.records import Measure, Quantity, Unclaimed
from tests.warehouse.samples import linan, page_of, qingdao, rejected
from tests.warehouse.test_facts import rows, said
from warehouse.definitions import HERE
from warehouse.refresh import refresh

Con = duckdb.DuckDBPyConnection


@pytest.fixture
def asked(con: Con) -> Con:
    """青岛 over four years, 临安 before and after its change of code."""
    pages = [
        said("a", "会员200万人", 2000000, end="2011"),
        said("b", "会员220万人", 2200000, end="2013-02"),
        said("c", "会员230万人", 2300000, end="2013-11"),
        said("d", "会员250万人", 2500000, end="2015-06"),
        said("e", "新增会员5万人", 50000, start="2013-01", end="2013-06", statistic="new"),
        said("f", "新增会员9万人", 90000, start="2013", end="2013", statistic="new"),
        said("g", "新增会员30万人", 300000, start="2011", end="2013", statistic="new"),
        said("h", "会员7万人", 70000, end="2016", regions=("330185", "330112")),
        said("i", "会员8万人", 80000, end="2018", regions=("330112",)),
        said("j", "会员9千人", 9000, end="2018", regions=("330112",), place="昌化镇"),
        linan(),
    ]
    load_batch(con, pages, [], "r1")
    refresh(con)
    return con


def test_series_takes_the_last_level_and_the_longest_flow_of_a_year(asked: Con) -> None:
    query = "SELECT statistic, year, value FROM series WHERE region_code = '370200' ORDER BY 1, 2"
    assert rows(asked, query) == [
        ("level", 2011, 2000000),
        ("level", 2013, 2300000),
        ("level", 2015, 2500000),
        ("new", 2013, 90000),
    ]


def test_series_keeps_codes_apart_and_panel_joins_them(asked: Con) -> None:
    query = (
        "SELECT region_code, region_name, year FROM series WHERE today_code = '330112' ORDER BY 3"
    )
    assert rows(asked, query) == [("330185", "临安市", 2016), ("330112", "临安区", 2018)]
    query = (
        "SELECT today_name, parent_name, year, value, change, change_since, region_code FROM panel "
        "WHERE today_code = '330112' ORDER BY year"
    )
    assert rows(asked, query) == [
        ("临安区", "杭州市", 2016, 70000, None, None, "330185"),
        ("临安区", "杭州市", 2018, 80000, 10000, 2016, "330112"),
    ]


def test_latest_has_one_value_a_region_and_metric(asked: Con) -> None:
    query = "SELECT today_name, statistic, year, value FROM latest ORDER BY today_code, statistic"
    assert rows(asked, query) == [
        ("临安区", "level", 2018, 80000),
        ("青岛市", "level", 2015, 2500000),
        ("青岛市", "new", 2013, 90000),
    ]


def test_coverage_says_what_is_known(asked: Con) -> None:
    query = (
        "SELECT today_name, year, metric_count, fact_count, place_fact_count, metrics "
        "FROM coverage ORDER BY today_code, year"
    )
    assert rows(asked, query) == [
        ("临安区", 2016, 1, 1, 0, ["members.total"]),
        ("临安区", 2017, 1, 1, 1, ["unions.total"]),
        ("临安区", 2018, 1, 2, 1, ["members.total"]),
        ("青岛市", 2011, 1, 1, 0, ["members.total"]),
        ("青岛市", 2013, 1, 5, 0, ["members.total"]),
        ("青岛市", 2015, 1, 1, 0, ["members.total"]),
    ]


@pytest.mark.parametrize(
    ("region", "years"),
    [
        ("330112", [2016, 2018]),
        ("330185", [2016, 2018]),
        ("临安", [2016, 2018]),
        ("临安市", [2016, 2018]),
        ("临安区", [2016, 2018]),
        ("青岛", [2011, 2013, 2013, 2015]),
        ("秀城区", []),
        ("哪里", []),
    ],
)
def test_series_of_takes_any_name_of_a_region(asked: Con, region: str, years: list[int]) -> None:
    query = f"SELECT year FROM series_of('members.total', '{region}') ORDER BY year"
    assert rows(asked, query) == [(year,) for year in years]


def test_facts_of_a_region_include_its_places(asked: Con) -> None:
    found = rows(asked, "SELECT metric, place, value FROM facts_of('临安')")
    assert found == [
        ("members.total", None, 70000),
        ("members.total", None, 80000),
        ("members.total", "昌化镇", 9000),
        ("unions.total", "昌化镇", 235),
    ]


def test_compare_puts_two_regions_side_by_side(asked: Con) -> None:
    load_batch(asked, [said("k", "会员1万人", 10000, end="2015", regions=("330112",))], [], "r1")
    refresh(asked)
    query = (
        "SELECT year, one_value, other_value, ratio FROM compare('members.total', '青岛', '临安') "
        "WHERE statistic = 'level' ORDER BY year"
    )
    assert rows(asked, query) == [
        (2011, 2000000, None, None),
        (2013, 2300000, None, None),
        (2015, 2500000, 10000, 250.0),
        (2016, None, 70000, None),
        (2018, None, 80000, None),
    ]


def test_freshness_measures_sources_against_what_is_normal(con: Con) -> None:
    def source(name: str, articles: int | None, days: int | None) -> None:
        con.execute(
            "INSERT INTO source (source, expected_articles, expected_age_days) VALUES (?, ?, ?)",
            [name, articles, days],
        )

    con.execute("UPDATE run SET started_at = '2020-01-31' WHERE run_id = 'r1'")
    for name, articles, days in (
        ("quiet", 1, 30), ("old", 1, 30), ("few", 3, 60), ("good", 1, 60), ("files", None, None)
    ):  # fmt: skip
        source(name, articles, days)
    pages = [
        page_of(f"{name}.html", name, source=name, published="2019-12-31")
        for name in ("old", "few", "good", "files")
    ]
    load_batch(con, pages, [rejected()], "r1")
    finish_run(con, "r1", LoadCounts())
    query = (
        "SELECT source, article_count, reject_count, yielded_articles, age_days, freshness "
        "FROM freshness ORDER BY source"
    )
    assert rows(con, query) == [
        ("few", 1, 0, 1, 31, "scarce"),
        ("files", 1, 1, 1, 31, "as expected"),
        ("good", 1, 0, 1, 31, "as expected"),
        ("old", 1, 0, 1, 31, "stale"),
        ("quiet", 0, 0, None, None, "silent"),
    ]


def test_what_a_broken_off_run_found_counts_for_the_next_that_ended(con: Con) -> None:
    con.execute("INSERT INTO source (source, expected_articles) VALUES ('files', 4)")
    numbers = iter(range(100))
    con.execute("DELETE FROM run")

    def run(name: str, day: int, pages: int, failed: bool = False) -> None:
        begin_run(con, name, "ingest", "rules-1")
        con.execute(f"UPDATE run SET started_at = '2020-01-{day:02}' WHERE run_id = '{name}'")
        load_batch(con, [page_of(f"{next(numbers)}", "x") for _ in range(pages)], [], name)
        finish_run(con, name, LoadCounts(), failed=failed)

    query = "SELECT yielded_articles, usual_articles, day(yielded_at), freshness FROM freshness"
    run("whole", 1, 6)
    run("broken", 2, 1, failed=True)
    assert rows(con, query) == [(6, 6.0, 1, "as expected")]
    run("again broken", 3, 1, failed=True)
    run("went on", 4, 2)
    assert rows(con, query) == [(4, 5.0, 4, "as expected")]
    run("next", 5, 3)
    assert rows(con, query) == [(3, 4.0, 5, "scarce")]


def test_unclaimed_quantities_are_listed_by_head_noun(con: Con) -> None:
    def page(name: str, text: str, number: str) -> None:
        at = text.index(number)
        quantity = Quantity(at, at + len(number), number, Decimal(42), "名", Measure.COUNT)
        left = Unclaimed(quantity, "no_metric")
        result = for_warehouse(page_of(name, text, unclaimed=(left,)))
        load_batch(con, [result], [], "r1")

    page("a", "聘请42名律师顾问", "42名")
    page("b", "有42名的律师", "42名")
    page("c", "律师42名", "42名")
    page("d", "共42名", "42名")
    query = (
        "SELECT head, quantity_unit, quantity_count, article_count, unclaimed_reason, examples "
        "FROM unclaimed_quantity ORDER BY quantity_count DESC, head"
    )
    found = rows(con, query)
    assert [row[:5] for row in found] == [
        ("律师", "名", 2, 2, "no_metric"),
        ("律师顾问", "名", 1, 1, "no_metric"),
        (None, "名", 1, 1, "no_metric"),
    ]
    assert found[1][5] == ["聘请42名律师顾问"]


def test_provenance_leads_back_to_the_bytes(con: Con) -> None:
    load_batch(con, [qingdao()], [], "r1")
    finish_run(con, "r1", LoadCounts())
    query = (
        "SELECT value, quote, page, sha256, rule, rules_version, run_id, trust FROM provenance "
        "WHERE metric = 'unions.total'"
    )
    assert rows(con, query) == [
        (
            26683, "工会组织26683家", "qingdao.html", qingdao().capture.sha256, "clause",
            "rules-1", "r1", 1,
        )
    ]  # fmt: skip


def test_a_rate_and_an_amount_keep_their_units(con: Con) -> None:
    load_batch(con, [qingdao()], [], "r1")
    refresh(con)
    query = "SELECT metric, unit, bound, value FROM fact ORDER BY metric"
    assert rows(con, query) == [
        ("members.total", "person", "=", 2697000),
        ("rate.membership", "percent", "~", 90),
        ("unions.total", "org", "=", 26683),
    ]


def test_every_view_is_asked_on_an_empty_warehouse(con: Con) -> None:
    begin_run(con, "r2", "test", "rules-1")
    con.execute("DELETE FROM source")
    for file in sorted((HERE / "views").glob("*.sql")):
        assert rows(con, f"FROM {file.stem}") == [], file.stem
