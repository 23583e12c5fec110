"""Every ordered pair of kinds of runs: the second comes while the first holds the warehouse.

The first stops itself with the lock in its hands until the second stands before the lock; then
both end, and what is there is what one after the other gives. Prefect's server is a real one.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import trustme

from flows.cli_bulk import DIFFERENT
from tests.flows.command import GOLD, ROOT, environment
from tests.flows.operated import Operated, wait_for
from tests.flows.test_serve import content
from tests.flows.web import article, fresh
from tests.tasks.fetch.server import serving
from tests.tasks.shards.warcs import some_pages, write_warc
from warehouse.database import open_reader
from warehouse.layout import Layout

pytestmark = pytest.mark.bench
SOURCES = """
contact: mailto:tests@example.org
fetch: {{allow_networks: [127.0.0.1/32]}}
sources: [{{name: web, kind: urls, publisher: p, polite: {{delay: 0}}, urls: ['{url}']}}]
"""
KINDS = ("hand", "web", "backfill", "reprocess", "replay", "review", "publish", "export")
KEEPING = ("reprocess", "publish", "export")  # what a warehouse says
PATIENCE = 300


class Stage:
    """Copies of one warehouse, each with what was done to it, and the processes that do it."""

    def __init__(self, folder: Path, prefect: Operated, url: str) -> None:
        self.folder = folder
        (folder / "sources.yaml").write_text(SOURCES.format(url=url))
        for name, page in (("other", "d11"), ("hand", "d07")):
            (folder / name).mkdir()
            shutil.copy(GOLD / f"{page}.html", folder / name)
        (folder / "crawl").mkdir()
        write_warc(folder / "crawl" / "a.warc.gz", some_pages(3))
        command = [sys.executable, "-m", "tests.flows.stage"]
        self._orders = subprocess.Popen(
            command, cwd=ROOT, env=environment(folder, **prefect.address), text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        self.begun = self.place("begun")
        assert self.end(self.start(self.begun, "ingest", folder / "other", "-s", "other")) == 0

    def place(self, name: str) -> Path:
        """An empty folder for a warehouse."""
        made = self.folder / "places" / name
        made.mkdir(parents=True)
        return made

    def copy(self, name: str) -> Path:
        """A copy of the warehouse as it was in the beginning."""
        return shutil.copytree(self.begun, self.place(name), dirs_exist_ok=True)

    def start(self, place: Path, *command: object, stops: Path | None = None) -> int:
        """The process id of a run."""
        more = {
            "GONGHUI_DATA": str(place / "data"),
            "GONGHUI_SOURCES": str(self.folder / "sources.yaml"),
            "GONGHUI_CORRECTIONS": str(place / "corrections.yaml"),
        }
        order = {
            "command": [*map(str, command)], "environment": more, "stops": str(stops or ""),
            "log": str(place / f"{command[0]}-{len(list(place.glob('*.log')))}.log"),
        }  # fmt: skip
        return self._ask({"start": order})

    def end(self, pid: int) -> int:
        """The exit status of a run when it has ended."""
        return self._ask({"wait": pid})

    def _ask(self, order: object) -> int:
        assert self._orders.stdin
        assert self._orders.stdout
        self._orders.stdin.write(json.dumps(order) + "\n")
        self._orders.stdin.flush()
        return int(self._orders.stdout.readline())

    def close(self) -> None:
        assert self._orders.stdin
        self._orders.stdin.close()
        assert self._orders.wait(PATIENCE) == 0

    def command(self, kind: str, number: int, wait: int = PATIENCE) -> tuple[object, ...]:
        """A run of a kind; the `number` is that of the observation to review."""
        asked = json.dumps({"wait_seconds": wait})
        commands: dict[str, tuple[object, ...]] = {
            "hand": ("ingest", self.folder / "hand", "-s", "hand"),
            "web": ("ingest", "-s", "web"),
            "backfill": ("backfill", self.folder / "crawl", "--workers", 1),
            "reprocess": ("reprocess",),
            "replay": ("replay", "--replace"),
            "review": ("review", self.observation(number), "--reject", "--reason", "x"),
        }
        return (*commands[kind], "--wait", wait) if kind in commands else (kind, asked)

    def observation(self, number: int) -> str:
        """The id of an observation of the page that is there from the beginning."""
        with open_reader(Layout(self.begun / "data").published) as con:
            query = "SELECT observation_id::VARCHAR FROM observation ORDER BY 1 LIMIT 1 OFFSET ?"
            ((found,),) = con.execute(query, [number]).fetchall()
        return str(found)

    @cache  # noqa: B019
    def after(self, *runs: tuple[str, int]) -> Path:
        """A warehouse after runs of these kinds and numbers, one after the other."""
        if not runs:
            return self.begun
        place = self.place("-".join(f"{kind}{number}" for kind, number in runs))
        shutil.copytree(self.after(*runs[:-1]), place, dirs_exist_ok=True)
        kind, number = runs[-1]
        assert_well(kind, self.end(self.start(place, *self.command(kind, number))))
        return place


@pytest.fixture(scope="module")
def stage(shared: Operated, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with serving(trustme.CA()) as server:
        server.on("a.test", "/1.html", fresh(article(11), '"1"'))
        made = Stage(tmp_path_factory.mktemp("pairs"), shared, server.url("a.test", "/1.html"))
        yield made
        made.close()


def assert_well(kind: str, status: int, logs: str = "") -> None:
    """A run has ended well; a replay also where the archive holds more than the warehouse."""
    assert status == 0 or (kind, status) == ("replay", DIFFERENT), (kind, status, logs)


def lock_for(place: Path, kind: str) -> Path:
    data = place / "data"
    return data / "export.lock" if kind == "export" else Layout(data).lock


def is_stopped(pid: int) -> bool:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "T"


def has_open(pid: int, lock: Path) -> bool:
    """Whether a process has a file open; descriptors come and go meanwhile."""
    for descriptor in Path(f"/proc/{pid}/fd").glob("*"):
        try:
            if descriptor.readlink() == lock:
                return True
        except FileNotFoundError:
            continue
    return False


def statuses(place: Path) -> list[tuple[Any, ...]]:
    """How the runs that a warehouse knows have ended."""
    with open_reader(Layout(place / "data").writer) as con:
        return con.execute("SELECT DISTINCT run_status FROM run").fetchall()


def held(stage: Stage, place: Path, first: str) -> int:
    """The process of a run that has stopped with its lock in its hands."""
    pid = stage.start(place, *stage.command(first, 0), stops=lock_for(place, first))
    wait_for(lambda: is_stopped(pid))
    return pid


@pytest.mark.parametrize(("first", "second"), list(product(KINDS, KINDS)))
def test_the_second_waits_for_the_first(stage: Stage, first: str, second: str) -> None:
    place = stage.copy(f"{first}-{second}")
    one = held(stage, place, first)
    other = stage.start(place, *stage.command(second, 1))
    lock = lock_for(place, second)
    if lock == lock_for(place, first):
        wait_for(lambda: has_open(other, lock))
        os.kill(one, signal.SIGCONT)
        found = stage.end(one), stage.end(other)
    else:  # readers do not wait for writers, nor writers for them
        ended = stage.end(other)
        os.kill(one, signal.SIGCONT)
        found = stage.end(one), ended
    logs = "".join(log.read_text("utf-8") for log in place.glob("*.log"))
    assert "Traceback" not in logs
    for kind, status in zip((first, second), found, strict=True):
        assert_well(kind, status, logs)
    runs = [(kind, n) for n, kind in enumerate((first, second)) if kind not in KEEPING]
    assert content(place / "data") == content(stage.after(*runs) / "data")
    assert statuses(place) == [("succeeded",)]


@pytest.mark.parametrize("second", KINDS)
def test_the_second_leaves_if_it_is_not_to_wait(stage: Stage, second: str) -> None:
    first = "export" if second == "export" else "hand"
    place = stage.copy(f"{second}-left")
    one = held(stage, place, first)
    left = stage.end(stage.start(place, *stage.command(second, 1, wait=0)))
    os.kill(one, signal.SIGCONT)
    assert stage.end(one) == 0
    assert left == (0 if second == "review" else 2)  # its decision is in the file, for the next run
    if second != "review":  # whose decision the run that was first has found in the file
        runs = () if first in KEEPING else ((first, 0),)
        assert content(place / "data") == content(stage.after(*runs) / "data")
