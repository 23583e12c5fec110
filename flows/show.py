"""What is in the warehouse, for people: after a run, by `gonghui report`, and to take away."""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import nullcontext
from pathlib import Path

from rich.console import Console
from rich.text import Text

from flows.settings import get_settings
from warehouse.database import open_reader
from warehouse.export import export
from warehouse.locking import writer_lock
from warehouse.summary import print_summary, summary

_FIRST_QUESTION = (
    "SELECT region_name, value, period_end, quote, page FROM observation "
    "WHERE metric = 'members.total' AND statistic = 'level' ORDER BY period_end DESC LIMIT 8"
)


def show_warehouse() -> None:
    """Print the summary of the published file, where it is, and what to type next."""
    published = get_settings().layout.published
    with open_reader(published) as con:
        found = summary(con)
    console = Console(highlight=False)
    print_summary(found, console)
    console.print()
    console.print(Text(f"Database: {_shown(published)}"), soft_wrap=True)
    console.print(Text(f'Next:     {_program()} sql "{_FIRST_QUESTION}"'), soft_wrap=True)


def write_export(folder: Path) -> None:
    """Export the published file and say where; raises WarehouseError where that cannot be."""
    settings = get_settings()
    is_ours = os.access(settings.data, os.W_OK)  # else no run of this user exports either
    with writer_lock(settings.export_lock, settings.patience) if is_ours else nullcontext():
        changed = export(settings.layout.published, folder.absolute())
    print(f"Written to {folder}" if changed else f"{folder} holds the same already; left as it was")


def _shown(path: Path) -> str:
    """The path from the current folder where it is below it."""
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)


def _program() -> str:
    """How this program is called from here."""
    called = Path(sys.argv[0]).absolute()
    found = shutil.which(called.name)
    if found and Path(found).absolute() == called:
        return called.name
    return os.path.relpath(called) if called.is_relative_to(Path.cwd()) else str(called)
