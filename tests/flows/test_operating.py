"""Scheduled and by hand, with a real server and a real worker: deploy, trigger, read the rows.

A run takes seconds, so one run does what several tests look at.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from queue import Queue
from typing import Any
from urllib.error import HTTPError

import pytest

from flows.subscribe import TRIAL
from tests.flows.command import GOLD
from tests.flows.forked import run_forked
from tests.flows.operated import Operated, refusal, wait_for
from tests.flows.receivers import ENCODED, PASSWORD, USER, Mailed, mail_server, webhook
from tests.flows.vouching import tls_of
from warehouse.database import open_reader
from warehouse.layout import Layout
from warehouse.locking import lock_holder

SOURCES = """
sources:
  - {name: sample, kind: files, publisher: p, paths: [pages], schedule: 15 6 * * *}
  - {name: stale, kind: files, publisher: p, paths: [old], normal: {newest_days: 30}}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of sources with three pages, one of which cannot be read."""
    folder = tmp_path_factory.mktemp("operated")
    for name, pages in (("pages", ("d01", "d03")), ("old", ("d05",)), ("hand", ("d07", "d09"))):
        (folder / name).mkdir()
        for page in pages:
            (folder / name / f"{page}.html").write_bytes((GOLD / f"{page}.html").read_bytes())
    (folder / "pages" / "<b>.html").touch()
    (folder / "sources.yaml").write_text(SOURCES)
    return folder


@pytest.fixture(scope="module")
def prefect(shared: Operated, folder: Path) -> Operated:
    return shared.beside(folder, GONGHUI_SOURCES=str(folder / "sources.yaml"))


@pytest.fixture(scope="module")
def deployed(prefect: Operated) -> Iterator[Operated]:
    """As the README says: a worker, which makes its pool, and then the deployments."""
    with prefect.worker():
        prefect.deploy()
        yield prefect


@pytest.fixture(scope="module")
def hook(deployed: Operated) -> Iterator[Queue[dict[str, Any]]]:
    """A webhook that is subscribed to the events."""
    with webhook() as (url, received):
        done = gonghui(deployed, "alerts", url)
        assert done.returncode == 0, done.stderr
        assert done.stdout.startswith("gonghui-events: ")
        yield received


@pytest.fixture(scope="module")
def mails(
    shared: Operated, deployed: Operated, hook: Queue[dict[str, Any]]
) -> Iterator[Queue[Mailed]]:
    """A mail server that is subscribed as well."""
    with mail_server(tls_of(shared.folder)) as (url, received):
        done = gonghui(deployed, "alerts", url)
        assert done.returncode == 0, done.stderr
        while received.get(timeout=60).mail.get_content().strip() != TRIAL:
            pass  # other tests have runs on this server too
        assert not any(secret in done.stdout + done.stderr for secret in (PASSWORD, ENCODED))
        yield received


@pytest.fixture(scope="module")
def runs(deployed: Operated, mails: Queue[Mailed]) -> dict[str, dict[str, Any]]:
    """Two runs at once, one with its schedule's parameters, one by hand, to their end."""
    started = {
        "sample": deployed.trigger("ingest/sample"),
        "stale": deployed.trigger("ingest/by-hand", sources=["stale"], limit=1, since="2000-01-01"),
    }
    return {name: deployed.finished(run) for name, run in started.items()}


def gonghui(prefect: Operated, *arguments: object) -> subprocess.CompletedProcess[str]:
    """The command to its end, forked."""
    return run_forked([*map(str, arguments)], prefect.environment)


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "flows.cli", *map(str, arguments)]


