"""Loading batches of page results: one transaction a batch, set by set, never row by row.

A page is known by (source, page). What comes in is new, changed (other bytes), reread (same bytes,
other rules), unchanged, or older than what is there. Changed and reread pages replace all rows of
their page; observations that thereby vanish or change go to `observation_past`, so that what
earlier rules said is kept. Nothing here looks at the clock.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass

import duckdb
import pyarrow as pa

from tasks.errors import WarehouseError
from tasks.load.merge import (
    classify,
    keep_past,
    mark_stale,
    record_captures,
    record_rejects,
    replace_rows,
)
from tasks.load.tables import Tables, to_tables
from tasks.load.validate import split_valid
from tasks.records import OFF_TOPIC, PageResult, Reject
from warehouse.sql import fetch_count, fetch_row, transaction

PIECE = 61_440  # rows; two make a row group


@dataclass(frozen=True, slots=True)
class LoadCounts:
    """What a batch did; counts of batches can be added."""

    pages_new: int = 0
    pages_changed: int = 0
    pages_reread: int = 0
    pages_unchanged: int = 0
    pages_rejected: int = 0
    pages_off_topic: int = 0
    observations_added: int = 0
    observations_removed: int = 0

    @property
    def pages_total(self) -> int:
        """Pages that were looked at, rejected ones included."""
        return (
            self.pages_new + self.pages_changed + self.pages_reread
            + self.pages_unchanged + self.pages_rejected + self.pages_off_topic
        )  # fmt: skip

    @property
    def pages_loaded(self) -> int:
        """Pages whose rows are others than before."""
        return self.pages_new + self.pages_changed + self.pages_reread

    def __add__(self, other: LoadCounts) -> LoadCounts:
        return LoadCounts(*(a + b for a, b in zip(astuple(self), astuple(other), strict=True)))


def load_batch(
    con: duckdb.DuckDBPyConnection,
    results: Sequence[PageResult],
    rejects: Sequence[Reject],
    run_id: str,
) -> LoadCounts:
    """Load a batch in one transaction; `run_id` is one that `begin_run` gave.

    Loading the same batch again changes nothing; a result that contradicts itself is loaded as a
    reject. Raises WarehouseError for an unknown run; on any
    error the batch leaves no trace.
    """
    return load_tables(con, make_tables(results, rejects), run_id)


def make_tables(results: Sequence[PageResult], rejects: Sequence[Reject]) -> Tables:
    """The rows of a batch; a result that contradicts itself is a reject. Needs no database."""
    valid, faulty = split_valid(_newest(results))
    return to_tables(valid, [*rejects, *faulty])


def load_tables(con: duckdb.DuckDBPyConnection, tables: Tables, run_id: str) -> LoadCounts:
    """`load_batch` for rows that `make_tables` made, perhaps in another process."""
    rules = _rules_of(con, run_id)
    with _staged(con, tables), transaction(con):
        classify(con, rules)
        counts = _count(con)
        added = keep_past(con, rules, run_id)
        mark_stale(con)
        replace_rows(con, rules, run_id)
        record_captures(con, run_id)
        record_rejects(con, rules, run_id)
        removed = fetch_count(con, "SELECT count(*) FROM vanished")
        for table in ("incoming", "incoming_observation", "vanished"):
            con.execute(f"DROP TABLE IF EXISTS {table}")
    off_topic = tables["reject"]["reason"].to_pylist().count(OFF_TOPIC)
    return counts + LoadCounts(
        pages_rejected=len(tables["reject"]) - off_topic,
        pages_off_topic=off_topic,
        observations_added=added,
        observations_removed=removed,
    )


def _newest(results: Sequence[PageResult]) -> list[PageResult]:
    """One result a page: of two contents in one batch the later captured, then the later given."""
    kept: dict[tuple[str, str], PageResult] = {}
    for result in results:
        capture = result.capture
        before = kept.get((capture.source, capture.page))
        if before is None or not _is_later(before, result):
            kept[capture.source, capture.page] = result
    return list(kept.values())


def _is_later(one: PageResult, other: PageResult) -> bool:
    first, second = one.capture.captured_at, other.capture.captured_at
    return first is not None and second is not None and first > second


def _rules_of(con: duckdb.DuckDBPyConnection, run_id: str) -> str:
    row = fetch_row(con, "SELECT rules_version FROM run WHERE run_id = ?", [run_id])
    if row is None:
        raise WarehouseError(f"run {run_id} is not known to the warehouse; call begin_run first")
    return str(row[0])


@contextmanager
def _staged(con: duckdb.DuckDBPyConnection, tables: dict[str, pa.Table]) -> Iterator[None]:
    """Each table as a view `stage_…` for the length of the block.

    In pieces, for DuckDB gives one piece to one thread.
    """
    for name, table in tables.items():
        pieces = table.to_batches(max_chunksize=PIECE)
        con.register(f"stage_{name}", pa.Table.from_batches(pieces, table.schema))
    try:
        yield
    finally:
        for name in tables:
            con.unregister(f"stage_{name}")


def _count(con: duckdb.DuckDBPyConnection) -> LoadCounts:
    verdicts = dict(
        con.execute("SELECT verdict, count(*) FROM incoming GROUP BY verdict").fetchall()
    )
    return LoadCounts(
        pages_new=verdicts.get("new", 0),
        pages_changed=verdicts.get("changed", 0),
        pages_reread=verdicts.get("reread", 0),
        pages_unchanged=verdicts.get("unchanged", 0) + verdicts.get("older", 0),
    )
