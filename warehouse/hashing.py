"""A hash of what the warehouse says, equal whenever it says the same.

Every row of every table that holds content is hashed by itself and the hashes are added up, so
that the order of rows plays no part. Runs, times, versions of rules and what earlier versions said
are history and not content: left out.
"""

from __future__ import annotations

import hashlib

import duckdb

CONTENT = (
    "source",
    "metric",
    "region",
    "place",
    "article",
    "observation_base",
    "observation_judged",
    "correction",
    "quantity",
    "practice",
    "term",
    "flag",
    "reject",
)
_HISTORY = {"run_id", "rules_version", "first_rules", "first_run", "archive_file", "archive_offset"}


def content_hash(con: duckdb.DuckDBPyConnection) -> str:
    """64 hexadecimal digits over all content; the same for the same content on any machine."""
    digest = hashlib.sha256()
    for table in CONTENT:
        count, total = table_digest(con, table)
        digest.update(f"{table} {count} {total}\n".encode())
    return digest.hexdigest()


def table_digest(con: duckdb.DuckDBPyConnection, table: str) -> tuple[int, int]:
    """Number of rows of a table, and the sum of their hashes (modulo nothing: it fits)."""
    columns = [
        name
        for (name,) in con.execute(
            "SELECT column_name FROM duckdb_columns() "
            "WHERE database_name = current_database() AND table_name = ? ORDER BY column_name",
            [table],
        ).fetchall()
        if name not in _HISTORY
    ]
    # A NULL is no empty text, and ('a', 'b') is not ('ab', ''): hence the control characters.
    cells = ", ".join(f"coalesce({name}::VARCHAR, chr(0))" for name in columns)
    query = (
        "SELECT count(*), coalesce(sum(md5_number_lower(row)::HUGEINT), 0) "
        f"FROM (SELECT concat_ws(chr(31), {cells}) AS row FROM {table})"
    )
    count, total = con.execute(query).fetchall()[0]
    return int(count), int(total)
