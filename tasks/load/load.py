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
from typing import NamedTuple

import duckdb
import pyarrow as pa

from tasks.errors import WarehouseError
from tasks.load.schemas import PARTS
from tasks.load.tables import Tables, to_tables
from tasks.load.validate import split_valid
from tasks.records import PageResult, Reject
from warehouse.sql import fetch_count, fetch_row, transaction


@dataclass(frozen=True, slots=True)
class LoadCounts:
    """What a batch did; counts of batches can be added."""

    pages_new: int = 0
    pages_changed: int = 0
    pages_reread: int = 0
    pages_unchanged: int = 0
    pages_rejected: int = 0
    observations_added: int = 0
    observations_removed: int = 0

    def __add__(self, other: LoadCounts) -> LoadCounts:
        return LoadCounts(*(a + b for a, b in zip(astuple(self), astuple(other), strict=True)))


class Known(NamedTuple):
    """What the warehouse holds of a page: the bytes' hash and the rules that read them."""

    sha256: str | None
    rules_version: str


def known_captures(con: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], Known]:
    """(source, page) of every page loaded or rejected, with what it was.

    A page whose hash and rules version are the same need not be read again.
    """
    rows = con.execute(
        "SELECT source, page, sha256, rules_version FROM article UNION ALL "
        "SELECT source, page, sha256, rules_version FROM reject"
    ).fetchall()
    return {(source, page): Known(sha256, rules) for source, page, sha256, rules in rows}


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
    valid, faulty = split_valid(_newest(results))
    return load_tables(con, to_tables(valid, [*rejects, *faulty]), run_id)


