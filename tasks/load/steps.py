"""The load as steps on paths: each opens the writer database, does its part and closes it.

So that a flow hands on paths and plain records, never a connection. The caller holds the writer's
lock (`warehouse.locking.writer_lock`) from the first step to the last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial

import duckdb

from tasks.fetch.kept import KeptFile
from tasks.fetch.kinds import Source
from tasks.fetch.lots import Lot
from tasks.load import load
from tasks.load.dimensions import sync_dimensions
from tasks.load.keep import keep_records, record_places
from tasks.load.known import KnownPages, known_captures, record_sources
from tasks.load.load import LoadCounts, load_batch
from tasks.load.runs import begin_run, finish_run
from tasks.load.stored import stored_lots
from tasks.load.tables import Tables
from tasks.normalize.codebook import load_codebook
from tasks.normalize.gazetteer import Gazetteer
from tasks.records import PageResult, Reject
from warehouse.corrections import read_corrections
from warehouse.database import (
    DISK_ERRORS,
    MEMORY_LIMIT,
    connect,
    explain_failure,
    writer_session,
)
from warehouse.judge import record_corrections
from warehouse.layout import Layout
from warehouse.publish import publish
from warehouse.refresh import STEPS
from warehouse.sql import fetch_row
from warehouse.unseen import has_unseen

# MB that a step of publishing may take, at least and at most, and that each thread has of it. For
# 5,000 articles 72 were enough with two threads; 64 were not with one, nor 128 with sixteen.
LITTLE_MEMORY, THREAD_MEMORY = (100, 1000), 50


@dataclass(frozen=True, slots=True)
class Run:
    """What the warehouse keeps of a run; `rules` are those that read its pages."""

    run_id: str
    flow: str
    rules: str
    parameters: Mapping[str, object] = field(default_factory=dict)


@contextmanager
def _writing(
    layout: Layout, memory_limit: str = MEMORY_LIMIT
) -> Iterator[duckdb.DuckDBPyConnection]:
    con = connect(layout.writer, read_only=False, memory_limit=memory_limit)
    try:
        yield con
    except DISK_ERRORS as error:
        raise explain_failure(layout.writer, error) from error
    finally:
        con.close()


def open_run(
    layout: Layout, run: Run, sources: Iterable[Source], *, knowing: bool = True
) -> KnownPages:
    """Bring schema, views and dimensions up to date and begin the run.

    Returns what is known of every page; nothing unless `knowing`, because that is held in memory.
    Raises WarehouseError for a database that is damaged, of
    a newer schema or held.
    """
    corrections = read_corrections(layout.corrections)
    with writer_session(layout) as con:
        sync_dimensions(con, load_codebook().metrics.values(), Gazetteer.load())
        record_corrections(con, corrections)
        record_sources(con, sources)
        begin_run(con, run.run_id, run.flow, run.rules, run.parameters)
        return known_captures(con) if knowing else {}


def load_pages(
    layout: Layout, run: Run, results: Sequence[PageResult], rejects: Sequence[Reject]
) -> LoadCounts:
    """Load one batch, all or nothing."""
    with _writing(layout) as con:
        return load_batch(con, _not_earlier(con, results), rejects, run.run_id)


def _not_earlier(con: duckdb.DuckDBPyConnection, results: Sequence[PageResult]) -> list[PageResult]:
    """Files read now, dated no earlier than what is there, although the clock was set back.

    Else what changed on such a day would be taken for older than what it replaces.
    """
    row = fetch_row(con, "SELECT max(captured_at) FROM capture")
    if row is None or row[0] is None:
        return list(results)
    newest: datetime = row[0].replace(tzinfo=UTC)
    return [_dated(one, newest) for one in results]


def _dated(one: PageResult, newest: datetime) -> PageResult:
    at = one.capture.captured_at
    if one.capture.archive_file is not None or at is None or at >= newest:
        return one
    return replace(one, capture=replace(one.capture, captured_at=newest))


def load_tables(layout: Layout, run: Run, tables: Tables) -> LoadCounts:
    """The same for a batch whose rows are made already (`tasks.load.load.make_tables`).

    Bytes of files that come along are in the archive before that.
    """
    with _writing(layout) as con:
        return load.load_tables(con, keep_records(con, layout.archive, tables), run.run_id)


def stored_pages(layout: Layout, sources: Iterable[Source]) -> list[Lot]:
    """Everything that can be read again without the network."""
    with _writing(layout) as con:
        return stored_lots(con, layout.archive, {one.name: one.region for one in sources})


def tell_places(layout: Layout, kept: Iterable[KeptFile]) -> None:
    """Tell a warehouse that was built anew where the bytes of its files are."""
    with _writing(layout) as con:
        record_places(con, kept)


def forget_rejects(layout: Layout, pages: Sequence[tuple[str, str]]) -> None:
    """Drop rejects, given as (source, page), of what is no page any more."""
    if pages:
        with _writing(layout) as con:
            con.executemany("DELETE FROM reject WHERE source = ? AND page = ?", list(pages))


def close_run(layout: Layout, run: Run, counts: LoadCounts, *, failed: bool = False) -> bool:
    """Record how the run ended and, unless it failed, publish what it loaded.

    Returns whether it published: readers keep the version that they have where the run, and those
    before it, have changed nothing of it. The record of such a run comes with the next version.
    """
    with _writing(layout) as con:
        finish_run(con, run.run_id, counts, failed=failed)
    if failed:
        return False
    for step in STEPS:
        _in_little_memory(layout, step)
    if not counts.pages_loaded and not _has_unseen(layout):
        return False
    _in_little_memory(layout, partial(publish, layout=layout))
    return True


def _has_unseen(layout: Layout) -> bool:
    with _writing(layout) as con:
        return has_unseen(con, layout.published)


def _in_little_memory(layout: Layout, step: Callable[[duckdb.DuckDBPyConnection], object]) -> None:
    """Do a step of publishing in a connection of its own, whose memory then is given back.

    DuckDB takes what it is allowed, and sorts and groups on the disk beyond that: it is allowed as
    much as the warehouse's file takes, with as many threads as can do with that, and only where
    that will not do MEMORY_LIMIT.
    """
    size = layout.writer.stat().st_size // 10**6
    least, most = LITTLE_MEMORY
    allowed = min(max(size, least), most)
    try:
        with _writing(layout, f"{allowed}MB") as con:
            con.execute(_FEWER_THREADS, [allowed // THREAD_MEMORY])
            step(con)
    except duckdb.OutOfMemoryException:
        with _writing(layout) as con:
            step(con)


_FEWER_THREADS = "SET threads = least(current_setting('threads'), ?)"


def publish_corrections(layout: Layout) -> None:
    """Make what stands in the file of corrections count, and publish it."""
    corrections = read_corrections(layout.corrections)
    with writer_session(layout) as con:
        if record_corrections(con, corrections):
            publish(con, layout)
