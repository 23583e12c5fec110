"""Every kind of run at once, by a worker and from the shell: all wait their turn, none is lost.

They are started while the writer's lock is held, so that none can be over before the others begin.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.flows.command import GOLD, run
from tests.flows.operated import Operated, wait_for
from tests.flows.test_serve import content
from tests.tasks.shards.warcs import some_pages, write_warc
from warehouse.layout import Layout
from warehouse.locking import writer_lock

pytestmark = pytest.mark.bench
SOURCES = "sources: [{name: sample, kind: files, publisher: p, paths: [pages]}]"
PAGES = {"pages": ("d01", "d03"), "hand": ("d07", "d09"), "other": ("d11",)}
WAITS = "Waiting for another run"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three folders of pages, the first of them a source, and a WARC file."""
    for name, pages in PAGES.items():
        (tmp_path / name).mkdir()
        for page in pages:
            (tmp_path / name / f"{page}.html").write_bytes((GOLD / f"{page}.html").read_bytes())
    (tmp_path / "crawl").mkdir()
    write_warc(tmp_path / "crawl" / "a.warc.gz", some_pages(20))
    (tmp_path / "sources.yaml").write_text(SOURCES)
    return tmp_path


@pytest.fixture
def deployed(shared: Operated, folder: Path) -> Iterator[Operated]:
    """A worker for the folder; one run from the shell has loaded a folder before."""
    prefect = shared.beside(folder, GONGHUI_SOURCES=str(folder / "sources.yaml"))
    first = run(prefect.data, "ingest", folder / "other", "-s", "other", **prefect.more)
    assert first.returncode == 0, first.stderr
    with prefect.worker():
        prefect.deploy()
        yield prefect


def test_all_kinds_of_runs_at_once(deployed: Operated, folder: Path) -> None:
    by_shell: dict[str, tuple[object, ...]] = {
        "ingest": ("ingest", folder / "hand", "-s", "hand"),
        "backfill": ("backfill", folder / "crawl", "--workers", 1),
        "reprocess": ("reprocess", "--source", "other"),
    }
    lock = Layout(deployed.data).lock
    with ExitStack() as held:
        with writer_lock(lock):
            names = ("ingest/by-hand", "reprocess/reprocess", "publish/publish", "export/export")
            started = [deployed.trigger(name) for name in names]
            processes = [
                held.enter_context(
                    deployed.process(sys.executable, "-m", "flows.cli", *command, log=f"{name}.log")
                )
                for name, command in by_shell.items()
            ]
            logs = [deployed.folder / f"{name}.log" for name in by_shell]
            wait_for(lambda: all(WAITS in log.read_text("utf-8") for log in logs))
            worker = deployed.folder / "worker.log"
            wait_for(lambda: worker.read_text("utf-8").count('"event": "run_waits"') == 3)
        assert [process.wait(300) for process in processes] == [0] * len(processes)
        states = [deployed.finished(one)["state"] for one in started]
    assert [state["type"] for state in states] == ["COMPLETED"] * len(names), states
    assert deployed.rows("SELECT DISTINCT run_status FROM run") == [("succeeded",)]
    plain = {"GONGHUI_SOURCES": str(folder / "sources.yaml"), **deployed.address}
    other = ("ingest", folder / "other", "-s", "other")
    for command in (other, ("ingest",), by_shell["ingest"], by_shell["backfill"]):
        done = run(folder / "plain", *command, **plain)
        assert done.returncode == 0, done.stderr
    assert content(deployed.data) == content(folder / "plain")
