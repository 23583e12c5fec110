"""What the processes of test_readers.py do, and a run that is killed in the middle."""

from __future__ import annotations

import multiprocessing
import os
import time
from pathlib import Path

from flows.batches import Pages
from flows.parameters import Ingest
from flows.readers import Readers
from tasks.fetch.files import PageFile
from tasks.fetch.lots import Due, Lot
from tasks.records import Reject


def lot(*names: str) -> Lot:
    return Lot("s", tuple(PageFile(Path(f"/p/{name}"), name) for name in names))


def due(*names: str) -> Due:
    """A batch a name; those joined by + stand in one."""
    return Due(tuple(lot(*name.split("+")) for name in names), {})


def name_pages(batch: Lot, asked: Ingest, advance: object = None) -> Pages:
    """A reject a page; one called `deadly` takes the process with it, `slow` takes long."""
    names = [page.page for page in batch.pages]
    if "deadly" in names:
        os._exit(11)
    if "slow" in names:
        time.sleep(600)
    return Pages([], [Reject(name, "", None, batch.source, "named", "") for name in names])


def main() -> None:
    """Read something slow; tells on standard output which processes do it."""
    with Readers(Ingest(workers=2), name_pages) as readers:
        ahead = readers.ahead(due("a", "slow", "slow2", "slow", "b"))
        readers.read(next(ahead))
        print(*(process.pid for process in multiprocessing.active_children()), flush=True)
        readers.read(next(ahead))


if __name__ == "__main__":
    main()
