"""A flow run by hand: with a Prefect server of its own if need be, to its report.

Prefect takes seconds to import; its server comes up meanwhile.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, nullcontext
from typing import TYPE_CHECKING, Any

from flows.parameters import Asked
from flows.progress import reporting
from flows.server import has_database, start_server
from flows.settings import Settings, prepare_prefect
from tasks.errors import WarehouseBusy

if TYPE_CHECKING:
    from prefect import Flow
    from prefect.client.schemas.objects import State

    from flows.report import Report


def start_flow(
    settings: Settings,
    load_flow: Callable[[], Flow[Any, Any]],
    asked: Asked,
    early: AbstractContextManager[None] | None = None,
) -> tuple[Report, float]:
    """Run the flow that `load_flow` imports; returns its report and the seconds that it took.

    `early` is entered while Prefect starts, and left behind the flow.
    Raises WarehouseBusy where another run was writing, and what the flow raised.
    """
    with reporting() as told, ExitStack() as held:
        prepare_prefect(settings)
        told.say(f"Starting Prefect{'' if has_database() else ' (longer the first time)'}")
        wait_for_server = start_server()
        held.enter_context(early or nullcontext())
        flow: Any = load_flow()
        wait_for_server()
        from flows.report import Report

        begun = time.monotonic()
        state: State[Any] = flow(asked, return_state=True)
        if state.is_cancelled():
            raise WarehouseBusy(state.message)
        found = state.result(raise_on_failure=False)  # with an alarm it is failed, and a report
        report: Report = found if isinstance(found, Report) else state.result()
        return report, time.monotonic() - begun
