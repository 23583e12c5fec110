"""Reading batches ahead of the load: in a thread, or in as many processes as were asked for.

Whatever their number, batches come in the same order with the same rows, because each is read by
the same function and waited for in turn. What they give are Arrow tables, ready to be loaded. A
run by hand begins to read before Prefect is up (`begun_early`), and the flow goes on with that.
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
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import islice
from types import TracebackType

from flows.batches import BatchSize, Pages, read_pages
from flows.parameters import Ingest
from flows.progress import Reporter, reporter
from tasks.fetch.lots import Due, Lot

_AHEAD = 1  # batches read beyond one a process: enough to hide the load, little to hold
_FIRST_PAGE_SECONDS = 5.0  # waited at most, before Prefect's import takes half of the processor

Read = Callable[[Lot, Ingest, Callable[[], None] | None], Pages]


class Stopped(Exception):
    """The run has ended, so that nobody waits for what is being read."""


class Readers:
    """Reads batches for one run; a context manager that leaves no process behind."""

    def __init__(self, asked: Ingest, read: Read = read_pages) -> None:
        self.asked, self._read = asked, read
        self._size = BatchSize(0)
        self._coming: Iterator[Lot] = iter(())
        self._begun: deque[tuple[Lot, Future[Pages]]] = deque()
        self._pool: Executor | None = None
        self._stopped, self._first = threading.Event(), threading.Event()

    def __enter__(self) -> Readers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self._stop()

    def begin(self, due: Due) -> None:
        """Start reading what is due, as far ahead as is worth it."""
        reporter().begin("Reading pages", due.count)
        self._size = BatchSize(due.count)
        self._coming = due.batches(self._size)
        self._go_on()

    def wait_for_first_page(self) -> None:
        """Until a page was read; at once where others than this process read."""
        if self._begun and self.asked.workers == 1:
            self._first.wait(_FIRST_PAGE_SECONDS)

    def ahead(self, due: Due) -> Iterator[Lot]:
        """The batches of what is due, in order, each to be asked for (`read`) before the next."""
        size = BatchSize(due.count)
        coming = due.batches(size)
        begun = [batch for batch, _ in self._begun]
        if begun and begun == list(islice(coming, len(begun))):
            self._size, self._coming = size, coming
        else:
            self._begun.clear()
            self.begin(due)
        while self._begun:
            yield self._begun[0][0]

    def read(self, batch: Lot) -> Pages:
        """What is in a batch; a part of one that failed is read anew."""
        known = bool(self._begun) and self._begun[0][0] == batch
        future = self._begun.popleft()[1] if known else self._submit(batch)
        self._go_on()
        try:
            pages = future.result()
        except BrokenProcessPool:
            pages = self._read_alone(batch)
        self._size.learn(len(batch.pages), pages.off_topic, pages.size)
        if self.asked.workers > 1:
            reporter().advance(len(batch.pages))
        return pages

    def _go_on(self) -> None:
        while len(self._begun) < self.asked.workers + _AHEAD:
            batch = next(self._coming, None)
            if batch is None:
                return
            self._begun.append((batch, self._submit(batch)))

    def _read_alone(self, batch: Lot) -> Pages:
        """Read a batch in a pool that has nothing else to do, then begin the others anew."""
        self._stop()
        try:
            return self._submit(batch).result()
        except BrokenProcessPool:
            self._stop()
            raise
        finally:
            self._begun = deque((other, self._submit(other)) for other, _ in self._begun)

    def _submit(self, batch: Lot) -> Future[Pages]:
        if self.asked.workers == 1:
            self._pool = self._pool or ThreadPoolExecutor(1, "reader")
            told = reporter()  # of our context, which the thread does not have
            return self._pool.submit(self._read, batch, self.asked, lambda: self._passed(told))
        if self._pool is None:
            spawn = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(self.asked.workers, spawn, _prepare)
        return self._pool.submit(self._read, batch, self.asked, None)

    def _passed(self, told: Reporter) -> None:
        if self._stopped.is_set():
            raise Stopped
        self._first.set()
        told.advance()

    def _stop(self) -> None:
        """End what reads, in the middle of what it does if need be."""
        if self._pool is None:
            return
        self._stopped.set()
        if isinstance(self._pool, ProcessPoolExecutor):
            for process in multiprocessing.active_children():
                process.terminate()
        self._pool.shutdown(cancel_futures=True)
        self._pool = None


_early: ContextVar[Readers | None] = ContextVar("readers", default=None)


@contextmanager
def begun_early(asked: Ingest, due: Due) -> Iterator[Readers]:
    """Readers that a flow in this context, asked the same, will go on with."""
    with Readers(asked) as readers:
        token = _early.set(readers)
        try:
            readers.begin(due)
            yield readers
        finally:
            _early.reset(token)


def readers_for(asked: Ingest) -> Readers:
    """Those that have begun already, or new ones."""
    early = _early.get()
    return early if early is not None and early.asked == asked else Readers(asked)


def _prepare() -> None:
    """Make a process ready: Ctrl-C is its parent's business, and it does not outlive that."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
