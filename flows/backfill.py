"""The flow `backfill`: WARC files in bulk, read on a cluster into parts, loaded by one process.

Reading needs no lock and may take days: other runs load meanwhile. What is read is on the disk as
parts (tasks/shards/parts.py), so a relaunch reads only what is missing, and a shard that failed is
reported while all others are loaded. The load begins when all is read, because of several captures
of a page only the newest counts.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import partial

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.utilities.annotations import quote

from flows.artifacts import followed, leave_table
from flows.bulk_plan import is_read, plan
from flows.engine import engine
from flows.logs import log_event
from flows.parameters import Backfill
from flows.progress import reporter
from flows.report import Report
from flows.running import recorded, run_flow
from flows.settings import Settings
from flows.telling import tell
from tasks.load import steps
from tasks.load.load import LoadCounts
from tasks.load.steps import Run
from tasks.records import OFF_TOPIC, Reject
from tasks.shards import loading
from tasks.shards.parts import Marker, Parts
from tasks.shards.rows import told_rejects
from tasks.shards.shard import Shard
from tasks.shards.work import Outcome
from warehouse.layout import Layout


@flow(name="backfill")
def backfill(asked: Backfill) -> State[Report]:
    """Read WARC files in bulk, on a cluster if asked, load what they hold, and publish it."""
    return run_flow("backfill", asked, partial(fill, asked))


def fill(asked: Backfill, settings: Settings, run: Run, report: Report) -> None:
    """The run itself: plan, read what is missing, load what is new, publish, tell."""
    planned = plan(asked, settings, run.rules)
    shards, due, parts = planned
    report.notes.append(str(planned))
    if asked.dry_run:
        return
    with followed("backfill"):
        if due:
            tally = read_shards(asked, parts.folder, run, quote(due))
            report.notes.append(str(tally))
            report.failures += [f"shard {one.shard}: {_why(one)}" for one in tally.failed]
            leave_table("backfill-shards", _rows(tally.failed), "Shards that could not be read.")
        with recorded(settings, run, report, asked, knowing=False):
            load_parts(settings.layout, run, parts, shards, report)
            reporter().say("Publishing")
            report.has_published = steps.close_run(settings.layout, run, report.total)
            tell(settings, run, report)


@dataclass(slots=True)
class Tally:
    """What was read so far; `seconds` are those of the workers together."""

    begun: float = field(default_factory=time.monotonic)
    wall: float = 0.0
    done: int = 0
    pages: int = 0
    seconds: float = 0.0
    failed: list[Outcome] = field(default_factory=list)

    def add(self, outcome: Outcome) -> None:
        self.done += 1
        self.pages += outcome.pages
        self.seconds += outcome.seconds
        self.failed += [outcome] if outcome.why else []

    def end(self) -> None:
        self.wall = time.monotonic() - self.begun

    def __str__(self) -> str:
        busy = f"workers busy for {self.seconds:.1f} s"
        return f"{self.pages:,} pages read in {self.wall:.1f} s, {busy}"


@task(cache_policy=NO_CACHE)
def read_shards(asked: Backfill, folder: str, run: Run, due: Sequence[Shard]) -> Tally:
    """Have the shards read into parts, by whoever works."""
    Parts(folder).sweep()
    reporter().say("Starting workers")
    with engine(asked.scheduler, asked.workers) as read:
        reporter().begin("Reading shards", len(due))
        tally = Tally()
        for _, outcome in read(due, folder, run.rules, asked.page_seconds):
            tally.add(outcome)
            reporter().track(tally.done, len(due), f"{tally.pages:,} pages")
            _log_shard(run, outcome)
        tally.end()
    return tally


def _log_shard(run: Run, one: Outcome) -> None:
    told = {"shard": one.shard, "worker": one.worker}
    if one.why:
        names = {"page": one.page or None, "reason": one.why}
        log_event("shard_failed", logging.ERROR, run=run.run_id, **told, **names)
    else:
        log_event("shard_read", run=run.run_id, **told, pages=one.pages, seconds=one.seconds)


def _why(one: Outcome) -> str:
    return f"{one.page}: {one.why}" if one.page else one.why


def _rows(failed: Sequence[Outcome]) -> list[dict[str, object]]:
    return [{"shard": one.shard, "page": one.page, "reason": one.why} for one in failed]


def load_parts(
    layout: Layout, run: Run, parts: Parts, shards: Sequence[Shard], report: Report
) -> None:
    """Load the parts of the shards that the warehouse has not, in the order of the plan."""
    found = parts.markers()
    markers = [found[one.key] for one in shards if is_read(found.get(one.key), run.rules)]
    held = loading.loaded_parts(layout)
    fresh = [one for one in markers if one.part not in held]
    source = shards[0].source
    report.unread[source] = sum(one.pages for one in markers) - sum(one.pages for one in fresh)
    seen = loading.look_through(parts, markers if fresh else [])
    reporter().begin("Loading pages", sum(one.pages for one in fresh))
    for marker in fresh:
        if marker.key in seen.damaged:  # it is read again by the next run
            parts.forget(marker)
            report.failures.append(f"shard {marker.name}: {seen.damaged[marker.key]}")
            continue
        superseded = seen.superseded.get(marker.key, ())
        for loaded in load_part(layout, run, parts.folder, marker, superseded):
            report.add(source, *loaded)
        reporter().advance(marker.pages)


Loaded = tuple[LoadCounts, Sequence[Reject], int]


@task(cache_policy=NO_CACHE)
def load_part(
    layout: Layout, run: Run, folder: str, marker: Marker, dropped: Collection[int]
) -> list[Loaded]:
    """One part into the writer database; of rejects those off topic are counted only."""
    loaded: list[Loaded] = []
    for rows in loading.read_part(Parts(folder), marker, dropped):
        for counts, tables in loading.load_rows(layout, run, rows):
            rejects = told_rejects(tables)
            loaded.append((counts, rejects, sum(rows["flags"].to_pylist())))
            for one in rejects:
                if one.reason != OFF_TOPIC:
                    names = {"source": one.source, "page": one.page, "reason": one.reason}
                    log_event("page_rejected", run=run.run_id, **names)
    loading.note_loaded(layout, marker)
    return loaded
