"""Shards: the pieces of WARC files that one worker reads in one go, and how they are known again.

A shard is a whole file, a byte range of one, or records that an index names. It is known by its
pieces, its source and what the files were when they were listed, so that a file that was replaced
is another shard. Paths are absolute, or urls that fsspec understands.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Piece:
    """The records of a file that begin at `start` or behind it, and before `end` (None: its end).

    An `exact` piece begins and ends with a record, as an index of records says.
    """

    path: str
    start: int = 0
    end: int | None = None
    exact: bool = False

    @property
    def is_whole(self) -> bool:
        return self.start == 0 and self.end is None

    @property
    def store(self) -> str:
        """The protocol of the url; empty for files on this machine."""
        protocol, is_url, _ = self.path.partition("://")
        return protocol if is_url else ""

    def __str__(self) -> str:
        name = self.path.rpartition("/")[2]
        return name if self.is_whole else f"{name}[{self.start}:{self.end or ''}]"


@dataclass(frozen=True, slots=True)
class Shard:
    """Pieces whose pages belong to `source`; `stamp` is what the file was, by size and time.

    `region` is the code that the source is mostly about; `size` is in bytes, as they are packed.
    """

    source: str
    pieces: tuple[Piece, ...]
    size: int
    stamp: str = ""
    region: str | None = None

    @property
    def key(self) -> str:
        """The name of the shard's files: the same for the same pieces of the same files."""
        told = [self.source, self.region, self.stamp, [asdict(piece) for piece in self.pieces]]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:20]

    def __str__(self) -> str:
        """The name for people."""
        first, *others = self.pieces
        return f"{first} and {len(others):,} more" if others else str(first)


def cut(path: str, size: int, range_bytes: int) -> tuple[Piece, ...]:
    """A file in ranges of about `range_bytes`; one that is not packed record by record is whole.

    No range is shorter than half of the others.
    """
    count = max(1, round(size / range_bytes)) if path.lower().endswith(".gz") else 1
    if count == 1:
        return (Piece(path),)
    ends = [size * number // count for number in range(1, count)]
    starts = [0, *ends]
    return tuple(Piece(path, start, end) for start, end in zip(starts, [*ends, None], strict=True))


def file_shards(
    source: str, region: str | None, path: str, info: Mapping[str, object], range_bytes: int
) -> list[Shard]:
    """The shards of one file; `info` is what fsspec tells of it."""
    size = int(str(info["size"]))
    pieces = cut(path, size, range_bytes)
    stamp = f"{size} {next((info[name] for name in _STAMPS if info.get(name)), '')}"
    return [Shard(source, (one,), size // len(pieces), stamp, region) for one in pieces]


_STAMPS = ("ETag", "etag", "md5Hash", "mtime", "LastModified", "updated")


def record_shards(
    source: str, region: str | None, records: Sequence[Piece], range_bytes: int
) -> list[Shard]:
    """Records that an index names, neighbours joined, in shards of about `range_bytes`.

    `records` are exact pieces with an end.
    """
    shards: list[Shard] = []
    held: list[Piece] = []
    size = 0
    for piece in [*_joined(sorted(records, key=lambda one: (one.path, one.start))), None]:
        length = 0 if piece is None else (piece.end or 0) - piece.start
        if held and (piece is None or size + length > range_bytes or len(held) >= _MOST_PIECES):
            shards.append(Shard(source, tuple(held), size, "", region))
            held, size = [], 0
        if piece is not None:
            held.append(piece)
            size += length
    return shards


_MOST_PIECES = 2000


def _joined(records: Sequence[Piece]) -> list[Piece]:
    """Records that touch as one piece; a record that is named twice counts once."""
    out: list[Piece] = []
    for one in records:
        last = out[-1] if out else None
        if last and last.path == one.path and one.start <= (last.end or 0):
            end = max(last.end or 0, one.end or 0)
            out[-1] = Piece(last.path, last.start, end, exact=True)
        else:
            out.append(one)
    return out
