"""Opening the warehouse's files: one way to write, one to read, every failure explained.

Files are attached to an in-memory database and not opened by `duckdb.connect(path)`, because
(1) connect hands out the old file again while any connection of this process to the path lives,
even after a rename, and (2) DuckDB 2.0 must be told to write files that 1.5 can read.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from tasks.errors import WarehouseError
from warehouse.definitions import apply_definitions
from warehouse.layout import Layout
from warehouse.locking import writer_lock
from warehouse.migrate import migrate, newest_schema, schema_version
from warehouse.sql import literal

# The oldest DuckDB that must be able to read what we write.
STORAGE_VERSION = "v1.5.0"
MEMORY_LIMIT = "2GB"
# How much a writer logs before it tidies its file. Each tidying costs by the size of the file: at
# DuckDB's 16 MB, a batch of 20,000 articles in a million took 1.8 times as long.
LOGGED = "256MB"


# What a disk or a file can do to us; a commit tells of a full disk as a TransactionException.
DISK_ERRORS = (duckdb.IOException, duckdb.FatalException, duckdb.TransactionException, OSError)


def explain_failure(path: Path, error: duckdb.Error | OSError) -> WarehouseError:
    """The WarehouseError that names file, cause and way out."""
    cause = str(error).splitlines()[0]
    for sign, meaning, way_out in _FAILURES:
        if sign.lower() in str(error).lower():
            return WarehouseError(f"{path}: {meaning}; {way_out} ({cause})")
    return WarehouseError(f"{path}: {cause}")


# Piece of DuckDB's or the system's message, what it means, what to do.
_FAILURES = (
    (
        "conflicting lock",
        "another process is writing this file",
        "wait until it ends, or close the program that has it open",
    ),
    (
        "not a valid duckdb database",
        "this is no DuckDB database",
        "move it away, or name another data folder",
    ),
    *(
        (
            sign,
            "this file is damaged",
            "delete it and run gonghui ingest, which makes it anew, or put an older copy from the "
            "folder 'versions' in its place",
        )
        for sign in ("could not read enough bytes", "corrupt", "checksum")
    ),
    (
        "version number",
        "this file was written by a newer DuckDB",
        "install that version, or restore an older copy from the folder 'versions'",
    ),
    (
        "no space left",
        "the disk is full; nothing that was published is lost",
        "free some space and run this again",
    ),
    (
        "file too large",
        "the file may not grow further (quota or limit)",
        "raise the limit or free some space, and run this again",
    ),
    (
        "read-only file system",
        "the disk is mounted read-only",
        "name a data folder that can be written",
    ),
    (
        "permission denied",
        "no permission to open this file",
        "make it readable and writable for this user",
    ),
    (
        "cannot open file",
        "this file cannot be opened",
        "check that it and its folder exist and may be used by this user",
    ),
)


def connect(
    path: Path, *, read_only: bool, memory_limit: str = MEMORY_LIMIT
) -> duckdb.DuckDBPyConnection:
    """A connection whose default database is the file `path`, without any migration.

    Raises WarehouseError when the file is missing (to read), held, damaged or no database.
    """
    if read_only and not path.is_file():
        raise WarehouseError(f"{path}: there is no such file; load something first (make ingest)")
    # What does not fit into memory goes beside the file and not into the current folder.
    spill = str(path.absolute().parent / "spill")
    con = duckdb.connect(
        ":memory:",
        config={
            "memory_limit": memory_limit,
            "temp_directory": spill,
            "checkpoint_threshold": LOGGED,
        },
    )
    con.execute("SET enable_progress_bar = false")  # it goes to standard output
    try:
        attach(con, path, read_only=read_only)
    except duckdb.Error as error:
        con.close()
        raise explain_failure(path, error) from error
    return con


def attach(con: duckdb.DuckDBPyConnection, path: Path, *, read_only: bool = False) -> None:
    """Make the file `path` the connection's default database; raises duckdb.Error."""
    options = "READ_ONLY" if read_only else f"STORAGE_VERSION {literal(STORAGE_VERSION)}"
    con.execute(f"ATTACH {literal(path)} AS gonghui ({options})")
    con.execute("USE gonghui")


@contextmanager
def open_writer(layout: Layout, wait_seconds: float = 0.0) -> Iterator[duckdb.DuckDBPyConnection]:
    """The writer database, locked, migrated and with today's views, for the length of the block.

    Raises WarehouseError when it is held, damaged, read-only or of a newer schema.
    """
    with writer_lock(layout.lock, wait_seconds), writer_session(layout) as con:
        yield con


@contextmanager
def writer_session(layout: Layout) -> Iterator[duckdb.DuckDBPyConnection]:
    """`open_writer` for one who holds `writer_lock(layout.lock)` already, perhaps over several."""
    con = _open_current(layout)
    try:
        yield con
    except DISK_ERRORS as error:
        raise explain_failure(layout.writer, error) from error
    finally:
        con.close()


def _open_current(layout: Layout) -> duckdb.DuckDBPyConnection:
    """The writer database with today's schema and views; of an older one a copy is kept first."""
    if not layout.writer.exists() or not layout.writer.stat().st_size:
        _create(layout)
    con = connect(layout.writer, read_only=False)
    try:
        if 0 < schema_version(con) < newest_schema():
            con = _keep_copy(layout, con)
        migrate(con, layout.writer)
        if apply_definitions(con):
            con.execute("CHECKPOINT")
    except WarehouseError:
        con.close()
        raise
    except DISK_ERRORS as error:
        con.close()
        raise explain_failure(layout.writer, error) from error
    return con


def _keep_copy(layout: Layout, con: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """Copy the writer database aside before its schema changes; returns a fresh connection.

    Closed meanwhile: to close any other descriptor of a file would drop DuckDB's lock on it.
    """
    layout.versions.mkdir(exist_ok=True)
    copy = layout.before_upgrade(schema_version(con))
    fresh = copy.with_name(copy.name + ".new")
    con.execute("CHECKPOINT")
    con.close()
    shutil.copyfile(layout.writer, fresh)
    sync(fresh)
    fresh.replace(copy)
    sync(layout.versions)
    return connect(layout.writer, read_only=False)


def _create(layout: Layout) -> None:
    """Put a writer database in place, whole: a copy of what is published, or an empty one.

    Built under another name, so that a process killed meanwhile leaves nothing half made.
    """
    fresh = layout.writer.with_name(layout.writer.name + ".new")
    for leftover in (fresh, wal_of(fresh), wal_of(layout.writer)):
        leftover.unlink(missing_ok=True)
    if layout.published.exists():
        shutil.copyfile(layout.published, fresh)
    con = connect(fresh, read_only=False)
    try:
        migrate(con, fresh)
        con.execute("CHECKPOINT")
    finally:
        con.close()
    sync(fresh)
    fresh.replace(layout.writer)
    sync(layout.folder)


def wal_of(path: Path) -> Path:
    """The file in which DuckDB keeps what is not yet in the database file."""
    return path.with_name(path.name + ".wal")


def sync(path: Path) -> None:
    """Force a file or folder to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def open_reader(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A published file, read-only, for the length of the block; raises WarehouseError."""
    con = connect(path, read_only=True)
    try:
        yield con
    finally:
        con.close()