def load_tables(con: duckdb.DuckDBPyConnection, tables: Tables, run_id: str) -> LoadCounts:
    """`load_batch` for rows that `to_tables` made, perhaps in another process."""
    rules = _rules_of(con, run_id)
    with _staged(con, tables), transaction(con):
        _classify(con, rules)
        counts = _count(con)
        _keep_past(con, rules)
        _mark_stale(con)
        _replace(con, tables, rules, run_id)
        _record_captures(con, run_id)
        _record_rejects(con, rules, run_id)
        added = fetch_count(con, "SELECT count(*) FROM incoming_observation WHERE is_added")
        removed = fetch_count(con, "SELECT count(*) FROM vanished")
        con.execute("DROP TABLE incoming; DROP TABLE incoming_observation; DROP TABLE vanished")
    return counts + LoadCounts(
        pages_rejected=len(tables["reject"]), observations_added=added, observations_removed=removed
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
    """Each table as a view `stage_…` for the length of the block."""
    for name, table in tables.items():
        con.register(f"stage_{name}", table)
    try:
        yield
    finally:
        for name in tables:
            con.unregister(f"stage_{name}")


def _classify(con: duckdb.DuckDBPyConnection, rules: str) -> None:
    """Table `incoming`: each staged page with its verdict and the article that it replaces."""
    con.execute(
        """
        CREATE TEMP TABLE incoming AS
        SELECT stage.article_id::UUID AS article_id, stage.captured_at,
               held.article_id AS held_id,
               CASE WHEN held.article_id IS NULL THEN 'new'
                    WHEN held.sha256 <> stage.sha256 AND stage.captured_at < seen.captured_at
                        THEN 'older'
                    WHEN held.sha256 <> stage.sha256 THEN 'changed'
                    WHEN held.rules_version <> ? THEN 'reread'
                    ELSE 'unchanged' END AS verdict
        FROM stage_capture AS stage
        LEFT JOIN article AS held USING (source, page)
        LEFT JOIN capture AS seen ON seen.article_id = held.article_id
        """,
        [rules],
    )


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


def _keep_past(con: duckdb.DuckDBPyConnection, rules: str) -> None:
    """Tables `incoming_observation` (what comes) and `vanished` (what goes, also to the past)."""
    con.execute(
        """
        CREATE TEMP TABLE vanished AS
        SELECT base.* FROM observation_base AS base
        WHERE article_id IN (SELECT held_id FROM incoming WHERE verdict IN ('changed', 'reread'))
        """
    )
    con.execute(
        """
        CREATE TEMP TABLE incoming_observation AS
        SELECT stage.observation_id::UUID AS observation_id,
               held.observation_id IS NULL AS is_added,
               coalesce(held.first_rules, ?) AS first_rules
        FROM stage_observation_base AS stage
        JOIN incoming ON incoming.article_id = stage.article_id::UUID
             AND verdict IN ('new', 'changed', 'reread')
        LEFT JOIN vanished AS held
             ON held.observation_id = stage.observation_id::UUID
             AND held.rule = stage.rule AND held.confidence = stage.confidence
             AND held.unit = stage.unit AND held.quote = stage.quote
        """,
        [rules],
    )
    con.execute(
        "DELETE FROM vanished WHERE observation_id IN "
        "(SELECT observation_id FROM incoming_observation WHERE NOT is_added)"
    )
    con.execute(
        """
        INSERT INTO observation_past BY NAME
        SELECT vanished.*, article.rules_version AS last_rules, ? AS replaced_by
        FROM vanished JOIN article USING (article_id)
        """,
        [rules],
    )


def _mark_stale(con: duckdb.DuckDBPyConnection) -> None:
    """Remember the metrics and regions whose facts must be chosen anew (warehouse/refresh.py)."""
    con.execute(
        """
        INSERT INTO stale_fact
        SELECT metric, region_code FROM vanished
        UNION
        SELECT metric, region_code FROM stage_observation_base AS stage
        SEMI JOIN incoming ON incoming.article_id = stage.article_id::UUID
             AND verdict IN ('new', 'changed', 'reread')
        EXCEPT SELECT metric, region_code FROM stale_fact
        """
    )


def _replace(con: duckdb.DuckDBPyConnection, tables: Tables, rules: str, run_id: str) -> None:
    """Put the rows of new, changed and reread pages in the place of what was there."""
    if fetch_count(con, "SELECT count(*) FROM incoming WHERE verdict IN ('changed', 'reread')"):
        for table in ("article", "search_article", *PARTS):
            con.execute(
                f"DELETE FROM {table} WHERE article_id IN "
                "(SELECT held_id FROM incoming WHERE verdict IN ('changed', 'reread'))"
            )
    extra = {
        "article": "$rules AS rules_version, $run AS run_id",
        "observation_base": "first_rules, $run AS run_id",
    }
    for table in ("article", *PARTS):
        more = f", {extra[table]}" if table in extra else ""
        join = (
            "JOIN incoming_observation AS came ON came.observation_id = stage.observation_id::UUID"
        )
        con.execute(
            f"INSERT INTO {table} BY NAME SELECT stage.*{more} FROM stage_{table} AS stage "
            + (join if table == "observation_base" else "")
            + " SEMI JOIN incoming ON incoming.article_id = stage.article_id::UUID "
            "AND verdict IN ('new', 'changed', 'reread')",
            {
                name: value
                for name, value in (("rules", rules), ("run", run_id))
                if f"${name}" in more
            },
        )


def _record_captures(con: duckdb.DuckDBPyConnection, run_id: str) -> None:
    """Remember every content that a page ever had, and when it was last seen."""
    con.execute(
        """
        UPDATE capture SET captured_at = incoming.captured_at
        FROM incoming
        WHERE capture.article_id = incoming.article_id
              AND incoming.captured_at > capture.captured_at
        """
    )
    con.execute(
        """
        INSERT INTO capture BY NAME
        SELECT stage.*, ? AS run_id FROM stage_capture AS stage
        ANTI JOIN capture ON capture.article_id = stage.article_id::UUID
        """,
        [run_id],
    )
    con.execute(
        """
        INSERT INTO source (source)
        SELECT DISTINCT source FROM stage_capture ANTI JOIN source USING (source)
        """
    )


def _record_rejects(con: duckdb.DuckDBPyConnection, rules: str, run_id: str) -> None:
    """One row a page: the newest reason; none once the page could be read."""
    con.execute(
        """
        DELETE FROM reject WHERE (source, page) IN (
            SELECT (source, page) FROM stage_capture UNION SELECT (source, page) FROM stage_reject
        )
        """
    )
    con.execute(
        """
        INSERT INTO reject BY NAME
        SELECT DISTINCT ON (source, page) *, ? AS rules_version, ? AS run_id
        FROM stage_reject ORDER BY source, page, reason, sha256, detail
        """,
        [rules, run_id],
    )
