"""Reading everything in the archive again with today's rules, and telling what that changed.

Free of flow and network: whoever has the captures hands them in, with the function that reads
one. A page whose rules have not changed costs its reading only; the load sees that it is the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import duckdb
from rich.table import Table

from tasks.load.load import LoadCounts, load_batch
from tasks.records import Capture, PageResult, Reject

BATCH = 500


@dataclass(frozen=True, slots=True)
class MetricChange:
    """Observations of a metric under the older and the newer rules, on pages that were reread."""

    metric: str
    before: int
    after: int
    changed: int
    found: int
    gone: int


def reprocess(
    con: duckdb.DuckDBPyConnection,
    captures: Iterable[Capture],
    read: Callable[[Capture], PageResult | Reject],
    run_id: str,
    batch: int = BATCH,
) -> LoadCounts:
    """Read every capture and load the results, `batch` of them in a transaction."""
    counts = LoadCounts()
    waiting: list[PageResult | Reject] = []
    for capture in captures:
        waiting.append(read(capture))
        if len(waiting) >= batch:
            counts += _load(con, waiting, run_id)
            waiting = []
    return counts + _load(con, waiting, run_id) if waiting else counts


def _load(
    con: duckdb.DuckDBPyConnection, read: list[PageResult | Reject], run_id: str
) -> LoadCounts:
    results = [one for one in read if isinstance(one, PageResult)]
    return load_batch(con, results, [one for one in read if isinstance(one, Reject)], run_id)


def changes_of_run(con: duckdb.DuckDBPyConnection, run_id: str) -> list[MetricChange]:
    """What the rules of a run changed, per metric, most first; from the view `rule_change`."""
    return [MetricChange(*row) for row in con.execute(_CHANGES, [run_id]).fetchall()]


_CHANGES = """
WITH change AS (
    SELECT metric,
           count(*) FILTER (change_kind = 'changed') AS changed,
           count(*) FILTER (change_kind = 'found') AS found,
           count(*) FILTER (change_kind = 'gone') AS gone
    FROM rule_change WHERE run_id = $1 GROUP BY metric
), now AS (
    SELECT base.metric, count(*) AS after
    FROM observation_base AS base JOIN article USING (article_id)
    WHERE article.run_id = $1 GROUP BY base.metric
)
SELECT metric, coalesce(after, 0) - found + gone, coalesce(after, 0), changed, found, gone
FROM change LEFT JOIN now USING (metric)
ORDER BY changed + found + gone DESC, metric
"""


def changes_table(changes: Iterable[MetricChange]) -> Table:
    """The changes as a table for people."""
    table = Table("metric", title="What today's rules changed", title_justify="left", box=None)
    for head in ("before", "after", "changed", "found", "gone"):
        table.add_column(head, justify="right")
    for one in changes:
        numbers = (one.before, one.after, one.changed, one.found, one.gone)
        table.add_row(one.metric, *(f"{number:,}" for number in numbers))
    return table
