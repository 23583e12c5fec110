"""What an export says that the last one did not: facts that came, went or got another value.

Facts are compared by region, place, metric, statistic and period, between the Parquet files of
both exports. The newest entry stands on top of those before it.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from warehouse.render import plain_number
from warehouse.sql import literal

_TITLE = "# Changes\n"
_EXAMPLES = 20
# `old` and `new` are what stands behind FROM: two tables like the view `fact`.
COMPARED = """
WITH old AS (FROM {old}), new AS (FROM {new})
SELECT
    coalesce(old.metric, new.metric) AS metric,
    coalesce(old.region_name, new.region_name, '') AS region_name,
    coalesce(old.place, new.place, '') AS place,
    coalesce(old.period_end, new.period_end) AS period_end,
    old.value AS old_value,
    new.value AS new_value,
    coalesce(new.url, old.url) AS url
FROM old FULL JOIN new
    ON old.metric = new.metric AND old.statistic = new.statistic
       AND old.region_code IS NOT DISTINCT FROM new.region_code
       AND old.place IS NOT DISTINCT FROM new.place
       AND old.period_start IS NOT DISTINCT FROM new.period_start
       AND old.period_end IS NOT DISTINCT FROM new.period_end
WHERE old.value IS DISTINCT FROM new.value
"""


def describe_changes(con: duckdb.DuckDBPyConnection, fresh: Path, last: Path, as_of: str) -> str:
    """The text of CHANGES.md: an entry for `fresh`, then the text that `last` has."""
    before, after = (folder / "parquet" / "fact.parquet" for folder in (last, fresh))
    if not before.exists():
        return f"{_TITLE}\n## {as_of}\n\nFirst export.\n"
    query = COMPARED.format(old=_parquet(before), new=_parquet(after))
    con.execute(f"CREATE OR REPLACE TEMP TABLE fact_change AS {query}")
    entry = [f"## {as_of}", "", *_counts(con), "", *_examples(con)]
    earlier = last / "CHANGES.md"
    rest = earlier.read_text(encoding="utf-8").removeprefix(_TITLE) if earlier.exists() else ""
    return _TITLE + "\n" + "\n".join(entry).rstrip() + "\n" + rest


def _parquet(file: Path) -> str:
    return f"read_parquet({literal(file)})"


def _counts(con: duckdb.DuckDBPyConnection) -> list[str]:
    rows = con.execute(
        """
        SELECT metric, count(*) FILTER (old_value IS NULL),
               count(*) FILTER (new_value IS NULL),
               count(*) FILTER (old_value IS NOT NULL AND new_value IS NOT NULL)
        FROM fact_change GROUP BY metric ORDER BY metric
        """
    ).fetchall()
    if not rows:
        return ["No fact has changed."]
    head = ["| metric | new | gone | other value |", "| --- | ---: | ---: | ---: |"]
    return head + [f"| {name} | {new} | {gone} | {other} |" for name, new, gone, other in rows]


def _examples(con: duckdb.DuckDBPyConnection) -> list[str]:
    rows = con.execute(
        f"""
        SELECT region_name || place, metric, period_end, old_value, new_value, url
        FROM fact_change WHERE old_value IS NOT NULL AND new_value IS NOT NULL
        ORDER BY ALL LIMIT {_EXAMPLES}
        """
    ).fetchall()
    return [
        f"- {where}, {metric}, {end}: {plain_number(old)} is now {plain_number(new)} ({url})"
        for where, metric, end, old, new, url in rows
    ]
