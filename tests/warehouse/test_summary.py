"""The summary at the end of a load."""

from __future__ import annotations

import io
from decimal import Decimal

import duckdb
from rich.console import Console

from tasks.load.load import load_batch
from tests.warehouse.samples import linan, observed, page_of, qingdao, rejected
from warehouse.summary import print_summary, summary


def test_a_summary_counts_and_shows_the_newest(con: duckdb.DuckDBPyConnection) -> None:
    text = "青岛会员280万人"
    newer = observed(text, text, "members.total", 2800000, "370200", end="2015-06")
    pages = [qingdao(), linan(), page_of("newer.html", text, newer)]
    load_batch(con, pages, [rejected(), rejected("b"), rejected("c", "empty")], "r1")
    found = summary(con)
    assert (found.pages, found.observations) == (3, 5)
    assert found.rejects == (("binary", 2), ("empty", 1))
    assert found.metrics[0] == ("members.total", "工会会员数", 2)
    assert [(f.region_name, f.value) for f in found.figures[:2]] == [
        ("青岛市", Decimal(2800000)),
        ("青岛市", Decimal(26683)),
    ]
    out = io.StringIO()
    print_summary(found, Console(file=out, width=100))
    for part in ("3 pages, 5 observations", "binary 2, empty 1", "2800000", "~90", "reprint 1"):
        assert part in out.getvalue()


def test_an_empty_warehouse_has_a_summary_too(con: duckdb.DuckDBPyConnection) -> None:
    out = io.StringIO()
    print_summary(summary(con), Console(file=out))
    assert out.getvalue() == "0 pages, 0 observations\n"
