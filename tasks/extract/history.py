"""What the numbers read so far were, as the next number needs it."""

from __future__ import annotations

from tasks.extract.scene import Scene
from tasks.records import BlockKind, Quantity

CARRIED = 2  # how many earlier metrics a number without words may go on with
REACH = 6  # how many numbers back they may stand


class History:
    """The metrics given from left to right; None for a number left unclaimed."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._given: list[tuple[Quantity, str | None]] = []
        self._seen: set[str] = set()
        self._cells: dict[tuple[int, int, int], str | None] = {}

    def add(self, quantity: Quantity, metric: str | None) -> None:
        """Remember what `quantity` was read as."""
        self._given.append((quantity, metric))
        if metric is not None:
            self._seen.add(metric)
        place = self._cell(quantity)
        if place is not None:
            self._cells[place] = metric

    def before(self, quantity: Quantity) -> str | None:
        """The metric of the number before in the same block; None where there is none."""
        segment = self._scene.document.segment_at(quantity.start)
        if not self._given or segment is None or self._given[-1][0].start < segment.start:
            return None
        return self._given[-1][1]

    def carried(self, quantity: Quantity) -> list[str]:
        """The last metrics given in this block, nearest first; for a cell those of its sides."""
        if sides := self.beside(quantity):
            return list(dict.fromkeys(metric for metric in sides.values() if metric is not None))
        segment = self._scene.document.segment_at(quantity.start)
        found: list[str] = []
        for earlier, metric in reversed(self._given[-REACH:]):
            if segment is None or earlier.start < segment.start or len(found) == CARRIED:
                break
            if metric is not None and metric not in found:
                found.append(metric)
        return found

    def in_sentence(self, quantity: Quantity) -> list[str]:
        """The metrics given earlier in the sentence, the last three, without repeats."""
        start = self._scene.document.sentence_at(quantity.start).start
        given = [m for q, m in self._given[-REACH:] if q.start >= start and m is not None]
        return list(dict.fromkeys(reversed(given)))[:3]

    def told_before(self, position: int, count: int) -> list[str]:
        """The last `count` metrics given before `position` in its sentence; [] if fewer."""
        start = self._scene.document.sentence_at(position).start
        given = [m for q, m in self._given if start <= q.start < position and m is not None]
        given = list(dict.fromkeys(given))
        return given[-count:] if len(given) >= count else []

    def beside(self, quantity: Quantity) -> dict[str, str | None]:
        """For a table cell, the metrics of the cells above and to the left that held numbers."""
        place = self._cell(quantity)
        if place is None:
            return {}
        table, row, column = place
        sides = {"above": (table, row - 1, column), "left": (table, row, column - 1)}
        return {side: self._cells[there] for side, there in sides.items() if there in self._cells}

    def seen(self, metric: str) -> bool:
        """Whether some number of the page was read as `metric`."""
        return metric in self._seen

    def _cell(self, quantity: Quantity) -> tuple[int, int, int] | None:
        segment = self._scene.document.segment_at(quantity.start)
        if segment is None or segment.block.kind is not BlockKind.CELL:
            return None
        block = segment.block
        if block.table is None or block.row is None or block.column is None:
            return None
        return block.table, block.row, block.column
