"""A fetch run: sources in, pages in the archive and a report out.

All sources run at once; politeness is a matter of hosts. What a source offers is listed first,
then its pages are asked, host by host, so that a slow host delays no other. Nothing here knows of
resuming: every url is memoised by the run, below.
"""

from __future__ import annotations

import asyncio
import ssl
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import date, timedelta
from pathlib import Path

from tasks.clock import chinese_day
from tasks.errors import PageRejected
from tasks.fetch.addresses import Resolve
from tasks.fetch.archive import Archive, open_archive
from tasks.fetch.client import Client
from tasks.fetch.exchange import Role
from tasks.fetch.fetcher import Asker, Fetcher
from tasks.fetch.kinds import FeedSource, ListingSource, SitemapSource, UrlsSource, WebSource
from tasks.fetch.parts import without_parts
from tasks.fetch.report import FetchReport, Progress, SourceReport
from tasks.fetch.settings import FetchSettings
from tasks.fetch.sources.feed import list_entries
from tasks.fetch.sources.found import Found, Index, wanted
from tasks.fetch.sources.listing import list_articles
from tasks.fetch.sources.sitemap import list_locations
from tasks.fetch.urls import host_of
from tasks.fetch.visit import Outcome, Visit
from tasks.fetch.warc_write import ArchiveWriter
from tasks.fetch.yields import Judgement, Verdict, judge_yield, newest_of

_LISTING_CAP, _ENTRY = 30_000_000, 300  # characters of all urls and words; and what an entry costs


def fetch_sources(
    sources: Sequence[WebSource],
    folder: Path,
    settings: FetchSettings,
    told: Callable[[Progress], None] = lambda progress: None,
    resolve: Resolve | None = None,
    tls: ssl.SSLContext | None = None,
    wait_seconds: float = 0.0,
) -> FetchReport:
    """Fetch what is new of `sources` into the archive in `folder`.

    `told` hears of the progress after every answer. The runs of the report are gone on with by
    calling this again, after a kill or not, until `finish_runs` ends them. Raises InputError where
    no contact is set, WarehouseBusy where another process writes to the archive for longer than
    `wait_seconds`.
    """
    with open_archive(folder, wait_seconds) as archive:
        return asyncio.run(_fetch(sources, archive, settings, told, resolve, tls))


async def _fetch(
    sources: Sequence[WebSource],
    archive: Archive,
    settings: FetchSettings,
    told: Callable[[Progress], None],
    resolve: Resolve | None,
    tls: ssl.SSLContext | None,
) -> FetchReport:
    progress = Progress(told=told)
    most = max((source.polite.per_host for source in sources), default=1)
    writer = ArchiveWriter(archive.folder, settings.rotate_at)
    try:
        async with Client(settings, resolve, tls, most, archive.state.now()) as client:
            fetcher = Fetcher(client, archive, writer, settings, progress.visited)
            runs = [SourceRun(each, fetcher, archive, settings, progress) for each in sources]
            reports = await _all(runs)
    finally:
        writer.close()
    return FetchReport({each.source: each for each in reports}, dict(fetcher.hosts.records))


async def _all(runs: Sequence[SourceRun]) -> list[SourceReport]:
    """Run all; the first error that stops one stops the rest and is raised as itself."""
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(run.run()) for run in runs]
    except ExceptionGroup as error:
        raise _first(error) from error
    return [task.result() for task in tasks]


def _first(error: Exception) -> Exception:
    return _first(error.exceptions[0]) if isinstance(error, ExceptionGroup) else error


