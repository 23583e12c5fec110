"""Small helpers around a DuckDB connection.

DuckDB 2.0 refuses other work on a connection while a result is unfinished, and `fetchone` leaves
one unfinished: so every query here is read to its end.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import Any

import duckdb


def fetch_row(
    con: duckdb.DuckDBPyConnection, query: str, parameters: object = None
) -> tuple[Any, ...] | None:
    """The first row of a query, or None."""
    rows = con.execute(query, parameters).fetchall()
    return rows[0] if rows else None


def fetch_count(con: duckdb.DuckDBPyConnection, query: str, parameters: object = None) -> int:
    """The first value of a query as an int; 0 without rows or where it is NULL."""
    row = fetch_row(con, query, parameters)
    return int(row[0] or 0) if row else 0


def literal(text: object) -> str:
    """`text` as an SQL string literal, for the statements that take no parameters."""
    return "'" + str(text).replace("'", "''") + "'"


@contextmanager
def transaction(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """All of the block or nothing of it."""
    con.execute("BEGIN")
    done = False
    try:
        yield
        con.execute("COMMIT")
        done = True
    finally:
        if not done:
            with suppress(duckdb.Error):  # a commit that failed has ended it already
                con.execute("ROLLBACK")


def utc_now() -> datetime:
    """This moment in UTC, without a zone, as the warehouse's TIMESTAMP columns hold it."""
    return datetime.now(UTC).replace(tzinfo=None)


def get_state(con: duckdb.DuckDBPyConnection, key: str) -> str | None:
    """What the warehouse remembers under `key`."""
    row = fetch_row(con, "SELECT state_value FROM warehouse_state WHERE state_key = ?", [key])
    return None if row is None else str(row[0])


def set_state(con: duckdb.DuckDBPyConnection, key: str, value: str) -> None:
    """Make the warehouse remember `value` under `key`."""
    con.execute("DELETE FROM warehouse_state WHERE state_key = ?", [key])
    con.execute("INSERT INTO warehouse_state VALUES (?, ?)", [key, value])
