"""The horizon of an aim: 到2025年, 年底前, 明年, 三年内.

A time that is already past does not date an aim, unless the aim's own clause states it; a month or
year's end without a year is the next one. An aim for something added has a start too.
"""

from __future__ import annotations

import re

from tasks.normalize.dates import shift_months
from tasks.normalize.scope import NO_DATE, PAGE_DATE, Asked, Dates, Scope
from tasks.normalize.times import TimeKind, TimeMention, TimeRole
from tasks.records import PartialDate

_ADDED = re.compile(
    "(?:新[建增发吸组创设]|新发展|净增|再[建增发新办送]|发展会员|增加会员|新培育|扩面|吸收|吸纳)[^，。；]{0,24}$"
)
_TAKES = re.compile("(?:用|利用|经过|力争|争取|计划|通过)$")
_NO_AIM = (TimeKind.NOW, TimeKind.VAGUE, TimeKind.OPEN)
_Aim = tuple[PartialDate | None, PartialDate]


class Aims:
    """Dates aims within one scope."""

    def __init__(self, scope: Scope) -> None:
        self.scope, self.governors = scope, scope.governors
        self.now, self.told, self.text = scope.now, scope.told, scope.text

    def period(self, asked: Asked) -> Dates:
        """The aim's horizon; a start only for what is to happen or to be added."""
        position = asked.position
        clause = self.governors.document.clause_at(position)
        spans = asked.happens or bool(_ADDED.search(self.text, clause.start, position))
        own = list(self.governors.before(position))
        for mention in (*own, *self.scope.outwards(position)):
            aim = self._aim(mention)
            if aim is not None:
                return (aim[0] if spans else None), aim[1], self.scope.said(mention)
        for mention in own:
            if mention.start >= clause.start and mention.last and not self._is_base(mention):
                return (mention.first if spans else None), mention.last, self.scope.said(mention)
        if self.told is None:
            return None, None, NO_DATE
        year = PartialDate(self.told.year + (self.told.month == 12))
        return (year if spans else None), year, PAGE_DATE

    def _is_base(self, mention: TimeMention) -> bool:
        return mention.kind in _NO_AIM or mention.role in (TimeRole.COMPARED, TimeRole.ORIGIN)

    def _aim(self, mention: TimeMention) -> _Aim | None:
        """First and last date of an aim set for the mention's time; None if that is past."""
        if self._is_base(mention):
            return None
        if mention.kind is TimeKind.DURATION:
            return self._within(mention)
        first, last = mention.first, mention.last
        if last is None or self.now is None:
            return (first, last) if last else None
        if last.last() < self.now.last() and mention.yearless:
            last = shift_months(last, 12)
            first = shift_months(first, 12) if first else None
        if last.last() < self.now.last():
            return None
        if mention.kind is TimeKind.SPAN and first is not None:
            return first, last
        return self.now, last

    def _within(self, mention: TimeMention) -> _Aim | None:
        """用三年时间: from now on."""
        before = self.text[max(0, mention.start - 4) : mention.start]
        if self.now is None or not mention.months or not _TAKES.search(before):
            return None
        return self.now, shift_months(self.now, mention.months)
