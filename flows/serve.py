"""`gonghui serve`: every schedule in one process, without a worker.

Where no server is named it starts one of its own, with its pages, which ends with it. The schedules
are those that `gonghui deployments` writes for `prefect deploy`.
"""

from __future__ import annotations

import importlib
import os
from threading import Timer
from typing import TYPE_CHECKING, Any

from flows.schedules import TAG, Planned, plan
from flows.server import start_server
from flows.settings import get_settings, prepare_prefect, project_root
from tasks.clock import ZONE

if TYPE_CHECKING:
    from prefect.deployments.runner import RunnerDeployment

ALERTS_SECONDS = 60.0  # a server that answers takes some more to watch for events: no alert before


def run_serve(port: int) -> None:
    """Serve until a signal ends it; `port` is that of a server of its own."""
    settings = get_settings()
    planned = plan(settings)
    prepare_prefect(settings, by_hand=False)
    os.chdir(project_root())  # flows are loaded by their place below it, also in a run's process
    wait = start_server(port)
    wait()
    from prefect import serve

    from flows.killed import end_killed

    later = Timer(ALERTS_SECONDS, end_killed, (settings, "gonghui serve"))
    later.daemon = True
    later.start()
    serve(*(_deployment(one) for one in planned))


def _deployment(one: Planned) -> RunnerDeployment:
    from prefect.runner.storage import LocalStorage
    from prefect.schedules import Cron

    flow: Any = getattr(importlib.import_module(f"flows.{one.flow}"), one.flow)
    made: RunnerDeployment = flow.to_deployment(
        name=one.name,
        description=one.description,
        parameters=one.parameters,
        schedule=Cron(one.cron, timezone=ZONE) if one.cron else None,
        tags=[TAG],
    )
    # As a step, like `prefect deploy`: a mere path is not sent for what is deployed already.
    made.storage = LocalStorage(str(project_root()))
    return made
