"""The flow `ingest`: pages from their sources into the warehouse, batch by batch, then published.

What is on the web is fetched into the archive first and read from there, so that nothing reads a
byte that is not kept. A task is a batch, because a task costs milliseconds and a page not many
more. Nothing here is tried again: a file that could not be read a moment ago cannot be read now,
and a page that cannot be understood is a row of `reject`. Retries belong to fetching (tasks/fetch).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from itertools import chain
from pathlib import Path
from uuid import uuid4

from prefect import flow, task
from prefect.runtime import flow_run

from flows.fetching import archived, fetch_all
from flows.judging import judge
from flows.progress import reporter
from flows.report import Report, SourceAlarm, leave_artifacts
from flows.settings import Settings, get_settings
from tasks.errors import WarehouseError
from tasks.fetch.kinds import WebSource
from tasks.fetch.lots import Lot, find_due, open_pages
from tasks.fetch.registry import read_sources
from tasks.fetch.report import FetchReport
from tasks.fetch.selection import select
from tasks.load import steps
from tasks.load.load import LoadCounts
from tasks.load.steps import KnownPages, Run
from tasks.pipeline import read_page
from tasks.read import read_found
from tasks.records import PageResult, Reject
from tasks.version import rules_version
from warehouse.layout import Layout
from warehouse.locking import writer_lock

SMALLEST_BATCH, LARGEST_BATCH = 50, 200


@flow
def ingest(
    sources: Sequence[str] = (),
    paths: Sequence[Path] = (),
    name: str | None = None,
    wait_seconds: float = 60.0,
) -> Report:
    """Load pages into the warehouse and publish it.

    Raises SourceAlarm at the very end, when all is loaded, if a source failed or fell silent.

    Args:
        sources: Names from deployments/sources.yaml; none means all of them.
        paths: Files, folders or globs on this machine, instead of configured sources.
        name: The source that `paths` belong to; by default the one they lie in, or their folder's.
        wait_seconds: How long to wait for another run that is writing.
    """
    settings = get_settings()
    asked = {"sources": list(sources), "paths": [str(path) for path in paths], "name": name}
    run = Run(str(flow_run.id or uuid4()), "ingest", rules_version(), asked)
    report = Report(run.run_id)
    chosen = select(settings.sources, sources, paths, name)
    if chosen.web:
        report.fetched = fetch(settings, chosen.web, wait_seconds)
    with recorded(settings, run, report, wait_seconds) as known:
        lots = chain(chosen.lots, archived(settings, chosen.web))
        due = find_due(lots, known, run.rules, complete=[source.name for source in chosen.web])
        report.unread = dict(due.unchanged)
        reporter().begin("Reading pages", due.count)
        for batch in due.batches(batch_size(due.count)):
            pages = read_batch(batch)
            counts = load_batch(settings.layout, run, pages)
            report.add(batch.source, counts, pages.rejects)
        reporter().say("Publishing")
        publish(settings.layout, run, report.total, due.obsolete)
    judge(settings.archive, chosen, report)
    leave_artifacts(report, DESCRIPTIONS)
    if report.fetched.alarms():
        raise SourceAlarm(report)
    return report


DESCRIPTIONS = {
    "ingest-run": "What the run did, one row a source.",
    "ingest-fetch": "What was fetched, one row a source of the web, and whether that is normal.",
    "ingest-rejects": "Pages that could not be read, with the reason.",
}


def batch_size(pages: int) -> int:
    """Large enough that a batch's load (0.2 s) costs little beside its pages."""
    return min(max(pages // 50, SMALLEST_BATCH), LARGEST_BATCH)


@contextmanager
def recorded(
    settings: Settings, run: Run, report: Report, wait_seconds: float
) -> Iterator[KnownPages]:
    """Hold the writer's lock and keep the run's record: as failed, if the block ends early.

    Gives what is known of every page. No task: a million pages are nothing for Prefect to look at.
    """
    sources = read_sources(settings.sources).values()
    with ExitStack() as held:
        lock = settings.layout.lock
        try:
            held.enter_context(writer_lock(lock))
        except WarehouseError as error:
            reporter().say(f"Waiting for another run, {wait_seconds:g} s at most ({error})")
            held.enter_context(writer_lock(lock, wait_seconds))
        known, done = steps.open_run(settings.layout, run, sources), False
        try:
            yield known
            done = True
        finally:
            if not done:
                steps.close_run(settings.layout, run, report.total, failed=True)


class Pages:
    """What was read out of a batch; a plain class, which Prefect does not search for futures."""

    def __init__(self, read: Sequence[PageResult | Reject]) -> None:
        self.results = [one for one in read if isinstance(one, PageResult)]
        self.rejects = [one for one in read if isinstance(one, Reject)]


@task
def fetch(settings: Settings, sources: Sequence[WebSource], wait_seconds: float) -> FetchReport:
    """From the web into the archive, politely; gone on with by the next run if broken off."""
    return fetch_all(settings, sources, wait_seconds)


@task
def read_batch(batch: Lot) -> Pages:
    """From bytes to observations: parse, extract, normalise."""
    read: list[PageResult | Reject] = []
    for found in open_pages(batch):
        read.append(read_found(found, read_page))
        reporter().advance()
    return Pages(read)


@task
def load_batch(layout: Layout, run: Run, pages: Pages) -> LoadCounts:
    """One batch into the writer database, all of it or nothing."""
    return steps.load_pages(layout, run, pages.results, pages.rejects)


@task
def publish(
    layout: Layout, run: Run, counts: LoadCounts, obsolete: Sequence[tuple[str, str]]
) -> None:
    """Put what was loaded in the place of what analysts see."""
    steps.forget_rejects(layout, obsolete)
    steps.close_run(layout, run, counts)
