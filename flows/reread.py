"""`gonghui reprocess`: everything in the archive read again, and what that changed, as tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.console import Console

from flows.by_hand import print_report, validated
from flows.parameters import Reprocess
from flows.settings import get_settings
from flows.starting import start_flow
from tasks.errors import InputError
from tasks.load.reprocess import changes_of_run, changes_table, examples_of_run, examples_table
from warehouse.database import open_reader

MOST_EXAMPLES = 30


def run_reprocess(
    sources: Sequence[str], due: bool, workers: int, wait_seconds: float | None
) -> None:
    """Read again and tell per metric what changed, old against new.

    Raises InputError where nothing was loaded yet.
    """
    settings = get_settings()
    if not settings.layout.published.exists():
        raise InputError(f"nothing was loaded into {settings.data} yet; load something first")
    given = {"sources": sources, "due": due, "workers": workers, "wait_seconds": wait_seconds}
    asked = validated(Reprocess, given)
    report, seconds = start_flow(settings, _load, asked)
    print_report(report, seconds)
    console = Console(highlight=False)
    with open_reader(settings.layout.published) as con:
        changes = changes_of_run(con, report.run_id)
        examples = examples_of_run(con, report.run_id, MOST_EXAMPLES)
    if not changes:
        console.print("Today's rules say of every page what was said before.")
        return
    console.print()
    console.print(changes_table(changes))
    console.print()
    console.print(examples_table(examples))
    console.print('\nAll of it: gonghui sql "FROM rule_change"')


def _load() -> Any:
    from flows.reprocess import reprocess

    return reprocess
