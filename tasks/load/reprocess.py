"""What other rules changed on pages whose bytes are as before: per metric, old against new."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

import duckdb
from rich.table import Table
from rich.text import Text

from warehouse.render import plain_number, to_printable


@dataclass(frozen=True, slots=True)
class MetricChange:
    """Observations of a metric under the older and the newer rules, on pages that were reread."""

    metric: str
    before: int
    after: int
    changed: int
    found: int
    gone: int


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


@dataclass(frozen=True, slots=True)
class Example:
    """One observation that was changed: None stands for not said."""

    metric: str
    page: str
    old_value: Decimal | None
    new_value: Decimal | None
    differing: str
    quote: str


def examples_of_run(con: duckdb.DuckDBPyConnection, run_id: str, most: int) -> list[Example]:
    """Some of what the rules of a run changed: of each metric the first ones by page."""
    return [Example(*row) for row in con.execute(_EXAMPLES, [run_id, most]).fetchall()]


# What an observation is, besides its metric, number and span; the columns of `rule_change`.
_PARTS = ("bound", "statistic", "region_code", "place", "period_start", "period_end")
_ELSE = "other words"  # the id holds the quote's place too


def _differing(part: str) -> str:
    """SQL: "old → new" of a part of an observation where it differs, or else NULL."""
    old, new = (f"coalesce({age}_{part}::VARCHAR, '-')" for age in ("old", "new"))
    return f"CASE WHEN {old} <> {new} THEN {old} || ' → ' || {new} END"


_EXAMPLES = f"""
SELECT metric, page, old_value, new_value,
       CASE WHEN change_kind <> 'changed' THEN change_kind::VARCHAR ELSE concat_ws(', ',
           CASE WHEN old_value IS DISTINCT FROM new_value THEN 'value' END,
           {", ".join(_differing(part) for part in _PARTS)}
       ) END AS differing, quote
FROM rule_change WHERE run_id = $1
QUALIFY row_number() OVER (PARTITION BY metric ORDER BY change_kind, page, quote) <= 3
ORDER BY metric, change_kind, page, quote LIMIT $2
"""


def examples_table(examples: Iterable[Example]) -> Table:
    """The examples as a table for people."""
    table = Table(title="Examples", title_justify="left", box=None)
    table.add_column("metric", overflow="fold")
    for head in ("old", "new"):
        table.add_column(head, justify="right")
    for head in ("what", "quote", "page"):
        table.add_column(head, overflow="fold")
    for one in examples:
        values = ("" if v is None else plain_number(v) for v in (one.old_value, one.new_value))
        words = (Text(to_printable(text)) for text in (one.quote, one.page))
        table.add_row(one.metric, *values, one.differing or _ELSE, *words)
    return table
