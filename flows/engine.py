"""Shards over processes and machines: here one by one, or on a Dask cluster by prefect-dask.

What is sent about is a plain function (tasks/shards/work.py), not a Prefect task: workers then need
neither Prefect's server nor a tenth of a second a task, and a hundred thousand shards leave no rows
in its database. Dask hands the shards of a worker that dies to others; what a shard itself fails of
is told in what it returns, and tried once more, on whatever worker comes. No more shards are sent
than are worked on and as many again, so a plan of any length takes no memory on the scheduler.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from queue import Empty, SimpleQueue
from typing import Any
from uuid import uuid4

from flows.progress import reporter
from tasks.errors import GonghuiError, InputError
from tasks.shards.shard import Shard
from tasks.shards.watch import Reader
from tasks.shards.work import Outcome, work

ATTEMPTS = 2
WAIT_SECONDS = 600.0  # for a worker to come, at the start or after all have gone
_LOOK_SECONDS = 5.0


class NoWorkers(GonghuiError):
    """A cluster without anybody who works."""


def run_here(
    shards: Sequence[Shard], folder: str, rules: str, seconds: float
) -> Iterator[tuple[Shard, Outcome]]:
    """Read the shards one after the other, without a cluster."""
    reader = Reader()
    try:
        for shard in shards:
            yield shard, work(shard, folder, rules, seconds, reader)
    finally:
        reader.end()


def run_on_cluster(
    client: Any, shards: Sequence[Shard], folder: str, rules: str, seconds: float
) -> Iterator[tuple[Shard, Outcome]]:
    """Read the shards on the cluster of a Dask client, in whatever order they are ready.

    Raises NoWorkers where none comes, or comes back, within WAIT_SECONDS.
    """
    waiting: dict[Any, tuple[Shard, int]] = {}
    ended: SimpleQueue[Any] = SimpleQueue()
    coming = iter([(shard, 1) for shard in shards])
    again: list[tuple[Shard, int]] = []
    watch = _Workers(client)
    while True:
        room = max(0, 2 * watch.threads() - len(waiting))
        for shard, attempt in [*_take(again, room), *islice(coming, max(0, room - len(again)))]:
            key = f"shard-{shard.key}-{uuid4().hex}"
            sent = client.submit(work, shard, folder, rules, seconds, key=key, pure=False)
            sent.add_done_callback(ended.put)
            waiting[sent] = (shard, attempt)
        if not waiting and room:
            return
        try:
            future = ended.get(timeout=_LOOK_SECONDS)
        except Empty:
            continue
        shard, attempt = waiting.pop(future)
        outcome = _outcome(future, shard)
        if outcome.why and attempt < ATTEMPTS:
            again.append((shard, attempt + 1))
        else:
            yield shard, outcome


def _take(held: list[tuple[Shard, int]], count: int) -> list[tuple[Shard, int]]:
    taken, held[:] = held[:count], held[count:]
    return taken


def _outcome(future: Any, shard: Shard) -> Outcome:
    """What a shard came to, or what Dask gave it up for."""
    error = future.exception()
    if error is None:
        outcome: Outcome = future.result()
        return outcome
    return Outcome(str(shard), why=f"{type(error).__name__}: {error}"[:500])


class _Workers:
    """How much a cluster does at once, as workers come and go."""

    def __init__(self, client: Any) -> None:
        self._client, self._seen = client, time.monotonic()

    def threads(self) -> int:
        """The threads of all workers; waits for one where there is none."""
        while True:
            count = sum(self._client.nthreads().values())
            if count:
                self._seen = time.monotonic()
                return int(count)
            if time.monotonic() - self._seen > WAIT_SECONDS:
                raise NoWorkers(f"no worker came to the cluster within {WAIT_SECONDS:g} s")
            reporter().say("Waiting for workers")
            time.sleep(_LOOK_SECONDS)


@contextmanager
def cluster(scheduler: str | None, workers: int) -> Iterator[Any]:
    """The Dask client of a scheduler, or of a cluster of `workers` processes on this machine.

    Raises InputError where prefect-dask is not installed or no scheduler answers.
    """
    try:
        from prefect_dask.task_runners import DaskTaskRunner
    except ImportError as error:
        wanted = "more than one worker needs" if scheduler is None else "a cluster needs"
        raise InputError(f"{wanted} the extra `cluster`: pip install 'gonghui[cluster]'") from error
    local = {
        "n_workers": workers, "threads_per_worker": 1, "host": "127.0.0.1",
        "dashboard_address": None,
    }  # fmt: skip
    runner = (
        DaskTaskRunner(address=scheduler, client_kwargs={"timeout": 30})
        if scheduler
        else DaskTaskRunner(cluster_kwargs=local)
    )
    with runner:
        try:
            client = runner.client
        except OSError as error:
            raise InputError(f"{scheduler}: no scheduler answers there ({error})") from error
        yield client


Run = Callable[..., Iterator[tuple[Shard, Outcome]]]


@contextmanager
def engine(scheduler: str | None, workers: int | None) -> Iterator[Run]:
    """What reads shards: a cluster, or this process where one worker is enough."""
    count = workers or os.cpu_count() or 1
    if scheduler is None and count == 1:
        yield run_here
        return
    with cluster(scheduler, count) as client:

        def run(*given: Any) -> Iterator[tuple[Shard, Outcome]]:
            return run_on_cluster(client, *given)

        yield run
