"""Loading: rows a second, beside DuckDB's own insert of the same Arrow tables."""

from __future__ import annotations

import hashlib
import time
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from tasks.load import steps
from tasks.load.load import make_tables
from tasks.load.steps import Run
from tasks.load.tables import Tables
from tasks.pipeline import read_for_warehouse
from tests.bench.pages import make_page
from tests.bench.results import Results
from tests.bench.sets import capture
from warehouse.layout import Layout

pytestmark = pytest.mark.bench
DIFFERENT, PAGES, ROUNDS = 100, 2_000, 3


@pytest.fixture(scope="module")
def tables() -> Tables:
    """The rows of 2,000 pages: a hundred different ones, each under twenty names."""
    read = [read_for_warehouse(capture(make_page(3, n, size=0).body)) for n in range(DIFFERENT)]
    pages = [
        replace(one, capture=replace(one.capture, page=f"{n}.html", sha256=_hash(n)))
        for n, one in enumerate(read * (PAGES // DIFFERENT))
    ]
    return make_tables(pages, [])


def _hash(number: int) -> str:
    return hashlib.sha256(str(number).encode()).hexdigest()


def ours(tables: Tables, folder: Path) -> float:
    """Seconds of a load into a new warehouse: classified, merged, captured."""
    folder.mkdir()
    layout, run = Layout(folder), Run("r", "bench", "rules")
    steps.open_run(layout, run, [])
    begun = time.perf_counter()
    assert steps.load_tables(layout, run, tables).pages_new == PAGES
    return time.perf_counter() - begun


def plain(tables: Tables, file: Path) -> float:
    """Seconds of an insert into tables of the same columns, nothing checked."""
    with duckdb.connect(str(file)) as con:
        for name, rows in tables.items():
            con.register("rows", rows)
            con.execute(f"CREATE TABLE t_{name} AS FROM rows LIMIT 0")
        begun = time.perf_counter()
        con.execute("BEGIN")
        for name, rows in tables.items():
            con.register("rows", rows)
            con.execute(f"INSERT INTO t_{name} FROM rows")
        con.execute("COMMIT; CHECKPOINT")
        return time.perf_counter() - begun


def test_half_of_the_rate_of_a_plain_insert(
    tables: Tables, tmp_path: Path, results: Results
) -> None:
    count = sum(len(rows) for rows in tables.values())
    loaded = min(ours(tables, tmp_path / f"w{turn}") for turn in range(ROUNDS))
    inserted = min(plain(tables, tmp_path / f"p{turn}.duckdb") for turn in range(ROUNDS))
    against = (
        f"INSERT from Arrow, {count / inserted:,.0f} rows a second; ours {count / loaded:,.0f}"
    )
    name = "our rate by DuckDB's"
    assert results.at_least("Loading", name, inserted / loaded, 0.5, against)
