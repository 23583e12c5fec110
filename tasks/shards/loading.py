"""From parts to the warehouse: which rows count, in tables of bounded size, by the one who loads.

A url may have been captured in several shards. As in any list of WARC files its newest bytes
count, and what has bytes counts before what has none; the rest is left out. That is asked of the
parts by DuckDB, which goes to the disk where there are more pages than memory. The warehouse
remembers which parts it has, so that a relaunch loads what is new; loading one twice does no harm.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import duckdb
import pyarrow as pa

from tasks.errors import InputError
from tasks.load import steps
from tasks.load.load import LoadCounts
from tasks.load.steps import Run
from tasks.load.tables import Tables
from tasks.records import Reject
from tasks.shards.parts import Marker, Parts
from tasks.shards.rows import to_rows, to_tables
from warehouse.database import connect
from warehouse.layout import Layout
from warehouse.sql import set_state

PAGES = 500  # read at once
LOAD_BYTES = 32 * 2**20  # loaded at once: a load costs more, the more the warehouse holds
_STATE = "part:"


class Seen(NamedTuple):
    """What parts hold together, by their keys: rows that do not count, as others of the same page
    do; and why a part cannot be read."""

    superseded: Mapping[str, Collection[int]]
    damaged: Mapping[str, str]


def look_through(parts: Parts, markers: Sequence[Marker]) -> Seen:
    """Compare the pages of all parts."""
    damaged: dict[str, str] = {}
    with TemporaryDirectory(prefix="gonghui-") as folder:
        con = duckdb.connect(str(Path(folder) / "seen.duckdb"), config={"memory_limit": "1GB"})
        try:
            con.execute(_SEEN)
            for number, marker in enumerate(markers):
                try:
                    _note_pages(con, parts, marker, number)
                except InputError as error:
                    damaged[marker.key] = str(error)
            found = con.execute(_SUPERSEDED).fetchall()
        finally:
            con.close()
    dropped: dict[str, set[int]] = defaultdict(set)
    for number, place in found:
        dropped[markers[number].key].add(place)
    return Seen(dropped, damaged)


def _note_pages(con: duckdb.DuckDBPyConnection, parts: Parts, marker: Marker, number: int) -> None:
    with parts.opened(marker) as part:
        pages = part.read(["page", "captured_at"])
    pages = pages.append_column("place", pa.array(range(len(pages)), pa.int32()))
    con.register("stage", pages)
    con.execute(
        "INSERT INTO seen SELECT ?, place, md5_number(page), captured_at FROM stage", [number]
    )
    con.unregister("stage")


_SEEN = "CREATE TABLE seen (part INT, place INT, page UHUGEINT, captured_at TIMESTAMP)"
_SUPERSEDED = """
SELECT part, place FROM seen
QUALIFY row_number() OVER (PARTITION BY page ORDER BY captured_at DESC NULLS LAST, part DESC) > 1
"""


def read_part(parts: Parts, marker: Marker, dropped: Collection[int]) -> Iterator[pa.Table]:
    """The rows of a part that count, as many as make LOAD_BYTES at a time.

    Raises InputError for a damaged part.
    """
    held: list[pa.Table] = []
    place = 0
    with parts.opened(marker) as part:
        for batch in part.iter_batches(PAGES):
            kept = [row for row in range(len(batch)) if place + row not in dropped]
            place += len(batch)
            held.append(pa.Table.from_batches([batch.take(pa.array(kept, pa.int64()))]))
            if sum(rows.nbytes for rows in held) >= LOAD_BYTES:
                yield pa.concat_tables(held)
                held = []
    if held:
        yield pa.concat_tables(held)


def load_rows(layout: Layout, run: Run, rows: pa.Table) -> Iterator[tuple[LoadCounts, Tables]]:
    """Load rows of pages; what fails as a whole in halves, down to the page that does it.

    That page becomes a reject. Raises WarehouseError for what is no page's fault.
    """
    tables = to_tables(rows)
    try:
        counts = steps.load_tables(layout, run, tables)
    except (duckdb.Error, pa.ArrowException) as error:
        middle = len(rows) // 2
        halves = [rows[:middle], rows[middle:]] if middle else [_refused(rows, tables, error)]
        for half in halves:
            yield from load_rows(layout, run, half)
        return
    yield counts, tables


def _refused(rows: pa.Table, tables: Tables, error: Exception) -> pa.Table:
    """A reject in the place of a page; raises the error where it is one already."""
    if not len(tables["capture"]):
        raise error
    page, (held,) = rows["page"][0].as_py(), tables["capture"].to_pylist()
    why = f"could not be loaded: {type(error).__name__}: {error}".partition("\n")[0][:300]
    reject = Reject(page, held["url"], held["sha256"], held["source"], "failed", why)
    return to_rows([reject], {})


def loaded_parts(layout: Layout) -> set[str]:
    """The files of the parts that the warehouse has."""
    con = connect(layout.writer, read_only=False)
    try:
        query = "SELECT state_value FROM warehouse_state WHERE starts_with(state_key, ?)"
        return {name for (name,) in con.execute(query, [_STATE]).fetchall()}
    finally:
        con.close()


def note_loaded(layout: Layout, marker: Marker) -> None:
    """Make the warehouse remember that it has a part."""
    con = connect(layout.writer, read_only=False)
    try:
        set_state(con, _STATE + marker.key, marker.part)
    finally:
        con.close()
