"""The flow `ingest`: pages from their sources into the warehouse, batch by batch, then published.

What is on the web is fetched into the archive first and read from there, so that nothing reads a
byte that is not kept. A task is a batch, because a task costs milliseconds and a page not many
more. Retries belong to fetching (tasks/fetch): a page that cannot be understood is a row of
`reject`, and a batch that cannot be loaded is halved down to the page that does it. Prefect caches
nothing: it would hash all that is handed over, and log an error for what it cannot.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, NamedTuple

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.utilities.annotations import quote

from flows.artifacts import followed
from flows.batches import Pages, find_pages, log_batch
from flows.fetching import fetch_all
from flows.halving import in_halves
from flows.judging import judge
from flows.parameters import Ingest
from flows.progress import reporter
from flows.readers import Readers, readers_for
from flows.rehearsal import rehearse
from flows.report import Report
from flows.running import patience, recorded, run_flow
from flows.settings import Settings
from flows.telling import tell
from tasks.fetch.kinds import WebSource
from tasks.fetch.lots import Lot
from tasks.fetch.report import FetchReport
from tasks.fetch.selection import select
from tasks.load import steps
from tasks.load.load import LoadCounts
from tasks.load.steps import Run
from tasks.records import Reject
from warehouse.layout import Layout

EVERYTHING = Ingest()


@flow(name="ingest")
def ingest(asked: Ingest = EVERYTHING) -> State[Report]:
    """Load what is new of sources or paths, publish it, and tell what changed."""
    return run_flow("ingest", asked, partial(load_pages, asked))


def load_pages(asked: Ingest, settings: Settings, run: Run, report: Report) -> None:
    """The run itself: choose, fetch, read, load, publish, tell."""
    chosen = select(settings.sources, asked.sources, asked.paths, asked.name)
    if asked.dry_run:
        rehearse(settings, asked, chosen, report)
        return
    if chosen.web:
        report.fetched = fetch(settings, chosen.web, patience(settings, asked))
    with recorded(settings, run, report, asked) as known, followed("ingest"):
        due = find_pages(asked, settings, chosen, known, run.rules)
        report.unread = dict(due.unchanged)
        with readers_for(asked) as readers:
            handle = partial(handle_batch, settings.layout, run, readers)
            for batch in readers.ahead(due):
                for loaded in in_halves(batch, handle, run.run_id):
                    report.add(batch.source, *loaded)
        reporter().say("Publishing")
        report.has_published = publish_loaded(settings.layout, run, report.total, due.obsolete)
        judge(settings.archive, chosen, report)
        tell(settings, run, report)


class Loaded(NamedTuple):
    """What became of a batch."""

    counts: LoadCounts
    rejects: Sequence[Reject]
    flags: int


def handle_batch(layout: Layout, run: Run, readers: Readers, batch: Lot) -> State[Any]:
    """Read and load one batch; the state of what failed, where something did.

    Quoted, or Prefect would look for futures in each of its pages.
    """
    read = read_batch(quote(batch), readers, return_state=True)
    if not read.is_completed():
        return read
    return load_batch(layout, run, read.result(), return_state=True)


@task(cache_policy=NO_CACHE)
def fetch(settings: Settings, sources: Sequence[WebSource], wait_seconds: float) -> FetchReport:
    """From the web into the archive, politely; gone on with by the next run if broken off."""
    return fetch_all(settings, sources, wait_seconds)


@task(cache_policy=NO_CACHE)
def read_batch(batch: Lot, readers: Readers) -> Pages:
    """From bytes to observations: parse, extract, normalise."""
    return readers.read(batch)


@task(cache_policy=NO_CACHE)
def load_batch(layout: Layout, run: Run, pages: Pages) -> Loaded:
    """One batch into the writer database, all of it or nothing."""
    counts = steps.load_tables(layout, run, pages.tables)
    log_batch(run.run_id, counts, pages)
    return Loaded(counts, pages.rejects, pages.flags)


@task(cache_policy=NO_CACHE)
def publish_loaded(
    layout: Layout, run: Run, counts: LoadCounts, obsolete: Sequence[tuple[str, str]]
) -> bool:
    """Put what was loaded in the place of what analysts see, if it is anything; returns whether."""
    steps.forget_rejects(layout, obsolete)
    return steps.close_run(layout, run, counts)
