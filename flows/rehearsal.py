"""A dry run: what a run would read and find, without a writer's lock and without a trace.

Sources of the web are not asked; what the archive holds of them is read.
"""

from __future__ import annotations

from flows.batches import Pages, find_pages
from flows.parameters import Ingest
from flows.readers import readers_for
from flows.report import Report
from flows.settings import Settings
from tasks.fetch.selection import Selection
from tasks.load.known import KnownPages, known_captures
from tasks.load.load import LoadCounts
from tasks.records import OFF_TOPIC
from tasks.version import rules_version
from warehouse.database import open_reader


def rehearse(settings: Settings, asked: Ingest, chosen: Selection, report: Report) -> None:
    """Read what a run would read and add the counts to `report`."""
    known = _known(settings)
    due = find_pages(asked, settings, chosen, known, rules_version())
    report.unread = dict(due.unchanged)
    with readers_for(asked) as readers:
        for batch in readers.ahead(due):
            pages = readers.read(batch)
            counts = _counts(batch.source, pages, known)
            report.add(batch.source, counts, pages.rejects, pages.flags)


def _known(settings: Settings) -> KnownPages:
    if not settings.layout.published.exists():
        return {}
    with open_reader(settings.layout.published) as con:
        return known_captures(con)


def _counts(source: str, pages: Pages, known: KnownPages) -> LoadCounts:
    """The counts that a load would give; observations are those of the pages, new or not."""
    before = [known.get((source, one.page)) for one in pages.articles]
    same = [held is not None and held.sha256 == one.sha256
            for held, one in zip(before, pages.articles, strict=True)]  # fmt: skip
    new = before.count(None)
    off_topic = sum(one.reason == OFF_TOPIC for one in pages.rejects)
    return LoadCounts(
        pages_new=new,
        pages_changed=len(before) - new - sum(same),
        pages_reread=sum(same),
        pages_rejected=len(pages.rejects) - off_topic,
        pages_off_topic=off_topic,
        observations_added=sum(one.observations for one in pages.articles),
    )
