"""`gonghui ingest FOLDER --workers N` that reads and loads nothing: what is left is Prefect.

The server, the flow, its tasks for as many batches, its artifacts; and listing the files.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from flows import by_hand, readers
from flows.batches import Pages
from flows.parameters import Ingest
from tasks.fetch.lots import Lot
from tasks.load import steps
from tasks.load.load import LoadCounts


class Idle(readers.Readers):
    """Gives no pages for any batch."""

    def __init__(self, asked: Ingest) -> None:
        super().__init__(asked, _nothing)


def _nothing(batch: Lot, asked: Ingest, advance: Callable[[], None] | None = None) -> Pages:
    return Pages([], [])


if __name__ == "__main__":
    readers.Readers = Idle  # type: ignore[misc,assignment]
    steps.load_tables = lambda *_: LoadCounts()
    by_hand.run_ingest([sys.argv[1]], [], workers=int(sys.argv[2]))
