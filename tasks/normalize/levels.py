"""The moment of a level, and the two moments of a change.

A level is as of the date stated for it, else as of now. 由51.3万人增加到74.6万人 holds two levels:
the first takes the moment that is compared with, the second that of the sentence.
"""

from __future__ import annotations

import re

from tasks.normalize.dates import shift_months
from tasks.normalize.scope import NO_DATE, PAGE_DATE, Asked, Dates, Scope
from tasks.normalize.times import TimeKind, TimeMention, TimeRole
from tasks.partial_date import PartialDate

_PRESENT = re.compile("[已现仍尚]有|已[经达建]|现|目前|眼下|拥有|共有")
_PRESENT_BEHIND = re.compile("[^，。；]{0,12}?(?:如今|眼下|目前|现在|现已)")
_AGO = re.compile("[0-9一二两三四五六七八九十半]+多?年多?(?:以|之)?前")
_BASES = (TimeRole.COMPARED, TimeRole.ORIGIN)
_HOLDS_MONTHS = 4  # a count of last year's end stands in later paragraphs for so long


class Levels:
    """Dates levels and changes within one scope."""

    def __init__(self, scope: Scope) -> None:
        self.scope, self.governors, self.now = scope, scope.governors, scope.now
        self.text = scope.text

    def period(self, asked: Asked) -> Dates:
        """No start; the end is the level's moment."""
        if asked.metric == "facility.area" and self.scope.published:
            return None, self.scope.published.to_month(), "publication"  # buildings: settled so
        end, reason = self.moment(asked.position)
        return None, end, reason

    def moment(self, position: int, change: bool = False) -> tuple[PartialDate | None, str]:
        """The moment of a level at `position`, and the words that say so."""
        second = self.governors.is_second_of_pair(position)
        if not change and self.governors.is_first_of_pair(position):
            base = self._base_of_pair(position)
            if base is not None:
                return self._before(base), self.scope.said(base)
        elif second and not change:
            parallel = self.parallel(position)
            if parallel is not None:
                return parallel[1].last, self.scope.said(parallel[1])
        placed = (
            self.governors.bracketed(position),
            self.governors.shared_out(position),
            self.governors.behind(position),
        )
        for near in placed:
            if near is not None and not self.scope.is_future(near):
                return self._stated(near), self.scope.said(near)
        growing = False
        for mention in self.governors.before(position):
            if change and (mention.kind is TimeKind.DURATION or self._is_ago(mention)):
                growing = True  # 2020年只有430家，三年多翻了一番: up to now
            if growing and not mention.as_of:
                continue
            if self._dates(mention, position, second or change):
                return self._stated(mention), self.scope.said(mention)
        return self._moment_around(position)

    def _is_ago(self, mention: TimeMention) -> bool:
        """Whether the mention is 三年前: what a growth counts from, not where it ends."""
        words = self.text[mention.start : mention.end]
        return mention.kind is TimeKind.INSTANT and bool(_AGO.fullmatch(words))

    def _dates(self, mention: TimeMention, position: int, ends_pair: bool) -> bool:
        """Whether the mention, in the number's sentence, says when the level was so."""
        if mention.last is None or self.scope.is_future(mention):
            return False
        if mention.role in _BASES:
            if ends_pair:
                return False
            return self.governors.is_of(mention, position) or (
                mention.role is TimeRole.ORIGIN
                and not self.governors.holds_number(mention.end, position)
            )
        return not self.scope.is_beginning(mention, position)

    def _stated(self, mention: TimeMention) -> PartialDate | None:
        """The mention's end; this year is as of now, and an event's day counts as its month."""
        last = mention.last
        if last is None or mention.as_of:
            return last
        if self.now is not None and last.last() > self.now.last():
            return self.now
        if self.now is not None and last == PartialDate(self.now.year):
            return self.now
        return last.to_month()

    def _moment_around(self, position: int) -> tuple[PartialDate | None, str]:
        """A level's moment where its own sentence has none."""
        present = self._speaks_of_now(position)
        for mention in self.governors.openings(position, topic=True):
            if self.scope.begins(mention) or (present and not mention.as_of):
                continue
            if self._carries(mention):
                return self._end_of(mention), self.scope.said(mention)
        if present:
            return self.now, PAGE_DATE if self.now else NO_DATE
        for mention in self.governors.earlier_paragraphs(position):
            if mention.as_of and mention.last and self._still_holds(mention.last):
                return mention.last, self.scope.said(mention)
        for around in self.scope.around(position):
            if self._carries(around) and self.scope.is_stated(around):
                return self._end_of(around), self.scope.said(around)
        return self.now, PAGE_DATE if self.now else NO_DATE

    def _speaks_of_now(self, position: int) -> bool:
        start = self.governors.sentence_start(position)
        if _PRESENT.search(self.text, start, position):
            return True
        return bool(_PRESENT_BEHIND.match(self.text, position))

    def _carries(self, mention: TimeMention) -> bool:
        """Whether an earlier opening or a heading can date a level that names no time."""
        if mention.last is None or self.scope.is_future(mention):
            return False
        if mention.kind is TimeKind.VAGUE or self.governors.same_period(mention):
            return False
        if mention.as_of or self.now is None:
            return True
        return mention.kind is not TimeKind.INSTANT and mention.last.year < self.now.year

    def _end_of(self, mention: TimeMention) -> PartialDate | None:
        """The moment at the end of a span: 2012年 ends in its December, this year now."""
        last = mention.last
        if last is None or last.month is not None:
            return last
        if self.now is not None and last.year >= self.now.year:
            return self.now
        return PartialDate(last.year, 12)

    def _still_holds(self, count: PartialDate) -> bool:
        """Whether a count of last year is recent enough to hold for later paragraphs."""
        if self.now is None or count.year >= self.now.year or count.month is None:
            return False
        return shift_months(count.to_month(), _HOLDS_MONTHS).last() > self.now.first()

    def parallel(self, position: int) -> tuple[TimeMention, TimeMention] | None:
        """The two times told just before a pair that names none.

        新建工会2007年612家，2008年905家；会员由4.1万人增到7.3万人.
        """
        sentence = self.governors.document.sentence_at(position)
        if self.governors.between(sentence.start, position):
            return None
        segment = self.governors.document.segment_at(position)
        start = segment.start if segment else 0
        before = self.governors.document.sentence_at(max(start, sentence.start - 1))
        found = [m for m in self.governors.between(before.start, sentence.start) if m.last]
        if len(found) != 2 or before.start < start or TimeKind.NOW in (found[0].kind,):
            return None
        first, second = found
        same = first.last is not None and second.last is not None and first.last < second.last
        return (first, second) if same and first.kind is TimeKind.SPAN else None

    def _base_of_pair(self, position: int) -> TimeMention | None:
        """The moment of the 51.3 in 由51.3万人增加到74.6万人."""
        parallel = self.parallel(position)
        return parallel[0] if parallel else self.base(position) or self._base_around(position)

    def _base_around(self, position: int) -> TimeMention | None:
        """The base of a pair that names none: the span it grew in, or that of the pair before."""
        start = self.governors.sentence_start(position)
        for mention in reversed(self.governors.between(start, position)):
            if mention.kind is TimeKind.SPAN and mention.role is TimeRole.FRAME:
                whole = mention.first is not None and mention.first.month is None
                return mention if whole else None
        found = self.governors.between(self._sentence_before(position, start), start)
        grown = any(mention.kind is TimeKind.NOW for mention in found)
        for mention in found:
            counted = mention.as_of and mention.kind is TimeKind.INSTANT and grown
            if mention.last and (mention.role is TimeRole.ORIGIN or counted):
                return mention
        return None

    def _sentence_before(self, position: int, start: int) -> int:
        """Where the sentence before `start` begins, in the same paragraph; ； does not end it."""
        document = self.governors.document
        segment = document.segment_at(position)
        floor, begin = segment.start if segment else start, start
        for _ in range(3):
            if begin <= floor:
                return floor
            begin = document.sentence_at(begin - 1).start
            if not self.text.startswith("；", begin - 1):
                break
        return max(floor, begin)

    def _before(self, base: TimeMention) -> PartialDate | None:
        """When the first of a pair was so: at a moment, or before the span that it grew in."""
        if base.kind is TimeKind.DURATION:
            return base.first
        whole = base.kind is TimeKind.SPAN and base.role is TimeRole.FRAME
        if whole and base.first is not None and base.first.month is None:
            return PartialDate(base.first.year - 1, 12)
        return base.last

    def change(self, asked: Asked) -> Dates:
        """From the moment compared with to that of the level; 同比 is a year."""
        end, reason = self.moment(asked.position, change=True)
        base = self.base(asked.position)
        if base is not None:
            return self.base_date(base, end), end, f"{self.scope.said(base)}, {reason}"
        if end is None:
            return None, None, reason
        clause = self.governors.document.clause_at(asked.position)
        months = 1 if "环比" in self.text[clause.start : asked.position] else 12
        return shift_months(end.to_month(), -months), end, reason

    def base(self, position: int) -> TimeMention | None:
        """The moment that a change counts from: 比上年末, 由2007年底的…, 五年来."""
        start = self.governors.sentence_start(position)
        for mention in reversed(self.governors.between(start, position)):
            if mention.first is None or mention.role is TimeRole.NAMED:
                continue
            if mention.role in _BASES or mention.kind is TimeKind.DURATION:
                return mention
            if self._is_ago(mention):
                return mention
        return None

    def base_date(self, base: TimeMention, end: PartialDate | None) -> PartialDate | None:
        """The date of the moment compared with; 上年 is its December, 同期 the same month."""
        if base.kind is TimeKind.DURATION and base.months and end is not None:
            if base.first and base.first.month is None:
                return base.first
            return shift_months(end.to_month(), -base.months)
        if self.governors.same_period(base) and end is not None:
            return shift_months(end.to_month(), -12)
        if base.first is not None and base.first.month is None:
            return PartialDate(base.first.year, 12)
        return base.first
