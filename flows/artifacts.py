"""What a run leaves on Prefect's pages: tables, what is new in words, and progress while it works.

Everything that may come from a page is escaped. Nothing of it is needed later: the rows stand in
the warehouse.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from uuid import UUID

from prefect.artifacts import (
    create_markdown_artifact,
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)

from flows.fetch_table import fetch_rows
from flows.news_text import news_in_markdown
from flows.progress import Reporter, reporter, reporting_to
from flows.report import Report, escape_row
from warehouse.news import News

PROGRESS_SECONDS = 10.0  # an update costs Prefect 25 ms of the processor


def leave_artifacts(flow: str, report: Report, news: News | None) -> None:
    """Leave the tables of the run, and what is new since the version before."""
    tables = {
        "run": (report.rows(), "What the run did, one row a source."),
        "fetch": (
            fetch_rows(report.fetched),
            "What was fetched, one row a source of the web, and whether that is normal.",
        ),
        "rejects": (report.reject_rows(), "Pages that could not be read, with the reason."),
    }
    for key, (rows, description) in tables.items():
        leave_table(f"{flow}-{key}", rows, description)
    if news is not None:
        create_markdown_artifact(
            key=f"{flow}-news", markdown=news_in_markdown(news), description="What is new."
        )


def leave_table(key: str, rows: Sequence[Mapping[str, object]], description: str) -> None:
    """Leave a table, if it has rows; texts are no markup."""
    if rows:
        table = [escape_row(row) for row in rows]
        create_table_artifact(key=key, table=table, description=description)


class _Followed:
    """Tells another reporter, and keeps a progress artifact, in per cent."""

    def __init__(self, other: Reporter, artifact: UUID) -> None:
        self._other, self._artifact = other, artifact
        self._done, self._total, self._told = 0, 0, 0.0

    def say(self, what: str) -> None:
        self._other.say(what)

    def begin(self, what: str, total: int) -> None:
        self._other.begin(what, total)
        self._done, self._total = 0, total

    def advance(self, done: int = 1) -> None:
        self._other.advance(done)
        self._show(self._done + done, self._total)

    def track(self, done: int, total: int, note: str) -> None:
        self._other.track(done, total, note)
        self._show(done, total)

    def _show(self, done: int, total: int) -> None:
        self._done, self._total, now = done, total, time.monotonic()
        if total and now - self._told >= PROGRESS_SECONDS:
            self._told = now
            update_progress_artifact(self._artifact, progress=min(99.0, 100 * done / total))

    def finish(self) -> None:
        update_progress_artifact(self._artifact, progress=100.0)


@contextmanager
def followed(flow: str) -> Iterator[None]:
    """Keep a progress artifact for the length of the block; it ends at 100 if the block does."""
    made = create_progress_artifact(progress=0.0, key=f"{flow}-progress", description="Pages read.")
    assert isinstance(made, UUID)
    shown = _Followed(reporter(), made)
    with reporting_to(shown):
        yield
    shown.finish()
