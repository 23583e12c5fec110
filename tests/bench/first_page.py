"""`gonghui ingest FOLDER` that says on standard output when the first page was read."""

from __future__ import annotations

import sys

from flows import by_hand, readers


class Watched(readers.Readers):
    """Tells of the first page."""

    def wait_for_first_page(self) -> None:
        super().wait_for_first_page()
        print("first page", flush=True)


if __name__ == "__main__":
    readers.Readers = Watched  # type: ignore[misc]
    by_hand.run_ingest([sys.argv[1]], [])
