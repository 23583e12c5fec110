"""Schema migrations, and the definitions (views, macros, comments) that stand on the schema.

Migrations are numbered files, applied in order, each in its own transaction, and recorded with
their text's hash. Definitions have no history: they are put in place again whenever a file of
theirs changed, so that a new question needs a new .sql file and nothing else.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from pathlib import Path

import duckdb

from tasks.errors import WarehouseError
from warehouse.sql import fetch_count, get_state, literal, set_state, transaction, utc_now

HERE = Path(__file__).parent
MIGRATIONS = HERE / "migrations"
DEFINITIONS = (HERE / "tables", HERE / "macros", HERE / "views")

_VERSION_TABLE = """
CREATE TABLE IF NOT EXISTS schema_version (
    version INTEGER NOT NULL, name VARCHAR NOT NULL, digest VARCHAR NOT NULL,
    applied_at TIMESTAMP NOT NULL
)
"""


def known_migrations() -> list[tuple[int, Path]]:
    """Number and file of every migration, in order."""
    return [(int(path.stem.split("_")[0]), path) for path in sorted(MIGRATIONS.glob("*.sql"))]


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
    have, known = schema_version(con), known_migrations()
    newest = known[-1][0]
    if have > newest:
        raise WarehouseError(
            f"{path}: schema {have} is newer than this program's {newest}; "
            "update gonghui, or name another data folder"
        )
    if have == 0 and _foreign_tables(con):
        raise WarehouseError(
            f"{path}: this database belongs to another program; name another data folder"
        )
    _refuse_other_history(con, path, known[:have])
    due = [(number, file) for number, file in known if number > have]
    for number, file in due:
        _apply(con, number, file)
    if due:
        con.execute("CHECKPOINT")
    return len(due)


def _refuse_other_history(
    con: duckdb.DuckDBPyConnection, path: Path, past: list[tuple[int, Path]]
) -> None:
    """Raise WarehouseError where a migration that was applied is not the one that we know."""
    if not past:
        return
    applied = dict(con.execute("SELECT version, digest FROM schema_version").fetchall())
    for number, file in past:
        if applied.get(number) != _digest([file]):
            raise WarehouseError(
                f"{path}: was made by a development version whose schema {number} was another; "
                "move it away and load again"
            )


def _apply(con: duckdb.DuckDBPyConnection, number: int, file: Path) -> None:
    with transaction(con):
        con.execute(_VERSION_TABLE)
        con.execute(file.read_text(encoding="utf-8"))
        row = [number, file.stem, _digest([file]), utc_now()]
        con.execute("INSERT INTO schema_version VALUES (?, ?, ?, ?)", row)


def apply_definitions(con: duckdb.DuckDBPyConnection) -> bool:
    """Put views, macros and comments in place; returns whether anything had to be done."""
    files = _definition_files()
    wanted = _digest(files)
    if get_state(con, "definitions") == wanted:
        return False
    with transaction(con):
        _drop_definitions(con)
    with transaction(con):
        _apply_in_any_order(con, files)
        _inherit_comments(con)
        set_state(con, "definitions", wanted)
    return True


def is_current(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether schema, views and macros are this program's, so that a load need not touch them."""
    newest = known_migrations()[-1][0]
    wanted = _digest(_definition_files())
    return schema_version(con) == newest and get_state(con, "definitions") == wanted


def _definition_files() -> list[Path]:
    return [file for folder in DEFINITIONS for file in sorted(folder.glob("*.sql"))]


def _digest(files: list[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def _apply_in_any_order(con: duckdb.DuckDBPyConnection, files: list[Path]) -> None:
    """Run the files so often that each finds what it needs; raises for what never does.

    A file that fails is tried again after the others, so that views may use each other without
    numbers in their names.
    """
    while files:
        late: list[Path] = []
        failure: duckdb.Error | None = None
        for file in files:
            try:
                con.execute(file.read_text(encoding="utf-8"))
            except (duckdb.CatalogException, duckdb.BinderException) as error:
                late, failure = [*late, file], error
        if failure is not None and len(late) == len(files):
            raise failure
        files = late


def _drop_definitions(con: duckdb.DuckDBPyConnection) -> None:
    """Remove our views and macros, so that a renamed file leaves nothing behind."""
    for kind, catalog, column in (("VIEW", "views", "view_name"), *_MACROS):
        names = con.execute(
            f"SELECT DISTINCT {column} FROM duckdb_{catalog}() "
            "WHERE database_name = current_database() AND NOT internal"
            + ("" if kind == "VIEW" else f" AND function_type = '{_FUNCTION_TYPES[kind]}'")
        ).fetchall()
        for (name,) in names:
            con.execute(f'DROP {kind} IF EXISTS "{name}"')


_MACROS = (("MACRO", "functions", "function_name"), ("MACRO TABLE", "functions", "function_name"))
_FUNCTION_TYPES = {"MACRO": "macro", "MACRO TABLE": "table_macro"}


def _inherit_comments(con: duckdb.DuckDBPyConnection) -> None:
    """Give each column without a comment the one that its name has elsewhere.

    One quantity has one name everywhere, so `article_id` is described once, where it is at home.
    A name that is described in two ways is inherited by nobody.
    """
    rows = con.execute(
        "SELECT table_name, column_name, comment FROM duckdb_columns() "
        "WHERE database_name = current_database() AND NOT internal ORDER BY ALL"
    ).fetchall()
    described: dict[str, set[str]] = defaultdict(set)
    for _, column, comment in rows:
        described[column] |= {comment} if comment else set()
    for table, column, comment in rows:
        if not comment and len(described[column]) == 1:
            text = literal(*described[column])
            con.execute(f'COMMENT ON COLUMN "{table}"."{column}" IS {text}')


def _has_table(con: duckdb.DuckDBPyConnection, name: str) -> bool:
    return bool(fetch_count(con, _TABLES + " AND table_name = ?", [name]))


def _foreign_tables(con: duckdb.DuckDBPyConnection) -> bool:
    return bool(fetch_count(con, _TABLES))


_TABLES = "SELECT count(*) FROM duckdb_tables() WHERE database_name = current_database()"
