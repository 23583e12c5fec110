"""Long lists of small records, kept packed: a run over a million pages must name each of them.

A path and a page's name take some 800 bytes as objects and 20 here. Records are pickled and
deflated by the block and made anew whenever they are asked for, so go through such a list from end
to end, or take slices of it; two records that are asked for by turns cost a block each.
"""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, TypeVar, overload

BLOCK = 500
Record = TypeVar("Record")


class Packed(Sequence[Record], Generic[Record]):
    """An immutable sequence of records that can be pickled; slices of it are tuples."""

    __slots__ = ("_blocks", "_length", "_unpacked")

    def __init__(self, records: Iterable[Record] = ()) -> None:
        self._blocks: list[bytes] = []
        self._length = 0
        self._unpacked: tuple[int, tuple[Record, ...]] = (-1, ())
        block: list[Record] = []
        for record in records:
            block.append(record)
            if len(block) == BLOCK:
                self._pack(block)
                block = []
        self._pack(block)

    def _pack(self, block: list[Record]) -> None:
        if block:
            self._length += len(block)
            # Pickled without the memo of the other blocks; level 1 is four times as fast as 6.
            self._blocks.append(zlib.compress(pickle.dumps(block, pickle.HIGHEST_PROTOCOL), 1))

    def _block(self, number: int) -> tuple[Record, ...]:
        if self._unpacked[0] != number:
            self._unpacked = (-1, ())  # not two of them at once
            self._unpacked = (number, tuple(pickle.loads(zlib.decompress(self._blocks[number]))))
        return self._unpacked[1]

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[Record]:
        for packed in self._blocks:
            yield from pickle.loads(zlib.decompress(packed))

    @overload
    def __getitem__(self, place: int) -> Record: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[Record, ...]: ...

    def __getitem__(self, place: int | slice) -> Record | tuple[Record, ...]:
        if isinstance(place, slice):
            return tuple(self[one] for one in range(*place.indices(self._length)))
        at = range(self._length)[place]
        return self._block(at // BLOCK)[at % BLOCK]
