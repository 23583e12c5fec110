"""The horizon of an aim: 到2025年, 年底前, 明年, 三年内.

A time that is already past does not date an aim, unless the aim's own clause states it; a month or
year's end without a year is the next one. An aim for something added has a start too.
"""

from __future__ import annotations

import re

from tasks.normalize.dates import shift_months
from tasks.normalize.scope import NO_DATE, PAGE_DATE, Asked, Dates, Scope
from tasks.normalize.times import TimeKind, TimeMention, TimeRole
from tasks.partial_date import PartialDate

_ADDED = re.compile(
    "(?:新[建增发吸组创设签]|签订|建成|创建|新发展|净增|再[建增发新办送]|发展会员|增加会员|新培育|扩面|吸收|吸纳"
    "|(?:入会|建会|组建|会员)任务)[^，。；]{0,24}$"
)
_TAKES = re.compile("(?:用|利用|经过|力争|争取|计划|通过)$")
_MET = re.compile("超额完成|完成了?[^，。；]{0,16}(?:任务|目标|指标|计划)")
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
        for mention in own:
            stated = mention.start >= clause.start and not mention.yearless
            aim = self._aim(mention, next_one=True) or (self._past(mention) if stated else None)
            if aim is not None:
                return (aim[0] if spans else None), aim[1], self.scope.said(mention)
        for mention in self.scope.outwards(position):
            if self._is_closing(mention):
                continue
            aim = self._aim(mention) or (self._past(mention) if self._is_met(position) else None)
            if aim is not None:
                return (aim[0] if spans else None), aim[1], self.scope.said(mention)
        if self.told is None:
            return None, None, NO_DATE
        year = PartialDate(self.told.year + (self.told.month == 12))
        return (year if spans else None), year, PAGE_DATE

    def _is_closing(self, mention: TimeMention) -> bool:
        """Whether the mention is the year that the page looks back on, in its last month."""
        if self.now is None or self.now.month != 12 or mention.kind is not TimeKind.SPAN:
            return False
        return mention.first == mention.last == PartialDate(self.now.year)

    def _past(self, mention: TimeMention) -> _Aim | None:
        """An aim of a past year that the page names as such (完成2012年任务500人的120%)."""
        if mention.last is None or self._is_base(mention) or mention.kind is TimeKind.DURATION:
            return None
        return mention.first, mention.last

    def _is_met(self, position: int) -> bool:
        """Whether the clause says that the aim was reached, so that it is one of the past."""
        clause = self.governors.document.clause_at(position)
        return bool(_MET.search(self.text, clause.start, clause.end))

    def _is_base(self, mention: TimeMention) -> bool:
        return mention.kind in _NO_AIM or mention.role in (TimeRole.COMPARED, TimeRole.ORIGIN)

    def _aim(self, mention: TimeMention, next_one: bool = False) -> _Aim | None:
        """First and last date of an aim set for the mention's time; None if that is past.

        `next_one` takes a past month that names no year for the next one of that name.
        """
        if self._is_base(mention):
            return None
        if mention.kind is TimeKind.DURATION:
            return self._within(mention)
        first, last = mention.first, mention.last
        if last is None or self.now is None:
            return (first, last) if last else None
        counted = self.text[mention.start : mention.end].startswith("截")
        if next_one and last.last() < self.now.last() and mention.yearless and not counted:
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
