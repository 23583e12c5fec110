"""Reading again: what the old rules said is kept, what changed is told per metric."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import duckdb
from rich.console import Console

from tasks.load.load import LoadCounts, load_batch
from tasks.load.reprocess import (
    Example,
    MetricChange,
    changes_of_run,
    changes_table,
    examples_of_run,
    examples_table,
)
from tasks.load.runs import begin_run
from tasks.partial_date import PartialDate
from tasks.records import Bound, Capture, PageResult, Reject
from tests.warehouse.samples import QINGDAO, linan, observed, qingdao

Con = duckdb.DuckDBPyConnection


def read_anew(capture: Capture) -> PageResult | Reject:
    """Other rules: a wrong value put right, one dropped, one found under another metric."""
    if capture.page == "linan.html":
        return Reject(capture.page, capture.url, capture.sha256, capture.source, "binary", "")
    members, unions, _ = qingdao().observations
    return replace(
        qingdao(),
        observations=(
            replace(members, value=Decimal(2690000)),
            unions,
            observed(QINGDAO, "入会率约九成", "members.total", 90, "370200", rule="new"),
        ),
    )


def read_again(con: Con, results: Sequence[PageResult | Reject], run: str) -> LoadCounts:
    """Load what other rules read, as the flow does."""
    begin_run(con, run, "reprocess", run.replace("r", "rules-"))
    read = [one for one in results if isinstance(one, PageResult)]
    return load_batch(con, read, [one for one in results if isinstance(one, Reject)], run)


def test_what_today_s_rules_changed(con: Con) -> None:
    load_batch(con, [qingdao(), linan()], [], "r1")
    assert changes_of_run(con, "r1") == []
    captures = [qingdao().capture, linan().capture]
    counts = read_again(con, [read_anew(one) for one in captures], "r2")
    assert counts == LoadCounts(
        pages_reread=1, pages_rejected=1, observations_added=2, observations_removed=2
    )
    assert changes_of_run(con, "r2") == [
        MetricChange("members.total", before=1, after=2, changed=1, found=1, gone=0),
        MetricChange("rate.membership", before=1, after=0, changed=0, found=0, gone=1),
    ]
    query = "SELECT metric, change_kind, old_value, new_value FROM rule_change ORDER BY 1, 2"
    assert con.execute(query).fetchall() == [
        ("members.total", "changed", 2697000, 2690000),
        ("members.total", "found", None, 90),
        ("rate.membership", "gone", 90, None),
    ]
    assert changes_table(changes_of_run(con, "r2")).row_count == 2
    examples = examples_of_run(con, "r2", 2)
    page, old, new = "qingdao.html", Decimal(2697000), Decimal(2690000)
    assert examples == [
        Example("members.total", page, old, new, "value", "工会会员269.7万人"),
        Example("members.total", page, None, Decimal(90), "found", "入会率约九成"),
    ]
    assert examples_table(examples).row_count == 2


def test_an_example_says_what_differs(con: Con) -> None:
    load_batch(con, [qingdao()], [], "r1")
    members, unions, rate = qingdao().observations
    otherwise = replace(
        members, bound=Bound.ABOUT, place="沙子口", end=PartialDate(2011, 6), regions=()
    )
    narrower = replace(unions, quote=unions.quote[1:], quote_start=unions.quote_start + 1)
    read_again(con, [replace(qingdao(), observations=(otherwise, narrower, rate))], "r2")
    told = {one.metric: one.differing for one in examples_of_run(con, "r2", 9)}
    assert told == {
        "members.total": "= → ~, 370200 → -, - → 沙子口, 2013-02-28 → 2011-06-30",
        "unions.total": "",
    }
    told_to = io.StringIO()
    screen = Console(file=told_to, width=200)
    screen.print(examples_table(examples_of_run(con, "r2", 9)))
    assert "other words" in told_to.getvalue()


def test_the_same_rules_change_nothing(con: Con) -> None:
    load_batch(con, [qingdao()], [], "r1")
    assert load_batch(con, [qingdao()], [], "r1") == LoadCounts(pages_unchanged=1)
    assert read_again(con, [qingdao()], "r2") == LoadCounts(pages_reread=1)
    assert changes_of_run(con, "r2") == []


def test_what_each_version_said_is_kept(con: Con) -> None:
    load_batch(con, [qingdao()], [], "r1")
    for number in (2, 3):
        read_again(con, [read_anew(qingdao().capture) if number == 2 else qingdao()], f"r{number}")
    query = (
        "SELECT metric, value, first_rules, last_rules, replaced_by FROM observation_past "
        "ORDER BY last_rules, metric, value"
    )
    assert con.execute(query).fetchall() == [
        ("members.total", 2697000, "rules-1", "rules-1", "rules-2"),
        ("rate.membership", 90, "rules-1", "rules-1", "rules-2"),
        ("members.total", 90, "rules-2", "rules-2", "rules-3"),
        ("members.total", 2690000, "rules-2", "rules-2", "rules-3"),
    ]


def test_rules_that_come_back_change_only_what_they_change(con: Con) -> None:
    load_batch(con, [qingdao()], [], "r1")
    read_again(con, [read_anew(qingdao().capture)], "r2")
    begin_run(con, "back", "reprocess", "rules-1")
    load_batch(con, [qingdao()], [], "back")
    assert changes_of_run(con, "back") == [
        MetricChange("members.total", before=2, after=1, changed=1, found=0, gone=1),
        MetricChange("rate.membership", before=0, after=1, changed=0, found=1, gone=0),
    ]
