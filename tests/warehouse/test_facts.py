"""Facts: how one value is chosen among several, what counts once, what contradicts what."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import duckdb
import pytest

from tasks.load.load import load_batch
from tasks.load.runs import begin_run
from tasks.records import PageResult
from tests.warehouse.samples import observed, page_of
from warehouse.corrections import Correction, Verdict
from warehouse.hashing import content_hash
from warehouse.judge import record_corrections
from warehouse.refresh import refresh, refresh_facts

Con = duckdb.DuckDBPyConnection


def said(page: str, quote: str, value: float, **options: Any) -> PageResult:
    """A page that says one thing about the members of 青岛."""
    text = f"{page}\n全市工会{quote}。"
    page_options = {
        name: options.pop(name)
        for name in ("published", "trust", "flags", "publisher")
        if name in options
    }
    metric = options.pop("metric", "members.total")
    regions = options.pop("regions", ("370200",))
    seen = observed(text, quote, metric, value, *regions, **options)
    return page_of(f"{page}.html", text, seen, **page_options)


def load(con: Con, pages: Sequence[PageResult]) -> None:
    load_batch(con, pages, [], "r1")
    refresh(con)


def rows(con: Con, query: str) -> list[tuple[Any, ...]]:
    return con.execute(query).fetchall()


EXACT = said("exact", "会员269.7万人", 2697000)
CHOICES = [
    ("as stated before bounded", EXACT, said("b", "会员超过2696500人", 2696500, bound=">")),
    ("the smaller step", EXACT, said("b", "会员270万人", 2700000)),
    ("no reprint", EXACT, said("b", "会员269.8万人", 2698000, flags=("reprint",))),
    ("the surer before the doubtful", EXACT, said("b", "会员2697123人", 2697123, confidence=0.3)),
    ("the trusted before the spun", EXACT, said("b", "会员2697123人", 2697123, trust=0.2)),
    ("the more trusted", EXACT, said("b", "会员269.8万人", 2698000, confidence=0.8)),
    (
        "the newer",
        said("new", "会员269.7万人", 2697000, published="2014-01-01"),
        said("b", "会员269.8万人", 2698000, published="2013-12-31"),
    ),
    (
        "the dated before the undated page",
        EXACT,
        said("b", "会员269.8万人", 2698000, published=None),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("_reason", "winner", "loser"), CHOICES, ids=[c[0] for c in CHOICES])
@pytest.mark.parametrize("swapped", [False, True])
def test_one_value_stands_for_the_fact(
    con: Con, _reason: str, winner: PageResult, loser: PageResult, swapped: bool
) -> None:
    load(con, [loser, winner] if swapped else [winner, loser])
    found = rows(con, "SELECT page, value, observation_count, len(other_urls) FROM fact")
    assert found == [(winner.article.page, winner.observations[0].value, 2, 1)]


@pytest.mark.parametrize(
    ("other", "facts"),
    [
        (said("b", "会员269.7万人", 2697000, end="2013-02-10"), 1),  # a day of the same month
        (said("b", "会员269.7万人", 2697000, end="2013"), 2),  # the end of the year
        (said("b", "会员269.7万人", 2697000, end="2013-03"), 2),
        (said("b", "会员269.7万人", 2697000, end=None), 2),
        (said("b", "会员269.7万人", 2697000, statistic="target"), 2),
        (said("b", "会员269.7万人", 2697000, place="海信公司"), 2),
        (said("b", "会员269.7万人", 2697000, regions=("330112",)), 2),
        (said("b", "会员269.7万人", 2697000, regions=()), 2),
        (said("b", "会员269.7万人", 2697000, metric="unions.total"), 2),
        (said("b", "会员269.7万人", 2697000, start="2013-01", statistic="new"), 2),
    ],
)
def test_what_makes_a_fact_another(con: Con, other: PageResult, facts: int) -> None:
    load(con, [EXACT, other])
    assert len(rows(con, "SELECT * FROM fact")) == facts


def test_the_end_of_a_year_and_its_december_are_one_moment(con: Con) -> None:
    load(con, [said(end, "会员1万人", 10000, end=end) for end in ("2013", "2013-12-05")])
    query = "SELECT period_end::VARCHAR, observation_count FROM fact"
    assert rows(con, query) == [("2013-12-31", 2)]


def test_a_reprint_counts_once_and_stays_listed(con: Con) -> None:
    load(con, [EXACT, said("b", "会员269.7万人", 2697000)])
    con.execute("UPDATE article SET story_id = (SELECT min(article_id) FROM article)")
    con.execute("INSERT INTO stale_fact VALUES ('members.total', '370200')")
    refresh_facts(con)
    query = "SELECT story_count, observation_count, list_sort([url] || other_urls) FROM fact"
    assert rows(con, query) == [(1, 2, ["file:///pages/b.html", "file:///pages/exact.html"])]


def test_every_observation_of_a_fact_is_told_with_its_words(con: Con) -> None:
    load(con, [EXACT, said("b", "会员270万人", 2700000), said("c", "会员1万人", 10000, end="2012")])
    query = (
        "SELECT is_chosen, page, quote, value, story_count, fact_id IN (SELECT observation_id "
        "FROM fact WHERE page = 'exact.html') FROM fact_observation "
        "WHERE region_code = '370200' AND period_end = '2013-02-28' ORDER BY page DESC"
    )
    assert rows(con, query) == [
        (True, "exact.html", "会员269.7万人", 2697000, 2, True),
        (False, "b.html", "会员270万人", 2700000, 2, True),
    ]


CONTRADICTIONS = [
    ("2697000 and 269.7万 agree", EXACT, said("b", "会员2697412人", 2697412), False),
    ("269.7万 and 269.8万 do not", EXACT, said("b", "会员269.8万人", 2698000), True),
    ("270万 may be 269.7万 rounded", EXACT, said("b", "会员270万人", 2700000), False),
    ("11 and 12 are two", said("a", "会员11人", 11), said("b", "会员12人", 12), True),
    (
        "90.3% and 90% agree",
        said("a", "率90.3%", 90.3, unit="percent"),
        said("b", "率90%", 90, unit="percent"),
        False,
    ),
    (
        "90.3% and 91% do not",
        said("a", "率90.3%", 90.3, unit="percent"),
        said("b", "率91%", 91, unit="percent"),
        True,
    ),
    ("余 is not more than twice", EXACT, said("b", "会员130余万人", 1300000, bound=">"), True),
    ("近 is not less than half", EXACT, said("b", "会员近550万人", 5500000, bound="<"), True),
    (
        "two of 余 agree",
        said("a", "会员200多万人", 2000000, bound=">"),
        said("b", "会员260余万人", 2600000, bound=">"),
        False,
    ),
    (
        "余 and 近 exclude each other",
        said("a", "会员260余万人", 2600000, bound=">"),
        said("b", "会员近250万人", 2500000, bound="<"),
        True,
    ),
    ("余 leaves the upper side open", EXACT, said("b", "会员200余万人", 2000000, bound=">"), False),
    ("余 above is above", EXACT, said("b", "会员280余万人", 2800000, bound=">"), True),
    ("近 leaves the lower side open", EXACT, said("b", "会员近270万人", 2700000, bound="<"), False),
    ("近 below is below", EXACT, said("b", "会员近260万人", 2600000, bound="<"), True),
    ("约 allows a tenth", EXACT, said("b", "会员约250万人", 2500000, bound="~"), False),
    ("约 allows no more", EXACT, said("b", "会员约240万人", 2400000, bound="~"), True),
]


@pytest.mark.parametrize(
    ("_case", "one", "other", "conflict"), CONTRADICTIONS, ids=[c[0] for c in CONTRADICTIONS]
)
def test_sources_that_differ_by_more_than_their_bounds_allow(
    con: Con, _case: str, one: PageResult, other: PageResult, conflict: bool
) -> None:
    load(con, [one, other])
    found = rows(con, "SELECT low_value, high_value FROM fact_conflict")
    values = sorted([one.observations[0].value, other.observations[0].value])
    assert found == ([tuple(values)] if conflict else [])
    assert rows(con, "SELECT is_contested FROM fact") == [(conflict,)]


def test_one_story_does_not_contradict_itself(con: Con) -> None:
    text = "会员3万人\n培训后会员5万人"
    stated = (("会员3万人", 30000), ("会员5万人", 50000))
    pair = [observed(text, quote, "members.total", value, "370200") for quote, value in stated]
    load(con, [page_of("p.html", text, *pair)])
    assert rows(con, "SELECT is_contested, story_count FROM fact") == [(True, 1)]
    assert rows(con, "SELECT * FROM fact_conflict") == []
    load(con, [said("b", "会员5万人", 50000)])
    assert rows(con, "SELECT * FROM fact_conflict") == []
    load(con, [said("c", "会员6万人", 60000)])
    query = "SELECT low_value, high_value, disagreements, low_publisher FROM fact_conflict"
    assert rows(con, query) == [(50000, 60000, 2, "工人日报")]


PARTS = "帮扶资金3906万元，其中助学金512万元，慰问金近3400万元"


def test_the_whole_stands_for_an_article_that_tells_its_parts(con: Con) -> None:
    stated = (("3906万元", 39060000, "="), ("512万元", 5120000, "="), ("近3400万元", 34000000, "<"))
    told = [
        observed(
            PARTS, quote, "aid.funds", value, "370200", unit="yuan", bound=bound, statistic="new"
        )
        for quote, value, bound in stated
    ]
    load(con, [page_of("parts.html", PARTS, *told)])
    assert rows(con, "SELECT value, observation_count FROM fact") == [(39060000, 3)]
    load(con, [said("b", "帮扶资金3907.2万元", 39072000, metric="aid.funds", unit="yuan",
                    statistic="new")])  # fmt: skip
    assert rows(con, "SELECT value, story_count FROM fact") == [(39072000, 2)]
    assert rows(con, "SELECT low_value, high_value FROM fact_conflict") == [(39060000, 39072000)]


def test_of_several_rates_none_is_the_whole(con: Con) -> None:
    text = "职代会建制率87.3%，公有制企业100%"
    told = [
        observed(text, quote, "rate.membership", value, "370200", unit="percent")
        for quote, value in (("87.3%", 87.3), ("100%", 100))
    ]
    load(con, [page_of("rates.html", text, *told)])
    assert rows(con, "SELECT value FROM fact") == [(Decimal("87.3"),)]


@pytest.mark.parametrize(
    ("verdict", "meant"), [("reject", {}), ("correct", {"value": 2697000}), ("accept", {})]
)
def test_a_conflict_ends_when_a_person_settles_it(
    con: Con, verdict: Verdict, meant: dict[str, object]
) -> None:
    load(con, [EXACT, said("b", "会员300万人", 3000000)])
    assert len(rows(con, "FROM fact_conflict")) == 1
    where = {"source": "files", "page": "b.html", "quote": "会员300万人"}
    judged = {"verdict": verdict, "reason": "seen", "by": "me", "day": "2026-01-01"}
    entry = where | judged | {"said": {"value": 3000000}}
    record_corrections(
        con, [Correction.model_validate(entry | ({"meant": meant} if meant else {}))]
    )
    refresh(con)
    assert len(rows(con, "FROM fact_conflict")) == (verdict == "accept")


@pytest.mark.parametrize(
    ("end", "statistic", "start"),
    [("2013-12", "level", None), ("2012-12", "level", None), ("2013-02", "target", None),
     ("2013-02", "new", "2013-01"), (None, "level", None)],
)  # fmt: skip
def test_figures_of_other_moments_and_kinds_are_no_conflict(
    con: Con, end: str | None, statistic: str, start: str | None
) -> None:
    load(con, [EXACT, said("b", "会员300万人", 3000000, end=end, statistic=statistic, start=start)])
    assert rows(con, "FROM fact_conflict") == []


def test_facts_follow_the_observations(con: Con) -> None:
    load(con, [EXACT, said("b", "会员280万人", 2800000, end="2014")])
    assert len(rows(con, "FROM fact")) == 2
    assert refresh_facts(con) == 0
    text = "没有数字"
    load(con, [page_of("b.html", text)])
    assert [row[0] for row in rows(con, "SELECT page FROM fact")] == ["exact.html"]
    begin_run(con, "r2", "test", "rules-2")
    load_batch(con, [said("exact", "会员269.7万人", 2697000, trust=0.4)], [], "r2")
    assert refresh_facts(con) == 1


def test_facts_are_chosen_anew_where_the_choice_has_changed(con: Con) -> None:
    load(con, [EXACT])
    con.execute("UPDATE fact_base SET value = 1")
    assert refresh_facts(con) == 0
    con.execute("UPDATE warehouse_state SET state_value = 'x' WHERE state_key = 'choice'")
    assert refresh_facts(con) == 1
    assert rows(con, "SELECT value FROM fact") == [(2697000,)]
    assert refresh_facts(con) == 0


def test_facts_do_not_depend_on_batches(con: Con) -> None:
    years = range(2000, 2020)
    pages = [said(f"p{y}", f"会员{y}人", y, end=str(y)) for y in years]
    pages += [said(f"q{y}", f"会员{y}人", y, end=str(y), regions=("330112",)) for y in years]
    load(con, pages)
    facts, before = rows(con, "FROM fact_base ORDER BY ALL"), content_hash(con)
    con.execute("INSERT INTO stale_fact SELECT DISTINCT metric, region_code FROM fact_base")
    assert refresh_facts(con, batch=7) == 40
    assert rows(con, "FROM fact_base ORDER BY ALL") == facts
    assert content_hash(con) == before
