"""Answering one question of a user: read-only, alone with its file, within limits.

The connection may read nothing but the published file, loads no extension and cannot change its
settings. Surprise: DuckDB's memory limit counts its buffers only (`repeat('x', 1e8)` over a few
rows took 10 GB under a limit of 512 MB and was deaf to `interrupt`), so a question runs in a
process of its own, see `warehouse/ask.py`, whose memory the kernel limits.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from tasks.errors import WarehouseError
from warehouse.database import connect, explain_failure

_QUESTIONS = ("SELECT", "EXPLAIN", "MULTI", "PRAGMA")
_CHUNK = 2048
_SETTINGS = (
    "temp_directory = ''",
    "python_enable_replacements = false",
    "autoinstall_known_extensions = false",
    "autoload_known_extensions = false",
    "allow_community_extensions = false",
    "enable_external_access = false",
    "lock_configuration = true",
)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one question may take; `rows` limits only what a table shows."""

    seconds: float = 30.0
    memory_mb: int = 1024
    rows: int = 1000


@dataclass(frozen=True, slots=True)
class Answer:
    """Column names, DuckDB's type names, and the rows, read as they are asked for."""

    columns: tuple[str, ...]
    types: tuple[str, ...]
    rows: Iterator[tuple[Any, ...]]


@contextmanager
def asked(path: Path, sql: str, limits: Limits) -> Iterator[Answer]:
    """The answer to one question about the published file `path`, for the length of the block.

    Raises WarehouseError for anything but one question, and for a question that is wrong, reaches
    outside the file or passes the limits, also while rows are being read.
    """
    con = connect(path, read_only=True, memory_limit=f"{limits.memory_mb}MB")
    timer = threading.Timer(limits.seconds, con.interrupt)
    try:
        for setting in _SETTINGS:
            con.execute(f"SET {setting}")
        timer.start()
        _check_is_question(con, sql)
        con.execute(sql)
        description = con.description or []
        yield Answer(
            tuple(column[0] for column in description),
            tuple(str(column[1]) for column in description),
            _rows(con),
        )
    except duckdb.Error as error:
        raise _explain(path, error, limits) from error
    finally:
        timer.cancel()
        con.close()


def _rows(con: duckdb.DuckDBPyConnection) -> Iterator[tuple[Any, ...]]:
    while chunk := con.fetchmany(_CHUNK):
        yield from chunk


def _check_is_question(con: duckdb.DuckDBPyConnection, sql: str) -> None:
    """Raise WarehouseError unless `sql` is one statement that only reads.

    PIVOT is two statements to DuckDB 1.5, the first of which has no text, and one MULTI to 2.0.
    """
    statements = [one for one in con.extract_statements(sql) if one.query.strip() or _reads(one)]
    if not statements:
        raise WarehouseError("there is no question in this text; try: SELECT * FROM observation")
    if any(not _reads(one) for one in statements):
        raise WarehouseError(
            "gonghui sql only reads: ask with SELECT (or FROM, WITH, PIVOT, DESCRIBE, SHOW, "
            "EXPLAIN); to work with tables of your own, open a copy of the file in the DuckDB shell"
        )
    if len(statements) > 1:
        raise WarehouseError("one question at a time: leave out all but one of the statements")


def _reads(statement: duckdb.Statement) -> bool:
    return str(statement.type).rpartition(".")[2] in _QUESTIONS


def _explain(path: Path, error: duckdb.Error, limits: Limits) -> WarehouseError:
    # An answer that was being read is told of its interruption by another error.
    if isinstance(error, duckdb.InterruptException) or "INTERRUPT Error" in str(error):
        return too_slow(limits)
    if isinstance(error, duckdb.OutOfMemoryException):
        return too_large(limits)
    if isinstance(error, duckdb.PermissionException):
        return WarehouseError(
            "gonghui sql reads nothing but the warehouse: other files, extensions and addresses "
            f"are out of reach ({str(error).splitlines()[0]})"
        )
    if isinstance(error, duckdb.IOException | duckdb.FatalException):
        return explain_failure(path, error)
    hint = _HINT if isinstance(error, duckdb.CatalogException | duckdb.BinderException) else ""
    return WarehouseError(f"{error}{hint}")


_HINT = '\nTables and views: gonghui sql "SHOW TABLES"; columns of one: gonghui sql "DESCRIBE fact"'


def too_slow(limits: Limits) -> WarehouseError:
    """The error of a question that ran past its time."""
    return WarehouseError(
        f"the question took longer than {limits.seconds:g} s and was stopped; "
        "narrow it (WHERE metric = …, LIMIT …) or allow more time (--seconds)"
    )


def too_large(limits: Limits) -> WarehouseError:
    """The error of a question that ran past its memory."""
    return WarehouseError(
        f"the question needed more than {limits.memory_mb} MB of memory and was stopped; "
        "ask for fewer columns or rows, or allow more memory (--memory)"
    )
