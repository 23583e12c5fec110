"""The flow `publish`: what is loaded, in the place of what analysts see, without loading anything.

For after an update of views and macros, or a restored writer database. Every run of `ingest` that
changes anything publishes by itself; where readers see all of it already, this does nothing.
"""

from __future__ import annotations

from functools import partial

from prefect import flow
from prefect.client.schemas.objects import State

from flows.parameters import Publish
from flows.report import Report
from flows.running import alone, recorded, run_flow
from flows.settings import Settings
from flows.telling import tell
from tasks.errors import InputError
from tasks.load import steps
from tasks.load.steps import Run
from warehouse.checks import ensure_sound
from warehouse.database import open_reader

AS_IT_IS = Publish()


@flow(name="publish")
def publish(asked: Publish = AS_IT_IS) -> State[Report]:
    """Publish what is loaded."""
    return run_flow("publish", asked, partial(publish_anew, asked))


def publish_anew(asked: Publish, settings: Settings, run: Run, report: Report) -> None:
    """The run itself; raises WarehouseError where a check fails."""
    if not settings.layout.writer.exists() and not settings.layout.published.exists():
        raise InputError(f"nothing was loaded into {settings.data} yet")
    if asked.dry_run:
        lock, writer = settings.layout.lock, settings.layout.writer
        with alone(settings, run, asked, lock), open_reader(writer) as con:
            ensure_sound(con)
        return
    with recorded(settings, run, report, asked):
        report.has_published = steps.close_run(settings.layout, run, report.total)
        tell(settings, run, report)