class SourceRun:
    """One source in one run."""

    def __init__(
        self,
        source: WebSource,
        fetcher: Fetcher,
        archive: Archive,
        settings: FetchSettings,
        progress: Progress,
    ) -> None:
        self._source = source
        self._fetcher = fetcher
        self._state = archive.state
        self._progress = progress
        now = self._state.now()
        self._today = chinese_day(now)
        run = self._state.begin(source.name, settings.window, now)
        self._asker = Asker(run, source.polite.as_settings())
        self._report = SourceReport(source.name, run=run)
        self._counted: set[str] = set()

    async def run(self) -> SourceReport:
        """List, ask, judge; the state keeps how it ended."""
        found = await self._collect()
        if not isinstance(self._source, UrlsSource):
            found = list(wanted(found, self._source))
        whole = set(without_parts(each.url for each in found))
        found = [each for each in found if each.url in whole][: self._source.most_pages]
        self._report.listed = len(found)
        self._progress.expect(len(found))
        await for_each_by_host(found, self._source.polite.per_host, self._visit)
        self._judge(found)
        return self._report

    async def _collect(self) -> list[Found]:
        """What the indexes offer, up to a bound on memory that no true source comes near."""
        found, size = [], 0
        async for each in self._list():
            found.append(each)
            size += _ENTRY + len(each.url) + len(each.text)
            if size > _LISTING_CAP:
                self._report.problems.append(f"only the first {len(found):,} urls were looked at")
                break
        return found

    def _list(self) -> AsyncIterator[Found]:
        source = self._source
        if isinstance(source, ListingSource):
            return list_articles(source, self)
        if isinstance(source, FeedSource):
            return list_entries(source, self)
        if isinstance(source, SitemapSource):
            since = self._today - timedelta(days=source.newest_only) if source.newest_only else None
            return list_locations(source, self, since)
        return _as_found(source)

    async def read(self, url: str) -> Index | None:
        """An index; where it cannot be had, the report tells why."""
        visit, index = await self._fetcher.read_index(url, self._asker)
        if index is None:
            self._report.problems.append(f"{url}: {visit.reason} {visit.detail}".strip()[:300])
        return index

    def note(self, url: str, error: PageRejected) -> None:
        """Keep what was wrong with an index."""
        self._report.problems.append(f"{url}: {error.reason} {error.detail}"[:300])

    async def _visit(self, found: Found) -> None:
        """The page and its further parts; counted once however many urls lead to it."""
        visit = await self._fetcher.resolve(found.url, self._asker, self._asker.purpose(Role.PAGE))
        outcomes = {visit.outcome}
        part, first = visit, visit.url
        number = 1
        while part.is_whole and part.body is not None and part.body.next_part is not None:
            number += 1
            purpose = self._asker.purpose(Role.PART, first, number)
            part = await self._fetcher.get(part.body.next_part, self._asker, purpose)
            outcomes.add(part.outcome)
        if first not in self._counted:
            self._counted.add(first)
            self._count(visit, outcomes)

    def _count(self, visit: Visit, outcomes: set[Outcome]) -> None:
        if not visit.is_whole:
            self._report.rejected[visit.reason or visit.outcome.value] += 1
        elif Outcome.FETCHED in outcomes:
            self._report.fetched += 1
        else:
            self._report.unchanged += 1

    def _judge(self, found: list[Found]) -> None:
        report = self._report
        report.newest = newest_of((each.date for each in found), self._today) or self._seen(found)
        judgement = judge_yield(self._source.normal, len(found), report.newest, self._today)
        if report.problems and judgement.verdict is Verdict.FAILED:
            judgement = Judgement(Verdict.FAILED, f"{judgement.detail}; {report.problems[0]}")
        report.judgement = judgement

    def _seen(self, found: list[Found]) -> date | None:
        """Where the index gives no dates: the day when the newest article was first seen."""
        seen = [self._state.first_seen(each.url) for each in found]
        return newest_of((chinese_day(at) for at in seen if at), self._today)


async def _as_found(source: WebSource) -> AsyncIterator[Found]:
    for url in source.urls:
        yield Found(url)


async def for_each_by_host(
    found: Sequence[Found], per_host: int, work: Callable[[Found], Awaitable[None]]
) -> None:
    """Do `work` for each, `per_host` of one host at once; hosts do not wait for each other.

    Hosts take turns, so that no host gets all requests of the run at once and then none.
    """
    queues: dict[str, list[Found]] = defaultdict(list)
    for each in reversed(found):
        queues[host_of(each.url)].append(each)

    async def worker(queue: list[Found]) -> None:
        while queue:
            await work(queue.pop())

    async with asyncio.TaskGroup() as group:
        for number in range(per_host):
            for queue in queues.values():
                if number < len(queue):
                    group.create_task(worker(queue))
