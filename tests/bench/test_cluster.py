"""Backfill: two workers of a Dask cluster against one process, and what a page costs a worker.

Both take turns on the same shards, because the machine's own speed moves from minute to minute.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from flows.engine import cluster, run_on_cluster
from tasks.shards.plan import plan_shards
from tasks.shards.shard import Shard
from tasks.shards.watch import Reader
from tasks.shards.work import work
from tasks.version import rules_version
from tests.bench.measure import spent_by_all
from tests.bench.pages.write import make_pages, write_warcs
from tests.bench.results import Results

pytestmark = pytest.mark.bench
PAGES, A_SHARD, TURNS = 1_000, 50, 5
SIZE, LARGE, SOME = 12_000, 150_000, 250
SECONDS = 120.0
ITEM = "Cluster"


def write(folder: Path, count: int, size: int, other: float = 0.0) -> list[Shard]:
    """Shards of generated pages, a WARC file each."""
    write_warcs(folder, make_pages(count, seed=23, size=size, other=other), A_SHARD)
    return plan_shards([str(folder)], "bench", None, None, 10**9)


@pytest.fixture(scope="module")
def two() -> Iterator[tuple[Any, float]]:
    """A cluster of two workers, and the seconds until it was there."""
    begun = time.perf_counter()
    with cluster(None, 2) as client:
        client.wait_for_workers(2)
        yield client, time.perf_counter() - begun


def on_two(client: Any, shards: Sequence[Shard], parts: Path) -> tuple[float, float]:
    """Seconds by the clock, and those that the workers were busy."""
    begun = time.perf_counter()
    done = [one for _, one in run_on_cluster(client, shards, str(parts), rules_version(), SECONDS)]
    assert [one.why for one in done] == [""] * len(shards)
    return time.perf_counter() - begun, sum(one.seconds for one in done)


def on_one(shards: Sequence[Shard], parts: Path, reader: Reader) -> float:
    begun = time.perf_counter()
    done = [work(one, str(parts), rules_version(), SECONDS, reader) for one in shards]
    assert [one.why for one in done] == [""] * len(shards)
    return time.perf_counter() - begun


def test_two_workers_against_one_process(
    two: tuple[Any, float], tmp_path: Path, results: Results
) -> None:
    client, start = two
    shards, reader = write(tmp_path / "pages", PAGES, SIZE), Reader()
    on_one(shards[:1], tmp_path / "warm", reader)
    on_two(client, shards[:4], tmp_path / "warm")
    alone = together = busy = 0.0
    for turn in range(TURNS):
        some = shards[turn::TURNS]
        alone += on_one(some, tmp_path / f"one{turn}", reader)
        clock, worked = on_two(client, some, tmp_path / f"two{turn}")
        together, busy = together + clock, busy + worked
    reader.end()
    idle = 2 * together - busy
    against = (
        f"one process, {alone:.1f} s for {len(shards)} shards of {A_SHARD} pages; two workers "
        f"{together:.1f} s, after {start:.1f} s until they were there"
    )
    assert results.at_least(ITEM, "two workers, times as fast", alone / together, 1.6, against)
    name = f"of two workers' time not spent on shards ({1000 * idle / len(shards):.0f} ms a shard)"
    assert results.at_most(ITEM, name, idle / (2 * together), 0.15, f"{2 * together:.1f} s")


def processor(shards: Sequence[Shard], parts: Path) -> float:
    """Milliseconds of the processor a page, of a worker and the process that reads for it."""
    reader = Reader()
    on_one(shards[:1], parts, reader)
    before = spent_by_all()
    on_one(shards[1:], parts, reader)
    spent = spent_by_all() - before
    reader.end()
    return 1000 * spent / (A_SHARD * len(shards[1:]))


def test_what_a_page_costs(tmp_path: Path, results: Results) -> None:
    relevant = write(tmp_path / "relevant", SOME, LARGE)
    packed = sum(one.size for one in relevant) / SOME / 1000
    about = processor(relevant, tmp_path / "a")
    other = processor(write(tmp_path / "other", 2 * SOME, LARGE, 1.0), tmp_path / "b")
    against = f"one about unions, {about:.1f} ms; one that is not, {other:.1f} ms of one core"
    name = f"a page off topic, of {LARGE // 1000} kB ({packed:.0f} kB packed)"
    assert results.at_most(ITEM, name, other / about, 0.2, against)
