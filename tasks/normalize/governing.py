"""Which time expressions govern a number: those of its sentence, its paragraph, its section.

In a sentence the nearest expression before the number rules, unless it belongs to a comparison, to
the 由…的 of 由…提高到… or to the news itself (昨日召开). What an earlier sentence says carries on
only from its opening: 截至2月底，… frames a paragraph, …而2008年底只有30万 does not.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from tasks.extract.document import Document, Segment
from tasks.normalize.frames import frame_of
from tasks.normalize.headed import Headed
from tasks.normalize.times import TimeKind, TimeMention, TimeRole
from tasks.partial_date import PartialDate
from tasks.records import BlockKind

_REACHED = re.compile(
    "(?:增加|增长|提高|提升|上升|发展|扩大|跃升|攀升|扩展|壮大|增|升|涨|减少|下降|降低|降|减)[到至为]"
    "[^，。；0-9]{0,12}$"
)
_FROM = re.compile("(?:由|从)(?:[^，。；0-9]|[0-9]{4}年|[0-9]{1,2}月){0,16}$")
_TO_COMES = re.compile(
    "[^，。；]{0,16}?(?:增加|增长|提高|提升|上升|发展|扩大|跃升|攀升|扩展|壮大|增|升|涨|减少|下降|降)[到至为]"
)
_NUMBER = re.compile("[0-9]|[一二三四五六七八九十百千万]{2}|[一二三四五六七八九]成|过半")
_NEAR = 800  # characters; no honest sentence is longer, and a hostile one must not cost n²
_COUNTED = re.compile("[0-9][0-9.,]*|[一二三四五六七八九十百千万]{2,}")
_DONE_BY = re.compile("(?:就|便|已经?|全部|都)+(?:建[成立]|成立|组建|挂牌|覆盖|齐)")
_OF = re.compile("的?(?:[^，。；0-9]{0,8})$")


class Governors:
    """The time expressions of one document, asked by position."""

    def __init__(
        self, document: Document, mentions: list[TimeMention], told: PartialDate | None
    ) -> None:
        self.document, self.mentions, self.told = document, mentions, told
        self.text = document.text
        self._starts = [mention.start for mention in mentions]
        kinds = BlockKind.PARAGRAPH, BlockKind.HEADING
        self._paragraphs, headings = (
            [s for s in document.segments if s.block.kind is kind] for kind in kinds
        )
        self._paragraph_ends = [segment.end for segment in self._paragraphs]
        self._heading_ends = [segment.end for segment in headings]
        self._headings = Headed(document, self._frame_of)

    def sentence_start(self, position: int) -> int:
        """Where the sentence of `position` begins, or at least what is near of it."""
        return max(self.document.sentence_at(position).start, position - _NEAR)

    def between(self, start: int, end: int) -> list[TimeMention]:
        """The mentions that begin within `text[start:end]`."""
        return self.mentions[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def before(self, position: int) -> list[TimeMention]:
        """The mentions of the sentence that stand before `position`, nearest first."""
        found = self.between(self.sentence_start(position), position)
        return [m for m in reversed(found) if m.end <= position and not _is_aside(m)]

    def shared_out(self, position: int) -> TimeMention | None:
        """The time of the number in 2012年、2013年分别办班20期、30期; None if it is no list."""
        found = self.before(position)
        run = found[:1]
        for mention in found[1:]:
            if not re.fullmatch("[、和与及]", self.text[mention.end : run[-1].start]):
                break
            run.append(mention)
        if len(run) < 2:
            return None
        spread = re.search("分别|依次", self.text[run[0].end : position])
        if spread is None:
            return None
        earlier = _COUNTED.findall(self.text, run[0].end + spread.end(), position)
        return run[::-1][len(earlier)] if len(earlier) < len(run) else None

    def bracketed(self, position: int) -> TimeMention | None:
        """A date in brackets close behind the number: 会员18万人（截至2012年底）."""
        window = self.text[position : position + 40]
        opened = window.find("（")
        if opened < 0 or re.search("[，。；、\n\t]", window[:opened]):
            return None
        close = window.find("）", opened)
        if close < 0:
            return None
        inside = self.between(position + opened, position + close)
        if len(inside) != 1 or not inside[0].last or _is_aside(inside[0]):
            return None
        if self.holds_number(inside[0].end, position + close):
            return None  # 会员3000人（今年新增200人）
        return inside[0]

    def behind(self, position: int) -> TimeMention | None:
        """The time told behind the number in its clause: 32个镇街总工会去年就齐了."""
        clause = self.document.clause_at(position)
        found = self.between(position, min(clause.end, position + 30))
        if len(found) != 1 or found[0].kind is not TimeKind.SPAN or not found[0].last:
            return None
        told = found[0].role is TimeRole.PLAIN and _DONE_BY.match(self.text, found[0].end)
        return found[0] if told else None

    def is_first_of_pair(self, position: int) -> bool:
        """Whether the number is the 51.3 of 由51.3万人增加到74.6万人."""
        start = self.sentence_start(position)
        before = self.text[max(start, position - 24) : position]
        return bool(_FROM.search(before) and _TO_COMES.match(self.text[position : position + 32]))

    def is_second_of_pair(self, position: int) -> bool:
        """Whether the number is the 74.6 of 由51.3万人增加到74.6万人."""
        start = self.document.clause_at(position).start
        before = self.text[start:position]
        reached = _REACHED.search(before)
        return bool(reached and re.search("由|从", before[: reached.start()]))

    def holds_number(self, start: int, end: int) -> bool:
        """Whether a number stands in `text[start:end]`."""
        return bool(_NUMBER.search(self.text, start, end))

    def is_of(self, mention: TimeMention, position: int) -> bool:
        """Whether the number belongs to the mention by 的 (2012年底的268个)."""
        between = self.text[mention.end : position]
        return between.startswith("的") and bool(_OF.fullmatch(between))

    def same_period(self, mention: TimeMention) -> bool:
        """Whether the mention is 去年同期 and the like, which are told for comparison only."""
        return self.text[mention.start : mention.end].endswith("同期")

    def openings(self, position: int, topic: bool = False) -> Iterator[TimeMention]:
        """What the earlier sentences of the paragraph open with, nearest first.

        With `topic` only counts' dates and what stands before the first number of its sentence.
        """
        segment = self.document.segment_at(position)
        start = max(segment.start if segment else 0, position - 5 * _NEAR)
        for mention in self._openings(start, self.sentence_start(position)):
            begin = self.document.sentence_at(mention.start).start
            leads = mention.as_of or not self.holds_number(begin, mention.start)
            if not topic or (leads and mention.role is TimeRole.FRAME):
                yield mention

    def _openings(self, start: int, end: int) -> Iterator[TimeMention]:
        """The expressions in `text[start:end]` that open a clause or a run of time, last first."""
        for mention in reversed(self.between(start, end)):
            if mention.role is TimeRole.FRAME or self._is_topic(mention):
                yield mention

    def _is_topic(self, mention: TimeMention) -> bool:
        """Whether a mention behind the subject frames its sentence (我市去年…, 活动自3月起)."""
        if mention.role is not TimeRole.PLAIN or mention.first is None:
            return False
        if mention.kind is TimeKind.OPEN:
            return True
        sentence = self.document.sentence_at(mention.start)
        opening = self.document.clause_at(sentence.start)
        spans = mention.kind in (TimeKind.SPAN, TimeKind.DURATION)
        return spans and mention.start < opening.end

    def earlier_paragraphs(self, position: int, limit: int = 12) -> Iterator[TimeMention]:
        """The openings of up to `limit` paragraphs before, down to the next heading or table."""
        index = bisect_left(self._paragraph_ends, position)
        floor = bisect_left(self._heading_ends, position) - 1
        floor_at = self._heading_ends[floor] if floor >= 0 else -1
        for segment in reversed(self._paragraphs[max(0, index - limit) : index]):
            if segment.end <= floor_at:
                return
            yield from self._openings(segment.start, segment.end)

    def heading(self, position: int) -> TimeMention | None:
        """The period that the nearest heading with one sets."""
        return self._headings.at(position)

    def _frame_of(self, heading: Segment) -> TimeMention | None:
        return frame_of(self.text[heading.start : heading.end], self.told)


def _is_aside(mention: TimeMention) -> bool:
    return mention.role is TimeRole.NAMED or (
        mention.kind is TimeKind.VAGUE or mention.role is TimeRole.REPORT
    )
