"""Whether the writer database holds anything that readers of the published file do not see yet.

Every row is hashed on both sides, so that nobody needs to keep account of what changes what. Left
out are the records of runs and the times at which bytes were last seen, which each run moves on,
and what is derived from the rest. What readers are told of a source that says nothing new counts:
that it is stale is news.
"""

from __future__ import annotations

from itertools import starmap
from pathlib import Path

import duckdb

from tasks.errors import WarehouseError
from warehouse.database import open_reader
from warehouse.migrate import is_current

_NOT_COMPARED = ("run", "fact_base", "search_article", "search_posting")
_MOVING = ("run_id", "captured_at")


def has_unseen(con: duckdb.DuckDBPyConnection, published: Path) -> bool:
    """Whether a publish would tell readers anything; True where they have no file that is sound.

    Costs a second for some two million rows.
    """
    if not published.exists():
        return True
    held = _digests(con)
    try:
        with open_reader(published) as seen:
            return not is_current(seen) or _digests(seen) != held
    except (WarehouseError, duckdb.Error):
        return True  # damaged: a new one mends it


def _digests(con: duckdb.DuckDBPyConnection) -> list[list[tuple[object, ...]]]:
    queries = [_FRESHNESS, *starmap(_digest_query, con.execute(_COLUMNS).fetchall())]
    return [con.execute(query).fetchall() for query in queries]


_FRESHNESS = "SELECT source, freshness FROM freshness ORDER BY source"
_COLUMNS = f"""
SELECT table_name, list(column_name ORDER BY column_index) FROM duckdb_columns()
SEMI JOIN duckdb_tables() USING (database_name, table_name)
WHERE database_name = current_database() AND table_name NOT IN {_NOT_COMPARED}
    AND column_name NOT IN {_MOVING}
GROUP BY table_name ORDER BY table_name
"""


def _digest_query(table: str, columns: list[str]) -> str:
    return f"SELECT count(*), sum(hash({', '.join(columns)})) FROM {table}"
