"""Backfill on a real cluster: a scheduler and two workers, one of them killed in the middle.

What is loaded is, byte for byte in the export, what one process loads of the same files.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest

from flows.bulk_plan import plan
from flows.engine import run_here
from flows.parameters import Backfill
from flows.settings import Settings
from tasks.fetch.lots import open_pages
from tasks.fetch.registry import read_sources
from tasks.fetch.warcs import list_warcs, warc_lot
from tasks.load import steps
from tasks.load.steps import Run
from tasks.pipeline import read_for_warehouse
from tasks.read import read_found
from tasks.records import PageResult, Reject
from tasks.version import rules_version
from tests.flows.command import ROOT, environment, run
from tests.flows.operated import Operated, end, free_port
from tests.flows.test_readers import is_alive
from tests.tasks.shards.warcs import page, some_pages, write_warc
from warehouse.database import open_reader
from warehouse.export import export
from warehouse.layout import Layout

HALF, RANGE_MB, SHARDS = 60, 0.012, 12
TWICE = "http://news.example/7.html"
OTHER = ("http://news.example/other.html", "<p>今天天气很好，适合出门散步。</p>".encode() * 20)
PATIENCE = 300.0
SOURCES = ROOT / "deployments" / "sources.yaml"
_DASK = Path(sys.executable).with_name("dask")


@pytest.fixture(scope="module")
def crawl(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two WARC files; a page of the first is in the second too, with other words."""
    folder = tmp_path_factory.mktemp("crawled") / "crawl"
    folder.mkdir()
    write_warc(folder / "a.warc.gz", [*some_pages(HALF), OTHER])
    write_warc(folder / "b.warc.gz", [*some_pages(HALF, HALF), (TWICE, page("新", 99))], day=1)
    return folder


@contextmanager
def started(log: Path, *command: object, **more: str) -> Iterator[subprocess.Popen[bytes]]:
    """A process, with all that it starts, for the length of the block."""
    with log.open("wb") as stream:
        process = subprocess.Popen(
            [*map(str, command)], cwd=ROOT, env=environment(log.parent / "data", **more),
            stdout=stream, stderr=stream, start_new_session=True,
        )  # fmt: skip
    try:
        yield process
    finally:
        end(process)


def wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def children(process: subprocess.Popen[bytes]) -> list[int]:
    """The processes that a process has started, from whatever thread."""
    tasks = Path(f"/proc/{process.pid}/task").glob("*/children")
    return [int(pid) for task in tasks for pid in task.read_text().split()]


def exported(layout: Layout, folder: Path) -> dict[str, bytes]:
    """Every file of an export."""
    export(layout.published, folder)
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def load_plainly(crawl: Path, data: Path) -> Layout:
    """The same files, read and loaded in one go by this process alone."""
    data.mkdir()
    layout, run = Layout(data, 0), Run(str(uuid4()), "plain", rules_version())
    steps.open_run(layout, run, read_sources(SOURCES).values())
    lot = warc_lot("crawl", list_warcs([crawl]))
    read = [read_found(one, read_for_warehouse) for one in open_pages(lot)]
    results = [one for one in read if isinstance(one, PageResult)]
    rejects = [one for one in read if isinstance(one, Reject)]
    steps.close_run(layout, run, steps.load_pages(layout, run, results, rejects))
    return layout


def test_a_worker_that_is_killed_changes_nothing(
    crawl: Path, tmp_path: Path, shared: Operated
) -> None:
    address = f"tcp://127.0.0.1:{free_port()}"
    serve = (_DASK, "scheduler", "--no-show", "--no-dashboard", "--host", address)
    join = (_DASK, "worker", address, "--nthreads", 1, "--no-nanny", "--no-dashboard")
    fill = (sys.executable, "-m", "flows.cli", "backfill", crawl, "--range-mb", RANGE_MB)
    told, parts = tmp_path / "fill.log", tmp_path / "data" / "parts"
    with (
        started(tmp_path / "scheduler.log", *serve),
        started(tmp_path / "first.log", *join) as first,
        started(tmp_path / "second.log", *join),
        started(told, *fill, "--scheduler", address, **shared.address) as filling,
    ):
        wait_until(lambda: filling.poll() is not None or len(list(parts.glob("*.json"))) > 0)
        wait_until(lambda: filling.poll() is not None or bool(children(first)))
        reading = children(first)
        first.kill()
        read = len(list(parts.glob("*.json")))
        assert filling.wait(PATIENCE) == 0, told.read_text("utf-8")
        wait_until(lambda: not any(map(is_alive, reading)))
    assert 0 < read < SHARDS
    assert reading
    assert f"{SHARDS} shards, {SHARDS} to be read" in told.read_text("utf-8")
    again = run(tmp_path / "data", *fill[3:], "--dry-run")
    assert again.stdout == f"{SHARDS} shards, 0 to be read (0.0 MB).\n"
    layout = Layout(tmp_path / "data", 0)
    with open_reader(layout.published) as con:
        assert con.execute("SELECT count(*) FROM article").fetchall() == [(2 * HALF,)]
        titles = con.execute("SELECT title FROM article WHERE url = ?", [TWICE]).fetchall()
    assert titles == [("新总工会工作综述",)]
    plain = load_plainly(crawl, tmp_path / "plain")
    assert exported(layout, tmp_path / "one") == exported(plain, tmp_path / "other")


def test_a_relaunch_reads_what_is_missing(crawl: Path, tmp_path: Path) -> None:
    settings = Settings(tmp_path, SOURCES)
    asked, rules = Backfill(paths=(str(crawl),), range_mb=0.1), rules_version()
    first = plan(asked, settings, rules)
    assert (len(first.shards), len(first.due)) == (2, 2)
    read = list(run_here(first.due, first.parts.folder, rules, 120.0))
    assert [(shard, outcome.why) for shard, outcome in read] == [(one, "") for one in first.due]
    assert plan(asked, settings, rules).due == []
    assert plan(asked, settings, "other rules").due == first.shards
    gone = first.shards[1]
    first.parts.forget(first.parts.markers()[gone.key])
    assert plan(asked, settings, rules).due == [gone]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (["nowhere"], "nowhere"),
        (["--scheduler", "tcp://127.0.0.1:9", "--workers", "2"], "leave `workers` out"),
        (["--scheduler", "127.0.0.1:9"], "scheduler"),
    ],
)
def test_what_does_not_fit_is_told_at_once(
    crawl: Path, tmp_path: Path, given: list[str], told: str
) -> None:
    done = run(tmp_path / "data", "backfill", *([] if "nowhere" in given else [crawl]), *given)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert told in done.stderr
