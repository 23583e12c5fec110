"""Everything in a document that can say what a number is about, in order, with its role.

Named regions, generic words (全市), towns, zones and bodies become anchors. One pass from left to
right resolves what points back: 该区 is the district last spoken of, 全县 the page's county.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace

from tasks.extract.document import Document
from tasks.normalize.gazetteer import Level, level_of
from tasks.normalize.places import PlaceKind
from tasks.normalize.where.bodies import BodyMention
from tasks.normalize.where.generic import HERE, TOWN_UNITS, GenericMention
from tasks.normalize.where.mentions import RegionMention
from tasks.normalize.where.roles import (
    Role,
    is_count,
    is_demand,
    is_event_place,
    is_statement,
    opens_clause,
    role_before,
    role_behind,
)
from tasks.normalize.where.scope import Relation, Scope
from tasks.normalize.where.spoken import Anchor, AnchorKind, Spoken
from tasks.normalize.where.towns import (
    TownMention,
    find_stems,
    find_town_lists,
    find_unknown_towns,
)

_LONG_CLAUSE = 120  # characters; a hostile clause without end must not cost n²


class AnchorBuilder:
    """Builds the anchors of one document."""

    def __init__(self, document: Document, scope: Scope) -> None:
        self.document = document
        self.text = document.text
        self.scope = scope
        self.spoken = Spoken(document, scope)
        self.anchors = self.spoken.anchors
        self.inside: dict[int, RegionMention] = {}

    def build(
        self,
        paths: list[RegionMention],
        generics: list[GenericMention],
        bodies: list[BodyMention],
    ) -> list[Anchor]:
        """All anchors in order of their ends; where two overlap the named region wins."""
        named_by = {body.start: body for body in bodies}
        self.inside = {
            p.start: p for p in paths if p.start in named_by and p.end < named_by[p.start].end
        }
        paths = [p for p in paths if p.start not in self.inside]
        taken = [(path.start, path.end) for path in paths if not path.weak]
        items: list[RegionMention | GenericMention | TownMention | BodyMention] = [*paths]
        items += [g for g in generics if not _overlaps(taken, g.start, g.end - 1)]
        towns = [t for t in self._towns() if not _overlaps(taken, t.start, t.end)]
        items += towns
        items += bodies
        for item in sorted(items, key=lambda item: (item.start, -item.end)):
            anchor = self._anchor(item)
            if anchor:
                self.anchors.append(anchor)
        return self.anchors

    def _towns(self) -> list[TownMention]:
        home = self.scope.home
        stems: dict[str, str] = {}
        if home and level_of(home) is Level.COUNTY:
            for code in (home, *self.scope.acceptable(home)):
                for name in self.scope.gazetteer.towns_of(code):
                    stems.setdefault(name.removesuffix("街道").rstrip("镇乡"), name)
        stems = {stem: name for stem, name in stems.items() if len(stem) >= 2}
        lists = [*find_town_lists(self.text, stems), *find_stems(self.text, stems)]
        spans = [(town.start, town.end) for town in lists]
        others = [t for t in find_unknown_towns(self.text) if not _overlaps(spans, t.start, t.end)]
        return [*lists, *others]

    def _anchor(
        self, item: RegionMention | GenericMention | TownMention | BodyMention
    ) -> Anchor | None:
        if isinstance(item, RegionMention):
            return self._region(item)
        if isinstance(item, GenericMention):
            return self._generic(item)
        if isinstance(item, TownMention):
            return self._town(item.start, item.end, item.name, self.spoken.county(), item.list_id)
        return self._body(item)

    def _clause_before(self, start: int) -> str:
        return self.text[max(self.document.clause_at(start).start, start - _LONG_CLAUSE) : start]

    def _behind(self, end: int) -> str:
        return self.text[end : end + 24].split("\n", 1)[0]

    def _region(self, path: RegionMention) -> Anchor | None:
        if path.kind is PlaceKind.HINT:
            return None
        if path.kind is PlaceKind.TOWN:
            named = path.place != path.name
            code = self.scope.town_county(path.candidates, self.spoken.county(), named)
            return self._town(path.start, path.end, path.place or path.name, code, path.list_id)
        code = self.scope.choose(path.candidates, self.spoken.region_above(path.start))
        if path.kind is PlaceKind.ZONE:
            code = path.candidates[0]
        relation = self.scope.relation(code) if code else Relation.OTHER
        initial = opens_clause(self._clause_before(path.start))
        if path.weak and not self._weak_counts(path, relation, initial):
            return None
        role = self._role(path.start, path.end, code, relation, initial)
        if path.list_id >= 0 and self.anchors and self.anchors[-1].list_id == path.list_id:
            role, initial = self.anchors[-1].role, self.anchors[-1].initial
        return Anchor(
            path.start,
            path.end,
            AnchorKind.REGION,
            code,
            role,
            path.place if path.kind is PlaceKind.ZONE else None,
            path.list_id,
            initial,
            path.candidates,
        )

    def _weak_counts(self, path: RegionMention, relation: Relation, initial: bool) -> bool:
        """Whether a name that is also a common word is meant as a place here."""
        if relation is Relation.HOME:
            return True
        behind = self.text[path.end : path.end + 1]
        if relation is not Relation.BELOW:
            return False
        if self.text[path.start - 1 : path.start] in ("在", "到", "赴"):
            return behind in "，。、召举开调考挂揭"
        return initial and behind in "今去已共有新则也为达的，："

    def _role(
        self, start: int, end: int, code: str | None, relation: Relation, initial: bool
    ) -> Role:
        before, behind = self._clause_before(start), self._behind(end)
        role = role_behind(behind) or role_before(before)
        if role is Role.IDLE:
            return role
        if relation is Relation.ABOVE:
            if is_demand(behind) and code != self.scope.home:
                return Role.DEMAND
            return Role.SUBJECT if initial and is_statement(behind) else Role.IDLE
        if relation is Relation.OTHER and self.scope.home is not None and not initial:
            return Role.IDLE
        if relation is not Relation.HOME and is_event_place(behind):
            return Role.IDLE
        return role or Role.SUBJECT

    def _generic(self, item: GenericMention) -> Anchor | None:
        if item.unit in TOWN_UNITS:
            return self._town_again(item)
        if item.unit == HERE:
            self.spoken.point_here(item)
            return None
        code = self.spoken.meant(item)
        if code is None:
            return None
        before, behind = self._clause_before(item.start), self._behind(item.end)
        initial = opens_clause(before)
        role = Role.IDLE if item.idle else Role.SUBJECT
        if self.scope.relation(code) is Relation.ABOVE and role is Role.SUBJECT:
            if item.body:
                idle = Role.SUBJECT if is_count(behind) else Role.IDLE
                role = Role.DEMAND if is_demand(behind) else idle
            elif not (initial or is_statement(behind)):
                role = Role.IDLE
        return Anchor(item.start, item.end, AnchorKind.GENERIC, code, role, initial=initial)

    def _town(self, start: int, end: int, name: str, code: str | None, list_id: int) -> Anchor:
        before, behind = self._clause_before(start), self._behind(end)
        role = role_behind(behind) or role_before(before) or Role.SUBJECT
        if list_id != -1 and self.anchors and self.anchors[-1].list_id == list_id:
            role = self.anchors[-1].role
        initial = opens_clause(before)
        return Anchor(start, end, AnchorKind.TOWN, code, role, name, list_id, initial)

    def _town_again(self, item: GenericMention) -> Anchor | None:
        """镇里, 全镇, 街道总工会: the town last spoken of."""
        for anchor in reversed(self.anchors):
            if anchor.kind is AnchorKind.TOWN and anchor.place and item.unit in anchor.place:
                role = Role.IDLE if item.idle else Role.SUBJECT
                return replace(anchor, start=item.start, end=item.end, role=role, list_id=-1)
        return None

    def _named_after(self, body: BodyMention) -> str | None:
        """The region in a body's name, where the page is about it or it lies in the page's own.

        A company elsewhere merely bears the name (青岛啤酒公司 on a page of 西安).
        """
        path = self.inside.get(body.start)
        code = self.scope.choose(path.candidates) if path else None
        near = code and self.scope.relation(code) in (Relation.HOME, Relation.BELOW)
        return code if near else None

    def _body(self, body: BodyMention) -> Anchor | None:
        last = self.anchors[-1] if self.anchors else None
        overlaps = last is not None and last.kind is AnchorKind.REGION and last.end > body.start
        if last and overlaps and last.end >= body.end:
            return None
        initial = opens_clause(self._clause_before(body.start))
        role = role_before(self._clause_before(body.start)) or Role.SUBJECT
        code = self._named_after(body)
        if code is None and last and overlaps and last.code:
            code = last.code if self.scope.relation(last.code) is not Relation.ABOVE else None
        elif code is None and body.bare and initial:
            code = self.scope.home
        return Anchor(body.start, body.end, AnchorKind.BODY, code, role, body.name, -1, initial)


def _overlaps(spans: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether `start:end` touches one of the sorted, disjoint `spans`."""
    index = bisect_right(spans, (start, 1 << 60)) - 1
    if index >= 0 and spans[index][1] > start:
        return True
    return index + 1 < len(spans) and spans[index + 1][0] < end
