"""Which region a number is about: named, pointed at (全市), in a list, in a table, the page's.

`RegionResolver` reads a document once; `at(position)` then looks backwards from a number through
its sentence, its paragraph and its headings for the nearest region that is a subject, and falls
back on the page's own region. In a table the row's head decides. Codes are those in force when
the page was published, then today's. Surprise: a bare 全市 on a district's page is the city above
it, on a city's page the city itself, and behind 苏州市总工会要求 it is Suzhou whatever the page.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass

from tasks.extract.document import Document, Segment
from tasks.normalize.gazetteer import COUNTRY, Gazetteer
from tasks.normalize.headed import Headed
from tasks.normalize.places import find_places
from tasks.normalize.where.anchors import AnchorBuilder
from tasks.normalize.where.bodies import find_bodies
from tasks.normalize.where.generic import find_generics
from tasks.normalize.where.home import HomeFinder
from tasks.normalize.where.lists import Share, share_of
from tasks.normalize.where.mentions import build_paths
from tasks.normalize.where.roles import Role
from tasks.normalize.where.scope import Relation, Scope
from tasks.normalize.where.spoken import NEAR, Anchor, AnchorKind
from tasks.normalize.where.tables import cell_answer
from tasks.records import BlockKind

_BREAKS = (
    "一是",
    "二是",
    "三是",
    "四是",
    "五是",
    "六是",
    "一、",
    "二、",
    "三、",
    "四、",
    "五、",
    "此外",
    "另据",
)


@dataclass(frozen=True, slots=True)
class RegionAnswer:
    """The region and place of one number.

    `codes` are acceptable GB/T 2260 codes, the one in force at publication first; empty where the
    page leaves it open. `place` stands below the county. `candidates` are the meanings of an open
    name. `reason` names the rule that decided.
    """

    codes: tuple[str, ...]
    place: str | None = None
    candidates: tuple[str, ...] = ()
    reason: str = "home"


class RegionResolver:
    """Answers for one document; built once, then asked for each number."""

    def __init__(self, document: Document, gazetteer: Gazetteer | None = None) -> None:
        self.document = document
        self.gazetteer = gazetteer or Gazetteer.load()
        published = document.article.published
        paths = build_paths(document.text, find_places(document.text, published))
        self.names_none = all(path.candidates == (COUNTRY,) for path in paths)  # 全国 at most
        generics = find_generics(document.text)
        bodies = find_bodies(document.text)
        found = HomeFinder(document, paths, generics, bodies, self.gazetteer).find()
        self.scope = Scope(found.code, published, self.gazetteer)
        self.home: tuple[str, ...] = self.scope.acceptable(found.code) if found.code else ()
        self.home_reason = found.reason
        self.anchors: list[Anchor] = AnchorBuilder(document, self.scope).build(
            paths, generics, bodies
        )
        self._rows: defaultdict[tuple[int | None, int | None], list[tuple[int, str]]]
        self._rows = defaultdict(list)
        for segment in document.segments:
            block = segment.block
            if block.kind is BlockKind.CELL:
                text = document.article.text[block.start : block.end]
                self._rows[block.table, block.row].append((block.column or 0, text))
        self._starts = [anchor.start for anchor in self.anchors]
        self._headings = Headed(document, self._named_by)

    def at(
        self, position: int, clause_start: int | None = None, head: str | None = None
    ) -> RegionAnswer:
        """The region and place of the number at `position`, an offset of the document's text.

        `clause_start` cuts off what stands before it in the sentence; `head` is the text of the
        head cell, where the caller knows better. Of several regions that share the number
        (均在90%以上) the first; `all_at` gives all.
        """
        return self.all_at(position, clause_start, head)[0]

    def all_at(
        self, position: int, clause_start: int | None = None, head: str | None = None
    ) -> tuple[RegionAnswer, ...]:
        """Every region that the number at `position` holds for; at least one answer."""
        segment = self.document.segment_at(position)
        if segment and segment.block.kind is BlockKind.CELL:
            answer = self._in_table(segment, head)
            if answer:
                return (answer,)
        sentence = self.document.sentence_at(position)
        start = clause_start if clause_start is not None else sentence.start
        start = max(start, position - NEAR)
        found = self._last_subject(start, position)
        if found is not None:
            return self._answers(found, position, sentence.end)
        inherited = self._inherited(position, sentence.start)
        if inherited:
            return (self._answer(inherited, "sentence before"),)
        named = self._headings.at(position)
        if named is not None:
            return (self._answer(named, "heading"),)
        return (RegionAnswer(self.home, reason="home"),)

    def _in_table(self, segment: Segment, head: str | None) -> RegionAnswer | None:
        block = segment.block
        row = self._rows.get((block.table, block.row), [])
        row_start = tuple(text for column, text in row if column < (block.column or 0))
        found = cell_answer(block, (*row_start, *((head,) if head else ())), self.scope)
        if found:
            return RegionAnswer(self.scope.acceptable(found.code), found.place, reason="table head")
        return None

    def _last_subject(self, start: int, position: int) -> int | None:
        """The index of the nearest anchor in `start:position` that is a subject."""
        index = bisect_left(self._starts, position) - 1
        while index >= 0 and self.anchors[index].start >= start:
            if self.anchors[index].end <= position and self._holds(self.anchors[index], position):
                return index
            index -= 1
        return None

    def _holds(self, anchor: Anchor, position: int) -> bool:
        """Whether the anchor's role lets it govern a number at `position` of its sentence."""
        if anchor.role is Role.PLACE:
            clause = self.document.clause_at(anchor.start)
            return position < clause.end or clause.end - anchor.end <= 1
        return anchor.role is not Role.IDLE

    def _answers(self, index: int, position: int, end: int) -> tuple[RegionAnswer, ...]:
        anchor = self.anchors[index]
        if anchor.list_id == -1:
            return (self._answer(anchor, anchor.kind.value, index),)
        nearby = self.anchors[max(0, index - 40) : index + 1]
        members = [a for a in nearby if a.list_id == anchor.list_id]
        stop = next((a.start for a in self.anchors[index + 1 :] if a.role is not Role.IDLE), end)
        share, which = share_of(
            self.document.text, anchor.end, position, min(stop, end), len(members)
        )
        if share is Share.ONE:
            return (self._answer(members[which], "list"),)
        if share is Share.EACH:
            return tuple(self._answer(member, "each of a list") for member in members)
        counties = {member.code for member in members}
        if len(counties) == 1:
            return (self._answer(anchor, "list"),)
        return (RegionAnswer(self.home, reason="sum of a list"),)

    def _answer(self, anchor: Anchor, reason: str, index: int | None = None) -> RegionAnswer:
        """The answer that an anchor gives."""
        if anchor.role is Role.DEMAND and anchor.code:
            codes = (*self.scope.acceptable(anchor.code), *self.home)
            return RegionAnswer(tuple(dict.fromkeys(codes)), reason="demand from above")
        code = anchor.code
        if code is None and anchor.kind is AnchorKind.BODY:
            code = self._region_around(anchor, index)
            if code is None:
                before = self._inherited(
                    anchor.start, self.document.sentence_at(anchor.start).start
                )
                code = before.code if before else None
        if code is None:
            if anchor.candidates:
                return RegionAnswer((), anchor.place, anchor.candidates, "ambiguous name")
            return RegionAnswer(self.home, anchor.place, reason=reason)
        zone = anchor.kind is AnchorKind.REGION and anchor.place is not None
        codes = self.scope.acceptable(code)
        if zone:
            codes = tuple(dict.fromkeys((*codes, *anchor.candidates)))
        elif set(codes) <= set(self.home):  # a town of the home county: the codes of its time too
            codes = self.home
        return RegionAnswer(codes, anchor.place, reason=reason)

    def _region_around(self, body: Anchor, index: int | None) -> str | None:
        """The region of a body without one: that spoken of before it in its sentence."""
        if index is None:
            return None
        start = max(self.document.sentence_at(body.start).start, body.start - NEAR)
        for anchor in reversed(self.anchors[:index]):
            if anchor.start < start:
                return None
            if anchor.code and anchor.role is not Role.IDLE:
                above = self.scope.relation(anchor.code) is Relation.ABOVE
                return None if above and anchor.code != COUNTRY else anchor.code
        return None

    def _inherited(self, position: int, start: int) -> Anchor | None:
        """The subject of the sentence before, where it is one region and nothing breaks off."""
        segment = self.document.segment_at(position)
        floor = segment.start if segment else start
        text = self.document.text
        for _ in range(3):
            if start <= floor or text.startswith(_BREAKS, start):
                return None
            previous = self.document.sentence_at(start - 1)
            index = self._last_subject(previous.start, start)
            if index is not None:
                joined = text[previous.end - 1 : previous.end] == "；"
                return self._carried(index, previous.start, joined)
            start = previous.start
        return None

    def _carried(self, index: int, start: int, joined: bool) -> Anchor | None:
        anchor = self.anchors[index]
        same = [
            a for a in self.anchors[: index + 1] if a.start >= start and a.role is not Role.IDLE
        ]
        codes = {a.code for a in same if a.code}
        if len(codes) > 1 or anchor.role is not Role.SUBJECT or anchor.code is None:
            return None
        return anchor if joined or same[0].initial else None

    def _named_by(self, heading: Segment) -> Anchor | None:
        """The region that a heading names, where it names just one."""
        first, last = (bisect_left(self._starts, edge) for edge in (heading.start, heading.end))
        named = [a for a in self.anchors[first:last] if a.role is not Role.IDLE and a.code]
        return named[0] if len({a.code for a in named}) == 1 else None
