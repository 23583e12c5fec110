"""What surrounds a number: its neighbours, the terms near it, the heads of its table cell.

A scene is made once a page. It answers the questions that binding asks (which terms stand
between this number and the one before, is a clause border crossed, which table heads govern)
without ever looking at a number alone.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from tasks.extract.cells import unit_in, with_caption_unit, with_unit, with_unit_behind
from tasks.extract.document import Document, Segment, Span
from tasks.extract.lexicon import Lexicon, Mention, Role
from tasks.extract.longer import mentions_of
from tasks.extract.quantities import find_in_reading
from tasks.extract.reading import read_words
from tasks.extract.words import segment as segment_words
from tasks.records import BlockKind, Measure, Quantity

# How far back in its paragraph a sentence is understood, and how much of a heading counts: beyond
# our longest ones, so that a page without paragraphs takes no longer than one with them.
REACH, LONGEST_HEADING = 1000, 200
IDLE = 2  # mentions of 工会 up to which a page may be about something else
_TOPIC = re.compile(
    "工会|职工|会员|入会|建会|劳模|工匠|协商|合同|协议|工资|薪|驿站|工人|助学|送温暖|慰问|骑手|司机|"
    "小哥|快递|农民工|维权|竞赛|技能|工作室"
)
_OF_UNIONS = re.compile("工会|建会|入会|职工|职代会|集体协商|工资协商")
_CLAUSE_MARK = re.compile(r"[，；：。！？\n\t]")
_PART = re.compile("[#＃]|其中")
_IDLE = frozenset({Measure.DURATION, Measure.OTHER})


class Near(NamedTuple):
    """A mention as a number sees it: how it stands to the number and how far away.

    `relation` is one of RELATIONS; `distance` counts characters; `link` is the text between.
    """

    relation: str
    distance: int
    mention: Mention
    link: str


# How a mention stands to a number, closest first: span (the number stands inside a gap term), L/R
# with the count of numbers between and `c` where a clause border is crossed, cells by innermost
# column or row head (TC, TR), outer heads (TC1, TR1) or caption (TP), previous sentence and
# paragraph (P1, P2), heading (H), title (T).
RELATIONS = (
    *("span", "L0", "R0", "TC", "TR", "L0c", "L1", "R0c", "TC1", "TR1", "L2", "R1", "R2"),
    *("TP", "P1", "H", "P2", "T"),
)
RANK = {relation: rank for rank, relation in enumerate(RELATIONS)}


class Scene:
    """A document with its quantities, mentions and words, all in offsets of `document.text`."""

    def __init__(self, document: Document, lexicon: Lexicon) -> None:
        self.document = document
        self.lexicon = lexicon
        self.text = document.text
        self.quantities: list[Quantity] = [
            self._dressed(quantity) for quantity in find_in_reading(self.text)
        ]
        self.mentions: list[Mention] = lexicon.find(self.text)
        self._mention_starts = [m.start for m in self.mentions]
        self._counted = [q for q in self.quantities if q.measure not in _IDLE]
        self._counted_starts = [q.start for q in self._counted]
        self._before: dict[int, list[Near]] = {}

    def _dressed(self, quantity: Quantity) -> Quantity:
        segment = self.document.segment_at(quantity.start)
        if segment is None or segment.block.kind is not BlockKind.CELL:
            return with_unit_behind(quantity, self.text)
        return with_unit(quantity, segment.block)

    def in_unit_of(self, quantity: Quantity, fits: Callable[[Quantity], bool]) -> Quantity:
        """A bare cell whose caption names several units, in the one that `fits`."""
        segment = self.document.segment_at(quantity.start)
        if segment is None or segment.block.kind is not BlockKind.CELL:
            return quantity
        return with_caption_unit(quantity, segment.block, fits)

    @cached_property
    def is_idle(self) -> bool:
        """Whether the page names unions at most twice, and not in its headline's topic."""
        return self.is_shy and not _TOPIC.search(self.document.headline)

    def is_idle_at(self, quantity: Quantity) -> bool:
        """Whether the page is idle, or names unions at most twice and elsewhere."""
        segment = self.document.segment_at(quantity.start)
        if self.is_idle or not self.is_shy or segment is None:
            return self.is_idle
        return not _OF_UNIONS.search(self.text, segment.start, segment.end)

    @cached_property
    def is_shy(self) -> bool:
        """Whether the page names unions at most twice."""
        return self.text.count("工会") <= IDLE

    def speaks_of_unions(self, quantity: Quantity) -> bool:
        """Whether the quantity's own paragraph names unions."""
        segment = self.document.segment_at(quantity.start)
        return segment is None or "工会" in self.text[segment.start : segment.end]

    def is_cell(self, quantity: Quantity) -> bool:
        """Whether the quantity stands in a table cell."""
        segment = self.document.segment_at(quantity.start)
        return segment is not None and segment.block.kind is BlockKind.CELL

    def surrounding_words(self, quantity: Quantity) -> str:
        """The clause that holds the quantity; for a table cell its heads, which say the same."""
        segment = self.document.segment_at(quantity.start)
        if segment is not None and segment.block.kind is BlockKind.CELL:
            return read_words("".join((*segment.block.row_heads, *segment.block.column_heads)))
        clause = self.document.clause_at(quantity.start)
        return self.text[clause.start : clause.end]

    @cached_property
    def words(self) -> list[tuple[str, int, int]]:
        """The segmented text; see `tasks.extract.words`."""
        return segment_words(self.text)

    @cached_property
    def _word_starts(self) -> list[int]:
        return [start for _, start, _ in self.words]

    def words_in(self, start: int, end: int) -> list[str]:
        """The words that begin in `text[start:end]`."""
        first = bisect_left(self._word_starts, start)
        last = bisect_left(self._word_starts, end)
        return [word for word, _, _ in self.words[first:last]]

    def mentions_in(self, start: int, end: int) -> list[Mention]:
        """The mentions that begin in `text[start:end]`."""
        first = bisect_left(self._mention_starts, start)
        last = bisect_left(self._mention_starts, end)
        return self.mentions[first:last]

    def previous(self, quantity: Quantity) -> Quantity | None:
        """The counted quantity before this one in its sentence."""
        index = bisect_left(self._counted_starts, quantity.start) - 1
        sentence = self.document.sentence_at(quantity.start)
        if index >= 0 and self._counted[index].start >= sentence.start:
            return self._counted[index]
        return None

    def following(self, quantity: Quantity) -> Quantity | None:
        """The counted quantity behind this one in its sentence."""
        index = bisect_right(self._counted_starts, quantity.start)
        sentence = self.document.sentence_at(quantity.start)
        if index < len(self._counted) and self._counted[index].start < sentence.end:
            return self._counted[index]
        return None

    def left_gap(self, quantity: Quantity) -> Span:
        """From the quantity before (or the sentence's start) to this one."""
        before = self.previous(quantity)
        start = before.end if before else self.document.sentence_at(quantity.start).start
        return Span(min(start, quantity.start), quantity.start)

    def right_gap(self, quantity: Quantity) -> Span:
        """From this quantity to the next (or the sentence's end)."""
        after = self.following(quantity)
        end = after.start if after else self.document.sentence_at(quantity.start).end
        return Span(quantity.end, max(end, quantity.end))

    def count_between(self, start: int, end: int) -> int:
        """How many counted quantities begin in `text[start:end]`."""
        first = bisect_left(self._counted_starts, start)
        return bisect_left(self._counted_starts, end) - first

    def near(self, quantity: Quantity, metrics: Collection[str]) -> list[Near]:
        """Every mention of `metrics` that may say what `quantity` counts, with its relation."""
        sentence = self.document.sentence_at(quantity.start)
        within = self.mentions_in(sentence.start, sentence.end)
        found = self._all_beside(quantity, [m for m in within if m.term.metric in metrics])
        segment = self.document.segment_at(quantity.start)
        if segment is not None:
            if segment.block.kind is BlockKind.CELL:
                heads = self._table_heads(segment)
                found += [near for near in heads if near.mention.term.metric in metrics]
            else:
                if sentence.start not in self._before:
                    self._before[sentence.start] = self._earlier(quantity, sentence, segment)
                before = self._before[sentence.start]
                found += [near for near in before if near.mention.term.metric in metrics]
        return found

    def _is_whole(self, mention: Mention, quantity: Quantity) -> bool:
        """Whether a gap term reaches over no other number than this one."""
        inside = self.count_between(mention.start, mention.end)
        return inside == int(mention.start <= quantity.start < mention.end)

    def _all_beside(self, quantity: Quantity, mentions: list[Mention]) -> list[Near]:
        """Mentions of one sentence; those of several metrics by the same words stand alike."""
        known: dict[tuple[int, int, bool], Near] = {}
        found: list[Near] = []
        for mention in mentions:
            place = mention.start, mention.end, len(mention.term.parts) > 1
            near = known.get(place)
            if near is None:
                near = known[place] = self._beside(quantity, mention)
            else:
                near = Near(near.relation, near.distance, mention, near.link)
            found.append(near)
        return found

    def _beside(self, quantity: Quantity, mention: Mention) -> Near:
        if mention.start < quantity.end and mention.end > quantity.start:
            relation = "span" if self._is_whole(mention, quantity) else "L1"
            return Near(relation, 0, mention, "")
        if mention.end <= quantity.start:
            between, side = (mention.end, quantity.start), "L"
        else:
            between, side = (quantity.end, mention.start), "R"
        count = min(2, self.count_between(*between))
        link = self.text[slice(*between)]
        if count == 0 and len(mention.term.parts) > 1 and not self._is_whole(mention, quantity):
            count = 1  # 农民工入会4万人、入会率: the term reaches back over a number of its own
        if side == "R" and count == 0 and self._heads_next(mention, link):
            count = 1  # 劳模集体2家、“工人先锋号”4家: the head is that of the number behind it
        crossed = "c" if count == 0 and _CLAUSE_MARK.search(link) else ""
        return Near(f"{side}{count}{crossed}", len(link), mention, link)

    def _heads_next(self, mention: Mention, link: str) -> bool:
        """Whether a mention behind a comma runs straight into a number of its own."""
        return "、" in link and self.count_between(mention.end, mention.end + 3) > 0

    def _earlier(self, quantity: Quantity, sentence: Span, segment: Segment) -> list[Near]:
        """Mentions in the paragraph before the sentence, the headings and the title."""
        found: list[Near] = []
        before = self.document.sentence_at(sentence.start - 1) if sentence.start else sentence
        first = max(segment.start, sentence.start - REACH)
        for mention in self.mentions_in(first, sentence.start):
            relation = "P1" if mention.start >= before.start else "P2"
            found.append(Near(relation, sentence.start - mention.end, mention, ""))
        for heading in self.document.headings_over(quantity.start):
            found += [Near("H", 0, m, "") for m in self._named_in(heading)]
        title = self.document.segments[0] if self.document.segments else None
        if title is not None and title.block.kind is BlockKind.TITLE:
            found += [Near("T", 0, m, "") for m in self._named_in(title)]
        return found

    def _named_in(self, heading: Segment) -> list[Mention]:
        """The mentions of a heading or title, whose opening is enough."""
        return self.mentions_in(heading.start, min(heading.end, heading.start + LONGEST_HEADING))

    def _table_heads(self, segment: Segment) -> list[Near]:
        """Mentions in the heads and the caption of a cell; the innermost head is at distance 0."""
        block = segment.block
        found: list[Near] = []
        for relation, heads in (("TC", block.column_heads), ("TR", block.row_heads)):
            level = relation  # a head of heads counts as outer only above one that names something
            for depth, head in enumerate(reversed(heads)):
                named = mentions_of(self.lexicon, head)
                found += [Near(level, depth, m, "") for m in named]
                if any(m.term.role is Role.HEAD for m in named) or _is_part(relation, head):
                    level = f"{relation}1"
            if len(heads) > 1:  # 会员人数 over #女性: a term may reach over both
                *borders, _ = accumulate(map(len, heads[-3:]))
                found += [
                    Near(relation, 0, m, "")
                    for m in mentions_of(self.lexicon, "".join(heads[-3:]))
                    if any(m.start < border < m.end for border in borders)
                ]
        found += [Near("TP", 0, m, "") for m in mentions_of(self.lexicon, block.caption)]
        return found


def _is_part(relation: str, head: str) -> bool:
    """Whether an inner head that names no metric still keeps the outer one away.

    A row under a row is a share of it (其中：企业), as is a column marked so (#女性); a rate is one
    of its own.
    """
    if _PART.match(head) or "率" in head:
        return True
    return relation == "TR" and not unit_in(head)
