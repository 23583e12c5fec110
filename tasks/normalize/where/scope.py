"""The page's point of view on regions: its own, those in it, above it and elsewhere.

Every code that leaves the resolver passes `Scope.acceptable`, which turns it into the code in
force when the page was published, then today's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from tasks.normalize.gazetteer import COUNTRY, TODAY, Gazetteer, Level, level_of
from tasks.normalize.where.home import unit_of
from tasks.partial_date import PartialDate


class Relation(StrEnum):
    """Where a region stands, seen from the page's own."""

    HOME = "home"
    BELOW = "below"
    ABOVE = "above"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Scope:
    """The page's own region (None where nothing names one) and its day of publication."""

    home: str | None
    published: PartialDate | None
    gazetteer: Gazetteer

    def relation(self, code: str) -> Relation:
        """How `code` stands to the page's own region; predecessors and successors are the same."""
        if self.home is None:
            return Relation.OTHER
        if self._same(code, self.home):
            return Relation.HOME
        if self.gazetteer.is_within(code, self.home):
            return Relation.BELOW
        if any(code == up for up in self.above()):
            return Relation.ABOVE
        now = self.gazetteer.successors(code)
        inside = any(self.gazetteer.is_within(new, self.home) for new in now)
        return Relation.BELOW if inside else Relation.OTHER

    def _same(self, one: str, other: str) -> bool:
        if one == other:
            return True
        if level_of(one) != level_of(other):
            return False
        return bool({*self.gazetteer.successors(one)} & {*self.gazetteer.successors(other)})

    def above(self) -> tuple[str, ...]:
        """The codes above the page's own region, nearest first."""
        return self.gazetteer.parents(self.home) if self.home else (COUNTRY,)

    def unit(self, code: str) -> str:
        """The character by which a region calls itself (市, 县, 区, …)."""
        return unit_of(code, self.gazetteer)

    def calls_itself(self, code: str, unit: str) -> bool:
        """Whether 全`unit` can mean the region `code`."""
        own = self.unit(code)
        if unit == "区":
            return own in ("区", "自治区")
        return own == unit or (
            unit == "地区" and own == "区" and level_of(code) == Level.PREFECTURE
        )

    def above_called(self, unit: str) -> str | None:
        """The nearest region above the page's own that calls itself `unit`."""
        return next((code for code in self.above() if self.calls_itself(code, unit)), None)

    def choose(self, candidates: tuple[str, ...], near: str | None = None) -> str | None:
        """The one candidate that the page means; None where that stays open.

        Order: the page's own region, within `near` (the region last spoken of), within the page's
        own, above it, in its prefecture; else the only one of the highest level, in its province
        where there are several.
        """
        home = self.home or ""
        close = level_of(home) >= Level.PREFECTURE if home else False
        tests: tuple[Callable[[str], bool], ...] = (
            lambda c: self.relation(c) is Relation.HOME,
            lambda c: near is not None and self.gazetteer.is_within(c, near),
            lambda c: close and self.relation(c) is Relation.BELOW,
            lambda c: c in self.above(),
            lambda c: c[:4] == home[:4] and home[2:4] != "00",
        )
        for test in tests:
            fitting = [code for code in candidates if test(code)]
            if fitting:
                return self._highest(fitting)
        top = min(level_of(code) for code in candidates)
        largest = [code for code in candidates if level_of(code) == top]
        return self._highest([c for c in largest if c[:2] == home[:2]] or largest)

    def town_county(self, candidates: tuple[str, ...], near: str | None, named: bool) -> str | None:
        """The county of a town that may lie in any of `candidates`.

        `named` says that its county stands in front of it. On a county's page any other town is
        taken as the county's own: names recur, and mergers outdate every list of towns.
        """
        code = self.choose(candidates, near)
        if named or self.home is None or level_of(self.home) is not Level.COUNTY:
            return code
        return code if code and self.relation(code) is Relation.HOME else self.home

    def _highest(self, codes: list[str]) -> str | None:
        """The only code of the highest level among `codes`, one per line of succession."""
        top = min(level_of(code) for code in codes)
        highest = [code for code in codes if level_of(code) == top]
        lines = {self.gazetteer.successors(code): code for code in reversed(highest)}
        return next(iter(lines.values())) if len(lines) == 1 else None

    def acceptable(self, code: str) -> tuple[str, ...]:
        """Codes an analyst may use: in force at publication first, then today's.

        On a page without a date also the last code under the same short form (临安市 for 临安区).
        """
        codes = self.gazetteer.equivalents(code, self.published)
        if self.published is None:
            codes += self._former(code)
        return tuple(dict.fromkeys(codes))

    def _former(self, code: str) -> tuple[str, ...]:
        """The code that the division bore before its present one, under the same short form."""
        divisions = self.gazetteer.by_code.get(code, [])
        shorts = {d.short for d in divisions if d.until == TODAY} - {""}
        former = [
            d
            for short in shorts
            for d in self.gazetteer.short_names[short]
            if d.code != code and d.until != TODAY and level_of(d.code) == level_of(code)
            if code in self.gazetteer.successors(d.code)
        ]
        return (max(former, key=lambda d: d.until).code,) if former else ()
