"""How a long command tells what it is doing: a moving bar on a terminal, plain lines elsewhere.

A flow does not know who watches it; it reports to the reporter of its context, which is silent in
a worker, where Prefect's own log tells the same. Everything goes to standard error.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol

LINE_SECONDS = 5.0


class Reporter(Protocol):
    """Who is told: what happens now, how much there is to do, how much of it was done."""

    def say(self, what: str) -> None: ...

    def begin(self, what: str, total: int) -> None: ...

    def advance(self, done: int = 1) -> None: ...

    def track(self, done: int, total: int, note: str) -> None:
        """Set what was done of a total that may grow, with words for what else is to be told."""
        ...


class Silent:
    """Tells nobody."""

    def say(self, what: str) -> None:
        pass

    def begin(self, what: str, total: int) -> None:
        pass

    def advance(self, done: int = 1) -> None:
        pass

    def track(self, done: int, total: int, note: str) -> None:
        pass


class Lines:
    """A line a step, and one every few seconds in between."""

    def __init__(self) -> None:
        self._what, self._total, self._done, self._told = "", 0, 0, 0.0

    def say(self, what: str) -> None:
        print(what, file=sys.stderr, flush=True)

    def begin(self, what: str, total: int) -> None:
        self._what, self._total, self._done, self._told = what, total, 0, time.monotonic()
        if total:
            self.say(f"{what}: {total:,}")

    def advance(self, done: int = 1) -> None:
        self.track(self._done + done, self._total, "")

    def track(self, done: int, total: int, note: str) -> None:
        self._done, self._total = done, total
        now = time.monotonic()
        if now - self._told >= LINE_SECONDS or (done == total and not note):
            self._told = now
            self.say(f"{self._what}: {done:,} of {total:,}{note and f' ({note})'}")


class Bar:
    """A spinner with words, and a bar where there is something to count."""

    def __init__(self) -> None:
        from rich.console import Console, RenderableType
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            Progress,
            ProgressColumn,
            SpinnerColumn,
            Task,
            TextColumn,
            TimeElapsedColumn,
        )
        from rich.text import Text

        class WhereCounted(ProgressColumn):
            """A column that is empty while there is nothing to count."""

            def __init__(self, column: ProgressColumn) -> None:
                super().__init__()
                self._column = column

            def render(self, task: Task) -> RenderableType:
                return Text() if task.total is None else self._column.render(task)

        self._progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            WhereCounted(BarColumn(bar_width=30)),
            WhereCounted(MofNCompleteColumn()),
            TextColumn("{task.fields[note]}", style="dim"),
            TimeElapsedColumn(),
            console=Console(stderr=True),
        )
        self._task = self._progress.add_task("", total=None, visible=False, note="")

    def __enter__(self) -> Bar:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.remove_task(self._task)
        self._progress.stop()

    def say(self, what: str) -> None:
        self._show(what, None)

    def begin(self, what: str, total: int) -> None:
        self._show(what, total)

    def advance(self, done: int = 1) -> None:
        self._progress.advance(self._task, done)

    def track(self, done: int, total: int, note: str) -> None:
        self._progress.update(self._task, completed=done, total=total, note=note)

    def _show(self, what: str, total: int | None) -> None:
        self._progress.remove_task(self._task)
        self._task = self._progress.add_task(what, total=total, note="")


_reporter: ContextVar[Reporter | None] = ContextVar("reporter", default=None)


def reporter() -> Reporter:
    """Who is told in this context."""
    return _reporter.get() or Silent()


@contextmanager
def reporting(*, quietly: bool = False) -> Iterator[Reporter]:
    """Tell a person on standard error for the length of the block; nobody if `quietly`."""
    if quietly:
        yield from _in_context(Silent())
    elif sys.stderr.isatty():
        with Bar() as bar:
            yield from _in_context(bar)
    else:
        yield from _in_context(Lines())


@contextmanager
def reporting_to(chosen: Reporter) -> Iterator[Reporter]:
    """Tell `chosen` for the length of the block."""
    yield from _in_context(chosen)


def _in_context(chosen: Reporter) -> Iterator[Reporter]:
    token = _reporter.set(chosen)
    try:
        yield chosen
    finally:
        _reporter.reset(token)
