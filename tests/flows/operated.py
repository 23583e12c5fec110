"""Prefect as an operator runs it: a server on loopback, workers, deployments; for tests.

Everything runs in processes of its own with a home of its own, and ends with the block.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import ProxyHandler, Request, build_opener

from tests.flows.command import ROOT, environment
from warehouse.database import open_reader
from warehouse.layout import Layout

PATIENCE = 400.0
ANSWER = 120.0  # seconds; a server waits up to 60 for its database
SERVICE_UNAVAILABLE = 503
_PREFECT = Path(sys.executable).with_name("prefect")
_OPENER = build_opener(ProxyHandler({}))
TERMINAL = {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"}


@dataclass
class Operated:
    """A server, and the data folder that runs write to which are told to it from here."""

    folder: Path
    port: int
    more: dict[str, str] = field(default_factory=dict)

    @property
    def start_command(self) -> tuple[object, ...]:
        """How its unit starts it."""
        return (_PREFECT, "server", "start", "--host", "127.0.0.1", "--port", self.port)

    def is_up(self) -> bool:
        """Whether the server answers."""
        try:
            return bool(self.ask("/health"))
        except (URLError, OSError):
            return False

    def beside(self, folder: Path, **more: str) -> Operated:
        """The same server and home, with another folder of data and logs."""
        return Operated(folder, self.port, self.more | self.address | more)

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def api(self) -> str:
        return f"http://127.0.0.1:{self.port}/api"

    @property
    def environment(self) -> dict[str, str]:
        """That of every process here, as the units of systemd have it."""
        told = {
            "PREFECT_HOME": str(self.folder / "prefect"),
            "PREFECT_API_URL": self.api,
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "DO_NOT_TRACK": "1",
            "NO_PROXY": "127.0.0.1",
            "PREFECT_LOGGING_EXTRA_LOGGERS": "gonghui",
            "PREFECT_LOGGING_HANDLERS_CONSOLE_FORMATTER": "json",
            "PREFECT_LOGGING_FORMATTERS_JSON_CLASS": "flows.logs.JsonLines",
            "PREFECT_LOGGING_COLORS": "false",
            "PREFECT_WORKER_QUERY_SECONDS": "1",
            "PREFECT_RUNNER_POLL_FREQUENCY": "1",
        }
        return environment(self.data, **(told | self.more))

    @property
    def address(self) -> dict[str, str]:
        """What tells a command to use this server."""
        return {"PREFECT_API_URL": self.api, "PREFECT_HOME": self.environment["PREFECT_HOME"]}

    def ask(self, path: str, body: object = None) -> Any:
        """The JSON that the server answers to a GET, or to a POST of `body`.

        A server that is too busy answers 503 and has done nothing: it is asked again, as Prefect's
        own clients do.
        """
        content = None if body is None else json.dumps(body).encode()
        request = Request(self.api + path, content, {"Content-Type": "application/json"})
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                with _OPENER.open(request, timeout=ANSWER) as answer:
                    return json.load(answer)
            except HTTPError as error:
                if error.code != SERVICE_UNAVAILABLE or time.monotonic() > deadline:
                    raise
                time.sleep(0.5)

    def prefect(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """`prefect ARGUMENTS` in the project's folder, to its end."""
        return subprocess.run(
            [_PREFECT, "--no-prompt", *arguments],
            cwd=ROOT, env=self.environment, capture_output=True, encoding="utf-8",
            timeout=PATIENCE, check=False,
        )  # fmt: skip

    def trigger(self, deployment: str, **asked: object) -> str:
        """Start a run by hand as the pages do; returns its id, raises HTTPError if refused."""
        found = self.ask(f"/deployments/name/{deployment}")
        body = {"parameters": {"asked": asked}} if asked else {}
        return str(self.ask(f"/deployments/{found['id']}/create_flow_run", body)["id"])

    def finished(self, run: str) -> dict[str, Any]:
        """The run when it has come to an end."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            found: dict[str, Any] = self.ask(f"/flow_runs/{run}")
            if found["state"] and found["state"]["type"] in TERMINAL:
                return found
            time.sleep(0.2)
        raise AssertionError(f"run {run} did not end: {found['state']}")

    def runs(self, state: str, source: str) -> list[dict[str, Any]]:
        """Runs by hand in a state whose paths belong to a source."""
        wanted = {"flow_runs": {"state": {"type": {"any_": [state]}}}}
        found: list[dict[str, Any]] = self.ask("/flow_runs/filter", wanted)
        return [run for run in found if run["parameters"].get("asked", {}).get("name") == source]

    def artifacts(self, run: str) -> dict[str, Any]:
        """Key and content of what a run has left."""
        rows = self.ask("/artifacts/filter", {"artifacts": {"flow_run_id": {"any_": [run]}}})
        return {row["key"]: row["data"] for row in rows}

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What the published file answers."""
        with open_reader(Layout(self.data).published) as con:
            return con.execute(query).fetchall()

    @contextmanager
    def process(self, *command: object, log: str) -> Iterator[subprocess.Popen[bytes]]:
        """A process for the length of the block, ended by SIGTERM or at last by SIGKILL."""
        with (self.folder / log).open("wb") as stream:
            process = subprocess.Popen(
                [*map(str, command)], cwd=ROOT, env=self.environment, stdout=stream, stderr=stream,
                start_new_session=True,
            )  # fmt: skip
        try:
            yield process
        finally:
            end(process)

    def deploy(self, only: str = "") -> None:
        """All deployments, or only one, as soon as the worker has made its pool."""
        pools = {"work_pools": {"name": {"any_": ["gonghui"]}}}
        wait_for(lambda: bool(self.ask("/work_pools/filter", pools)))
        file = "deployments/prefect.yaml"
        which = ("--name", only) if only else ("--all",)
        done = self.prefect("deploy", "--prefect-file", file, *which)
        assert done.returncode == 0, done.stdout + done.stderr

    def worker(self, log: str = "worker.log") -> Any:
        """A process worker for the length of a block."""
        return self.process(
            _PREFECT, "worker", "start", "--pool", "gonghui", "--type", "process", log=log
        )


def wait_for(holds: Callable[[], bool]) -> None:
    """Wait until it holds; fails where it does not within PATIENCE seconds."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def end(process: subprocess.Popen[bytes]) -> None:
    """Ask a process and all that it started to end, and see to it."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@contextmanager
def operated(folder: Path, **more: str) -> Iterator[Operated]:
    """A server as its unit starts it, answering, for the length of the block."""
    found = Operated(folder, free_port(), more)
    with found.process(*found.start_command, log="server.log") as server:
        wait_for(lambda: found.is_up() or server.poll() is not None)
        assert server.poll() is None, (folder / "server.log").read_text()
        yield found


def refusal(error: HTTPError) -> str:
    """What the server said when it refused."""
    return f"{error.code} {error.read().decode()}"
