"""Outgrown SQLite: the same on a PostgreSQL that the test starts, with two workers.

PostgreSQL is Debian's package; without it this is left out.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.flows.command import GOLD
from tests.flows.operated import free_port, operated

SOURCES = "sources: [{name: sample, kind: files, publisher: p, paths: [pages]}]"
RUNS = 2


def programs() -> Path | None:
    """The folder of PostgreSQL's programs, of which Debian puts few on the PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


def account() -> str | None:
    """Who runs it: it refuses to run as root."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


@contextmanager
def postgres() -> Iterator[str]:
    """A server with an empty database `prefect` on loopback; gives its address."""
    with tempfile.TemporaryDirectory(prefix="gonghui-") as folder:  # pytest's let only us pass
        yield from _postgres(Path(folder))


def _postgres(data: Path) -> Iterator[str]:
    binaries, user, port = programs(), account(), free_port()
    assert binaries is not None
    if user:
        shutil.chown(data, user)

    def call(name: str, *arguments: object) -> None:
        command = [str(binaries / name), *map(str, arguments)]
        subprocess.run(command, user=user, check=True, cwd="/", stdout=subprocess.DEVNULL)

    call("initdb", "-D", data, "-U", "prefect", "-A", "trust", "-E", "UTF8", "--no-sync")
    options = f"-p {port} -k {data} -c listen_addresses=127.0.0.1 -c fsync=off"
    call("pg_ctl", "-D", data, "-l", data / "log", "-o", options, "-w", "start")
    try:
        call("createdb", "-h", "127.0.0.1", "-p", port, "-U", "prefect", "prefect")
        yield f"postgresql+asyncpg://prefect@127.0.0.1:{port}/prefect"
    finally:
        call("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")


@pytest.mark.skipif(programs() is None, reason="PostgreSQL is not installed (apt: postgresql)")
def test_two_workers_on_postgresql_work_off_what_is_due(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "sources.yaml").write_text(SOURCES)
    for number in range(1, RUNS + 1):
        (tmp_path / f"{number}").mkdir()
        page = f"d0{number}.html"
        (tmp_path / f"{number}" / page).write_bytes((GOLD / page).read_bytes())
    with (
        postgres() as url,
        operated(
            tmp_path,
            GONGHUI_SOURCES=str(tmp_path / "sources.yaml"),
            PREFECT_SERVER_DATABASE_CONNECTION_URL=url,
        ) as prefect,
        prefect.worker("one.log"),
        prefect.worker("two.log"),
    ):
        prefect.deploy("ingest/by-hand")
        folders = [str(tmp_path / str(number)) for number in range(1, RUNS + 1)]
        started = [
            prefect.trigger("ingest/by-hand", paths=[folder], name="all") for folder in folders
        ]
        states = [prefect.finished(run)["state"] for run in started]
        assert [state["type"] for state in states] == ["COMPLETED"] * RUNS, states
        assert prefect.rows("SELECT count(*) FROM article") == [(RUNS,)]
        assert prefect.rows("SELECT DISTINCT run_status FROM run") == [("succeeded",)]
        workers = prefect.ask("/work_pools/gonghui/workers/filter", {})
        assert [worker["status"] for worker in workers] == ["ONLINE", "ONLINE"]
    assert not list((tmp_path / "prefect").glob("prefect.db"))
    logs = [(tmp_path / name).read_text("utf-8") for name in ("one.log", "two.log")]
    assert sum(log.count('"event": "run_finished"') for log in logs) == RUNS
