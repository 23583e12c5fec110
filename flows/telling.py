"""The end of a run: what it did and what is new, left on Prefect's pages and sent as events."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import duckdb
from prefect.events import emit_event

from flows.alerts import Alert, of_changes, of_fetching, of_news, of_stale
from flows.artifacts import leave_artifacts
from flows.logs import log_event
from flows.report import Report
from flows.settings import Settings
from tasks.load.reprocess import changes_of_run
from tasks.load.steps import Run
from warehouse.database import open_reader
from warehouse.news import News, news_between
from warehouse.publish import versions


def tell(settings: Settings, run: Run, report: Report) -> None:
    """Leave the artifacts of a run that has ended, and send its events.

    To be called under the writer's lock: of runs that published nothing only the writer knows.
    """
    news = _news(settings) if report.has_published else News()
    if not report.has_published:
        log_event("nothing_to_publish", run=run.run_id)
    leave_artifacts(run.flow, report, news)
    with open_reader(settings.layout.writer) as con:
        alerts = list(_alerts(con, settings, run, report, news))
    for alert in alerts:
        send(alert, run)


def send(alert: Alert, run: Run) -> None:
    """Send one event to Prefect, and log it."""
    log_event(alert.event, logging.WARNING, run=run.run_id, about=alert.about, **alert.figures)
    emit_event(
        event=alert.event,
        resource={
            "prefect.resource.id": f"gonghui.{alert.about}",
            "prefect.resource.name": alert.about,
        },
        payload={"message": alert.message, "run": run.run_id, **alert.figures},
    )


def _news(settings: Settings) -> News:
    kept = versions(settings.layout)
    return news_between(kept[-1] if kept else None, settings.layout.published)


def _alerts(
    con: duckdb.DuckDBPyConnection, settings: Settings, run: Run, report: Report, news: News
) -> Iterator[Alert]:
    yield from of_fetching(report.fetched)
    yield from of_stale(_stale(con, report))
    yield from of_changes(changes_of_run(con, run.run_id), settings.changed_share)
    if not news.is_first:
        yield from of_news(news)


def _stale(con: duckdb.DuckDBPyConnection, report: Report) -> list[tuple[str, int, int]]:
    """Stale sources of the run that were not judged by what the web offers."""
    asked = report.fetched.sources
    rows = con.execute(_STALE).fetchall()
    return [row for row in rows if row[0] in asked and asked[row[0]].newest is None]


_STALE = """
SELECT source, age_days, expected_age_days FROM freshness WHERE freshness = 'stale' ORDER BY source
"""
