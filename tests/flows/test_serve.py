"""`gonghui serve`: the same schedules in one process, with a server of its own and no worker."""

from __future__ import annotations

import sys
from pathlib import Path
from urllib.error import URLError

import pytest

from tests.flows.command import GOLD
from tests.flows.operated import Operated, end, free_port, wait_for

pytestmark = pytest.mark.bench
SOURCES = "sources: [{name: s, kind: files, publisher: p, paths: [pages], schedule: 5 6 * * *}]"


def is_deployed(served: Operated) -> bool:
    try:
        return len(served.ask("/deployments/filter", {})) >= 4
    except (URLError, OSError):
        return False


def test_serve_needs_neither_server_nor_worker(tmp_path: Path) -> None:
    (tmp_path / "sources.yaml").write_text(SOURCES)
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "d01.html").write_bytes((GOLD / "d01.html").read_bytes())
    more = {"GONGHUI_SOURCES": str(tmp_path / "sources.yaml"), "PREFECT_API_URL": ""}
    served = Operated(tmp_path, free_port(), more)
    command = (sys.executable, "-m", "flows.cli", "serve", "--port", served.port)
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
