"""How each source is doing: last success, what it yields against what is normal, when it is next.

Read from the state beside the archive; `gonghui status` shows it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cronsim import CronSim

from tasks.clock import CHINA
from tasks.errors import InputError
from tasks.fetch.archive import view_archive
from tasks.fetch.kinds import Normal, Source
from tasks.fetch.state import RunResult
from tasks.fetch.yields import ALARMS, Verdict

_SUCCESS = frozenset({Verdict.OK, Verdict.WARNED})


@dataclass(frozen=True, slots=True)
class SourceStatus:
    """One source's state; times are in Chinese time. `last` is its last finished run.

    `last_success` is when a run last ended `ok` or `warned`; `overdue` says that a run that the
    schedule asked for did not take place.
    """

    name: str
    kind: str
    schedule: str | None
    normal: Normal
    last_run: datetime | None
    last: RunResult | None
    last_success: datetime | None
    next_run: datetime | None
    overdue: bool

    @property
    def verdict(self) -> str:
        """That of the last run, `overdue` or `never run`."""
        if self.overdue:
            return "overdue"
        return self.last.verdict if self.last else "never run"

    @property
    def is_alarm(self) -> bool:
        """Whether someone should look at the source."""
        return self.overdue or self.verdict in ALARMS


def read_status(sources: Iterable[Source], folder: Path, now: datetime) -> list[SourceStatus]:
    """The status of each source by the archive in `folder`; `now` with its time zone."""
    now = now.astimezone(CHINA)
    try:
        with view_archive(folder) as archive:
            runs = {each.name: archive.state.finished_runs(each.name) for each in sources}
    except InputError:
        runs = {}
    return [_status(each, runs.get(each.name, []), now) for each in sources]


def _status(source: Source, runs: list[tuple[datetime, RunResult]], now: datetime) -> SourceStatus:
    good = [at.astimezone(CHINA) for at, result in runs if result.verdict in _SUCCESS]
    last_run = runs[0][0].astimezone(CHINA) if runs else None
    due_again = next_time(source.schedule, last_run) if last_run else None
    return SourceStatus(
        name=source.name,
        kind=source.kind,
        schedule=source.schedule,
        normal=source.normal,
        last_run=last_run,
        last=runs[0][1] if runs else None,
        last_success=good[0] if good else None,
        next_run=next_time(source.schedule, now),
        overdue=due_again is not None and due_again < now,
    )


def next_time(schedule: str | None, after: datetime) -> datetime | None:
    """When a cron line fires next behind `after`; None without a schedule."""
    return next(CronSim(schedule, after)) if schedule else None
