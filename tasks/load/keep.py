"""The bytes of files into the archive, before the rows that were read from them are loaded.

They come along with a batch's tables as WARC records, packed by whoever read them, perhaps in
another process. What came from the web or out of a WARC file has its place already. Rejects are
kept too: other rules may read them one day.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import duckdb
import pyarrow as pa

from tasks.fetch.kept import KeptFile, KeptRecord, add_records
from tasks.fetch.warc_write import Place
from tasks.load.tables import Tables
from tasks.load.values import clean
from warehouse.database import explain_failure
from warehouse.sql import get_state, set_state

KEPT = "kept"
_END = "kept_files"
_KEY = ("source", "page", "sha256")
_SCHEMA = pa.schema([*((name, pa.string()) for name in _KEY), ("record", pa.binary())])
Key = tuple[str, str, str]


def to_kept(records: Iterable[KeptRecord]) -> pa.Table:
    """Packed captures, one row each."""
    rows = [one._replace(page=clean(one.page))._asdict() for one in records]
    return pa.Table.from_pylist(rows, _SCHEMA)


def keep_records(con: duckdb.DuckDBPyConnection, archive: Path, tables: Tables) -> Tables:
    """The tables without `kept`, whose records are in the archive now, and with their places.

    What was kept before is not kept again. Raises WarehouseError where the archive cannot be
    written.
    """
    rest = {name: table for name, table in tables.items() if name != KEPT}
    kept = tables.get(KEPT)
    if kept is None or not len(kept):
        return rest
    places = _known_places(con, kept.select(_KEY))
    records = {_key(row): row["record"] for row in kept.to_pylist() if _key(row) not in places}
    if records:
        places |= zip(records, _keep(con, archive, list(records.values())), strict=True)
    for name in ("capture", "reject"):
        rest[name] = _placed(rest[name], places)
    return rest


def _key(row: dict[str, str]) -> Key:
    return row["source"], row["page"], row["sha256"]


def _placed(table: pa.Table, places: dict[Key, Place]) -> pa.Table:
    """The table with the places of those rows that have none."""
    keys = zip(*(table[name].to_pylist() for name in _KEY), strict=True)
    files, offsets = (table[name].to_pylist() for name in ("archive_file", "archive_offset"))
    for row, key in enumerate(keys):
        if files[row] is None and key in places:
            files[row], offsets[row] = places[key].file, places[key].offset
    for name, column in (("archive_file", files), ("archive_offset", offsets)):
        spot = table.schema.get_field_index(name)
        table = table.set_column(spot, name, pa.array(column, table.schema.field(name).type))
    return table


def _known_places(con: duckdb.DuckDBPyConnection, keys: pa.Table) -> dict[Key, Place]:
    """Where bytes are that were kept before."""
    con.register("stage_kept", keys)
    try:
        rows = con.execute(_PLACES).fetchall()
    finally:
        con.unregister("stage_kept")
    return {(source, page, sha256): Place(file, at) for source, page, sha256, file, at in rows}


_PLACES = """
SELECT source, page, sha256, archive_file, archive_offset
FROM capture SEMI JOIN stage_kept USING (source, page, sha256) WHERE archive_file IS NOT NULL
UNION ALL
SELECT source, page, sha256, archive_file, archive_offset
FROM reject SEMI JOIN stage_kept USING (source, page, sha256) WHERE archive_file IS NOT NULL
"""


def _keep(con: duckdb.DuckDBPyConnection, archive: Path, records: Sequence[bytes]) -> list[Place]:
    file, _, offset = (get_state(con, _END) or "").rpartition(" ")
    try:
        places, end = add_records(archive, Place(file, int(offset)) if file else None, records)
    except OSError as error:
        raise explain_failure(archive, error) from error
    set_state(con, _END, f"{end.file} {end.offset}")
    return places


def record_places(con: duckdb.DuckDBPyConnection, kept: Iterable[KeptFile]) -> None:
    """Tell a warehouse that was built anew where the bytes of its files are."""
    rows = [
        (one.source, clean(one.page), one.sha256, one.place.file, one.place.offset)
        for one in kept
        if one.place
    ]
    columns = list(zip(*rows, strict=True)) or [(), (), (), (), ()]
    kinds = [*[pa.string()] * 4, pa.int64()]
    arrays = [pa.array(column, kind) for column, kind in zip(columns, kinds, strict=True)]
    con.register("stage_kept", pa.table(arrays, ["source", "page", "sha256", "file", "at"]))
    for target in ("capture", "reject"):
        con.execute(
            f"UPDATE {target} AS held SET archive_file = kept.file, archive_offset = kept.at "
            "FROM stage_kept AS kept WHERE kept.source = held.source AND kept.page = held.page "
            "AND kept.sha256 = held.sha256 AND held.archive_file IS NULL"
        )
    con.unregister("stage_kept")
