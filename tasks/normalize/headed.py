"""What the headings over a position set, found once for a whole document.

A position stands under a stack of headings, each of a deeper level than the one before; the nearest
that has something to say decides. One pass over the blocks answers for all of them, so that a page
of a thousand headings and a thousand numbers costs two thousand steps, not a million.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from typing import Generic, TypeVar

from tasks.extract.document import Document, Segment
from tasks.records import BlockKind

T = TypeVar("T")


class Headed(Generic[T]):
    """What `value` gives for the nearest heading over a position that has a value."""

    def __init__(self, document: Document, value: Callable[[Segment], T | None]) -> None:
        self._starts: list[int] = []
        self._values: list[T | None] = []
        stack: list[tuple[int, T | None]] = []
        for segment in document.segments:
            if segment.block.kind is not BlockKind.HEADING:
                continue
            while stack and stack[-1][0] >= segment.block.level:
                stack.pop()
            found = value(segment)
            if found is None and stack:
                found = stack[-1][1]
            stack.append((segment.block.level, found))
            self._starts.append(segment.start)
            self._values.append(found)

    def at(self, position: int) -> T | None:
        """The value that governs `position`; None without headings or where none has a value."""
        index = bisect_right(self._starts, position) - 1
        return self._values[index] if index >= 0 else None
