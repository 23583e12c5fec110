"""Dimensions: today's code follows whole changes only; filling them twice changes nothing."""

from __future__ import annotations

import duckdb
import pytest

from tasks.load.dimensions import (
    metric_rows,
    refresh_places,
    region_rows,
    sync_dimensions,
    sync_rows,
)
from tasks.load.load import load_batch
from tasks.normalize.codebook import load_codebook
from tasks.normalize.gazetteer import TODAY, Division, Gazetteer
from tests.warehouse.samples import DIMENSIONS, linan, observed, page_of

Con = duckdb.DuckDBPyConnection


def divisions(*rows: tuple[str, str, int, int, str]) -> dict[str, list[Division]]:
    found: dict[str, list[Division]] = {}
    for code, name, since, until, successors in rows:
        short = "临安" if "临安" in name else ""
        found.setdefault(code, []).append(Division(code, name, since, until, short, successors))
    return found


SMALL = divisions(
    ("330100", "杭州市", 1981, TODAY, ""),
    ("330124", "临安县", 1981, 1996, "330185"),
    ("330185", "临安市", 1996, 2017, "330112"),
    ("330112", "临安区", 2017, TODAY, ""),
    ("310106", "静安区", 1981, TODAY, ""),
    ("310108", "闸北区", 1981, 2015, "310106"),
    ("120107", "塘沽区", 1981, 2009, "120116"),
    ("120108", "汉沽区", 1981, 2009, "120116"),
    ("120116", "滨海新区", 2009, TODAY, ""),
    ("130401", "某区", 1981, 2014, "130402[2014] 130403[2014]"),
    ("330402", "秀城区", 1993, 2005, "330402"),
    ("330402", "南湖区", 2005, TODAY, ""),
)


@pytest.mark.parametrize(
    ("code", "today"),
    [
        ("330124", "330112"),  # 县 to 市 to 区
        ("330185", "330112"),
        ("330112", "330112"),
        ("310108", "310108"),  # absorbed: a part of what 310106 counts since
        ("120107", "120107"),  # merged
        ("130401", "130401"),  # split
        ("330402", "330402"),  # renamed
    ],
)
def test_todays_code_follows_whole_changes_only(code: str, today: str) -> None:
    assert {row[0]: row[8] for row in region_rows(SMALL)}[code] == today


def test_a_region_row_has_years_names_and_successors() -> None:
    rows = {row[0]: row for row in region_rows(SMALL)}
    assert rows["330185"] == (
        "330185", "临安市", "临安", "county", "330100", 1996, 2017, ["330112"], "330112",
        [("临安市", 1996, 2017)],
    )  # fmt: skip
    assert rows["330402"][1:] == (
        "南湖区", None, "county", "100000", 1993, None, [], "330402",
        [("南湖区", 2005, None), ("秀城区", 1993, 2005)],
    )  # fmt: skip
    assert rows["130401"][7] == ["130402", "130403"]
    assert rows["100000"][1:4] == ("全国", "中国", "country")


def test_codebook_and_gazetteer_fill_the_dimensions(con: Con) -> None:
    metrics = load_codebook().metrics.values()
    assert sync_dimensions(con, metrics, Gazetteer.load())
    assert not sync_dimensions(con, metrics, Gazetteer.load())
    counts = con.execute(
        "SELECT (SELECT count(*) FROM metric), (SELECT count(*) FROM region), "
        "(SELECT count(DISTINCT region_code) FROM region)"
    ).fetchall()
    assert counts[0][0] == len(metric_rows(metrics))
    assert counts[0][1] == counts[0][2] > 6000
    names = con.execute("SELECT metric_name FROM metric WHERE metric = 'members.total'").fetchall()
    assert names == [("工会会员数",)]


def test_the_same_rows_are_not_written_again(con: Con) -> None:
    assert not sync_rows(con, DIMENSIONS)
    assert sync_rows(con, {**DIMENSIONS, "place": []})


def test_places_are_those_that_observations_name_now(con: Con) -> None:
    text = "海信公司会员3万人"
    seen = observed(text, text, "members.total", 30000, "370200", place="海信公司")
    load_batch(con, [linan(), page_of("p.html", text, seen)], [], "r1")
    for _ in range(2):
        refresh_places(con)
        rows = con.execute("SELECT region_code, place, is_town FROM place ORDER BY 1, 2").fetchall()
        assert rows == [
            ("330112", "昌化镇", True),
            ("330185", "昌化镇", False),
            ("370200", "海信公司", False),
        ]
    load_batch(con, [page_of("p.html", "没有了")], [], "r1")
    refresh_places(con)
    assert con.execute("SELECT count(*) FROM place").fetchall() == [(2,)]
