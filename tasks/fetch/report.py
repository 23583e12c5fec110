"""What a fetch run did, for people: counts a source, reasons of rejects, slow hosts, progress."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from tasks.fetch.exchange import Role
from tasks.fetch.politeness import HostRecord
from tasks.fetch.state import Run, RunResult, State
from tasks.fetch.urls import host_of
from tasks.fetch.visit import Outcome, Visit
from tasks.fetch.yields import ALARMS, Judgement, Verdict


@dataclass(slots=True)
class SourceReport:
    """One source's run: `listed` articles were offered; `problems` are indexes that failed.

    `run` is the run in the state; it is open until `finish_runs` is told that all was loaded.
    """

    source: str
    listed: int = 0
    fetched: int = 0
    unchanged: int = 0
    rejected: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)
    newest: date | None = None
    judgement: Judgement | None = None
    run: Run | None = None

    @property
    def rejects(self) -> int:
        return self.rejected.total()

    @property
    def is_alarm(self) -> bool:
        """Whether someone should look at the source: it failed, or it is silent."""
        return self.judgement is not None and self.judgement.verdict in ALARMS

    def as_result(self) -> RunResult:
        """The report as the state keeps it; to be called once it is judged."""
        judgement = self.judgement or Judgement(Verdict.OK)
        return RunResult(
            self.listed, self.fetched, self.unchanged, self.rejects,
            self.newest.isoformat() if self.newest else None,
            judgement.verdict.value, judgement.detail,
        )  # fmt: skip


@dataclass(slots=True)
class FetchReport:
    """All of a run; `hosts` by name with port."""

    sources: dict[str, SourceReport] = field(default_factory=dict)
    hosts: dict[str, HostRecord] = field(default_factory=dict)

    def slowest_hosts(self, count: int = 5) -> list[tuple[str, float, int]]:
        """Host, mean seconds of an answer, requests; slowest first."""
        means = [
            (host, record.seconds / (record.requests - record.failures), record.requests)
            for host, record in self.hosts.items()
            if record.requests > record.failures
        ]
        return sorted(means, key=lambda row: -row[1])[:count]

    def alarms(self) -> list[SourceReport]:
        """The sources that someone should look at."""
        return [each for each in self.sources.values() if each.is_alarm]

    def hosts_given_up(self) -> dict[str, str]:
        """Hosts that were left alone, with the reason."""
        return {host: record.given_up for host, record in self.hosts.items() if record.given_up}


def finish_runs(state: State, report: FetchReport) -> None:
    """Note how the runs of a report ended, when what they brought is safe.

    Until then the next run goes on with them and asks for nothing that they asked for.
    """
    for each in report.sources.values():
        if each.run is not None:
            state.finish(each.run, each.as_result(), datetime.now(UTC))


@dataclass(slots=True)
class Progress:
    """What has been done so far; `to_do` grows as indexes are read. Bytes are those of bodies."""

    to_do: int = 0
    pages: int = 0
    bytes: int = 0
    failures: int = 0
    hosts: set[str] = field(default_factory=set)
    told: Callable[[Progress], None] = lambda progress: None

    def visited(self, visit: Visit, size: int) -> None:
        """Note one visit."""
        self.bytes += size
        self.hosts.add(host_of(visit.url))
        if visit.purpose.role in (Role.PAGE, Role.PART):
            self.pages += visit.is_whole
            self.failures += visit.outcome is Outcome.REJECTED
        self.told(self)

    def expect(self, count: int) -> None:
        """Note that `count` more pages are to be asked."""
        self.to_do += count
        self.told(self)
