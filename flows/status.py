"""`gonghui status`: how each source does, what it yields against what is normal, its next run.

Times are Chinese time, as the schedules are. Needs neither Prefect nor the warehouse.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

from rich.console import Console
from rich.table import Table
from rich.text import Text

from flows.settings import get_settings
from tasks.clock import chinese_day
from tasks.fetch.registry import read_sources
from tasks.fetch.status import SourceStatus, read_status

_STYLES = {"ok": "green", "warned": "yellow", "never run": "dim"}
_HEADS = ("source", "kind", "last run", "last success", "articles", "newest", "next run")


def show_status() -> bool:
    """Print a table with a row a source; False if one of them failed, is silent or overdue."""
    settings = get_settings()
    now = datetime.now(UTC)
    found = read_status(read_sources(settings.sources).values(), settings.archive, now)
    console = Console(highlight=False)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for head in _HEADS:
        table.add_column(head, overflow="fold", no_wrap=head != "source", min_width=len(head))
    for one in found:
        table.add_row(*_cells(one, chinese_day(now)))
    console.print(table)
    for one in found:
        if one.last is not None and one.last.detail:
            console.print(f"{one.name}: {one.last.detail}", markup=False, style="dim")
    return not any(one.is_alarm for one in found)


def _cells(one: SourceStatus, today: date) -> list[Text]:
    verdict = Text(one.verdict, style=_STYLES.get(one.verdict, "bold red"))
    last, following = _time(one.last_success, today), _time(one.next_run, today)
    texts = (last, _articles(one), _newest(one, today), following if one.schedule else "by hand")
    return [Text(one.name), Text(one.kind), verdict, *map(Text, texts)]


def _time(at: datetime | None, today: date) -> str:
    """Day and minute of this year, the day alone of others."""
    if at is None:
        return "-"
    return at.strftime("%m-%d %H:%M" if at.year == today.year else "%Y-%m-%d")


def _articles(one: SourceStatus) -> str:
    """Such as `32 (5 to 100)`: what the last run listed, and what is normal."""
    normal = one.normal
    most = f" to {normal.most:,}" if normal.most is not None else " or more"
    return f"{one.last.listed:,} ({normal.fewest:,}{most})" if one.last else "-"


def _newest(one: SourceStatus, today: date) -> str:
    """Such as `3 days (30)`: the age of the newest article, and what it should not exceed."""
    if one.last is None or one.last.newest is None:
        return "-"
    limit = f" ({one.normal.newest_days})" if one.normal.newest_days is not None else ""
    return f"{(today - date.fromisoformat(one.last.newest)).days} days{limit}"
