"""Views, macros and comments: put in place again whenever one of their files changed.

They have no history, so that a new question needs a new .sql file and nothing else. What stands
in a file may use what others define, in any order.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import duckdb

from tasks.errors import WarehouseError
from warehouse.sql import get_state, literal, set_state, transaction

HERE = Path(__file__).parent
DEFINITIONS = (HERE / "tables", HERE / "macros", HERE / "views")


def apply_definitions(con: duckdb.DuckDBPyConnection) -> bool:
    """Put views, macros and comments in place; returns whether anything had to be done.

    Raises WarehouseError that names the file which DuckDB does not take; all stays as it was.
    """
    files = definition_files()
    wanted = digest_of(files)
    if get_state(con, "definitions") == wanted:
        return False
    with transaction(con):
        _drop_definitions(con)
        for file in in_order(files):
            _apply(con, file)
        _inherit_comments(con)
        set_state(con, "definitions", wanted)
    return True


def _apply(con: duckdb.DuckDBPyConnection, file: Path) -> None:
    try:
        con.execute(read_sql(file))
    except duckdb.Error as error:
        first, *_ = str(error).splitlines()
        raise WarehouseError(f"{file}: DuckDB does not take this file ({first})") from error


def read_sql(file: Path) -> str:
    """The text of a file of ours; raises WarehouseError where it is no UTF-8."""
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise WarehouseError(f"{file}: cannot be read ({error})") from error


def definition_files() -> list[Path]:
    return [file for folder in DEFINITIONS for file in sorted(folder.glob("*.sql"))]


def digest_of(files: list[Path]) -> str:
    """SHA-256 over names and contents of files, in hexadecimal."""
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def in_order(files: list[Path]) -> list[Path]:
    """The files such that each stands behind those whose views and macros it uses.

    What a file uses is read off what follows FROM or JOIN and what stands before a bracket, so that
    views need no numbers in their names. Raises WarehouseError where two files use each other, or
    define the same.
    """
    texts = {file: _SPOKEN.sub(" ", read_sql(file)) for file in files}
    homes = _homes(texts)
    words = {file: {*_READ.findall(text), *_CALLED.findall(text)} for file, text in texts.items()}
    uses = {
        file: sorted({homes[word] for word in words[file] & homes.keys()} - {file})
        for file in files
    }
    try:
        return list(TopologicalSorter(uses).static_order())
    except CycleError as error:
        names = " → ".join(file.name for file in error.args[1])
        raise WarehouseError(f"{files[0].parents[1]}: these use each other: {names}") from error


def _homes(texts: Mapping[Path, str]) -> dict[str, Path]:
    """Each view and macro with the file that defines it."""
    homes: dict[str, Path] = {}
    for file, text in texts.items():
        for name in set(_DEFINED.findall(text)):
            if name in homes:
                raise WarehouseError(f"{file}: {homes[name].name} defines {name} already")
            homes[name] = file
    return homes


_SPOKEN = re.compile(r"--[^\n]*|'(?:[^']|'')*'")  # remarks and strings
_DEFINED = re.compile(r"^CREATE OR REPLACE (?:VIEW|MACRO) (\w+)", re.MULTILINE)
_READ = re.compile(r"\b(?:FROM|JOIN)\s+(\w+)", re.IGNORECASE)
_CALLED = re.compile(r"\b(\w+)\s*\(")


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

    One quantity has one name everywhere, so `article_id` is described once, where it is at home:
    in a table, or else in a view. A name that is described in two ways there is not inherited.
    """
    tables = {name for (name,) in con.execute(_TABLE_NAMES).fetchall()}
    rows = con.execute(_COLUMN_COMMENTS).fetchall()
    described: dict[tuple[str, bool], set[str]] = defaultdict(set)
    for table, column, comment in rows:
        described[column, table in tables] |= {comment} if comment else set()
    for table, column, comment in rows:
        texts = described[column, True] or described[column, False]
        if not comment and len(texts) == 1:
            con.execute(f'COMMENT ON COLUMN "{table}"."{column}" IS {literal(*texts)}')


_TABLE_NAMES = "SELECT table_name FROM duckdb_tables() WHERE database_name = current_database()"
_COLUMN_COMMENTS = """
SELECT table_name, column_name, comment FROM duckdb_columns()
WHERE database_name = current_database() AND NOT internal ORDER BY ALL
"""
