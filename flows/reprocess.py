"""The flow `reprocess`: everything in the archive read again with today's rules, and no network.

For after a change of the rules: `ingest` reads again only what its sources still list. What earlier
rules said is kept, and the end of the run tells what changed, per metric, old against new.
"""

from __future__ import annotations

from functools import partial

from prefect import flow
from prefect.client.schemas.objects import State

from flows.artifacts import followed
from flows.halving import in_halves
from flows.ingest import handle_batch
from flows.parameters import Ingest, Reprocess
from flows.progress import reporter
from flows.readers import Readers
from flows.report import Report
from flows.running import recorded, run_flow
from flows.settings import Settings
from flows.telling import tell
from tasks.errors import InputError
from tasks.fetch.lots import Due, find_due
from tasks.fetch.registry import read_sources
from tasks.load import steps
from tasks.load.known import KnownPages
from tasks.load.steps import Run

EVERYTHING = Reprocess()


@flow(name="reprocess")
def reprocess(asked: Reprocess = EVERYTHING) -> State[Report]:
    """Read everything in the archive again with today's rules, and publish."""
    return run_flow("reprocess", asked, partial(read_again, asked))


def read_again(asked: Reprocess, settings: Settings, run: Run, report: Report) -> None:
    """The run itself: list, read, load, publish, tell."""
    with recorded(settings, run, report, asked) as known, followed("reprocess"):
        due = find_stored(asked, settings, known, run.rules)
        report.unread = dict(due.unchanged)
        with Readers(Ingest(workers=asked.workers)) as readers:
            handle = partial(handle_batch, settings.layout, run, readers)
            for batch in readers.ahead(due):
                for loaded in in_halves(batch, handle, run.run_id):
                    report.add(batch.source, *loaded)
        reporter().say("Publishing")
        report.has_published = steps.close_run(settings.layout, run, report.total)
        tell(settings, run, report)


def find_stored(asked: Reprocess, settings: Settings, known: KnownPages, rules: str) -> Due:
    """What is archived of the sources asked for; raises InputError for one without any page."""
    configured = read_sources(settings.sources).values()
    lots = steps.stored_pages(settings.layout, configured)
    missing = set(asked.sources) - {lot.source for lot in lots}
    if missing:
        raise InputError(f"nothing is archived of source '{min(missing)}'")
    chosen = [lot for lot in lots if not asked.sources or lot.source in asked.sources]
    return find_due(chosen, known if asked.due else {}, rules)
