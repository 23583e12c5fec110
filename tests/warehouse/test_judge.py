"""Corrections: bound to page, quote and number, in force while the rules read the same."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import duckdb
import pytest

from tasks.errors import InputError
from tasks.load.load import load_batch
from tasks.load.runs import begin_run
from tasks.records import PageResult
from tests.warehouse.samples import observed, page_of
from tests.warehouse.test_facts import rows
from warehouse.checks import run_checks
from warehouse.corrections import Correction
from warehouse.judge import record_corrections
from warehouse.refresh import refresh

Con = duckdb.DuckDBPyConnection
TEXT = "青岛工会\n全市会员269.7万人，工会26683家。"
QUOTE, ORGS = "会员269.7万人", "工会26683家"


def page(value: float = 2697000, text: str = TEXT, metric: str = "members.total",
         end: str = "2013-02") -> PageResult:  # fmt: skip
    return page_of(
        "a.html",
        text,
        observed(text, QUOTE, metric, value, "370200", end=end, confidence=0.4),
        observed(text, ORGS, "unions.total", 26683, "370200", unit="org"),
    )


def entry(verdict: str = "accept", **more: Any) -> Correction:
    base: dict[str, Any] = {
        "source": "files", "page": "a.html", "quote": QUOTE, "quantity_text": QUOTE,
        "said": {"metric": "members.total", "value": "2697000", "period_end": "2013-02"},
        "verdict": verdict, "reason": "read it", "by": "me", "day": "2026-11-21",
    }  # fmt: skip
    return Correction.model_validate({**base, **more})


def judge(con: Con, *corrections: Correction) -> None:
    record_corrections(con, corrections)
    refresh(con)
    assert run_checks(con) == []


def reread(con: Con, result: PageResult, rules: str = "rules-2") -> None:
    begin_run(con, rules, "test", rules)
    load_batch(con, [result], [], rules)
    refresh(con)
    assert run_checks(con) == []


def members(con: Con) -> list[tuple[Any, ...]]:
    return rows(con, "SELECT value, review FROM observation WHERE metric = 'members.total'")


def raised(con: Con) -> list[tuple[Any, ...]]:
    return rows(con, "SELECT raised_because FROM correction ORDER BY correction_no")


@pytest.fixture
def loaded(con: Con) -> Con:
    load_batch(con, [page()], [], "r1")
    refresh(con)
    return con


def test_an_accepted_observation_is_marked_and_no_longer_to_review(loaded: Con) -> None:
    judge(loaded, entry())
    assert members(loaded) == [(2697000, "accept")]
    assert rows(loaded, "SELECT metric FROM review") == [("unions.total",)]
    assert rows(loaded, "SELECT value, review FROM fact WHERE metric = 'members.total'") == [
        (2697000, "accept")
    ]


def test_a_corrected_value_counts_everywhere_and_says_who_and_why(loaded: Con) -> None:
    judge(loaded, entry("correct", meant={"value": "2679000"}))
    assert members(loaded) == [(2679000, "correct")]
    assert rows(loaded, "SELECT value FROM series_of('members.total', '青岛')") == [(2679000,)]
    query = (
        "SELECT value, said.value, judged_by, judged_reason, judged_on::VARCHAR FROM provenance "
        "WHERE metric = 'members.total'"
    )
    assert rows(loaded, query) == [(2679000, 2697000, "me", "read it", "2026-11-21")]
    assert rows(loaded, "SELECT value FROM observation_base WHERE confidence = 0.4") == [(2697000,)]


def test_every_part_can_be_corrected(loaded: Con) -> None:
    meant = {
        "metric": "unions.total", "value": "235", "bound": ">", "statistic": "new",
        "region_code": "330112", "place": "昌化镇", "period_start": "2012", "period_end": "2012-06",
    }  # fmt: skip
    judge(loaded, entry("correct", meant=meant))
    query = (
        "SELECT metric, value, unit, bound, statistic, region_code, region_codes, place, "
        "period_start::VARCHAR, period_end::VARCHAR, period_start_precision, quote "
        "FROM observation WHERE review = 'correct'"
    )
    assert rows(loaded, query) == [
        (
            "unions.total", 235, "org", ">", "new", "330112", ["330112"], "昌化镇",
            "2012-01-01", "2012-06-30", "year", QUOTE,
        )
    ]  # fmt: skip
    assert rows(loaded, "SELECT count(*) FROM fact WHERE metric = 'members.total'") == [(0,)]
    assert rows(loaded, "SELECT value FROM facts_of('临安')") == [(235,)]


def test_a_part_can_be_emptied(loaded: Con) -> None:
    judge(loaded, entry("correct", meant={"region_code": None, "period_end": None}))
    query = "SELECT region_code, region_codes, period_end FROM observation WHERE review = 'correct'"
    assert rows(loaded, query) == [(None, [], None)]


def test_a_rejected_observation_is_gone_but_on_record(loaded: Con) -> None:
    judge(loaded, entry("reject"))
    assert members(loaded) == []
    assert rows(loaded, "SELECT metric FROM fact") == [("unions.total",)]
    assert rows(loaded, "SELECT verdict, is_applied, said.value FROM correction") == [
        ("reject", True, 2697000)
    ]


def test_what_is_taken_back_is_as_before(loaded: Con) -> None:
    before = rows(loaded, "FROM fact_base ORDER BY ALL")
    for one in (entry("reject"), entry("correct", meant={"value": "1", "region_code": "370000"})):
        judge(loaded, one)
        assert rows(loaded, "FROM fact_base ORDER BY ALL") != before
        judge(loaded)
        assert rows(loaded, "FROM fact_base ORDER BY ALL") == before


def test_it_survives_a_rebuild_and_new_rules_that_read_the_same(con: Con) -> None:
    judge(con, entry("correct", meant={"value": "2679000"}))
    assert raised(con) == [(None,)]  # the page is not there: nothing to look at
    load_batch(con, [page()], [], "r1")
    refresh(con)
    assert members(con) == [(2679000, "correct")]
    reread(con, page())
    assert members(con) == [(2679000, "correct")]
    assert raised(con) == [(None,)]


@pytest.mark.parametrize(
    ("correction", "left"),
    [
        (entry(), [(9, None)]),
        (entry("reject"), []),
        (entry("correct", meant={"value": "2679000"}), [(2679000, "correct")]),
    ],
    ids=["accept", "reject", "correct"],
)
def test_rules_that_read_otherwise_raise_it_again(
    loaded: Con, correction: Correction, left: list[tuple[Any, ...]]
) -> None:
    judge(loaded, correction)
    reread(loaded, page(9))
    assert raised(loaded) == [("the rules read otherwise: value",)]
    assert members(loaded) == left
    found = rows(loaded, "SELECT value, raised_because FROM review ORDER BY doubt DESC LIMIT 1")
    assert found == [(9, "the rules read otherwise: value")]


def test_rules_that_come_to_read_what_the_person_meant_are_no_news(loaded: Con) -> None:
    judge(loaded, entry("correct", meant={"value": "2679000"}))
    reread(loaded, page(2679000))
    assert raised(loaded) == [(None,)]
    assert members(loaded) == [(2679000, "correct")]


def test_another_metric_for_the_same_number_is_not_covered(loaded: Con) -> None:
    judge(loaded, entry("reject"))
    reread(loaded, page(metric="rate.membership"))
    assert raised(loaded) == [("the rules read otherwise: metric",)]
    assert rows(loaded, "SELECT count(*) FROM observation WHERE metric = 'rate.membership'") == [
        (1,)
    ]


def test_words_that_are_gone_raise_it_again(loaded: Con) -> None:
    judge(loaded, entry("correct", meant={"value": "2679000"}))
    text = "青岛工会\n全市工会26683家。"
    seen = observed(text, ORGS, "unions.total", 26683, "370200", unit="org")
    load_batch(loaded, [page_of("a.html", text, seen)], [], "r1")
    refresh(loaded)
    assert raised(loaded) == [("the page no longer has these words",)]
    assert members(loaded) == []


def test_a_figure_that_is_no_longer_read_there_raises_all_but_a_rejection(loaded: Con) -> None:
    seen = observed(TEXT, ORGS, "unions.total", 26683, "370200", unit="org")
    judge(loaded, entry())
    reread(loaded, page_of("a.html", TEXT, seen))
    assert raised(loaded) == [("the rules no longer read a figure here",)]
    judge(loaded, entry("reject"))
    assert raised(loaded) == [(None,)]


def test_the_last_word_counts(loaded: Con) -> None:
    reading = {"metric": "members.total", "value": "9", "period_end": "2013-02"}
    judge(loaded, entry("reject"), entry("correct", meant={"value": "2679000"}))
    assert members(loaded) == [(2679000, "correct")]
    reread(loaded, page(9))
    judge(loaded, entry("reject"), entry(said=reading))
    assert members(loaded) == [(9, "accept")]
    assert raised(loaded) == [(None,), (None,)]


def test_equal_quotes_are_told_apart(con: Con) -> None:
    text = "会员5人\n会员5人"
    first = observed(text, "会员5人", "members.total", 5, "370200")
    moved = replace(first, regions=("330112",), quote_start=5, quote_end=9)
    load_batch(con, [page_of("a.html", text, first, moved)], [], "r1")
    said = {"metric": "members.total", "value": "5"}
    judge(con, entry("reject", quote="会员5人", quantity_text=None, quote_start=6, said=said))
    assert rows(con, "SELECT region_code FROM observation") == [("370200",)]


def test_the_file_must_name_what_there_is(loaded: Con) -> None:
    for meant, told in (
        ({"metric": "x.y"}, "no metric x.y"),
        ({"region_code": "999999"}, "999999"),
    ):
        with pytest.raises(InputError, match=told):
            record_corrections(loaded, [entry("correct", meant=meant)])
    assert members(loaded) == [(2697000, None)]


def test_recording_the_same_again_does_nothing(loaded: Con) -> None:
    assert record_corrections(loaded, [entry()])
    assert not record_corrections(loaded, [entry()])
    assert record_corrections(loaded, [])


def test_review_begins_with_the_doubtful(con: Con) -> None:
    def seen(name: str, value: float, confidence: float, **options: Any) -> PageResult:
        quote = f"会员{int(value)}人"
        text = f"{name}{name}{name}\n{quote}"
        region = options.pop("region", "370200")
        one = observed(text, quote, "members.total", value, region, confidence=confidence)
        return page_of(f"{name}.html", text, one, **options)

    pages = [
        seen("sure", 7, 0.99, region="330112"),
        seen("flagged", 8, 0.99, region="330100", flags=("year_conflict",)),
        seen("one", 100, 0.99),
        seen("other", 200, 0.98),
        seen("doubtful", 9, 0.3, region="370000"),
    ]
    load_batch(con, pages, [], "r1")
    refresh(con)
    found = rows(con, "SELECT page, doubt FROM review ORDER BY doubt DESC")
    assert found == [
        ("doubtful.html", 0.7), ("other.html", 0.52), ("one.html", 0.51),
        ("flagged.html", 0.11), ("sure.html", 0.01),
    ]  # fmt: skip
    assert Decimal("0.3") == rows(con, "SELECT min(confidence) FROM review")[0][0]
