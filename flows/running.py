"""What all flows have in common: one writer at a time, a record of each run, and how it ends.

A run that finds another one writing waits, or is cancelled, as the settings say. It ends as
`Completed`; as `Partial` where pages were rejected, with counts; as `Alarm`, which Prefect takes
for failed, where a source yielded less than it must, though all else was published; as `Cancelled`
where it never began; as `Failed` where nothing of it was published; as `Crashed` where it was
killed, which the next run says for it (flows/killed.py).
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from uuid import uuid4

from prefect.client.schemas.objects import State
from prefect.runtime import flow_run
from prefect.states import Cancelled, Completed, Failed

from flows.killed import end_killed, hold
from flows.logs import LOGGER, log_event
from flows.parameters import Asked
from flows.progress import reporter
from flows.report import Report
from flows.settings import Settings, get_settings
from tasks.errors import GonghuiError, WarehouseBusy
from tasks.fetch.registry import read_sources
from tasks.load import steps
from tasks.load.known import KnownPages
from tasks.load.steps import Run
from tasks.version import rules_version
from warehouse.locking import writer_lock

Work = Callable[[Settings, Run, Report], None]


def run_flow(name: str, asked: Asked, work: Work) -> State[Report]:
    """Do `work` as a run of the flow `name`; returns the state in which it ends."""
    settings, begun = get_settings(), time.monotonic()
    LOGGER.setLevel(settings.log_level)
    run = Run(str(flow_run.id or uuid4()), name, rules_version(), asked.record())
    report = Report(run.run_id)
    log_event("run_started", run=run.run_id, flow=name, rules=run.rules, **run.parameters)
    try:
        hold(settings, run)
        work(settings, run, report)
    except WarehouseBusy as error:
        log_event("run_cancelled", logging.WARNING, run=run.run_id, reason=str(error))
        return Cancelled(message=str(error))
    except GonghuiError as error:
        log_event("run_failed", logging.ERROR, run=run.run_id, reason=str(error))
        raise
    seconds = round(time.monotonic() - begun, 1)
    log_event("run_finished", run=run.run_id, seconds=seconds, **report.counted())
    if report.alarms:
        return Failed(name="Alarm", message=f"{report.alarms} ({report.in_words()})", data=report)
    kind = "Partial" if report.total.pages_rejected else None
    return Completed(name=kind, message=report.in_words(), data=report)


def patience(settings: Settings, asked: Asked) -> float:
    """Seconds that a run waits for another one."""
    return settings.patience if asked.wait_seconds is None else asked.wait_seconds


@contextmanager
def alone(settings: Settings, run: Run, asked: Asked, lock: Path) -> Iterator[None]:
    """Hold the lock file for the length of the block, waiting for it as long as is set.

    Raises WarehouseBusy where another process holds it beyond that.
    """
    seconds = patience(settings, asked)
    with ExitStack() as held:
        try:
            held.enter_context(writer_lock(lock))
        except WarehouseBusy as busy:
            log_event("run_waits", run=run.run_id, seconds=seconds, reason=str(busy))
            reporter().say(f"Waiting for another run, {seconds:g} s at most ({busy})")
            held.enter_context(writer_lock(lock, seconds))
        yield


@contextmanager
def recorded(
    settings: Settings, run: Run, report: Report, asked: Asked, *, knowing: bool = True
) -> Iterator[KnownPages]:
    """Hold the writer's lock and keep the run's record: as failed, if the block ends early.

    Gives what is known of every page, if `knowing`. No task: a million pages are nothing for
    Prefect to look at.
    """
    sources = read_sources(settings.sources).values()
    with alone(settings, run, asked, settings.layout.lock):
        end_killed(settings, f"run {run.run_id}")
        known = steps.open_run(settings.layout, run, sources, knowing=knowing)
        done = False
        try:
            yield known
            done = True
        finally:
            if not done:
                steps.close_run(settings.layout, run, report.total, failed=True)
