"""A page that contradicts itself becomes a reject; the others of its batch load."""

from __future__ import annotations

from dataclasses import replace

import duckdb
import pytest

from tasks.load.load import load_batch
from tasks.load.validate import split_valid
from tasks.partial_date import PartialDate
from tasks.records import Observation, PageResult
from tests.warehouse.samples import linan, qingdao


def altered(**changes: object) -> PageResult:
    """The page of 青岛 with its first observation changed."""
    page = qingdao()
    first, *others = page.observations
    return replace(page, observations=(replace(first, **changes), *others))  # type: ignore[arg-type]


def shifted_number() -> PageResult:
    first: Observation = qingdao().observations[0]
    assert first.quantity is not None
    return altered(quantity=replace(first.quantity, start=0))


@pytest.mark.parametrize(
    ("page", "detail"),
    [
        (altered(quote_start=0), "quote is not at 0"),
        (altered(quote="", quote_end=7, quote_start=7), "quote is not at 7 to 7"),
        (altered(start=PartialDate(2014)), "ends before it begins: 2014 to 2013-02"),
        (shifted_number(), "number is not at 0"),
    ],
)
def test_a_page_that_contradicts_itself(page: PageResult, detail: str) -> None:
    valid, rejects = split_valid([page, linan()])
    assert valid == [linan()]
    assert [(reject.page, reject.reason) for reject in rejects] == [
        ("qingdao.html", "inconsistent")
    ]
    assert detail in rejects[0].detail


def test_it_is_counted_as_rejected(con: duckdb.DuckDBPyConnection) -> None:
    counts = load_batch(con, [altered(quote_start=0), linan()], [], "r1")
    assert (counts.pages_new, counts.pages_rejected) == (1, 1)
