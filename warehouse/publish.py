"""Publishing: the writer's content as a compact new file, put in place by one rename.

Readers keep the file that they opened. Killed at any moment, this leaves the old published file
or the new one, whole, and perhaps a `.new` file that the next publish removes. The file is copied
as it stands, byte by byte; small files, and those that deleted rows have left full of holes, are
written anew by DuckDB, which takes some ten times as long for each byte and leaves no holes.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb

from tasks.errors import WarehouseError
from warehouse.checks import ensure_sound
from warehouse.database import (
    DISK_ERRORS,
    STORAGE_VERSION,
    attach,
    explain_failure,
    sync,
    wal_of,
)
from warehouse.layout import Layout
from warehouse.refresh import refresh
from warehouse.sql import fetch_row, literal

# Below, all is written anew each time: that takes a second, and the least room.
_LARGE = 64 * 2**20  # bytes


def publish(con: duckdb.DuckDBPyConnection, layout: Layout) -> Path:
    """Bring facts up to date and put the content in the place of `layout.published`, its path.

    To be called inside `open_writer`, outside a transaction. Raises WarehouseError (and leaves
    the last published file) when a check fails, the disk is full or the folder is not writable.
    """
    refresh(con)
    ensure_sound(con)
    target = layout.published
    fresh = target.with_name(target.name + ".new")
    try:
        _remove(fresh)
        con.execute("CHECKPOINT")
        _write(con, layout.writer, fresh)
        sync(fresh)
        _keep_version(layout)
        fresh.replace(target)
        sync(target.parent)
    except DISK_ERRORS as error:
        with suppress(OSError):
            _remove(fresh)
        raise explain_failure(fresh, error) from error
    return target


def adopt(fresh: Layout, layout: Layout) -> None:
    """Put a warehouse that was built in another folder of the same disk in the place of `layout`.

    To be called under the lock of `layout`; what was published before is kept as a version.
    """
    _keep_version(layout)
    wal_of(layout.writer).unlink(missing_ok=True)
    fresh.writer.replace(layout.writer)
    fresh.published.replace(layout.published)
    sync(layout.folder)
    shutil.rmtree(fresh.folder)


def _remove(fresh: Path) -> None:
    fresh.unlink(missing_ok=True)
    wal_of(fresh).unlink(missing_ok=True)


def _write(con: duckdb.DuckDBPyConnection, writer: Path, fresh: Path) -> None:
    """Write the content as the file `fresh`; a large writer with holes becomes compact too."""
    size, free = fetch_row(con, _BLOCKS) or (0, 0)
    is_large, has_holes = size >= _LARGE, free > size / 4
    if has_holes or not is_large:
        _copy(con, fresh)
    if is_large:
        with _closed(con, writer):
            if has_holes:
                compact = writer.with_name(writer.name + ".new")
                shutil.copyfile(fresh, compact)
                sync(compact)
                compact.replace(writer)
            else:
                shutil.copyfile(writer, fresh)


_BLOCKS = """
SELECT total_blocks * block_size, free_blocks * block_size FROM pragma_database_size()
WHERE database_name = 'gonghui'
"""


@contextmanager
def _closed(con: duckdb.DuckDBPyConnection, writer: Path) -> Iterator[None]:
    """The writer's file closed for the length of the block.

    For to close a second descriptor of a file that is open would drop DuckDB's lock on it.
    """
    con.execute("USE memory")
    con.execute("DETACH gonghui")
    try:
        if wal_of(writer).exists():
            raise WarehouseError(f"{writer}: it was not written completely; run this again")
        yield
    finally:
        attach(con, writer)


def _copy(con: duckdb.DuckDBPyConnection, fresh: Path) -> None:
    options = f"STORAGE_VERSION {literal(STORAGE_VERSION)}"
    con.execute(f"ATTACH {literal(fresh)} AS fresh ({options})")
    try:
        con.execute("COPY FROM DATABASE gonghui TO fresh")
        con.execute("CHECKPOINT fresh")
    finally:
        con.execute("DETACH fresh")
    if wal_of(fresh).exists():
        raise WarehouseError(f"{fresh}: the copy was not written completely; run this again")


def versions(layout: Layout) -> list[Path]:
    """The older published files that are kept, oldest first."""
    return sorted(layout.versions.glob("gonghui-*.duckdb"))


def _keep_version(layout: Layout) -> None:
    """Give the file that is about to be replaced a second name, and drop the oldest ones."""
    if layout.keep > 0 and layout.published.exists():
        layout.versions.mkdir(exist_ok=True)
        kept = versions(layout)
        if not kept or not kept[-1].samefile(layout.published):
            number = int(kept[-1].stem.split("-")[1]) + 1 if kept else 1
            os.link(layout.published, layout.versions / f"gonghui-{number:06}.duckdb")
            sync(layout.versions)
    for old in versions(layout)[: -layout.keep or None]:
        old.unlink()
