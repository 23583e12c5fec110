"""Reading ahead in processes: same order, same rows, and nothing left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest

from flows.batches import BatchSize, Pages
from flows.parameters import Ingest
from flows.readers import Readers, begun_early, readers_for
from tasks.fetch.files import PageFile
from tasks.fetch.lots import Due, Lot
from tasks.records import OFF_TOPIC, Reject
from tests.flows.reading import due, lot, name_pages

ROOT = Path(__file__).parents[2]
GOLD = ROOT / "tests" / "gold"


def names(pages: Pages) -> list[str]:
    return [reject.page for reject in pages.rejects]


def rows(pages: Pages, table: str) -> list[dict[str, object]]:
    """The rows of a table, without the moment at which the bytes were read.

    A record of the archive holds that moment, and an id of its own.
    """
    moment = ("captured_at", "record")
    found = pages.tables[table].to_pylist()
    return [{name: one[name] for name in one if name not in moment} for one in found]


def test_two_processes_read_the_same_rows_in_the_same_order() -> None:
    files = [PageFile(path, path.name) for path in sorted(GOLD.glob("d1?.html"))]
    lots = [Lot("gold", tuple(files[start : start + 3])) for start in range(0, len(files), 3)]
    read: list[list[Pages]] = []
    for workers in (1, 2):
        with Readers(Ingest(workers=workers)) as readers:
            read.append([readers.read(batch) for batch in readers.ahead(Due(tuple(lots), {}))])
    one, two = read
    assert [pages.articles for pages in one] == [pages.articles for pages in two]
    for name in one[0].tables:
        assert [rows(pages, name) for pages in one] == [rows(pages, name) for pages in two], name
    assert sum(len(pages.articles) for pages in two) == len(files)


def test_a_page_that_kills_its_process_is_given_up_alone() -> None:
    seen: list[str] = []
    with Readers(Ingest(workers=2), name_pages) as readers:
        for batch in readers.ahead(due("a+b", "c+deadly", "d+e", "f+g")):
            try:
                seen += names(readers.read(batch))
            except BrokenProcessPool:
                assert "deadly" in [page.page for page in batch.pages]
                seen += names(readers.read(lot("c")))
    assert seen == ["a", "b", "c", "d", "e", "f", "g"]


def test_what_was_begun_early_is_gone_on_with() -> None:
    asked, pages = Ingest(), due("a", "b", "c", "d")
    with begun_early(asked, pages) as begun:
        with readers_for(asked) as readers:
            assert readers is begun
            seen = [names(readers.read(batch)) for batch in readers.ahead(pages)]
        assert readers_for(Ingest(limit=3)) is not begun
    assert readers_for(asked) is not begun
    assert seen == [["a"], ["b"], ["c"], ["d"]]


def test_what_was_begun_in_vain_is_dropped() -> None:
    with Readers(Ingest(), name_pages) as readers:
        readers.begin(due("x", "y"))
        seen = [names(readers.read(batch)) for batch in readers.ahead(due("a", "b"))]
    assert seen == [["a"], ["b"]]


@pytest.mark.parametrize(
    ("pages", "held", "size"),
    [
        (100_000, None, 200),
        (100_000, (200, 0, 0), 200),
        (100_000, (200, 100, 0), 400),
        (100_000, (200, 190, 0), 1000),
        (100_000, (200, 200, 0), 1000),
        (100_000, (200, 190, 2_000_000), 800),
        (100_000, (200, 190, 20_000_000), 200),
        (10_000, (200, 200, 0), 500),
        (1_000, (50, 50, 0), 50),
        (3, None, 50),
    ],
)
def test_a_batch_has_two_hundred_pages_on_topic(
    pages: int, held: tuple[int, int, int] | None, size: int
) -> None:
    """Of `pages` in all; the last batch held so many, so many of them off topic, so many bytes."""
    of_next = BatchSize(pages)
    if held is not None:
        of_next.learn(*held)
    assert of_next() == size


def test_batches_grow_while_most_is_off_topic() -> None:
    crawl = lot(*map(str, range(20_000)))
    sizes, seen = [], []
    with Readers(Ingest(), _mostly_off_topic) as readers:
        for batch in readers.ahead(Due((crawl,), {})):
            seen += names(readers.read(batch))
            sizes.append(len(batch.pages))
    assert seen == [page.page for page in crawl.pages]
    assert sizes[:4] == [200, 200, 200, 1000]
    assert sizes[4:-1] == [1000] * len(sizes[4:-1])


def _mostly_off_topic(batch: Lot, asked: Ingest, advance: object = None) -> Pages:
    """All but one page in twenty."""
    reasons = ["read" if int(page.page) % 20 == 0 else OFF_TOPIC for page in batch.pages]
    return Pages([], [
        Reject(page.page, "", None, batch.source, reason, "")
        for page, reason in zip(batch.pages, reasons, strict=True)
    ])  # fmt: skip


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT], ids=["killed", "interrupted"])
def test_processes_end_with_their_parent(how: signal.Signals) -> None:
    run = subprocess.Popen(
        [sys.executable, "-m", "tests.flows.reading"], cwd=ROOT, stdout=subprocess.PIPE, text=True,
        stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    assert run.stdout is not None
    with run:
        workers = [int(pid) for pid in run.stdout.readline().split()]
        os.kill(run.pid, how) if how == signal.SIGKILL else os.killpg(run.pid, how)
        run.wait(30)
    assert len(workers) == 2
    deadline = time.monotonic() + 30
    while any(map(is_alive, workers)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(map(is_alive, workers))


def is_alive(pid: int) -> bool:
    """Whether the process runs; one that has ended and was not waited for does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
