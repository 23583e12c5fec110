"""The gazetteer: divisions of China by code and by name, with their changes since 1981.

Codes are those of GB/T 2260, county level and above; `100000` is the whole country. A code tells
its level and parents by itself (省 2 digits, 地 4, 县 6; 90 stands for counties that answer to
their province). Surprises: one code may have borne several names, one name several codes; the
source gives changes by year only, so in the year of a change old and new code are both in force.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from enum import IntEnum
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from tasks.partial_date import PartialDate

COUNTRY = "100000"
TODAY = 9999
_TOWN_ENDINGS = {"j": "街道", "m": "民族乡", "s": "苏木", "z": "镇", "x": "乡"}


class Level(IntEnum):
    """How high a division stands; a smaller number is a larger area."""

    COUNTRY = 0
    PROVINCE = 1
    PREFECTURE = 2
    COUNTY = 3


class Division(NamedTuple):
    """One division under one name: in force from `since` to `until`, both years included."""

    code: str
    name: str
    since: int
    until: int
    short: str
    successors: str


class Alias(NamedTuple):
    """Another name of a place: `kind` is `short`, `zone`, `hint` or `country`."""

    form: str
    codes: tuple[str, ...]
    kind: str


def level_of(code: str) -> Level:
    """The level that a code stands for."""
    if code == COUNTRY:
        return Level.COUNTRY
    if code.endswith("0000"):
        return Level.PROVINCE
    return Level.PREFECTURE if code.endswith("00") else Level.COUNTY


def _rows(name: str) -> Iterable[list[str]]:
    text = files("warehouse.gazetteer").joinpath(name).read_text("utf-8")
    return (line.split("\t") for line in text.splitlines() if line and line[0] != "#")


def _division(row: list[str]) -> Division:
    code, name, since, until, short, successors = (*row, "", "", "")[:6]
    return Division(code, name, int(since), int(until or TODAY), short, successors)


def year_of(published: PartialDate | date | None) -> int | None:
    """The year of a date; None for none."""
    return published.year if published else None


class Gazetteer:
    """All divisions and towns, indexed by code and by name. Use `Gazetteer.load()`."""

    def __init__(self) -> None:
        self.by_code: dict[str, list[Division]] = defaultdict(list)
        self.full_names: dict[str, list[Division]] = defaultdict(list)
        self.short_names: dict[str, list[Division]] = defaultdict(list)
        for division in map(_division, _rows("divisions.tsv")):
            self.by_code[division.code].append(division)
            self._index_names(division)
        aliases = (Alias(r[0], tuple(r[1].split()), r[2]) for r in _rows("aliases.tsv"))
        self.aliases: dict[str, Alias] = {alias.form: alias for alias in aliases}
        words = files("warehouse.gazetteer").joinpath("common_words.txt").read_text("utf-8")
        self.common_words: frozenset[str] = frozenset(
            word for line in words.splitlines() if line[:1] != "#" for word in line.split()
        )
        self.towns: dict[str, tuple[str, ...]] = {}
        self._county_towns: dict[str, list[str]] = {}
        self._load_towns()
        self._today: dict[str, tuple[str, ...]] = {}
        self._predecessors: dict[str, list[str]] = defaultdict(list)
        for divisions in self.by_code.values():
            for division in divisions:
                for code in _whole_successors(division):
                    self._predecessors[code].append(division.code)

    @staticmethod
    @cache
    def load() -> Gazetteer:
        """The gazetteer of this process, read from `warehouse/gazetteer` once."""
        return Gazetteer()

    def _index_names(self, division: Division) -> None:
        self.full_names[division.name].append(division)
        if not division.short:
            return
        self.short_names[division.short].append(division)
        for ending in ("州", "县", "旗"):  # 延边州, 景宁县, 鄂温克旗
            if division.name.endswith("自治" + ending) and division.short[-1] != ending:
                self.full_names[division.short + ending].append(division)

    def _load_towns(self) -> None:
        for code, *coded in _rows("towns.tsv"):
            names = self._county_towns[code] = [
                name[1:] + _TOWN_ENDINGS[name[0]] if name[0] in _TOWN_ENDINGS else name
                for name in coded
            ]
            for name in names:
                self.towns[name] = (*self.towns.get(name, ()), code)

    def lookup(self, name: str, published: PartialDate | date | None = None) -> tuple[str, ...]:
        """Codes that a full, short or other name may mean, those in force at `published` only.

        Where none was in force then, the latest ones before it, or else the earliest after it.
        Without a date: every code that is in force today, or else the latest.
        """
        divisions = self.full_names.get(name) or self.short_names.get(name) or []
        if not divisions:
            alias = self.aliases.get(name)
            return alias.codes if alias else ()
        return _codes(_in_force(divisions, year_of(published) or TODAY))

    def towns_of(self, code: str) -> list[str]:
        """Full names of the towns and sub-districts of a county; empty where unknown."""
        return self._county_towns.get(code, [])

    def name(self, code: str, published: PartialDate | date | None = None) -> str | None:
        """The division's name at that date (today without one); None for an unknown code."""
        if code == COUNTRY:
            return "全国"
        divisions = self.by_code.get(code)
        return _in_force(divisions, year_of(published) or TODAY)[0].name if divisions else None

    def parents(self, code: str) -> tuple[str, ...]:
        """Codes above this one, nearest first, the country last; known codes only."""
        above = (code[:4] + "00", code[:2] + "0000")
        known = dict.fromkeys(up for up in above if up != code and up in self.by_code)
        return (*known, *(() if code == COUNTRY else (COUNTRY,)))

    def path(self, code: str, published: PartialDate | date | None = None) -> str:
        """The name with the names above it: 浙江省杭州市临安区."""
        chain = [code, *(up for up in self.parents(code) if up != COUNTRY)]
        return "".join(self.name(up, published) or "" for up in reversed(chain))

    def is_within(self, code: str, parent: str) -> bool:
        """Whether `code` is `parent` or lies in it, by their codes."""
        if code == parent or parent == COUNTRY:
            return True
        if parent.endswith("0000"):
            return code[:2] == parent[:2]
        return parent.endswith("00") and code[:4] == parent[:4]

    def successors(self, code: str) -> tuple[str, ...]:
        """Today's codes of the division: itself where it is still in force; () if unknown."""
        known = self._today.get(code)
        if known is None:
            known = self._today[code] = self._forward(code, TODAY)
        return known

    def code_in_force(self, code: str, published: PartialDate | date | None) -> str | None:
        """The one code that the division of `code` had at that date; None if open or unknown."""
        if code == COUNTRY:
            return code
        year = year_of(published) or TODAY
        divisions = self.by_code.get(code, [])
        if not divisions or any(d.since <= year <= d.until for d in divisions):
            return code if divisions else None
        earlier = year < min(d.since for d in divisions)
        found = self._backward(code, year) if earlier else self._forward(code, year)
        return found[0] if len(found) == 1 else None

    def equivalents(self, code: str, published: PartialDate | date | None) -> tuple[str, ...]:
        """Acceptable codes: the one in force at publication first, then today's if changed.

        Without a date the code as given, then today's. In the year of a change the code given
        comes first and the one that replaced it stands beside it.
        """
        if code == COUNTRY:
            return (COUNTRY,)
        then = self.code_in_force(code, published) if published else code
        return tuple(dict.fromkeys((then or code, *self.successors(then or code))))

    def _forward(self, code: str, year: int) -> tuple[str, ...]:
        """Codes in force in `year` that the division went over to."""
        found: dict[str, None] = {}
        seen, queue = set[str](), [code]
        while queue:
            current = queue.pop(0)
            divisions = self.by_code.get(current)
            if current in seen or not divisions:
                continue
            seen.add(current)
            if any(d.until >= year for d in divisions):
                found[current] = None
                continue
            queue += _whole_successors(max(divisions, key=lambda d: d.until))
        return tuple(found) or ((code,) if code in self.by_code or code == COUNTRY else ())

    def _backward(self, code: str, year: int) -> tuple[str, ...]:
        """Codes in force in `year` that became the division, under its own name where unclear."""
        shorts = {d.short for d in self.by_code[code]} - {""}
        found, seen, queue = dict[str, None](), set[str](), [code]
        while queue:
            current = queue.pop(0)
            for before in self._predecessors.get(current, []):
                if before in seen or level_of(before) != level_of(code):
                    continue
                seen.add(before)
                if any(d.since <= year <= d.until for d in self.by_code[before]):
                    found[before] = None
                else:
                    queue.append(before)
        same = [c for c in found if shorts & {d.short for d in self.by_code[c]}]
        return tuple(same if len(same) == 1 else found)


def _whole_successors(division: Division) -> list[str]:
    """Codes that took over the whole division; those that took parts where there are no others."""
    if division.until == TODAY or not division.successors:
        return []
    items = division.successors.split()
    return [item for item in items if "[" not in item] or [item[:6] for item in items]


def _in_force(divisions: list[Division], year: int) -> list[Division]:
    """Those in force in `year`, latest first; else the last before it, else the first after."""
    covering = [d for d in divisions if d.since <= year <= d.until]
    if not covering:
        ended = [d for d in divisions if d.until < year]
        nearest = max((d.until for d in ended), default=0)
        first = min(d.since for d in divisions)
        covering = [d for d in ended if d.until == nearest] or [
            d for d in divisions if d.since == first
        ]
    return sorted(covering, key=lambda d: (-d.since, d.code))


def _codes(divisions: list[Division]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(division.code for division in divisions))
