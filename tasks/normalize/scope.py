"""What a number can be dated by, from near to far, and how far each reaches.

The order is that of a reader: the number's sentence, the openings of the sentences before it, the
paragraphs before it in its section, the heading, the headline, the opening of the whole text, and
last the date that the page speaks from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tasks.normalize.frames import frame_of, title_text
from tasks.normalize.governing import Governors
from tasks.normalize.times import TimeKind, TimeMention, TimeRole
from tasks.partial_date import PartialDate
from tasks.records import BlockKind, Statistic

Dates = tuple[PartialDate | None, PartialDate | None, str]
NO_DATE = "no date"
PAGE_DATE = "date of the page"

_HAPPENS = re.compile(
    r"training\.|contests\.|cadres\.trained|disputes\.|aid\.|legal\.|finance\.|facility\.investment"
)
_ON_A_DAY = re.compile(r"training\.|contests\.|cadres\.trained|aid\.|honours\.|homes\.|studios\.")
_BEGAN = re.compile(
    "[^，。；\n\t]{0,10}?(?:成立|组建|始建|创办|建成|起步|投产|启动|诞生|揭牌|挂牌|入行)"
)
_BEGAN_THERE = re.compile(
    "，?[^，。；\n\t]{0,10}?(?:成立|组建|始建|创办|起步|诞生|揭牌|挂牌|入行|开始)"
)
_AT_FIRST = re.compile("[的之]?(?:时|初|初期|伊始|头一年)")
_BEGAN_IN = re.compile(r"(?:成立|建|始|创办|组建|启动|诞生|起步|落成)于$")
_THEN = re.compile("当时|起步|那时|最初|当年|开始|刚")
_STATED = re.compile("[0-9一二三四五六七八九]|半年|季度")


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

    @property
    def on_a_day(self) -> bool:
        """Whether its code counts what one event brings: a class held, awards given."""
        return bool(_ON_A_DAY.match(self.metric))


class Scope:
    """The time expressions around a number; `told` is the date that the page speaks from."""

    def __init__(self, governors: Governors, told: PartialDate | None) -> None:
        self.governors, self.told = governors, told
        self.text = governors.text
        self.now = told.to_month() if told else None
        self.published = governors.document.article.published
        self.title = frame_of(title_text(governors.document), told)
        self.lead = self._lead()

    def _lead(self) -> TimeMention | None:
        """The span that the text's first two paragraphs open with: 2012年，…; 五年来，…."""
        kinds = (TimeKind.SPAN, TimeKind.OPEN, TimeKind.DURATION)
        paragraphs = [
            segment
            for segment in self.governors.document.segments
            if segment.block.kind is BlockKind.PARAGRAPH and segment.end - segment.start > 8
        ]
        for segment in paragraphs[:2]:
            clause = self.governors.document.clause_at(segment.start)
            for mention in self.governors.between(segment.start, clause.end):
                spans = mention.last is not None and mention.last.day is None
                if mention.kind in kinds and mention.role is TimeRole.FRAME and spans:
                    return None if self.is_bygone(mention) else mention
        return None

    def outwards(self, position: int) -> Iterator[TimeMention]:
        """What frames `position` from outside its sentence, nearest first."""
        yield from self.governors.openings(position)
        for mention in self.governors.earlier_paragraphs(position):
            if not self.is_bygone(mention):
                yield mention
        yield from self.around(position)

    def around(self, position: int) -> Iterator[TimeMention]:
        """The heading's, the headline's and the opening's period, as far as there are any."""
        for frame in (self.governors.heading(position), self.title, self.lead):
            if frame is not None:
                yield frame

    def is_masked(self, position: int) -> bool:
        """Whether the time next before the number hides its year (201*年)."""
        found = self.governors.between(self.governors.sentence_start(position), position)
        return bool(found) and found[-1].kind is TimeKind.MASKED

    def is_bygone(self, mention: TimeMention) -> bool:
        """Whether the mention is history, of before last year, and frames its paragraph only."""
        if self.now is None or mention.last is None:
            return False
        return mention.last.year < self.now.year - 1

    def is_future(self, mention: TimeMention) -> bool:
        """Whether the mention is a plan's horizon or begins after the page's date."""
        if mention.kind is TimeKind.PLAN:
            return True
        first = mention.first or mention.last
        return bool(first and self.told and first.first() > self.told.last())

    def is_beginning(self, mention: TimeMention, position: int) -> bool:
        """Whether the mention only says when something began (成立于2018年，会员已近3.3万)."""
        if mention.kind not in (TimeKind.SPAN, TimeKind.INSTANT) or mention.as_of:
            return False
        if not self._is_own(mention):  # a headline's offsets are its own
            return False
        before = self.text[max(0, mention.start - 6) : mention.start]
        began = _BEGAN_IN.search(before) or _BEGAN.match(self.text, mention.end)
        if not began or (began.re is _BEGAN and _AT_FIRST.match(self.text, began.end())):
            return False
        clause = self.governors.document.clause_at(position)
        if clause.start <= mention.start:
            return False
        return not _THEN.search(self.text, clause.start, position)

    def begins(self, mention: TimeMention) -> bool:
        """Whether something only began at the mention's time, so that no later count is of it."""
        if mention.kind not in (TimeKind.SPAN, TimeKind.INSTANT) or mention.as_of:
            return False
        return bool(_BEGAN_THERE.match(self.text, mention.end))

    def is_stated(self, mention: TimeMention) -> bool:
        """Whether the mention names its months or year itself (2012年, 上半年), not as 去年."""
        return bool(_STATED.search(self.said(mention)))

    def said(self, mention: TimeMention) -> str:
        """The mention's words; the headline's and heading's are known by their dates alone."""
        if mention in (self.title,) or not self._is_own(mention):
            return f"{mention.first or ''}/{mention.last or ''} (heading)"
        return f"“{self.text[mention.start : mention.end]}”"

    def _is_own(self, mention: TimeMention) -> bool:
        found = self.governors.between(mention.start, mention.start + 1)
        return bool(found) and found[0] is mention
