"""The flow `export`: what is published, as Parquet, CSV and a data package to take away."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from prefect import flow
from prefect.client.schemas.objects import State

from flows.logs import log_event
from flows.parameters import Export
from flows.report import Report
from flows.running import alone, run_flow
from flows.settings import Settings
from tasks.load.steps import Run
from warehouse.export import export as write_export

WHERE_SET = Export()


@flow(name="export")
def export(asked: Export = WHERE_SET) -> State[Report]:
    """Export what is published."""
    return run_flow("export", asked, partial(export_published, asked))


def export_published(asked: Export, settings: Settings, run: Run, report: Report) -> None:
    """The run itself; raises WarehouseError where nothing is published, or in a foreign folder."""
    folder = Path(asked.folder) if asked.folder else settings.export_folder
    with alone(settings, run, asked, settings.export_lock):
        changed = write_export(settings.layout.published, folder)
    log_event("exported", run=run.run_id, folder=folder, changed=changed)
