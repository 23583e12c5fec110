"""The dates of a number in running text, by what kind of statistic it is.

Each rule goes outwards: the number's own sentence, the openings of earlier sentences, earlier
paragraphs (spans only: a level without a time of its own is as of now), the heading, the headline,
and last the date that the page speaks from.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from tasks.normalize.dates import shift_months
from tasks.normalize.governing import Governors
from tasks.normalize.times import TimeKind, TimeMention, TimeRole
from tasks.records import PartialDate, Statistic

Dates = tuple[PartialDate | None, PartialDate | None, str]

_HAPPENS = re.compile(
    r"training\.|contests\.|cadres\.trained|disputes\.|aid\.|legal\.|finance\.|facility\.investment"
)
_ADDED = re.compile(
    "(?:新[建增发吸组创设]|新发展|净增|再[建增发新办送]|发展会员|增加会员|新培育|扩面|吸收|吸纳)[^，。；]{0,24}$"
)
_MORE = re.compile("净增|增[加长]?|[多少]|提高|减少")
_SO_FAR = re.compile("先后|已|至今|到眼下|目前|眼下")
_STOCK = re.compile("在档|建档|在册|入档|列入档案")
_STOCK_CODE = "aid.households"
_SAME_PERIOD = re.compile("同比|同期|上年|去年|前一?年")
_LAST_PERIOD = re.compile("环比")
_BY_YEAR = re.compile("[比较]?(?:上|去|前一?)年|同比")


@dataclass(frozen=True, slots=True)
class Asked:
    """A number to be dated: where it stands and what it is."""

    position: int
    statistic: Statistic
    metric: str

    @property
    def happens(self) -> bool:
        """Whether its code counts things that happen in a period."""
        return bool(_HAPPENS.match(self.metric))


class Rules:
    """Dates numbers in running text; `frame` is what the headline sets."""

    def __init__(
        self, governors: Governors, told: PartialDate | None, frame: TimeMention | None
    ) -> None:
        self.governors, self.told, self.frame = governors, told, frame
        self.text = governors.text
        self.now = told.to_month() if told else None

    def period(self, asked: Asked) -> Dates:
        """Start, end and the reason of the number asked for."""
        if asked.statistic is Statistic.TARGET:
            return self._target(asked)
        if asked.statistic is Statistic.CHANGE:
            return self._change(asked)
        if asked.statistic is Statistic.NEW:
            return self._new(asked)
        end, reason = self.moment(asked.position)
        return None, end, reason

    def moment(self, position: int) -> tuple[PartialDate | None, str]:
        """The moment of a level at `position`, with the words that say so."""
        if self.governors.is_first_of_pair(position):
            base = self._base(position)
            if base is not None:
                return base.last, self._said(base)
        second = self.governors.is_second_of_pair(position)
        for mention in self.governors.before(position):
            if self._dates_level(mention, position, second):
                return mention.last, self._said(mention)
        inside = self.governors.bracketed(position)
        if inside is not None and not self._is_future(inside):
            return inside.last, self._said(inside)
        return self._moment_around(position)

    def _moment_around(self, position: int) -> tuple[PartialDate | None, str]:
        """A level's moment where its own sentence has none."""
        for mention in self.governors.openings(position):
            if self._carries_level(mention):
                return self._end_of(mention), self._said(mention)
        if self.now is not None:
            for mention in self.governors.earlier_paragraphs(position):
                if mention.as_of and mention.last and self._is_new_year_count(mention.last):
                    return mention.last, self._said(mention)
        for around in (self.governors.heading(position), self.frame):
            if around and self._carries_level(around):
                return self._end_of(around), self._said(around)
        return self.now, "date of the page" if self.now else "no date"

    def _dates_level(self, mention: TimeMention, position: int, second: bool) -> bool:
        """Whether the mention says when the level at `position` was so."""
        if mention.last is None or self._is_future(mention) or mention.kind is TimeKind.PLAN:
            return False
        if mention.role in (TimeRole.ORIGIN, TimeRole.COMPARED):
            if second:
                return False
            return self.governors.is_of(mention, position) or (
                mention.role is TimeRole.ORIGIN
                and not self.governors.holds_number(mention.end, position)
            )
        return True

    def _carries_level(self, mention: TimeMention) -> bool:
        """Whether a mention at the opening of an earlier sentence, or a heading, dates a level."""
        if mention.last is None or self._is_future(mention) or mention.kind is TimeKind.VAGUE:
            return False
        return not (mention.kind is TimeKind.INSTANT and mention.last.day and not mention.as_of)

    def _end_of(self, mention: TimeMention) -> PartialDate | None:
        """The moment at the end of a span: 2012年 ends in its December, this year now."""
        if mention.last is None or mention.last.month is not None:
            return mention.last
        if self.now is not None and mention.last.year >= self.now.year:
            return self.now
        return PartialDate(mention.last.year, 12)

    def _is_new_year_count(self, count: PartialDate) -> bool:
        """Whether a count of last year's end was told so shortly before that it still holds."""
        if self.now is None or count.year >= self.now.year or count.month is None:
            return False
        return shift_months(count.to_month(), 4).last() > self.now.first()

    def _new(self, asked: Asked) -> Dates:
        position = asked.position
        if asked.metric == _STOCK_CODE and self._is_stock(position):
            end, reason = self.moment(position)
            return None, end, reason
        added = self._added_since(position)
        if added is not None:
            return added
        limit: TimeMention | None = None
        for mention in self.governors.before(position):
            if mention.role in (TimeRole.COMPARED, TimeRole.ORIGIN):
                if self.governors.is_of(mention, position):
                    return mention.first, mention.last, self._said(mention)
                continue
            if mention.last is None or self._is_future(mention):
                continue
            if mention.kind is TimeKind.NOW or mention.as_of:
                limit = limit or mention
                continue
            return self._spent(mention, limit, position)
        return self._new_around(asked, limit)

    def _new_around(self, asked: Asked, limit: TimeMention | None) -> Dates:
        """The span of what happened, where its own sentence gives at most an end (截至2月底)."""
        position = asked.position
        for mention in self._outwards(position):
            if mention is None or mention.last is None or self._is_future(mention):
                continue
            if mention.kind is TimeKind.VAGUE or mention.role is TimeRole.REPORT:
                continue
            if mention.kind is TimeKind.NOW:
                continue
            if mention.as_of:
                limit = limit or mention
                continue
            return self._spent(mention, limit, position)
        if limit is not None and limit.last is not None:
            total = "累计" in self.text[limit.end : position] or limit.kind is TimeKind.NOW
            start = None if total else PartialDate(limit.last.year)
            return start, limit.last, self._said(limit)
        return None, self.now, "date of the page" if self.now else "no date"

    def _outwards(self, position: int) -> Iterable[TimeMention | None]:
        yield from self.governors.openings(position)
        yield from self.governors.earlier_paragraphs(position)
        yield self.governors.heading(position)
        yield self.frame

    def _spent(self, mention: TimeMention, limit: TimeMention | None, position: int) -> Dates:
        """The span of a mention, ended earlier by 截至… or 目前, or by 已 and 先后 now."""
        first, last, reason = mention.first, mention.last, self._said(mention)
        if limit is not None and limit.last is not None and first is not None:
            if first.first() <= limit.last.last():
                return first, limit.last, f"{reason}, {self._said(limit)}"
        this_year = self.now is not None and mention.last == PartialDate(self.now.year)
        if this_year and _SO_FAR.search(self.text[mention.end : position]):
            last = self.now
        return first, last, reason

    def _added_since(self, position: int) -> Dates | None:
        """比2013年底净增987个: from the moment compared with to that of the level."""
        clause = self.governors.document.clause_at(position)
        sentence = self.governors.document.sentence_at(position)
        for mention in reversed(self.governors.between(sentence.start, position)):
            if mention.role is not TimeRole.COMPARED or mention.last is None:
                continue
            between = self.text[mention.end : position]
            if mention.start >= clause.start and _MORE.search(between):
                end, reason = self.moment(position)
                start = self._base_date(mention, end)
                return start, end, f"{self._said(mention)}, {reason}"
        return None

    def _is_stock(self, position: int) -> bool:
        sentence = self.governors.document.sentence_at(position)
        return bool(_STOCK.search(self.text, sentence.start, min(sentence.end, position + 12)))

    def _target(self, asked: Asked) -> Dates:
        position = asked.position
        clause = self.governors.document.clause_at(position)
        spans = asked.happens or bool(_ADDED.search(self.text, clause.start, position))
        for mention in (*self.governors.before(position), *self._outwards(position)):
            aim = self._aim(mention) if mention else None
            if mention is None or aim is None:
                continue
            first, last = aim
            return (first if spans else None), last, self._said(mention)
        if self.told is None:
            return None, None, "no date"
        year = PartialDate(self.told.year + ((self.told.month or 1) == 12))
        return (year if spans else None), year, "date of the page"

    def _aim(self, mention: TimeMention) -> tuple[PartialDate | None, PartialDate] | None:
        """First and last date of an aim set for the mention's time; None if that is past."""
        if mention.last is None or mention.kind in (TimeKind.NOW, TimeKind.VAGUE, TimeKind.OPEN):
            return None
        if mention.role in (TimeRole.COMPARED, TimeRole.ORIGIN) or mention.kind is TimeKind.DURATION:
            return None
        first, last = mention.first, mention.last
        if self.now is None:
            return first, last
        if last.last() < self.now.last() and mention.yearless and not self._is_future(mention):
            last = shift_months(last, 12)
            first = shift_months(first, 12) if first else None
        if last.last() < self.now.last():
            return None
        if mention.kind is TimeKind.SPAN and first is not None:
            return first, last
        return self.now, last

    def _change(self, asked: Asked) -> Dates:
        if asked.metric == "wage.growth":
            return self._growth(asked.position)
        end, reason = self.moment(asked.position)
        base = self._base(asked.position)
        if base is not None:
            return self._base_date(base, end), end, f"{self._said(base)}, {reason}"
        if end is None:
            return None, None, reason
        return shift_months(end.to_month(), -12), end, reason

    def _growth(self, position: int) -> Dates:
        """Wages grow in a year, or over a stated run of years."""
        found = [m for m in self.governors.before(position) if m.role is not TimeRole.COMPARED]
        for mention in (*found, *self._outwards(position)):
            if mention is None or mention.last is None or self._is_future(mention):
                continue
            if mention.kind is TimeKind.DURATION or mention.first != mention.last:
                if mention.kind in (TimeKind.DURATION, TimeKind.SPAN) and mention.last.month is None:
                    return mention.first, mention.last, self._said(mention)
                if mention.kind is TimeKind.DURATION:
                    return mention.first, mention.last, self._said(mention)
            year = PartialDate(mention.last.year)
            return year, year, self._said(mention)
        year_now = PartialDate(self.told.year) if self.told else None
        return year_now, year_now, "date of the page" if year_now else "no date"

    def _base(self, position: int) -> TimeMention | None:
        """The moment that a change counts from: 比上年末, 由2007年底的…, 五年来."""
        sentence = self.governors.document.sentence_at(position)
        for mention in reversed(self.governors.between(sentence.start, position)):
            if mention.first is None or mention.role is TimeRole.NAMED:
                continue
            if mention.role in (TimeRole.COMPARED, TimeRole.ORIGIN):
                return mention
            if mention.kind is TimeKind.DURATION:
                return mention
        return None

    def _base_date(self, base: TimeMention, end: PartialDate | None) -> PartialDate | None:
        """The date of the moment compared with; 上年 is the same moment a year before."""
        words = self.text[base.start : base.end]
        if base.kind is TimeKind.DURATION and base.months and end is not None:
            told = base.first
            from_end = shift_months(end.to_month(), -base.months)
            return told if told and told.month is None else from_end
        if base.first is not None and base.first.month is None and "年" in words:
            return PartialDate(base.first.year, 12)
        if "同期" in words and end is not None:
            return shift_months(end.to_month(), -12)
        return base.first

    def _is_future(self, mention: TimeMention) -> bool:
        if mention.last is None or self.told is None:
            return False
        first = mention.first or mention.last
        if mention.kind is TimeKind.PLAN:
            return True
        return first.first() > self.told.last()

    def _said(self, mention: TimeMention) -> str:
        return f"“{self.text[mention.start : mention.end]}”"
