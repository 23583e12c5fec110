"""`gonghui ingest`: a run by hand, from the first look at the files to the summary.

The files are compared with what is published before Prefect is thought of, so that a run with
nothing to do ends in a second or two. Otherwise Prefect's server starts while the flow is imported.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from flows.fetch_table import print_fetched
from flows.judging import judge
from flows.progress import reporting
from flows.report import Report, SourceAlarm
from flows.server import has_database, start_server
from flows.settings import Settings, get_settings, prepare_prefect
from flows.show import show_warehouse
from tasks.errors import InputError
from tasks.fetch.lots import find_due
from tasks.fetch.registry import read_sources
from tasks.fetch.selection import Selection, select
from tasks.load.steps import published_pages
from tasks.version import rules_version

MOST_REJECTS = 10  # are listed at the end of a run


def run_ingest(paths: Sequence[str], sources: Sequence[str], wait_seconds: float) -> bool:
    """Load what is new of the paths or sources, and tell on standard output what came of it.

    False if a source failed or fell silent; what the others gave is loaded all the same. Raises
    InputError for what is not there, WarehouseError where the warehouse cannot be written.
    """
    if paths and len(sources) > 1:
        raise InputError("paths belong to one source: name --source once")
    settings = get_settings()
    as_source = sources[0] if paths and sources else None
    chosen = select(settings.sources, sources, paths, as_source)
    if not chosen.count and not chosen.web:
        _tell_empty(paths, chosen)
        return _tell_alarms(_judge_unread(settings, chosen))
    if _nothing_new(settings, chosen):
        print(f"Nothing changed: {_pages(chosen.count)} as before.")
        report = _judge_unread(settings, chosen)
    else:
        report, seconds = _run_flow(settings, paths, sources, as_source, wait_seconds)
        _print_report(report, seconds)
    print()
    show_warehouse()
    return _tell_alarms(report)


def _judge_unread(settings: Settings, chosen: Selection) -> Report:
    """The report of a run that had nothing to read."""
    report = Report("", unread={lot.source: len(lot.pages) for lot in chosen.lots})
    judge(settings.archive, chosen, report)
    return report


def _tell_alarms(report: Report) -> bool:
    alarms = report.fetched.alarms()
    if alarms:
        sys.stdout.flush()
        print(f"gonghui: {SourceAlarm(report)}", file=sys.stderr)
    return not alarms


def _nothing_new(settings: Settings, chosen: Selection) -> bool:
    if chosen.web:
        return False
    sources = read_sources(settings.sources).values()
    known = published_pages(settings.layout.published, sources)
    return known is not None and not find_due(chosen.lots, known, rules_version()).count


def _tell_empty(paths: Sequence[str], chosen: Selection) -> None:
    names = ", ".join(lot.source for lot in chosen.lots)
    where = ", ".join(paths) or names or "the sources file"
    print(f"There are no pages (.html, .htm, .txt, .warc) in {where}; nothing was loaded.")


def _run_flow(
    settings: Settings,
    paths: Sequence[str],
    sources: Sequence[str],
    as_source: str | None,
    wait_seconds: float,
) -> tuple[Report, float]:
    """The flow, with a server of its own if need be; returns its report and the seconds it took."""
    with reporting() as told:
        prepare_prefect(settings)
        told.say(f"Starting Prefect{'' if has_database() else ' (longer the first time)'}")
        wait_for_server = start_server()
        from flows.ingest import ingest

        wait_for_server()
        begun = time.monotonic()
        try:
            report = ingest(
                sources=() if paths else tuple(sources),
                paths=tuple(Path(path).absolute() for path in paths),
                name=as_source,
                wait_seconds=wait_seconds,
            )
        except SourceAlarm as alarm:
            report = alarm.report
        return report, time.monotonic() - begun


def _print_report(report: Report, seconds: float) -> None:
    print_fetched(report.fetched, Console(highlight=False))
    total = report.total
    kinds = {
        "new": total.pages_new,
        "changed": total.pages_changed,
        "read again with new rules": total.pages_reread,
        "rejected": total.pages_rejected,
        "unchanged": total.pages_unchanged + sum(report.unread.values()),
    }
    count = sum(kinds.values())
    told = ", ".join(f"{number:,} {kind}" for kind, number in kinds.items() if number)
    print(f"{_pages(count)} in {seconds:.0f} s: {told or 'none'}.")
    print(
        f"{total.observations_added:,} observations added, {total.observations_removed:,} removed."
    )
    for one in report.rejects[:MOST_REJECTS]:
        print(f"  rejected {one.page}: {one.reason} ({one.detail})")
    if total.pages_rejected > MOST_REJECTS:
        print("  … and more: SELECT page, reason, detail FROM reject")


def _pages(count: int) -> str:
    return f"{count:,} page{'s' * (count != 1)}"
