"""What a person wants to see when a load is over: how much was read, and figures worth a look.

The newest figures are taken from the regions of which most is known, one line a region and
metric, so that a new user sees true values with their words at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import duckdb
from rich.console import Console
from rich.table import Table
from rich.text import Text

from warehouse.render import plain_number
from warehouse.sql import fetch_count

_REGIONS = 3
_FIGURES = 3


@dataclass(frozen=True, slots=True)
class Figure:
    """A newest value: `moment` is the last day of its period, `quote` the words it came from."""

    region_name: str
    metric_name: str
    value: Decimal
    bound: str
    moment: date
    quote: str


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts over the whole warehouse; the lists are ordered, most first."""

    pages: int
    observations: int
    notes: tuple[tuple[str, str], ...]
    rejects: tuple[tuple[str, int], ...]
    flags: tuple[tuple[str, int], ...]
    metrics: tuple[tuple[str, str, int], ...]
    figures: tuple[Figure, ...]


def summary(con: duckdb.DuckDBPyConnection) -> Summary:
    """The state of the connected warehouse (a writer or a published one)."""
    return Summary(
        pages=fetch_count(con, "SELECT count(*) FROM article"),
        observations=fetch_count(con, "SELECT count(*) FROM observation_now"),
        notes=tuple(con.execute(_NOTES).fetchall()),
        rejects=tuple(con.execute(_REJECTS).fetchall()),
        flags=tuple(con.execute(_FLAGS).fetchall()),
        metrics=tuple(con.execute(_METRICS).fetchall()),
        figures=tuple(Figure(*row) for row in con.execute(_NEWEST).fetchall()),
    )


_NOTES = """
SELECT source, note FROM source SEMI JOIN article USING (source)
WHERE note IS NOT NULL ORDER BY source
"""
_REJECTS = "SELECT reason, count(*) AS n FROM reject GROUP BY reason ORDER BY n DESC, reason"
_FLAGS = "SELECT flag, count(*) AS n FROM flag GROUP BY flag ORDER BY n DESC, flag"
_METRICS = """
SELECT metric, any_value(metric_name) AS name, count(*) AS n
FROM observation GROUP BY metric ORDER BY n DESC, metric
"""
_NEWEST = f"""
WITH sure AS (
    SELECT *, count(*) OVER (PARTITION BY region_code) AS known FROM observation
    WHERE region_name IS NOT NULL AND place IS NULL AND period_end IS NOT NULL
          AND statistic = 'level' AND metric_name IS NOT NULL
), newest AS (
    SELECT * FROM sure
    QUALIFY row_number() OVER (
        PARTITION BY region_code, metric
        ORDER BY period_end DESC, confidence DESC, observation_id
    ) = 1
), ranked AS (
    SELECT *,
           dense_rank() OVER (ORDER BY known DESC, region_code) AS region_rank,
           row_number() OVER (
               PARTITION BY region_code ORDER BY metric <> 'members.total',
               metric <> 'unions.total', period_end DESC, confidence DESC, metric
           ) AS metric_rank
    FROM newest
)
SELECT region_name, metric_name, value, bound, period_end, quote FROM ranked
WHERE region_rank <= {_REGIONS} AND metric_rank <= {_FIGURES}
ORDER BY region_rank, metric_rank
"""


def print_summary(found: Summary, console: Console, most: int = 12) -> None:
    """Write the summary for people; at most `most` metrics are listed by name."""
    console.print(f"{_several(found.pages, 'page')}, {_several(found.observations, 'observation')}")
    for source, note in found.notes:
        console.print(Text(f"{source}: {note}", style="italic"))
    for title, rows in (("Rejected", found.rejects), ("Flags", found.flags)):
        if rows:
            console.print(f"{title}: " + ", ".join(f"{name} {count:,}" for name, count in rows))
    if found.metrics:
        console.print(_metric_table(found, most))
    if found.figures:
        console.print(_figure_table(found))


def _several(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _metric_table(found: Summary, most: int) -> Table:
    table = Table("metric", "指标", title="Observations by metric", title_justify="left", box=None)
    table.add_column("observations", justify="right")
    for code, name, count in found.metrics[:most]:
        table.add_row(code, name, f"{count:,}")
    rest = found.metrics[most:]
    if rest:
        table.add_row(f"{len(rest)} more", "", f"{sum(count for *_, count in rest):,}")
    return table


def _figure_table(found: Summary) -> Table:
    table = Table("region", "metric", title="Newest figures", title_justify="left", box=None)
    table.add_column("value", justify="right")
    table.add_column("until")
    table.add_column("quote", overflow="fold")
    for one in found.figures:
        value = f"{'' if one.bound == '=' else one.bound}{plain_number(one.value)}"
        table.add_row(
            one.region_name, one.metric_name, value, one.moment.isoformat(), Text(one.quote)
        )
    return table
