"""Runs that were killed: the next run, or `gonghui serve`, tells Prefect so.

Else they would run there for ever. A run holds the file `runs/ID` of the data folder for as long
as its process lives; the kernel lets go of it however that ends. So the run of a file that nobody
holds is over, and where Prefect does not know its end it was killed. One that a worker took and
never began, because the machine went down between, has no file: it is given up after an hour.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from uuid import UUID

import httpx
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import FlowRunFilter
from prefect.client.schemas.objects import FlowRun, State
from prefect.exceptions import ObjectNotFound
from prefect.states import Crashed

from flows.logs import log_event
from flows.schedules import TAG
from flows.settings import Settings
from tasks.load.steps import Run
from warehouse.locking import hold_for_life, lock_holder

FOLDER = "runs"
BEGINS_WITHIN = timedelta(hours=1)  # of being taken by a worker; it takes seconds


def hold(settings: Settings, run: Run) -> None:
    """Show that `run` is alive, for as long as this process is."""
    hold_for_life(settings.data / FOLDER / run.run_id)


def end_killed(settings: Settings, by: str) -> None:
    """Tell Prefect of runs that crashed, and of those that never began; `by` says who noticed.

    Those that this server does not know, or knows the end of, are left alone. Where it does not
    answer, the next run will do it.
    """
    with suppress(httpx.HTTPError), get_client(sync_client=True) as client:
        for file in (settings.data / FOLDER).glob("[!.]*"):
            if lock_holder(file) is None:
                _end_if_known(client, file.name, by)
                file.unlink(missing_ok=True)
        for found in unbegun(client, datetime.now(UTC)):
            _end(client, found, "taken by a worker, but never begun", by)


def _end_if_known(client: SyncPrefectClient, run_id: str, by: str) -> None:
    with suppress(ObjectNotFound, ValueError):  # of another server; no name of ours
        found = client.read_flow_run(UUID(run_id))
        if found.state is None or not found.state.is_final():
            _end(client, found, "killed in the middle", by)


def unbegun(client: SyncPrefectClient, now: datetime) -> list[FlowRun]:
    """Runs of our deployments that should have begun long ago."""
    waiting = {"tags": {"all_": [TAG]}, "state": {"type": {"any_": ["PENDING"]}}}
    found = client.read_flow_runs(flow_run_filter=FlowRunFilter.model_validate(waiting))
    return [one for one in found if one.state and now - one.state.timestamp > BEGINS_WITHIN]


def _end(client: SyncPrefectClient, killed: FlowRun, what: str, by: str) -> None:
    log_event("run_broken_off", logging.WARNING, run=killed.id, reason=what, by=by)
    state: State[None] = Crashed(message=f"{what}; {by} has noticed it")
    client.set_flow_run_state(killed.id, state, force=True)
