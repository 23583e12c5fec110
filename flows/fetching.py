"""The part of `ingest` that talks to the web: sources into the archive, and what is in it then.

One task for all sources, because politeness is a matter of hosts and not of sources. It is not
tried again: retries with backoff have one layer, in tasks/fetch, and a run that was broken off is
gone on with by the next.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flows.progress import reporter
from flows.settings import Settings
from tasks.fetch.archive import view_archive
from tasks.fetch.kinds import WebSource
from tasks.fetch.lots import Lot, archived_lots
from tasks.fetch.registry import read_registry
from tasks.fetch.report import FetchReport, Progress
from tasks.fetch.run import fetch_sources
from tasks.fetch.settings import FetchSettings


def fetch_settings(settings: Settings) -> FetchSettings:
    """What sources.yaml says of fetching; raises InputError for a file that is wrong."""
    registry = read_registry(settings.sources)
    return registry.fetch.as_settings(registry.contact, settings.sources.parent)


def fetch_all(settings: Settings, sources: Sequence[WebSource], wait_seconds: float) -> FetchReport:
    """Ask all sources for what is new; tells the reporter how it goes."""
    reporter().say(f"Fetching {len(sources)} source{'s' * (len(sources) != 1)}")
    reporter().begin("Fetching", 0)
    how = fetch_settings(settings)
    return fetch_sources(sources, settings.archive, how, _tell, wait_seconds=wait_seconds)


def archived(settings: Settings, sources: Sequence[WebSource]) -> Iterator[Lot]:
    """What the archive holds of the sources, unchanged pages included."""
    if sources and settings.archive.exists():
        with view_archive(settings.archive) as archive:
            for source in sources:
                yield from archived_lots(archive, source.name, source.region)


def _tell(progress: Progress) -> None:
    """Pages of the bar, and in words what else moves."""
    done = progress.pages + progress.failures
    hosts = len(progress.hosts)
    note = f"{progress.bytes / 1e6:,.1f} MB, {hosts} host{'s' * (hosts != 1)}"
    failed = f", {progress.failures:,} failed" if progress.failures else ""
    reporter().track(done, max(done, progress.to_do), note + failed)
