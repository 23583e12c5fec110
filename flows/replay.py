"""`gonghui replay`: the warehouse built anew from the archive alone, and held against the old one.

Nothing is asked of the network: sources of the web are read from the archive, sources on this
machine from their files, and what was loaded by hand from paths that no source names as it was kept
in the archive. The new warehouse is built in a folder of its own, so that the one in use is not
touched until it is replaced, if at all. Pages that cannot be built anew are counted.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from uuid import uuid4

from flows.progress import Reporter, reporting
from flows.settings import Settings, get_settings
from tasks.fetch.archive import Archive, replay_archive
from tasks.fetch.kept import list_kept
from tasks.fetch.kinds import LocalSource, Source
from tasks.fetch.lots import Due, Lot, archived_lots, kept_lots, open_pages
from tasks.fetch.registry import read_sources
from tasks.fetch.selection import local_lot
from tasks.load import steps
from tasks.load.load import LoadCounts
from tasks.load.steps import Run
from tasks.pipeline import read_for_warehouse
from tasks.read import read_found
from tasks.records import Capture, PageResult, Reject
from tasks.version import rules_version
from warehouse.compare import Comparison, compare
from warehouse.database import explain_failure
from warehouse.layout import Layout
from warehouse.locking import writer_lock
from warehouse.publish import adopt

BATCH = 200


def run_replay(replace: bool, wait_seconds: float) -> bool:
    """Build, compare and tell; True if both say the same or there was nothing to compare with.

    With `replace`, and where there is no warehouse, the new one takes its place. Raises InputError
    where there is no archive.
    """
    settings = get_settings()
    layout, fresh = (
        settings.layout,
        Layout(settings.data / "replay", 0, settings.corrections),
    )
    with ExitStack() as held:
        held.enter_context(writer_lock(layout.lock, wait_seconds))
        # Only now: a run that was waited for has put more into it.
        archive = held.enter_context(replay_archive(settings.archive))
        existed = layout.published.exists()
        _make_empty(fresh.folder)
        with reporting() as told:
            counts = build(settings, archive, fresh, told)
        print(f"Built from the archive: {counts.pages_new:,} pages, {_added(counts)}.")
        same = not existed or _tell(compare(layout.published, fresh.published))
        if replace or not existed:
            adopt(fresh, layout)
            print(f"It is the warehouse now: {layout.published}")
        else:
            print(f"It stands in {fresh.published}; --replace puts it in the old one's place.")
    return same


def _make_empty(folder: Path) -> None:
    try:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    except OSError as error:
        raise explain_failure(folder, error) from error


def build(settings: Settings, archive: Archive, fresh: Layout, told: Reporter) -> LoadCounts:
    """Load all that the archive and the files hold into the empty warehouse `fresh`."""
    sources = read_sources(settings.sources)
    run = Run(str(uuid4()), "replay", rules_version())
    counts = LoadCounts()
    steps.open_run(fresh, run, sources.values())
    for lot in _lots(settings, archive, sources, told):
        read = [_read(found, told) for found in open_pages(lot)]
        results = [one for one in read if isinstance(one, PageResult)]
        rejects = [one for one in read if isinstance(one, Reject)]
        counts += steps.load_pages(fresh, run, results, rejects)
    told.say("Publishing")
    steps.tell_places(fresh, list_kept(settings.archive))
    steps.close_run(fresh, run, counts)
    return counts


def _lots(
    settings: Settings, archive: Archive, sources: dict[str, Source], told: Reporter
) -> Iterator[Lot]:
    """The files of sources on this machine, then all that the archive holds, in batches."""
    folder = settings.sources.parent
    local = [
        local_lot(source, folder) for source in sources.values() if isinstance(source, LocalSource)
    ]
    local += kept_lots(settings.archive, sources)
    told.begin("Reading pages", archive.count() + sum(len(lot.pages) for lot in local))
    for lot in local:
        yield from _batches(lot)
    for name in archive.sources():
        region = sources[name].region if name in sources else None
        for lot in archived_lots(archive, name, region):
            yield from _batches(lot)


def _batches(lot: Lot) -> Iterator[Lot]:
    return Due((lot,), {}).batches(lambda: BATCH)


def _read(found: Capture | Reject, told: Reporter) -> PageResult | Reject:
    told.advance()
    return read_found(found, read_for_warehouse)


def _added(counts: LoadCounts) -> str:
    return f"{counts.observations_added:,} observations, {counts.pages_rejected:,} rejected"


def _tell(found: Comparison) -> bool:
    """Say how the new warehouse compares with the one in use; True if they are equal."""
    if found.is_equal:
        print(f"Equal to the warehouse in use: content hash {found.new_hash[:16]}.")
        return True
    print("Not equal to the warehouse in use:")
    for table, before, after in found.tables:
        print(f"  {table}: {before:,} rows in use, {after:,} built")
    for source, count in found.only_old.items():
        print(f"  {count:,} pages of '{source}' are in use but were not built")
    if found.older_rules:
        print(f"  {found.older_rules:,} pages in use were read by other rules: run gonghui ingest")
    return False