def test_every_source_is_deployed_with_its_schedule(deployed: Operated) -> None:
    found = deployed.ask("/deployments/name/ingest/sample")
    (schedule,) = found["schedules"]
    assert schedule["schedule"]["cron"] == "15 6 * * *"
    assert schedule["schedule"]["timezone"] == "Asia/Shanghai"
    runs = {"deployments": {"id": {"any_": [found["id"]]}},
            "flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}}}  # fmt: skip
    wait_for(lambda: len(deployed.ask("/flow_runs/filter", runs)) > 1)
    for run in deployed.ask("/flow_runs/filter", runs):
        begins = datetime.fromisoformat(run["expected_start_time"]).astimezone(UTC)
        assert begins.strftime("%H:%M") == "22:15"  # of the day before, in China 06:15
    names = {row["name"] for row in deployed.ask("/deployments/filter", {})}
    assert names >= {"sample", "by-hand", "publish", "export"}


FORMS = {
    "ingest/by-hand": "sources paths name since until limit dry_run force workers wait_seconds",
    "reprocess/reprocess": "sources due workers wait_seconds",
    "backfill/backfill": "paths name scheduler workers dry_run wait_seconds",
    "publish/publish": "dry_run wait_seconds",
    "export/export": "folder wait_seconds",
}


@pytest.mark.parametrize("name", FORMS)
def test_the_form_is_complete(deployed: Operated, name: str) -> None:
    schema = deployed.ask(f"/deployments/name/{name}")["parameter_openapi_schema"]
    (model,) = schema["definitions"].values()
    assert set(model["properties"]) >= set(FORMS[name].split())
    assert all(field["description"] for field in model["properties"].values())


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("ingest/by-hand", {"limit": 0}),
        ("ingest/by-hand", {"sources": ["nope"]}),
        ("ingest/by-hand", {"since": "yesterday"}),
        ("ingest/by-hand", {"since": "2020-02-30"}),
        ("ingest/by-hand", {"until": "2023-02-29"}),
        ("ingest/by-hand", {"sources": ["sample"], "paths": ["x"]}),
        ("ingest/by-hand", {"sources": ["sample"], "name": "x"}),
        ("ingest/by-hand", {"workers": 0}),
        ("ingest/by-hand", {"forse": True}),
        ("reprocess/reprocess", {"sources": ["nope"]}),
        ("reprocess/reprocess", {"workers": 0}),
        ("backfill/backfill", {}),
        ("backfill/backfill", {"paths": []}),
        ("backfill/backfill", {"paths": ["x"], "scheduler": "head:8786"}),
        ("backfill/backfill", {"paths": ["x"], "scheduler": "tcp://head:8786", "workers": 2}),
        ("publish/publish", {"dry_run": "perhaps"}),
        ("export/export", {"folder": ""}),
    ],
)
def test_wrong_values_are_refused_before_a_run(
    deployed: Operated, name: str, asked: dict[str, object]
) -> None:
    with pytest.raises(HTTPError) as caught:
        deployed.trigger(name, **asked)
    assert "409" in refusal(caught.value)


def test_two_runs_at_once_both_load(runs: dict[str, dict[str, Any]], deployed: Operated) -> None:
    assert runs["sample"]["state"]["type"] == "COMPLETED", runs["sample"]["state"]
    assert runs["stale"]["state"]["type"] == "COMPLETED", runs["stale"]["state"]
    found = deployed.rows("SELECT source, count(*) FROM article GROUP BY ALL ORDER BY ALL")
    assert found == [("sample", 2), ("stale", 1)]
    statuses = deployed.rows("SELECT run_id::VARCHAR, run_status FROM run")
    expected = {runs["sample"]["id"]: "partial", runs["stale"]["id"]: "succeeded"}
    assert dict(statuses) == expected


def test_a_run_with_rejects_says_so_with_counts(runs: dict[str, dict[str, Any]]) -> None:
    state = runs["sample"]["state"]
    assert state["name"] == "Partial"
    assert state["message"].startswith("2 new, 1 rejected; ")
    assert runs["stale"]["state"]["name"] == "Completed"


def test_artifacts_of_a_run(runs: dict[str, dict[str, Any]], deployed: Operated) -> None:
    left = deployed.artifacts(runs["sample"]["id"])
    assert set(left) == {
        "ingest-run",
        "ingest-fetch",
        "ingest-rejects",
        "ingest-news",
        "ingest-progress",
    }
    (row,) = json.loads(left["ingest-run"])
    assert (row["source"], row["new"], row["rejected"]) == ("sample", 2, 1)
    assert row["observations added"] > 0
    assert left["ingest-progress"] == 100
    assert "<b>" not in left["ingest-rejects"]
    assert "facts new" in left["ingest-news"]


def test_the_log_is_one_object_a_line_without_words_of_pages(
    runs: dict[str, dict[str, Any]], deployed: Operated
) -> None:
    lines = (deployed.folder / "worker.log").read_text("utf-8").splitlines()
    events = [json.loads(line) for line in lines if '"logger": "gonghui"' in line]
    of_run = {one["event"]: one for one in events if one.get("run") == runs["sample"]["id"]}
    assert set(of_run) >= {"run_started", "batch_loaded", "page_rejected", "run_finished"}
    assert of_run["page_rejected"]["page"] == "<b>.html"
    titles = [title for (title,) in deployed.rows("SELECT title FROM article")]
    assert titles
    assert not any(title in line for title in titles for line in lines)
    assert not [line for line in lines if '"level": "ERROR"' in line]


