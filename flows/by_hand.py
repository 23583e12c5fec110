"""`gonghui ingest`: a run by hand, from the first look at the files to the summary.

The files are compared with what is published before Prefect is thought of, so that a run with
nothing to do ends in a second or two. Otherwise Prefect's server starts while the flow is imported,
and the first pages are read before that: what is needed later is imported later.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import ValidationError

from flows.parameters import Asked, Ingest
from flows.settings import Settings, get_settings
from flows.starting import start_flow
from tasks.errors import InputError
from tasks.fetch.lots import Due, find_due
from tasks.fetch.mixups import refuse_mixups
from tasks.fetch.registry import read_sources
from tasks.fetch.selection import Selection, select
from tasks.load.known import published_pages
from tasks.version import rules_version

if TYPE_CHECKING:
    from flows.report import Report

Parameters = TypeVar("Parameters", bound=Asked)
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
        return tell_alarms(_judge_unread(settings, chosen))
    due = _find_due(settings, asked, chosen)
    if due is not None and not due.count:
        print(f"Nothing changed: {_pages(chosen.count)} as before.")
        report = _judge_unread(settings, chosen)
    else:
        paths = tuple(str(Path(path).absolute()) for path in asked.paths)
        asked = asked.model_copy(update={"paths": paths})
        early = _reading_early(asked, due)
        report, seconds = start_flow(settings, _load_flow, asked, early)
        print_report(report, seconds)
    if not asked.dry_run:
        from flows.show import show_warehouse

        print()
        show_warehouse()
    return tell_alarms(report)


def _asked(paths: Sequence[str], sources: Sequence[str], more: Mapping[str, object]) -> Ingest:
    """The flow's parameters; with paths, the one source that is named is theirs."""
    if paths and len(sources) > 1:
        raise InputError("paths belong to one source: name --source once")
    given = dict(more)
    if paths:
        given["paths"] = list(paths)
        given["name"] = sources[0] if sources else None
    else:
        given["sources"] = list(sources)
    return validated(Ingest, given)


def validated(model: type[Parameters], given: Mapping[str, object]) -> Parameters:
    """The parameters of a flow; what is None counts as not given. Raises InputError."""
    try:
        return model.model_validate({key: one for key, one in given.items() if one is not None})
    except ValidationError as error:
        first = error.errors()[0]
        told = first["msg"].removeprefix("Value error, ")
        raise InputError(" ".join([*map(str, first["loc"]), told])) from error


def _judge_unread(settings: Settings, chosen: Selection) -> Report:
    """The report of a run that had nothing to read."""
    from flows.judging import judge
    from flows.report import Report

    report = Report("", unread={lot.source: len(lot.pages) for lot in chosen.lots})
    judge(settings.archive, chosen, report)
    return report


def tell_alarms(report: Report) -> bool:
    """Tell on standard error what failed; True if nothing did."""
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
    refuse_mixups(chosen.lots, known or {})
    due = find_due(chosen.lots, {} if asked.force else known or {}, rules_version())
    return due if asked.limit is None else due.first(asked.limit)


def _tell_empty(paths: Sequence[str], chosen: Selection) -> None:
    names = ", ".join(lot.source for lot in chosen.lots)
    where = ", ".join(paths) or names or "the sources file"
    print(f"There are no pages (.html, .htm, .txt, .warc) in {where}; nothing was loaded.")


@contextmanager
def _reading_early(asked: Ingest, due: Due | None) -> Iterator[None]:
    """Begin to read what is `due` while Prefect starts."""
    if due is None:
        yield
        return
    from flows.readers import begun_early

    with begun_early(asked, due) as readers:
        readers.wait_for_first_page()
        yield


def _load_flow() -> Any:
    from flows.ingest import ingest

    return ingest


def print_report(report: Report, seconds: float) -> None:
    """Tell on standard output what a run did."""
    from rich.console import Console

    from flows.fetch_table import print_fetched

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
