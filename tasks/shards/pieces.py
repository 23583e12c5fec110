"""The bytes of a shard's pieces as files on the worker's disk, each beginning with a record.

In WARC files of the usual kind each record is a gzip member of its own, so a file can be read from
any member on. A range begins with the first member at or behind its start, and ends where the
range behind it begins: neighbours find the same place, so no record is read twice or lost. A file
that was packed as a whole has one member only, and its first range is all of it.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import IO

from tasks.shards.places import copy_bytes, explained, filesystem, is_url, opened
from tasks.shards.shard import Piece

_MEMBER = b"\x1f\x8b\x08"
_RECORD = b"WARC/"
_BLOCK = 2**20
_ENOUGH = 2**12  # bytes of a member that give its first words
_AT_ONCE = 64  # records that are asked of a store together


@dataclass(frozen=True, slots=True)
class LocalPiece:
    """A file that holds a piece; `offset` is where its first byte stands in `origin`."""

    path: Path
    origin: str
    offset: int


def bring(pieces: Sequence[Piece], folder: Path) -> list[LocalPiece]:
    """The pieces as files, in order: copies in `folder`, or a whole file where it lies.

    Raises InputError for what cannot be read.
    """
    found: list[LocalPiece] = []
    for (exact, _), group in groupby(pieces, key=lambda one: (one.exact, one.store)):
        bring_some = _bring_records if exact else _bring_ranges
        found += bring_some(list(group), folder, len(found))
    return found


def _bring_ranges(pieces: list[Piece], folder: Path, first: int) -> list[LocalPiece]:
    found = []
    for number, piece in enumerate(pieces, first):
        if piece.is_whole and not is_url(piece.path):
            with opened(piece.path):  # or it is not there
                found.append(LocalPiece(Path(piece.path), piece.path, 0))
            continue
        path = folder / _name(number, piece)
        with opened(piece.path) as stream, path.open("wb") as out, explained(piece.path):
            start, end = record_bounds(stream, piece)
            copy_bytes(stream, out, start, end)
        found.append(LocalPiece(path, piece.path, start))
    return found


def _bring_records(pieces: list[Piece], folder: Path, first: int) -> list[LocalPiece]:
    """Records that an index names: asked for many at once, as a round trip takes 50 ms."""
    found = []
    for at in range(0, len(pieces), _AT_ONCE):
        some = pieces[at : at + _AT_ONCE]
        for number, (piece, data) in enumerate(zip(some, _ranges(some), strict=True), first + at):
            path = folder / _name(number, piece)
            path.write_bytes(data)
            found.append(LocalPiece(path, piece.path, piece.start))
    return found


def _ranges(pieces: list[Piece]) -> list[bytes]:
    system, _ = filesystem(pieces[0].path)
    paths = [system._strip_protocol(piece.path) for piece in pieces]
    with explained(str(pieces[0])):
        found: list[bytes] = system.cat_ranges(
            paths, [one.start for one in pieces], [one.end for one in pieces], on_error="raise"
        )
        return found


def _name(number: int, piece: Piece) -> str:
    return f"{number:05}.warc{'.gz' if piece.path.lower().endswith('.gz') else ''}"


def record_bounds(stream: IO[bytes], piece: Piece) -> tuple[int, int]:
    """Where the first record of a piece begins, and where the first one behind it does."""
    size = stream.seek(0, 2)
    start = find_record(stream, piece.start) if piece.start else 0
    end = size if piece.end is None else find_record(stream, piece.end)
    return (size if start is None else start), (size if end is None else end)


def find_record(stream: IO[bytes], at: int) -> int | None:
    """The offset of the first gzip member at or behind `at` that begins a WARC record, or None."""
    stream.seek(at)
    held, offset = b"", at
    while block := stream.read(_BLOCK):
        held += block
        found = -1
        while (found := held.find(_MEMBER, found + 1)) >= 0:
            held += stream.read(max(0, _ENOUGH - (len(held) - found)))
            if _begins_record(held[found : found + _ENOUGH]):
                return offset + found
        kept = min(len(_MEMBER) - 1, len(held))
        offset, held = offset + len(held) - kept, held[-kept:]
    return None


def _begins_record(data: bytes) -> bool:
    """The three bytes stand anywhere by chance, some eight times in 128 MB."""
    try:
        return zlib.decompressobj(zlib.MAX_WBITS + 16).decompress(data, 16).startswith(_RECORD)
    except zlib.error:
        return False
