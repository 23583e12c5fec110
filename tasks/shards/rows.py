"""What was read out of a shard as one table with a row a page, so that a part is a single file.

Each kind of row that a page gives (tasks/load/schemas.py) is a list of records in the page's row.
So a part is written whole or not at all, and pages can be left out of it by their row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import pyarrow as pa

from tasks.load.load import make_tables
from tasks.load.schemas import SCHEMAS
from tasks.load.tables import Tables
from tasks.load.values import clean, in_utc
from tasks.records import PageResult, Reject

_OWN = pa.schema(
    [
        ("page", pa.string()),
        ("captured_at", pa.timestamp("us")),  # of the bytes; null where there are none
        ("flags", pa.int32()),
    ]
)
SCHEMA = pa.schema(
    [*_OWN, *((name, pa.list_(pa.struct(list(schema)))) for name, schema in SCHEMAS.items())]
)
_KEYED = tuple(name for name in SCHEMAS if name not in ("capture", "reject"))


def to_rows(found: Sequence[PageResult | Reject], seen: Mapping[str, datetime]) -> pa.Table:
    """A row a page, in the order of `found`; `seen` is when its bytes were, by page."""
    results = [one for one in found if isinstance(one, PageResult)]
    rejects = [one for one in found if isinstance(one, Reject)]
    tables = make_tables(results, rejects)
    order = {page: row for row, page in enumerate(dict.fromkeys(map(_page, found)))}
    flags = {one.capture.page: len(one.flags) for one in results}
    own = [
        pa.array(list(order), pa.string()),
        pa.array([in_utc(seen.get(page)) for page in order], pa.timestamp("us")),
        pa.array([flags.get(page, 0) for page in order], pa.int32()),
    ]
    articles = {
        key: order[page]
        for key, page in zip(
            tables["capture"]["article_id"].to_pylist(),
            tables["capture"]["page"].to_pylist(),
            strict=True,
        )
    }
    lists = [_nest(name, tables[name], order, articles) for name in SCHEMAS]
    return pa.table([*own, *lists], schema=SCHEMA)


def _page(one: PageResult | Reject) -> str:
    return clean(one.page if isinstance(one, Reject) else one.capture.page)


def _nest(
    name: str, table: pa.Table, order: Mapping[str, int], articles: Mapping[str, int]
) -> pa.Array:
    """The records of a table as one list a page; those of a page stand together, in its order."""
    if name in _KEYED:
        rows = [articles[key] for key in table["article_id"].to_pylist()]
    else:
        rows = [order[page] for page in table["page"].to_pylist()]
    sorting = sorted(range(len(rows)), key=rows.__getitem__)
    counts = [0] * (len(order) + 1)
    for row in rows:
        counts[row + 1] += 1
    for row in range(len(order)):
        counts[row + 1] += counts[row]
    taken = table.take(pa.array(sorting, pa.int64())).combine_chunks()
    values = taken.to_struct_array()
    flat = values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
    return pa.ListArray.from_arrays(
        pa.array(counts, pa.int32()), flat, type=SCHEMA.field(name).type
    )


def to_tables(rows: pa.Table) -> Tables:
    """The tables that the load takes, out of rows of pages."""
    tables = {}
    for name, schema in SCHEMAS.items():
        column = rows[name].combine_chunks()
        chunks = column.chunks if isinstance(column, pa.ChunkedArray) else [column]
        batches = [pa.RecordBatch.from_struct_array(chunk.flatten()) for chunk in chunks]
        tables[name] = pa.Table.from_batches(batches, schema)
    return tables


def told_rejects(tables: Tables) -> list[Reject]:
    """The rejects of the tables."""
    return [Reject(**row) for row in tables["reject"].to_pylist()]
