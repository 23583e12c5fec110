"""Watching the process that reads: what hangs or dies is tried again, then the page is given up.

A page that takes too long, or takes its process down, twice, is a reject with that reason, and the
shard goes on behind it; rows that were handed over before are kept. A shard where this happens to
many pages, or while its records are listed, fails as a whole.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from multiprocessing import Pipe
from multiprocessing.connection import Connection

from tasks.errors import GonghuiError
from tasks.shards.messages import Batch, Ended, Order, Rows, Step, unpack
from tasks.shards.shard import Shard

START_SECONDS = 300.0  # that the process may take until it is ready
_DYING_SECONDS = 5.0  # from the last that is heard of a process to its end
ATTEMPTS = 2
MOST_GIVEN_UP = 20


class ShardFailed(GonghuiError):
    """A shard that cannot be read; `page` is the one that it broke off at, if there was one."""

    def __init__(self, why: str, page: str = "") -> None:
        super().__init__(f"{page}: {why}" if page else why)
        self.why, self.page = why, page


class Reader:
    """A process that reads; started when it is needed, and again when it was ended.

    `program` is the module that it runs.
    """

    def __init__(self, program: str = "tasks.shards.process") -> None:
        self._program = program
        self._process: subprocess.Popen[bytes] | None = None
        self._connection: Connection | None = None

    def start(self, order: Order) -> Connection:
        """Give an order; returns where the answers come from."""
        if self._process is None or self._process.poll() is not None:
            self.end()
            ours, theirs = Pipe()
            with theirs:
                self._process = subprocess.Popen(
                    [sys.executable, "-P", "-m", self._program, str(theirs.fileno())],
                    stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, pass_fds=[theirs.fileno()],
                    env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
                    start_new_session=True,  # Ctrl-C is the worker's business
                )  # fmt: skip
            self._connection = ours
            with contextlib.suppress(OSError, EOFError):
                if ours.poll(START_SECONDS):
                    ours.recv()
        assert self._connection is not None
        with contextlib.suppress(OSError):  # it died meanwhile: whoever reads the answer will see
            self._connection.send(order)
        return self._connection

    def end(self, patience: float = 0.0) -> str:
        """End the process whatever it does; says how it ended, if by itself within `patience` s."""
        if self._process is None:
            return ""
        died = self._died(patience)
        self._process.kill()
        self._process.wait()
        for end in (self._process.stdin, self._connection):
            if end is not None:
                with contextlib.suppress(OSError):
                    end.close()
        self._process = self._connection = None
        return died

    def _died(self, patience: float) -> str:
        assert self._process is not None
        try:
            code = self._process.wait(patience)
        except subprocess.TimeoutExpired:
            return ""
        return f"signal {-code}" if code < 0 else f"status {code}"


_mine = threading.local()


def reader_of_thread() -> Reader:
    """The process of this thread, kept from shard to shard: its models take a second to load."""
    if not hasattr(_mine, "reader"):
        _mine.reader = Reader()
    reader: Reader = _mine.reader
    return reader


@dataclass(slots=True)
class _Course:
    """How far a shard is; `given_up` are pages by number, with the reason."""

    done: int = 0
    at: Step = field(default_factory=Step)
    failures: Counter[int | None] = field(default_factory=Counter)
    given_up: dict[int, str] = field(default_factory=dict)

    def blame(self, why: str) -> None:
        """Count a failure against the page in turn; raises ShardFailed where it is enough."""
        number, page = self.at
        self.failures[number] += 1
        if self.failures[number] < ATTEMPTS:
            return
        if number is None or len(self.given_up) >= MOST_GIVEN_UP:
            raise ShardFailed(f"{why}{'' if page else ' while its records were listed'}", page)
        self.given_up[number] = f"{why}, {ATTEMPTS} times"


def read_watched(shard: Shard, seconds: float, reader: Reader) -> Iterator[Batch]:
    """The rows of a shard; a page may take `seconds`, and so may each record that is listed.

    Raises ShardFailed for what cannot be read although it was tried again.
    """
    course = _Course()
    while True:
        answers = reader.start(Order(shard, course.done, course.given_up, seconds))
        course.at = Step()
        try:
            why = yield from _follow(answers, course, seconds)
        except GeneratorExit:
            reader.end()
            raise
        if why is None:
            return
        died = reader.end(0.0 if why else _DYING_SECONDS)
        course.blame(why or f"ended its process ({died or 'no answer'})")


def _follow(
    answers: Connection, course: _Course, seconds: float
) -> Generator[Batch, None, str | None]:
    """Hand on rows until the shard is done (None), or something is wrong (the reason)."""
    while True:
        try:
            if not answers.poll(seconds):
                return f"took more than {seconds:g} s"
            answer = answers.recv()
        except (EOFError, OSError):
            return ""
        if isinstance(answer, Step):
            course.at = answer
        elif isinstance(answer, Rows):
            batch = unpack(answer)
            course.done = batch.end
            yield batch
        elif isinstance(answer, Ended):
            if answer.why:
                course.at = Step()
            return answer.why or None
