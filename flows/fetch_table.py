"""What fetching did, as a table for people and as rows for Prefect: one row a source."""

from __future__ import annotations

from collections import Counter

from rich.console import Console
from rich.table import Table

from tasks.fetch.report import FetchReport, SourceReport
from tasks.fetch.yields import Verdict

_STYLES = {Verdict.OK: "green", Verdict.WARNED: "yellow"}
_SLOWEST = 5


def print_fetched(report: FetchReport, console: Console) -> None:
    """The table of the sources, what went wrong with them, and the hosts that were slow."""
    if not report.sources:
        return
    console.print(_table(report))
    for one in report.sources.values():
        for problem in one.problems:
            console.print(f"  {one.source}: {problem}", style="red", markup=False)
    slow = [f"{host} {mean:.2f} s" for host, mean, _ in report.slowest_hosts(_SLOWEST)]
    if slow:
        console.print(f"Slowest hosts (mean answer): {', '.join(slow)}", markup=False)
    for host, why in report.hosts_given_up().items():
        console.print(f"Left alone: {host}: {why}", style="yellow", markup=False)
    console.print()


def _table(report: FetchReport) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("source")
    for head in ("listed", "fetched", "unchanged"):
        table.add_column(head, justify="right")
    table.add_column("rejected")
    table.add_column("yield")
    for one in report.sources.values():
        numbers = (one.listed, one.fetched, one.unchanged)
        table.add_row(
            one.source,
            *(f"{number:,}" for number in numbers),
            reasons(one.rejected),
            _yield(one),
        )
    return table


def reasons(rejected: Counter[str]) -> str:
    """Such as `12: 10 http_status, 2 binary`; a dash for none."""
    told = ", ".join(f"{count:,} {reason}" for reason, count in rejected.most_common())
    return f"{rejected.total():,}: {told}" if told else "-"


def _yield(one: SourceReport) -> str:
    if one.judgement is None:
        return "-"
    style = _STYLES.get(one.judgement.verdict, "bold red")
    detail = f" {one.judgement.detail.partition('; ')[0]}" if one.judgement.detail else ""
    return f"[{style}]{one.judgement.verdict.value}[/]{detail.replace('[', chr(92) + '[')}"


def fetch_rows(report: FetchReport) -> list[dict[str, object]]:
    """One row a source, for the artifact of a run."""
    return [
        {
            "source": one.source,
            "listed": one.listed,
            "fetched": one.fetched,
            "unchanged": one.unchanged,
            "rejected": reasons(one.rejected),
            "newest": str(one.newest or ""),
            "yield": one.judgement.verdict.value if one.judgement else "",
            "detail": "; ".join(
                filter(None, [one.judgement.detail if one.judgement else "", *one.problems])
            ),
        }
        for one in report.sources.values()
    ]
