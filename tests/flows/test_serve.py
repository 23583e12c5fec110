"""`gonghui serve`: the same schedules in one process, with a server of its own and no worker."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from urllib.error import URLError

import pytest

from tests.flows.command import GOLD, run
from tests.flows.operated import Operated, end, free_port, wait_for
from tests.flows.test_readers import is_alive
from warehouse.database import open_reader
from warehouse.hashing import content_hash
from warehouse.layout import Layout
from warehouse.locking import lock_holder

pytestmark = pytest.mark.bench
SOURCES = """
sources: [{{name: s, kind: files, publisher: p, paths: ['{pages}/*.html'], schedule: 5 6 * * *}}]
"""


def is_deployed(served: Operated) -> bool:
    try:
        return len(served.ask("/deployments/filter", {})) >= 4
    except (URLError, OSError):
        return False


def serving(folder: Path, pages: Path) -> tuple[Operated, tuple[object, ...]]:
    """A server that `gonghui serve` will start, with one source, and the command."""
    (folder / "sources.yaml").write_text(SOURCES.format(pages=pages))
    more = {"GONGHUI_SOURCES": str(folder / "sources.yaml"), "PREFECT_API_URL": ""}
    served = Operated(folder, free_port(), more)
    return served, (sys.executable, "-m", "flows.cli", "serve", "--port", served.port)


def deploy_for_workers(served: Operated) -> None:
    """Leave a deployment as `prefect deploy` does, without a path, for `serve` to take over."""
    with served.process(*served.start_command, log="server.log") as server:
        wait_for(served.is_up)
        pids = all_of(server)
        flow = served.ask("/flows/", {"name": "ingest"})["id"]
        body = {"name": "s", "flow_id": flow, "entrypoint": "flows/ingest.py:ingest"}
        served.ask("/deployments/", body)
    wait_for(lambda: not any(map(is_alive, pids)))  # or it would hold the database yet


def test_serve_needs_neither_server_nor_worker(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "d01.html").write_bytes((GOLD / "d01.html").read_bytes())
    served, command = serving(tmp_path, tmp_path / "pages")
    deploy_for_workers(served)
    with served.process(*command, log="serve.log") as process:
        wait_for(lambda: is_deployed(served))
        (schedule,) = served.ask("/deployments/name/ingest/s")["schedules"]
        assert (schedule["schedule"]["timezone"], schedule["active"]) == ("Asia/Shanghai", True)
        run = served.finished(served.trigger("ingest/s"))
        assert run["state"]["type"] == "COMPLETED", run["state"]
        assert served.rows("SELECT source, page FROM article") == [("s", "d01.html")]
        end(process)
    assert process.returncode == 0
    with pytest.raises(URLError):
        served.ask("/health")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_ended_in_the_middle_of_a_write_it_goes_on(tmp_path: Path, number: int) -> None:
    """As systemd ends it: all of its processes get the signal."""
    served, command = serving(tmp_path, GOLD)
    lock = Layout(served.data).lock
    with served.process(*command, log="first.log") as process:
        wait_for(lambda: is_deployed(served))
        killed = served.trigger("ingest/s")
        wait_for(lambda: bool(tasks_of(served, killed)))
        for pid in all_of(process):
            os.kill(pid, number)
        process.wait(60)
    wait_for(lambda: lock_holder(lock) is None)
    with served.process(*command, log="second.log"):
        wait_for(lambda: is_deployed(served))
        wait_for(lambda: is_scheduled(served))
        assert served.finished(served.trigger("ingest/s"))["state"]["type"] == "COMPLETED"
        assert served.ask(f"/flow_runs/{killed}")["state"]["type"] == "CRASHED"
    assert dict(served.rows("SELECT run_status, count(*) FROM run GROUP BY ALL")) == {
        "failed": 1, "succeeded": 1,
    }  # fmt: skip
    plain = run(tmp_path / "plain", "ingest", "-s", "s", **served.more)
    assert plain.returncode == 0, plain.stderr
    assert content(served.data) == content(tmp_path / "plain")


def tasks_of(served: Operated, run: str) -> list[object]:
    found: list[object] = served.ask("/task_runs/filter", {"flow_runs": {"id": {"any_": [run]}}})
    return found


def is_scheduled(served: Operated) -> bool:
    """Whether the schedule is at work, and runs are planned by it."""
    (schedule,) = served.ask("/deployments/name/ingest/s")["schedules"]
    wanted = {"flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}}}
    return bool(schedule["active"]) and bool(served.ask("/flow_runs/filter", wanted))


def all_of(process: subprocess.Popen[bytes]) -> list[int]:
    """The process and all that it started, whatever their sessions."""
    found = [process.pid]
    for pid in found:
        tasks = Path(f"/proc/{pid}/task").glob("*/children")
        found += [int(child) for task in tasks for child in task.read_text().split()]
    return found


def content(data: Path) -> str:
    with open_reader(Layout(data).published) as con:
        return content_hash(con)