def test_a_silent_source_reaches_the_webhook(
    runs: dict[str, dict[str, Any]], hook: Queue[dict[str, Any]]
) -> None:
    told = hook.get(timeout=60)
    while told["run"] != runs["stale"]["id"]:  # other tests have runs on this server too
        told = hook.get(timeout=60)
    assert told["event"] == "gonghui.source.silent"
    assert told["about"] == "gonghui.source.stale"
    assert told["text"].startswith("stale: nothing new for ")


def test_a_silent_source_reaches_the_mail_box(
    runs: dict[str, dict[str, Any]], mails: Queue[Mailed], shared: Operated, deployed: Operated
) -> None:
    mail, user, encrypted = mails.get(timeout=60)
    while runs["stale"]["id"] not in mail.get_content():
        mail, user, encrypted = mails.get(timeout=60)
    assert (mail["to"], mail["subject"]) == ("me@example.org", "gonghui: source.stale")
    assert mail.get_content().startswith("stale: nothing new for ")
    assert (user, encrypted) == (USER, True)
    logs = (shared.folder / "server.log", deployed.folder / "worker.log")
    written = "".join(log.read_text("utf-8") for log in logs)
    assert not any(secret in written for secret in (PASSWORD, ENCODED))


def test_reprocess_by_hand_reads_what_was_archived(
    runs: dict[str, dict[str, Any]], deployed: Operated
) -> None:
    run = deployed.finished(deployed.trigger("reprocess/reprocess", sources=["sample"]))
    assert (run["state"]["type"], run["state"]["name"]) == ("COMPLETED", "Completed")
    assert run["state"]["message"] == "2 unchanged"  # the rules are the same
    (row,) = json.loads(deployed.artifacts(run["id"])["reprocess-run"])
    assert row["source"] == "sample"
    query = f"SELECT flow, run_status FROM run WHERE run_id = '{run['id']}'"
    assert deployed.rows(query) == []  # nothing has changed, so there is no new version
    with open_reader(Layout(deployed.data).writer) as con:
        assert con.execute(query).fetchall() == [("reprocess", "succeeded")]


def test_of_runs_at_once_one_writes_one_waits_one_is_cancelled_and_a_kill_leaves_no_lock(
    runs: dict[str, dict[str, Any]], prefect: Operated, folder: Path
) -> None:
    lock, hand, told = Layout(prefect.data).lock, folder / "hand", folder / "waits.log"
    writing = command("ingest", GOLD / "d1*.html", "-s", "gold")
    waiting = command("ingest", hand, "-s", "hand", "--wait", 120)
    with prefect.process(*writing, log="killed.log") as first:
        wait_for(lambda: has_tasks(prefect, "gold"))
        assert lock_holder(lock) == f"process {first.pid}"
        first.send_signal(signal.SIGSTOP)  # it writes for as long as we look
        with prefect.process(*waiting, log=told.name) as second:
            wait_for(lambda: "Waiting for another run, 120 s at most" in told.read_text("utf-8"))
            refused = gonghui(prefect, "ingest", hand, "-s", "third", "--wait", 0)
            first.kill()
            assert second.wait(120) == 0, told.read_text("utf-8")
    holder = f"is being written by process {first.pid}"
    assert holder in told.read_text("utf-8")
    assert (refused.returncode, holder in refused.stderr) == (2, True)
    status = "SELECT run_status, count(*) FROM run WHERE flow = 'ingest' GROUP BY ALL"
    assert dict(prefect.rows(status)) == {"failed": 1, "partial": 1, "succeeded": 2}
    assert prefect.rows("SELECT count(*) FROM article WHERE source = 'hand'") == [(2,)]
    (cancelled,) = prefect.runs("CANCELLED", "third")
    assert holder in cancelled["state"]["message"]
    (killed,) = prefect.runs("CRASHED", "gold")
    (other,) = prefect.runs("COMPLETED", "hand")
    assert killed["state"]["message"].startswith(f"killed in the middle; run {other['id']} ")
    assert (killed["id"],) in prefect.rows("SELECT run_id FROM run WHERE run_status = 'failed'")


def has_tasks(prefect: Operated, source: str) -> bool:
    """Whether a run of the source has begun with its pages."""
    running = [run["id"] for run in prefect.runs("RUNNING", source)]
    return bool(prefect.ask("/task_runs/filter", {"flow_runs": {"id": {"any_": running}}}))
