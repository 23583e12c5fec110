"""Reading batches ahead of the load: in other processes, as many as were asked for.

Whatever their number, batches come in the same order with the same rows, because each is read by
the same function and waited for in turn. Results cross over as Arrow tables, ready to be loaded.
Surprises: processes are spawned, since Prefect's threads do not survive a fork; they leave Ctrl-C
to us, and end by themselves where we were killed; and a page that takes its process down with it
breaks the pool for all, so the batch in turn is read once more, alone in a fresh pool, before it
is given up.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from types import TracebackType

from flows.batches import Pages, read_pages
from flows.parameters import Ingest
from flows.progress import reporter
from tasks.fetch.lots import Lot

_AHEAD = 1  # batches read beyond one a process: enough to hide the load, little to hold


class Readers:
    """Reads batches for one run; a context manager that leaves no process behind."""

    def __init__(self, asked: Ingest, read: Callable[[Lot, Ingest], Pages] = read_pages) -> None:
        self._asked, self._read_in_process = asked, read
        self._pool: ProcessPoolExecutor | None = None
        self._begun: deque[tuple[Lot, Future[Pages]]] = deque()

    def __enter__(self) -> Readers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self._stop(at_once=error is not None)

    def ahead(self, batches: Iterable[Lot]) -> Iterator[Lot]:
        """The batches, in order, each while those behind it are being read."""
        if self._asked.workers == 1:
            yield from batches
            return
        waiting: deque[Lot] = deque()
        for batch in batches:
            waiting.append(batch)
            self._begun.append((batch, self._submit(batch)))
            if len(waiting) > self._asked.workers + _AHEAD:
                yield waiting.popleft()
        yield from waiting

    def read(self, batch: Lot) -> Pages:
        """What is in a batch; a part of one that failed is read anew."""
        if self._asked.workers == 1:
            return read_pages(batch, self._asked, reporter().advance)
        given = bool(self._begun) and self._begun[0][0] == batch
        future = self._begun.popleft()[1] if given else self._submit(batch)
        try:
            pages = future.result()
        except BrokenProcessPool:
            pages = self._read_alone(batch)
        reporter().advance(len(batch.pages))
        return pages

    def _read_alone(self, batch: Lot) -> Pages:
        """Read a batch in a pool that has nothing else to do, then begin the others anew."""
        self._stop(at_once=True)
        try:
            return self._submit(batch).result()
        except BrokenProcessPool:
            self._stop(at_once=True)
            raise
        finally:
            self._begun = deque((other, self._submit(other)) for other, _ in self._begun)

    def _submit(self, batch: Lot) -> Future[Pages]:
        if self._pool is None:
            spawn = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(self._asked.workers, spawn, _prepare)
        return self._pool.submit(self._read_in_process, batch, self._asked)

    def _stop(self, at_once: bool) -> None:
        """End the processes; `at_once` in the middle of what they do."""
        if self._pool is None:
            return
        if at_once:
            for process in multiprocessing.active_children():
                process.terminate()
        self._pool.shutdown(cancel_futures=True)
        self._pool = None


def _prepare() -> None:
    """Make a process ready: Ctrl-C is its parent's business, and it does not outlive that."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
