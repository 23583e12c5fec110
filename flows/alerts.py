"""What an operator is to be told without looking: the events of a run.

A name below `gonghui.`, the resource that it is about, a sentence, and figures. Automations
(deployments/automations.yaml) turn them into a webhook or a mail. Which there are is decided here,
without Prefect; flows/telling.py sends them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from tasks.fetch.report import FetchReport
from tasks.fetch.yields import Verdict
from tasks.load.reprocess import MetricChange
from warehouse.news import News
from warehouse.render import plain_number

SILENT = "gonghui.source.silent"
YIELD = "gonghui.source.yield-outside-normal-range"
CHANGED = "gonghui.extraction.changed"
CONFLICT = "gonghui.conflict.found"
NAMED = 10  # metrics or conflicts that an event names


@dataclass(frozen=True, slots=True)
class Alert:
    """One event; `about` becomes the id of its resource, such as `gonghui.source.sample`."""

    event: str
    about: str
    message: str
    figures: dict[str, object] = field(default_factory=dict)


def of_fetching(report: FetchReport) -> Iterator[Alert]:
    """Sources that offered nothing new, too little or too much."""
    for one in report.sources.values():
        if one.judgement is None or one.judgement.verdict is Verdict.OK:
            continue
        silent = one.judgement.verdict is Verdict.ALARM or not one.listed
        figures = {"listed": one.listed, "fetched": one.fetched, "newest": str(one.newest or "")}
        yield Alert(
            SILENT if silent else YIELD,
            f"source.{one.source}",
            f"{one.source}: {one.judgement.detail}",
            figures,
        )


def of_stale(rows: Iterable[tuple[str, int, int]]) -> Iterator[Alert]:
    """Sources on this machine whose newest article is older than it should be.

    A row is the source, the age of its newest article in days, and what that should not exceed.
    """
    for source, age, expected in rows:
        told = f"{source}: nothing new for {age} days, normally at most {expected}"
        yield Alert(SILENT, f"source.{source}", told, {"age_days": age})


def of_changes(changes: Iterable[MetricChange], share: float) -> Iterator[Alert]:
    """New rules that read more than `share` of what they read again otherwise than before."""
    found = list(changes)
    before = sum(one.before for one in found)
    other = sum(one.changed + one.found + one.gone for one in found)
    if before and other / before > share:
        metrics = {one.metric: one.changed + one.found + one.gone for one in found[:NAMED]}
        told = f"{other:,} of {before:,} observations are read otherwise ({other / before:.0%})"
        yield Alert(CHANGED, "extraction", told, {"before": before, "other": other, **metrics})


def of_news(news: News) -> Iterator[Alert]:
    """Facts on which stories exclude each other since this version."""
    if news.conflicts:
        named = [
            f"{one.region} {one.metric}: {plain_number(one.low)} or {plain_number(one.high)}"
            for one in news.conflicts[:NAMED]
        ]
        told = f"{len(news.conflicts):,} new: {'; '.join(named)}"
        yield Alert(CONFLICT, "conflicts", told, {"conflicts": len(news.conflicts)})
