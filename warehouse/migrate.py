"""Schema migrations: numbered files, applied in order, each in its own transaction.

Each is recorded with the hash of its text, so that a file which a development version made is
known for what it is. Views, macros and comments are no migrations, see warehouse/definitions.py.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from tasks.errors import WarehouseError
from warehouse.definitions import apply_definitions, definition_files, digest_of
from warehouse.sql import fetch_count, get_state, transaction, utc_now

__all__ = [
    "apply_definitions",
    "is_current",
    "known_migrations",
    "migrate",
    "newest_schema",
    "refuse_newer",
    "schema_version",
]

HERE = Path(__file__).parent
MIGRATIONS = HERE / "migrations"

_VERSION_TABLE = """
CREATE TABLE IF NOT EXISTS schema_version (
    version INTEGER NOT NULL, name VARCHAR NOT NULL, digest VARCHAR NOT NULL,
    applied_at TIMESTAMP NOT NULL
)
"""


def known_migrations() -> list[tuple[int, Path]]:
    """Number and file of every migration, in order."""
    return [(int(path.stem.split("_")[0]), path) for path in sorted(MIGRATIONS.glob("*.sql"))]


def newest_schema() -> int:
    """The number of the last migration that this program knows."""
    return known_migrations()[-1][0]


def schema_version(con: duckdb.DuckDBPyConnection) -> int:
    """The number of the last migration applied; 0 for an empty database."""
    if not _has_table(con, "schema_version"):
        return 0
    return fetch_count(con, "SELECT max(version) FROM schema_version")


def migrate(con: duckdb.DuckDBPyConnection, path: Path) -> int:
    """Bring the connected database up to date; returns how many migrations were applied.

    `path` is for messages. Raises WarehouseError for a database of a newer schema, or for one
    that holds tables of something else.
    """
    refuse_newer(con, path)
    have, known = schema_version(con), known_migrations()
    if have == 0 and _foreign_tables(con):
        raise WarehouseError(
            f"{path}: this database belongs to another program; name another data folder"
        )
    _refuse_other_history(con, path, known[:have])
    due = [(number, file) for number, file in known if number > have]
    for number, file in due:
        try:
            _apply(con, number, file)
        except duckdb.Error as error:
            raise WarehouseError(
                f"{path}: schema {number} could not be reached and was taken back "
                f"({str(error).splitlines()[0]}); a copy from before lies in the folder 'versions'"
            ) from error
    if due:
        con.execute("CHECKPOINT")
    return len(due)


def refuse_newer(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Raise WarehouseError where a newer program made the database; `path` is for the message."""
    have, newest = schema_version(con), newest_schema()
    if have > newest:
        raise WarehouseError(
            f"{path}: schema {have} is newer than this program's {newest}; "
            "update gonghui, or name another data folder"
        )


def is_current(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether schema, views and macros are this program's, so that a load need not touch them."""
    wanted = digest_of(definition_files())
    return schema_version(con) == newest_schema() and get_state(con, "definitions") == wanted


def _refuse_other_history(
    con: duckdb.DuckDBPyConnection, path: Path, past: list[tuple[int, Path]]
) -> None:
    """Raise WarehouseError where a migration that was applied is not the one that we know."""
    if not past:
        return
    applied = dict(con.execute("SELECT version, digest FROM schema_version").fetchall())
    for number, file in past:
        if applied.get(number) != digest_of([file]):
            raise WarehouseError(
                f"{path}: was made by a development version whose schema {number} was another; "
                "move it away and load again"
            )


def _apply(con: duckdb.DuckDBPyConnection, number: int, file: Path) -> None:
    with transaction(con):
        con.execute(_VERSION_TABLE)
        con.execute(file.read_text(encoding="utf-8"))
        row = [number, file.stem, digest_of([file]), utc_now()]
        con.execute("INSERT INTO schema_version VALUES (?, ?, ?, ?)", row)


def _has_table(con: duckdb.DuckDBPyConnection, name: str) -> bool:
    return bool(fetch_count(con, _TABLES + " AND table_name = ?", [name]))


def _foreign_tables(con: duckdb.DuckDBPyConnection) -> bool:
    return bool(fetch_count(con, _TABLES))


_TABLES = "SELECT count(*) FROM duckdb_tables() WHERE database_name = current_database()"
