"""What has been spoken of so far in a document, and what pointing words mean in its light.

全县, 该区, 这里 and a town without its county point back at the regions named before them; the
page's own region and those above it answer where nothing was named.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tasks.extract.document import Document
from tasks.normalize.gazetteer import COUNTRY, Level, level_of
from tasks.normalize.where.generic import GenericMention
from tasks.normalize.where.roles import Role
from tasks.normalize.where.scope import Relation, Scope

NEAR = 800  # characters: how far a word points back; a hostile page must not cost n²


class AnchorKind(StrEnum):
    """What an anchor was made from."""

    REGION = "region"
    GENERIC = "generic"
    TOWN = "town"
    BODY = "body"


@dataclass(frozen=True, slots=True)
class Anchor:
    """`text[start:end]` may say what the numbers behind it are about.

    `code` is the region (None: open, or that of the region spoken of before), `candidates` what
    an open name may mean, `place` what stands below the county, `initial` whether it opens its
    clause.
    """

    start: int
    end: int
    kind: AnchorKind
    code: str | None
    role: Role
    place: str | None = None
    list_id: int = -1
    initial: bool = False
    candidates: tuple[str, ...] = ()


class Spoken:
    """The anchors of one document in the order they were met; grows while they are built."""

    def __init__(self, document: Document, scope: Scope) -> None:
        self.document = document
        self.scope = scope
        self.anchors: list[Anchor] = []
        self.here: Anchor | None = None

    def meant(self, item: GenericMention) -> str | None:
        """The region that a generic word points at."""
        scope, unit = self.scope, item.unit
        if unit == "国":
            return COUNTRY
        sentence = self.document.sentence_at(item.start)
        named = self._last_called(unit, max(sentence.start, item.start - NEAR), any_role=True)
        if named:
            return named
        paragraph = self.document.segment_at(item.start)
        near = max(paragraph.start if paragraph else sentence.start, item.start - NEAR)
        here = self.here.code if self.here and self.here.start >= near else None
        if here and scope.calls_itself(here, unit):
            return here
        if scope.home and scope.calls_itself(scope.home, unit):
            return scope.home
        spoken = self._last_called(unit, near) or self._last_called(unit, max(0, near - 600))
        if spoken and scope.relation(spoken) is Relation.BELOW:
            return spoken
        return scope.above_called(unit) or spoken or scope.home

    def _last_called(self, unit: str, since: int, any_role: bool = False) -> str | None:
        """The region named last behind `since` that calls itself `unit`."""
        for anchor in reversed(self.anchors):
            if anchor.start < since:
                return None
            if anchor.kind is not AnchorKind.REGION or anchor.code is None or anchor.place:
                continue
            usable = anchor.role is not Role.IDLE or (any_role and anchor.initial)
            if usable and self.scope.calls_itself(anchor.code, unit):
                return anchor.code
        return None

    def point_here(self, item: GenericMention) -> None:
        """Take the part of the page's region that the sentence named last as what 这里 means."""
        since = max(self.document.sentence_at(item.start).start, item.start - NEAR)
        for anchor in reversed(self.anchors):
            if anchor.start < since:
                return
            if anchor.kind is AnchorKind.REGION and anchor.code:
                if self.scope.relation(anchor.code) is Relation.BELOW and not anchor.place:
                    self.here = anchor
                return

    def region_above(self, start: int) -> str | None:
        """The region above the page's own level that the same paragraph spoke of last."""
        segment = self.document.segment_at(start)
        since = max(segment.start if segment else 0, start - NEAR)
        for anchor in reversed(self.anchors):
            if anchor.start < since:
                return None
            if anchor.kind is AnchorKind.REGION and anchor.code and not anchor.place:
                return anchor.code if level_of(anchor.code) < Level.COUNTY else None
        return None

    def county(self) -> str | None:
        """The county that a town without one lies in: the one spoken of last, or the page's."""
        home = self.scope.home
        if home and level_of(home) is Level.COUNTY:
            return home
        for anchor in reversed(self.anchors[-6:]):
            if anchor.code and level_of(anchor.code) is Level.COUNTY and anchor.role != Role.IDLE:
                near = home is None or self.scope.relation(anchor.code) is Relation.BELOW
                return anchor.code if near else home
        return home
