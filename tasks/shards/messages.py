"""What a worker and the process that reads for it say to each other.

Named in a module of its own, because pickle finds nothing in the module that is run as a program.
"""

from __future__ import annotations

from typing import NamedTuple

import pyarrow as pa

from tasks.shards.shard import Shard


class Step(NamedTuple):
    """What the reading is at: page `number` by name, or, without one, the listing."""

    number: int | None = None
    page: str = ""


class Batch(NamedTuple):
    """Rows of pages; `end` is the number of the page behind the last one."""

    end: int
    rows: pa.Table


class Order(NamedTuple):
    """What the worker asks for; `seconds` is what a page may take."""

    shard: Shard
    begin: int
    given_up: dict[int, str]
    seconds: float


class Ready(NamedTuple):
    """The process has begun; said once, before anything else."""


class Rows(NamedTuple):
    """A batch on its way; `end` is the number of the page behind its last."""

    end: int
    stream: bytes


class Ended(NamedTuple):
    """The shard is done, or could not be read for the reason given."""

    why: str = ""


def pack(table: pa.Table) -> bytes:
    """A table as an Arrow stream."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    data: bytes = sink.getvalue().to_pybytes()
    return data


def unpack(rows: Rows) -> Batch:
    """The batch that was sent."""
    with pa.ipc.open_stream(rows.stream) as reader:
        return Batch(rows.end, reader.read_all())
