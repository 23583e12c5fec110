"""Batches of pages: which pages a run must read, in what pieces, and what was read out of one.

Imported before the first page is read, so what is needed only behind it (Arrow, fetching, jieba)
is imported there.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import asdict
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from flows.logs import log_event
from flows.parameters import Ingest
from flows.settings import Settings
from tasks.fetch.kept import KeptRecord, is_of_file, to_record
from tasks.fetch.lots import Due, Lot, find_due, open_pages
from tasks.fetch.mixups import refuse_mixups
from tasks.fetch.selection import Selection
from tasks.pipeline import for_warehouse, read_page
from tasks.read import read_found
from tasks.records import OFF_TOPIC, Capture, PageResult, Reject

if TYPE_CHECKING:
    from tasks.load.known import KnownPages
    from tasks.load.load import LoadCounts

SMALLEST_BATCH, LARGEST_BATCH, ON_TOPIC = 50, 1000, 200  # pages
LARGEST_SIZE = 8_000_000  # bytes, packed


def find_pages(
    asked: Ingest, settings: Settings, chosen: Selection, known: KnownPages, rules: str
) -> Due:
    """What must be read of what was chosen; `known` is what the warehouse holds."""
    from flows.fetching import archived

    refuse_mixups(chosen.lots, known)
    lots = chain(chosen.lots, archived(settings, chosen.web))
    complete = [source.name for source in chosen.web]
    due = find_due(lots, {} if asked.force else known, rules, complete)
    return due if asked.limit is None else due.first(asked.limit)


class BatchSize:
    """How many pages the next batch of a run has: 200 on topic, if it is like the last one read.

    A batch's load takes 0.2 s, which is little beside 200 pages, but much beside as many off topic.
    Fewer where their bytes are many, for several batches are held at once, and fewer of a small
    run, so that there are twenty to be read ahead and seen to go by.
    """

    def __init__(self, pages: int) -> None:
        self._most = min(max(pages // 20, SMALLEST_BATCH), LARGEST_BATCH)
        self._wanted = ON_TOPIC

    def __call__(self) -> int:
        return min(self._wanted, self._most)

    def learn(self, pages: int, off_topic: int, size: int) -> None:
        """What the last batch held: so many pages, and bytes to be kept, packed."""
        wanted = ON_TOPIC * pages // max(pages - off_topic, 1)
        self._wanted = max(ON_TOPIC, min(wanted, LARGEST_SIZE * pages // max(size, 1)))


class Article(NamedTuple):
    """What is told of a page that was read."""

    source: str
    page: str
    sha256: str
    title: str | None
    observations: int


class Pages:
    """What was read out of a batch: its rows, and of each page what is told of it.

    A plain class, which Prefect does not search for futures; its bytes and texts are in the rows
    only, so that it crosses over from another process cheaply. `flags` counts those of all pages.
    """

    def __init__(
        self,
        results: Sequence[PageResult],
        rejects: Sequence[Reject],
        kept: Sequence[KeptRecord] = (),
    ) -> None:
        from tasks.load.keep import KEPT, to_kept
        from tasks.load.load import make_tables

        self.tables = {**make_tables(results, rejects), KEPT: to_kept(kept)}
        self.rejects = rejects
        self.size = sum(len(one.record) for one in kept)
        self.off_topic = sum(one.reason == OFF_TOPIC for one in rejects)
        self.flags = sum(len(one.flags) for one in results)
        self.articles = [
            Article(one.capture.source, one.capture.page, one.capture.sha256, one.article.title,
                    len(one.observations))
            for one in results
        ]  # fmt: skip


def read_pages(batch: Lot, asked: Ingest, advance: Callable[[], None] | None = None) -> Pages:
    """From bytes to observations; pages of other days than asked for are left out.

    `advance` is called behind each page; terms are counted when all are read, for jieba takes
    nearly a second to load.
    """
    read: list[PageResult | Reject] = []
    kept: list[KeptRecord] = []
    for found in open_pages(batch):
        one = read_found(found, read_page)
        if isinstance(one, Reject) or asked.covers(one.article.published):
            read.append(one)
            kept += [to_record(found)] if isinstance(found, Capture) and is_of_file(found) else []
        if advance is not None:
            advance()
    results = [for_warehouse(one) for one in read if isinstance(one, PageResult)]
    return Pages(results, [one for one in read if isinstance(one, Reject)], kept)


def log_batch(run: str, counts: LoadCounts, pages: Pages) -> None:
    """Log what became of a batch and of its rejects; at DEBUG also of every other page.

    Pages off topic are counted only: they are most of a crawl.
    """
    told = {name: count for name, count in asdict(counts).items() if count}
    log_event("batch_loaded", run=run, **told)
    for reject in pages.rejects:
        if reject.reason == OFF_TOPIC:
            continue
        names = {"source": reject.source, "page": reject.page, "sha256": reject.sha256}
        log_event("page_rejected", run=run, **names, reason=reject.reason)
    for one in pages.articles:
        found = {"title": one.title, "observations": one.observations}
        log_event("page_loaded", logging.DEBUG, run=run, source=one.source, page=one.page, **found)
