"""Loading: the same rows and ids whatever the order, the batches and the times of loading."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from tasks.errors import WarehouseError
from tasks.load.known import Known, known_captures
from tasks.load.load import LoadCounts, load_batch
from tasks.load.runs import begin_run, finish_run
from tasks.records import OFF_TOPIC, PageResult
from tests.warehouse.conftest import copy_template
from tests.warehouse.samples import QINGDAO, linan, observed, page_of, qingdao, rejected
from warehouse.database import open_writer
from warehouse.hashing import content_hash
from warehouse.layout import Layout

Con = duckdb.DuckDBPyConnection


def rows(con: Con, query: str) -> list[tuple[object, ...]]:
    return con.execute(query).fetchall()


def test_a_page_loads_with_all_that_was_read(con: Con) -> None:
    counts = load_batch(con, [qingdao()], [rejected()], "r1")
    assert counts == LoadCounts(pages_new=1, pages_rejected=1, observations_added=3)
    found = rows(
        con,
        "SELECT page, publisher, published::VARCHAR, published_precision, metric, metric_name, "
        "value, unit, bound, statistic, region_code, region_name, place, period_start, "
        "period_end::VARCHAR, period_end_precision, quote, rule, confidence "
        "FROM observation ORDER BY quote_start",
    )
    assert found[0] == (
        "qingdao.html", "工人日报", "2013-02-26", "day", "members.total", "工会会员数",
        Decimal(2697000), "person", "=", "level", "370200", "青岛市", None, None,
        "2013-02-28", "month", "工会会员269.7万人", "clause", Decimal("0.9"),
    )  # fmt: skip
    assert [(row[6], row[8]) for row in found[1:]] == [(Decimal(26683), "="), (Decimal(90), "~")]
    assert rows(con, "SELECT term, occurrences FROM term ORDER BY 2 DESC")[0] == ("工会", 3)
    assert rows(con, "SELECT flag FROM flag") == [("reprint",)]
    assert rows(con, "SELECT practice, quote FROM practice") == [("六有", "青岛")]
    assert rows(con, "SELECT page, reason FROM reject") == [("broken.html", "binary")]
    claims = rows(con, "SELECT claims, unclaimed_reason FROM quantity ORDER BY quantity_start")
    assert claims == [(0, "no_head"), (1, None), (1, None), (1, None)]


def test_quotes_are_pieces_of_the_stored_text(con: Con) -> None:
    load_batch(con, [qingdao(), linan()], [], "r1")
    wrong = rows(
        con,
        "SELECT quote FROM observation JOIN article USING (article_id) "
        "WHERE quote <> substr(text, quote_start + 1, quote_end - quote_start)",
    )
    assert wrong == []


def test_the_name_is_that_of_the_time(con: Con) -> None:
    text = "全区会员3万人"
    for page, published, name in (("a", "2001-05-01", "秀城区"), ("b", "2011-05-01", "南湖区")):
        seen = observed(text, text, "members.total", 30000, "330402", end=published)
        load_batch(con, [page_of(page, text, seen, published=published)], [], "r1")
        query = f"SELECT region_name FROM observation WHERE page = '{page}'"
        assert rows(con, query) == [(name,)]


def load_all(layout: Layout, template: Path, batches: Sequence[Sequence[PageResult]]) -> str:
    copy_template(template, layout)
    with open_writer(layout) as con:
        begin_run(con, "r", "test", "rules-1")
        for batch in batches:
            load_batch(con, batch, [rejected()], "r")
        return content_hash(con)


def test_order_batches_and_repeats_change_nothing(tmp_path: Path, template: Path) -> None:
    a, b, c = qingdao(), linan(), page_of("empty.html", "工会没有数字")
    arrangements = ([[a, b, c]], [[c], [b], [a]], [[a, b], [b, c], [a]])
    hashes = {
        load_all(Layout(tmp_path / str(number)), template, batches)
        for number, batches in enumerate(arrangements)
    }
    assert len(hashes) == 1


def test_two_loads_at_once_give_the_same_rows(tmp_path: Path, template: Path) -> None:
    pages = [page_of(f"p{n}.html", f"会员{n}人") for n in range(20)] + [qingdao(), linan()]
    layout = Layout(tmp_path / "both")
    copy_template(template, layout)

    def load_in_steps(results: Sequence[PageResult]) -> None:
        for at in range(0, len(results), 8):
            with open_writer(layout, wait_seconds=60) as con:
                load_batch(con, results[at : at + 8], [rejected()], "r1")

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(load_in_steps, [pages, pages[::-1]]))
    with open_writer(layout) as con:
        both = content_hash(con)
    assert both == load_all(Layout(tmp_path / "one"), template, [pages])


def test_a_second_load_says_that_nothing_changed(con: Con) -> None:
    load_batch(con, [qingdao(), linan()], [], "r1")
    before = content_hash(con)
    counts = load_batch(con, [linan(), qingdao()], [], "r1")
    assert counts == LoadCounts(pages_unchanged=2)
    assert content_hash(con) == before


def test_a_changed_page_replaces_its_rows_and_keeps_its_capture(con: Con) -> None:
    load_batch(con, [qingdao(), linan()], [], "r1")
    text = QINGDAO.replace("269.7", "270.1")
    seen = observed(text, "工会会员270.1万人", "members.total", 2701000, "370200")
    counts = load_batch(con, [page_of("qingdao.html", text, seen)], [], "r1")
    assert (counts.pages_changed, counts.observations_added, counts.observations_removed) == (
        1,
        1,
        3,
    )
    query = "SELECT value FROM observation WHERE page = 'qingdao.html'"
    assert rows(con, query) == [(Decimal(2701000),)]
    assert rows(con, "SELECT count(*) FROM capture WHERE page = 'qingdao.html'") == [(2,)]
    assert rows(con, "SELECT count(*) FROM observation_past") == [(3,)]
    assert rows(con, "SELECT count(*) FROM observation WHERE page = 'linan.html'") == [(1,)]
    assert rows(con, "SELECT count(*) FROM flag") == [(0,)]


@pytest.mark.parametrize("later_first", [True, False])
def test_of_two_contents_the_later_captured_stays(con: Con, later_first: bool) -> None:
    old = page_of("p.html", "旧", captured_at=datetime(2020, 1, 1, tzinfo=UTC))
    new = page_of("p.html", "新", captured_at=datetime(2021, 1, 1, tzinfo=UTC))
    for result in (new, old) if later_first else (old, new):
        load_batch(con, [result], [], "r1")
    assert rows(con, "SELECT text FROM article") == [("新",)]
    assert rows(con, "SELECT count(*) FROM capture") == [(2,)]


def test_a_content_that_comes_back_is_current_again(con: Con) -> None:
    for text, year in (("甲", 2020), ("乙", 2021), ("甲", 2022)):
        moment = datetime(year, 1, 1, tzinfo=UTC)
        load_batch(con, [page_of("p.html", text, captured_at=moment)], [], "r1")
    assert rows(con, "SELECT text FROM article") == [("甲",)]
    assert rows(con, "SELECT year(captured_at) FROM capture ORDER BY 1") == [(2021,), (2022,)]


def test_two_contents_in_one_batch(con: Con) -> None:
    results = [page_of("p.html", "新", captured_at=datetime(2021, 1, 1, tzinfo=UTC))]
    results += [page_of("p.html", "旧", captured_at=datetime(2020, 1, 1, tzinfo=UTC))]
    assert load_batch(con, results, [], "r1").pages_new == 1
    assert rows(con, "SELECT text FROM article") == [("新",)]


def test_new_rules_read_again_and_keep_what_the_old_ones_said(con: Con) -> None:
    load_batch(con, [qingdao()], [], "r1")
    begin_run(con, "r2", "test", "rules-2")
    seen = observed(QINGDAO, "工会会员269.7万人", "members.total", 2697000, "370200")
    other = observed(QINGDAO, "工会组织26683家", "unions.total", 26683, "370200", rule="table")
    counts = load_batch(con, [page_of("qingdao.html", QINGDAO, seen, other)], [], "r2")
    assert counts == LoadCounts(pages_reread=1, observations_added=1, observations_removed=2)
    assert rows(con, "SELECT rule, first_rules FROM observation_base ORDER BY rule") == [
        ("clause", "rules-1"),
        ("table", "rules-2"),
    ]
    past = "SELECT metric, rule, last_rules, replaced_by FROM observation_past ORDER BY metric"
    assert rows(con, past) == [
        ("rate.membership", "clause", "rules-1", "rules-2"),
        ("unions.total", "clause", "rules-1", "rules-2"),
    ]


def test_known_captures_tell_what_need_not_be_read(con: Con) -> None:
    load_batch(con, [qingdao()], [rejected()], "r1")
    assert known_captures(con) == {
        ("files", "qingdao.html"): Known(
            qingdao().capture.sha256, "rules-1", qingdao().capture.url
        ),
        ("files", "broken.html"): Known("00" * 32, "rules-1", "file:///pages/broken.html"),
    }


def test_a_reject_goes_when_the_page_can_be_read(con: Con) -> None:
    load_batch(con, [], [rejected("qingdao.html", "empty")], "r1")
    load_batch(con, [], [rejected("qingdao.html", "binary")], "r1")
    assert rows(con, "SELECT page, reason FROM reject") == [("qingdao.html", "binary")]
    load_batch(con, [qingdao()], [], "r1")
    assert rows(con, "SELECT page FROM reject") == []
    load_batch(con, [], [rejected("qingdao.html", "empty")], "r1")
    assert rows(con, "SELECT count(*) FROM article") == [(1,)]


def test_odd_values_and_characters(con: Con) -> None:
    text = "会员\ud800多\x00人，约1e30人"
    huge = observed(text, "约1e30人", "members.total", "1e30", "370200")
    small = observed(text, "多\x00人", "rate.membership", "66.66666666", "370200")
    load_batch(con, [page_of("odd.html", text, huge, small)], [], "r1")
    assert rows(con, "SELECT value, quote FROM observation") == [(Decimal("66.666667"), "多\x00人")]
    query = "SELECT quantity_value, unclaimed_reason FROM quantity ORDER BY quantity_start DESC"
    assert rows(con, query)[0] == (None, "value_too_large")


def test_a_failed_batch_leaves_no_trace(con: Con) -> None:
    before = content_hash(con)
    text = "会员3万人"
    good = observed(text, text, "members.total", 30000, "370200")
    bad = page_of("p.html", text, good)
    object.__setattr__(good.quantity, "unit", None)  # what no rule gives: breaks NOT NULL
    with pytest.raises((duckdb.Error, AttributeError, TypeError)):
        load_batch(con, [qingdao(), bad], [], "r1")
    assert content_hash(con) == before
    assert load_batch(con, [qingdao()], [], "r1").pages_new == 1


def test_an_unknown_run_is_refused(con: Con) -> None:
    with pytest.raises(WarehouseError, match="begin_run"):
        load_batch(con, [qingdao()], [], "r9")


def test_runs_end_and_a_killed_one_becomes_failed(con: Con) -> None:
    finish_run(con, "r1", LoadCounts(pages_new=2, pages_rejected=1))
    begin_run(con, "r2", "test", "rules-1", {"paths": ["a"]})
    begin_run(con, "r3", "test", "rules-1")
    assert rows(con, "SELECT run_id, run_status, pages_new, parameters FROM run ORDER BY 1") == [
        ("r1", "partial", 2, "{}"),
        ("r2", "failed", 0, '{"paths": ["a"]}'),
        ("r3", "running", 0, "{}"),
    ]


def test_pages_off_topic_are_counted_apart(con: duckdb.DuckDBPyConnection) -> None:
    """They are known, so that they are not looked at again, and make no run partial."""
    counts = load_batch(con, [qingdao()], [rejected("weather.html", OFF_TOPIC)], "r1")
    assert counts == LoadCounts(pages_new=1, pages_off_topic=1, observations_added=3)
    assert counts.pages_total == 2
    finish_run(con, "r1", counts)
    row = con.execute("SELECT run_status, pages_rejected, pages_off_topic FROM run").fetchone()
    assert row == ("succeeded", 0, 1)
    assert len(known_captures(con)) == 2
