"""Which period a number belongs to.

`PeriodResolver` is built once for a document and asked for each number. A level has a moment, what
happened has a span, an aim has a horizon, a change has the two moments that it compares; the rules
follow the settled practice of the annotation guide. `reason` says in words where the dates come
from, so that a doubtful period can be traced. Surprise: numbers are dated from the date that the
page speaks from (`frames.speaking_date`), which for a yearly summary is not its publication.
"""

from __future__ import annotations

from dataclasses import dataclass

from tasks.extract.document import Document
from tasks.normalize.aims import Aims
from tasks.normalize.flows import Flows
from tasks.normalize.frames import speaking_date
from tasks.normalize.governing import Governors
from tasks.normalize.levels import Levels
from tasks.normalize.period_tables import TableTimes
from tasks.normalize.scope import Asked, Dates, Scope
from tasks.normalize.times import find_times
from tasks.normalize.year_conflicts import year_conflict
from tasks.partial_date import PartialDate
from tasks.records import BlockKind, Statistic

__all__ = ["Period", "PeriodResolver", "year_conflict"]


@dataclass(frozen=True, slots=True)
class Period:
    """From `start` to `end`, None where open or unknown; `reason` names the words it rests on."""

    start: PartialDate | None
    end: PartialDate | None
    reason: str


class PeriodResolver:
    """Dates the numbers of one document."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.told = speaking_date(document)
        mentions = find_times(document.text, self.told)
        self._scope = scope = Scope(Governors(document, mentions, self.told), self.told)
        self._levels = Levels(scope)
        self._flows = Flows(scope, self._levels)
        self._aims = Aims(scope)
        self._tables = TableTimes(document, self.told, scope.title)

    def at(self, position: int, statistic: Statistic, metric: str = "") -> Period:
        """The period of the number at `position` of `document.text`.

        `metric` is its code, "" where unknown: growth of wages and aims for things that happen are
        dated by whole spans. `end` is None only where the page gives no date at all.
        """
        asked = Asked(position, statistic, metric)
        segment = self.document.segment_at(position)
        if segment is not None and segment.block.kind is BlockKind.CELL:
            return Period(*self._tables.period(segment, asked))
        return Period(*self._in_text(asked))

    def _in_text(self, asked: Asked) -> Dates:
        if self._scope.is_masked(asked.position):
            return None, None, "masked year"
        if asked.statistic is Statistic.TARGET:
            return self._aims.period(asked)
        if asked.statistic is Statistic.NEW:
            return self._flows.period(asked)
        if asked.statistic is Statistic.LEVEL:
            return self._levels.period(asked)
        if asked.metric == "wage.growth":
            return self._flows.growth(asked.position)
        return self._levels.change(asked)
