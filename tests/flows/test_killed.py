"""What a run does about those that were killed before it, at a real server of Prefect."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.settings import PREFECT_API_URL, temporary_settings

from flows.killed import FOLDER, end_killed, hold, unbegun
from flows.settings import Settings
from tasks.load.steps import Run
from tests.flows.operated import Operated
from warehouse.locking import lock_holder


@pytest.fixture
def client(shared: Operated) -> Iterator[SyncPrefectClient]:
    with (
        temporary_settings({PREFECT_API_URL: shared.api}),
        get_client(sync_client=True) as client,
    ):
        yield client


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path, tmp_path / "sources.yaml")


def begun(shared: Operated, state: str, *tags: str) -> str:
    """The id of a run that Prefect knows to be in a state."""
    flow = shared.ask("/flows/", {"name": "killed"})["id"]
    body = {"flow_id": flow, "state": {"type": state}, "tags": tags}
    return str(shared.ask("/flow_runs/", body)["id"])


def state(shared: Operated, run: str) -> dict[str, Any]:
    found: dict[str, Any] = shared.ask(f"/flow_runs/{run}")["state"]
    return found


def test_the_killed_crash_and_the_living_and_the_ended_are_left_alone(
    shared: Operated, client: SyncPrefectClient, settings: Settings
) -> None:
    killed, ended, living = (begun(shared, name) for name in ("RUNNING", "COMPLETED", "RUNNING"))
    hold(settings, Run(living, "ingest", "rules"))
    folder = settings.data / FOLDER
    for name in (killed, ended, str(uuid4()), "no id"):
        (folder / name).touch()
    end_killed(settings, "another")
    told = "killed in the middle; another has noticed it"
    assert (state(shared, killed)["type"], state(shared, killed)["message"]) == ("CRASHED", told)
    assert state(shared, ended)["type"] == "COMPLETED"
    assert state(shared, living)["type"] == "RUNNING"
    assert [file.name for file in folder.iterdir()] == [living]
    assert lock_holder(folder / living)


def test_a_run_that_a_worker_took_an_hour_ago_will_not_begin(
    shared: Operated, client: SyncPrefectClient
) -> None:
    ours, other = begun(shared, "PENDING", "gonghui"), begun(shared, "PENDING")
    later = datetime.now(UTC) + timedelta(minutes=61)
    found = {str(run.id) for run in unbegun(client, later)}
    assert ours in found
    assert other not in found
    assert ours not in {str(run.id) for run in unbegun(client, datetime.now(UTC))}


def test_a_server_that_does_not_answer_is_told_later(settings: Settings) -> None:
    run = Run(str(uuid4()), "ingest", "rules")
    hold(settings, run)
    (settings.data / FOLDER / str(uuid4())).touch()
    with temporary_settings({PREFECT_API_URL: "http://127.0.0.1:9/api"}):
        end_killed(settings, "another")
    assert len(list((settings.data / FOLDER).iterdir())) == 2
