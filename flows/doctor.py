"""`gonghui doctor`: is this machine fit to run gonghui, and what to do where it is not.

Each check looks and changes nothing; none needs Prefect or the web. The checks of the data folder
stand in flows/checkup.py, those of Prefect in flows/prefect_checkup.py.
"""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.text import Text

from flows.checkup import (
    check_archive,
    check_clock,
    check_database,
    check_disk,
    check_sources,
    check_terminal,
)
from flows.findings import Finding, Verdict
from flows.prefect_checkup import check_prefect
from flows.settings import Settings, read_settings, settings_file
from tasks.version import rules_version

_STYLES = {Verdict.OK: "green", Verdict.NOTE: "yellow", Verdict.BAD: "bold red"}


def run_doctor() -> bool:
    """Print settings and findings on standard output; returns whether nothing is bad."""
    settings, origins = read_settings()
    console = Console(highlight=False)
    console.print(f"gonghui {rules_version()}", style="bold")
    _print_settings(settings, origins, console)
    there = "" if settings_file().is_file() else " (not there)"
    console.print(Text(f"File of settings: {settings_file()}{there}\n"), soft_wrap=True)
    findings = list(examine(settings))
    for finding in findings:
        _print(finding, console)
    return all(finding.verdict is not Verdict.BAD for finding in findings)


def examine(settings: Settings) -> Iterator[Finding]:
    """All findings, in the order in which a run would meet them."""
    yield from check_disk(settings)
    yield from check_database(settings)
    yield from check_archive(settings)
    yield from check_sources(settings)
    yield from check_clock(settings)
    yield from check_terminal()
    yield from check_prefect(settings)


def _print_settings(settings: Settings, origins: dict[str, str], console: Console) -> None:
    """One a line, never shortened: paths are to be copied."""
    values = {name: str(getattr(settings, name)) for name in origins}
    names, width = max(map(len, values)), max(map(len, values.values()))
    for name, value in values.items():
        line = Text.assemble(f"{name:<{names}}  {value:<{width}}  ", (origins[name], "dim"))
        console.print(line, soft_wrap=True)


def _print(finding: Finding, console: Console) -> None:
    line = Text.assemble(
        (f"{finding.verdict:<5}", _STYLES[finding.verdict]), f"{finding.check:<10}", finding.found
    )
    console.print(line, soft_wrap=True)
    if finding.advice:
        console.print(Text(f"{'':15}→ {finding.advice}"), soft_wrap=True)
