"""`gonghui ingest`: a run by hand, from the first look at the files to the summary.

The files are compared with what is published before Prefect is thought of, so that a run with
nothing to do ends in a second or two. Otherwise Prefect's server starts while the flow is imported.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError
from rich.console import Console

from flows.fetch_table import print_fetched
from flows.judging import judge
from flows.parameters import Ingest
from flows.progress import reporting
from flows.report import Report
from flows.server import has_database, start_server
from flows.settings import Settings, get_settings, prepare_prefect
from flows.show import show_warehouse
from tasks.errors import InputError, WarehouseBusy
from tasks.fetch.lots import Due, find_due
from tasks.fetch.registry import read_sources
from tasks.fetch.selection import Selection, select
from tasks.load.steps import published_pages
from tasks.version import rules_version

if TYPE_CHECKING:
    from prefect.client.schemas.objects import State

MOST_REJECTS = 10  # are listed at the end of a run


def run_ingest(paths: Sequence[str], sources: Sequence[str], **more: object) -> bool:
    """Load what is new of the paths or sources, and tell on standard output what came of it.

    `more` are further parameters of the flow (flows/parameters.py). False if a source failed or
    fell silent; what the others gave is loaded all the same. Raises InputError for what is not
    there or does not fit, WarehouseError where the warehouse cannot be written.
    """
    asked = _asked(paths, sources, more)
    settings = get_settings()
    chosen = select(settings.sources, asked.sources, asked.paths, asked.name)
    if not chosen.count and not chosen.web:
        _tell_empty(paths, chosen)
        return _tell_alarms(_judge_unread(settings, chosen))
    due = _find_due(settings, asked, chosen)
    if due is not None and not due.count:
        print(f"Nothing changed: {_pages(chosen.count)} as before.")
        report = _judge_unread(settings, chosen)
    else:
        report, seconds = _run_flow(settings, asked, due)
        _print_report(report, seconds)
    if not asked.dry_run:
        print()
        show_warehouse()
    return _tell_alarms(report)


def _asked(paths: Sequence[str], sources: Sequence[str], more: Mapping[str, object]) -> Ingest:
    """The flow's parameters; with paths, the one source that is named is theirs."""
    if paths and len(sources) > 1:
        raise InputError("paths belong to one source: name --source once")
    given = {name: value for name, value in more.items() if value is not None}
    if paths:
        given["paths"] = list(paths)
        given["name"] = sources[0] if sources else None
    else:
        given["sources"] = list(sources)
    try:
        return Ingest.model_validate(given)
    except ValidationError as error:
        first = error.errors()[0]
        raise InputError(" ".join([*map(str, first["loc"]), first["msg"]])) from error


def _judge_unread(settings: Settings, chosen: Selection) -> Report:
    """The report of a run that had nothing to read."""
    report = Report("", unread={lot.source: len(lot.pages) for lot in chosen.lots})
    judge(settings.archive, chosen, report)
    return report


def _tell_alarms(report: Report) -> bool:
    if report.alarms:
        sys.stdout.flush()
        print(f"gonghui: {report.alarms}", file=sys.stderr)
    return not report.alarms


def _find_due(settings: Settings, asked: Ingest, chosen: Selection) -> Due | None:
    """What the flow will have to read, by what is published; None where it alone can tell."""
    if chosen.web:
        return None
    sources = read_sources(settings.sources).values()
    known = published_pages(settings.layout, sources)
    if known is None and settings.layout.writer.exists():
        return None
    due = find_due(chosen.lots, {} if asked.force else known or {}, rules_version())
    return due if asked.limit is None else due.first(asked.limit)


def _tell_empty(paths: Sequence[str], chosen: Selection) -> None:
    names = ", ".join(lot.source for lot in chosen.lots)
    where = ", ".join(paths) or names or "the sources file"
    print(f"There are no pages (.html, .htm, .txt, .warc) in {where}; nothing was loaded.")


def _run_flow(settings: Settings, asked: Ingest, due: Due | None) -> tuple[Report, float]:
    """The flow, with a server of its own if need be; returns its report and the seconds it took.

    What is `due` is begun to be read while Prefect starts.
    """
    paths = tuple(str(Path(path).absolute()) for path in asked.paths)
    asked = asked.model_copy(update={"paths": paths})
    with reporting() as told, ExitStack() as held:
        prepare_prefect(settings)
        told.say(f"Starting Prefect{'' if has_database() else ' (longer the first time)'}")
        wait_for_server = start_server()
        if due is not None:
            from flows.readers import begun_early

            held.enter_context(begun_early(asked, due)).wait_for_first_page()
        from flows.ingest import ingest

        wait_for_server()
        begun = time.monotonic()
        state: State[Any] = ingest(asked, return_state=True)
        if state.is_cancelled():
            raise WarehouseBusy(state.message)
        found = state.result(raise_on_failure=False)  # with an alarm it is failed, and a report
        report: Report = found if isinstance(found, Report) else state.result()
        return report, time.monotonic() - begun


def _print_report(report: Report, seconds: float) -> None:
    print_fetched(report.fetched, Console(highlight=False))
    total = report.total
    kinds = {
        "new": total.pages_new,
        "changed": total.pages_changed,
        "read again with new rules": total.pages_reread,
        "rejected": total.pages_rejected,
        "off topic": total.pages_off_topic,
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
