"""What a run did: told to people at its end, and left as tables in Prefect.

The counts are those of the load (new, changed, reread, unchanged, rejected); `unread` are the
pages that were left alone because bytes and rules were as before.
"""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from flows.fetch_table import fetch_rows
from tasks.errors import GonghuiError
from tasks.fetch.report import FetchReport
from tasks.load.load import LoadCounts
from tasks.records import Reject


class SourceAlarm(GonghuiError):
    """Sources that failed or fell silent, told when all else was loaded and published."""

    def __init__(self, report: Report) -> None:
        told = [
            f"{one.source}: {one.judgement.verdict.value}: {one.judgement.detail}"
            for one in report.fetched.alarms()
            if one.judgement
        ]
        super().__init__("; ".join(told))
        self.report = report


MOST_REJECTS = 500  # rows of the table of rejects; all of them stand in the warehouse


@dataclass(slots=True)
class Report:
    """Counts by source, and the rejects in the order in which they came.

    `fetched` is what the web gave, empty where no source of the web was asked.
    """

    run_id: str
    fetched: FetchReport = field(default_factory=FetchReport)
    counts: dict[str, LoadCounts] = field(default_factory=dict)
    unread: dict[str, int] = field(default_factory=dict)
    rejects: list[Reject] = field(default_factory=list)

    def reasons(self, source: str) -> Counter[str]:
        """Why pages of `source` that were there could not be read."""
        return Counter(one.reason for one in self.rejects if one.source == source)

    def add(self, source: str, counts: LoadCounts, rejects: list[Reject]) -> None:
        """Add what one batch did."""
        self.counts[source] = self.counts.get(source, LoadCounts()) + counts
        self.rejects += rejects

    @property
    def total(self) -> LoadCounts:
        return sum(self.counts.values(), LoadCounts())

    def rows(self) -> list[dict[str, object]]:
        """One row a source, for the table of the run."""
        return [
            {
                "source": escape(name),
                **asdict(self.counts.get(name, LoadCounts())),
                "pages_not_read_again": self.unread.get(name, 0),
            }
            for name in dict.fromkeys([*self.unread, *self.counts])
        ]

    def reject_rows(self) -> list[dict[str, object]]:
        """One row a reject, for the table of rejects."""
        return [
            {name: escape(str(getattr(one, name))) for name in _REJECT_COLUMNS}
            for one in self.rejects[:MOST_REJECTS]
        ]


def _escaped(row: Mapping[str, object]) -> dict[str, object]:
    return {key: escape(one) if isinstance(one, str) else one for key, one in row.items()}


_REJECT_COLUMNS = ("source", "page", "reason", "detail")
_MARKDOWN = str.maketrans({sign: f"\\{sign}" for sign in "\\`[]|"} | {"\n": " ", "\r": " "})


def escape(text: str) -> str:
    """Text of a page such that neither HTML nor Markdown takes any of it for markup."""
    return html.escape(text).translate(_MARKDOWN)


def leave_artifacts(report: Report, descriptions: Mapping[str, str]) -> None:
    """Leave the run's table, and that of its rejects, as artifacts of the running flow."""
    from prefect.artifacts import create_table_artifact

    tables = {
        "ingest-run": report.rows(),
        "ingest-fetch": [_escaped(row) for row in fetch_rows(report.fetched)],
        "ingest-rejects": report.reject_rows(),
    }
    for key, rows in tables.items():
        if rows:
            create_table_artifact(key=key, table=rows, description=descriptions[key])
