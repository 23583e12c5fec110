"""Find every place name of a text in one pass: divisions, towns, new areas, by-names.

One Aho-Corasick automaton over some 40,000 names, longest valid match at the leftmost start. Words
that merely hold a name (大理石, 出海口) are patterns of their own and swallow it; a name that
arises only where two words meet (中山 in 其中山东) is passed over. Offsets are characters. A
mention says what the name may mean, never which: that needs the page (regions.py).
Surprise: a name that is also an ordinary word (和平, 朝阳; 新区; 开县 in 召开县总工会) comes out
with `weak` set, for others to judge.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from itertools import chain

import ahocorasick_rs

from tasks.normalize.gazetteer import Gazetteer, Level, level_of
from tasks.partial_date import PartialDate


class PlaceKind(StrEnum):
    """What sort of name was found."""

    COUNTRY = "country"
    DIVISION = "division"  # a full name: 昆山市
    SHORT = "short"  # a name without its ending: 昆山
    TOWN = "town"  # below the county; candidates are its counties
    ZONE = "zone"  # a new area without a code of its own
    HINT = "hint"  # a by-name: 申城


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """`text[start:end]` is a place name that may mean any of `candidates`.

    Candidates are codes in force at the date asked for, larger areas first; for a town those of
    its possible counties; for a zone its district first, then its city. `weak` marks a short form
    that is also an ordinary word.
    """

    start: int
    end: int
    name: str
    kind: PlaceKind
    candidates: tuple[str, ...]
    weak: bool = False

    @property
    def level(self) -> Level:
        """The level of the first candidate."""
        return level_of(self.candidates[0])


# What follows a full name and shows that its last character belongs to the next word.
_NOT_ENDING = {"市": "场值价井", "区": "域别间分块位", "旗": "下帜舰袍", "省": "略"}
# Full names that are common nouns, or begin with a character that ends many verbs.
_WEAK_FULL = re.compile(
    r"[郊城矿新东西南北中市]区|[新老]城区|新市区|[和成开达应代随兴通文万易任威景定交盟临安理茂新范息户富康道]县"
    r"|会同县|[容横寿丰古献青宁环云商吉]县"
)
# Words that end in front of a name and, with its first character, seem to make another.
_WHOLE_BEFORE = frozenset(
    ["其中", "目前", "日前", "此前", "今年", "去年", "近年", "同时", "以及", "还有", "包括", "记者"]
)
# What follows a short form and shows that a street, a paper, a brand or a person is meant.
_NOT_SHORT = re.compile(
    r"[东西南北中]?(?:[一二三四五]?路(?!桥区|灯区)|大道|大街|街(?!道)|胡同)|站(?!点)|机场|啤酒|大学|学院"
    r"|日报|晚报|晨报|早报|商报|都市报|时报|电视台|广播|方言|本田|银行|卫视|商会|同乡|籍|口音|菜(?!篮)"
    r"|镇|乡(?![村镇音亲])|街道|村(?![镇级民企])|社区|庄(?!园)"
)
_GENERIC_TOWN = re.compile(
    r"(?:国营)?(?:经济|高新|技术|产业|工业|农业|科技|生态|旅游|循环|省级|国家级|综合|现代|示范|物流|城市|新区"
    r"|开发|管理|园|试验|保税|风景|名胜|林|农|渔|牧|监狱|场|区|委员会|办事处|街道|镇|乡|老城|新城)+"
)


def _boundaries() -> dict[str, tuple[str, str]]:
    """For a short name the characters in front of and behind it that make another word."""
    text = files("warehouse.gazetteer").joinpath("boundaries.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines())
    return {form: (before, behind) for form, before, behind in rows}


def _words(name: str) -> list[str]:
    text = files("warehouse.gazetteer").joinpath(name).read_text("utf-8")
    return [word for line in text.splitlines() if line[:1] != "#" for word in line.split()]


class PlaceFinder:
    """The automaton over all names of a gazetteer. Use `PlaceFinder.load()`."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        towns = (name for name in gazetteer.towns if _is_own_name(name))
        self._traps = frozenset(_words("not_places.txt"))
        named = (gazetteer.full_names, gazetteer.short_names, gazetteer.aliases)
        self._forms: list[str] = list(dict.fromkeys(chain(self._traps, *named, towns)))
        # So built in half the time of the default, which keeps the names a second time.
        self._automaton = ahocorasick_rs.AhoCorasick(
            self._forms,
            implementation=ahocorasick_rs.Implementation.ContiguousNFA,
            store_patterns=False,
        )
        self._boundaries = _boundaries()

    @staticmethod
    @cache
    def load() -> PlaceFinder:
        """The finder of this process over `Gazetteer.load()`."""
        return PlaceFinder(Gazetteer.load())

    def find(self, text: str, published: PartialDate | date | None = None) -> list[PlaceMention]:
        """Every place named in `text`, in order, read as on the day `published`."""
        mentions: list[PlaceMention] = []
        matches = self._automaton.find_matches_as_indexes(text, overlapping=True)
        free = 0
        for index, start, end in sorted(matches, key=lambda match: (match[1], -match[2])):
            if start < free:
                continue
            form = self._forms[index]
            if form in self._traps:
                free = end
                continue
            follows = bool(mentions) and mentions[-1].end == start
            if not follows and self._straddles(text, start, end, form):
                continue
            mention = self._mention(text, start, end, form, published)
            if mention:
                mentions.append(mention)
                free = mention.end
        return mentions

    def _straddles(self, text: str, start: int, end: int, form: str) -> bool:
        """Whether the name only arises where two words meet (中山 in 其中山东)."""
        before, behind = self._boundaries.get(form, ("", ""))
        left, right = text[start - 1 : start], text[end : end + 1]
        if left and left in before and text[max(0, start - 2) : start] not in _WHOLE_BEFORE:
            return True
        return bool(right) and right in behind

    def _mention(
        self, text: str, start: int, end: int, form: str, published: PartialDate | date | None
    ) -> PlaceMention | None:
        """The mention for a match; None where what follows shows that no place is meant."""
        gazetteer = self.gazetteer
        if text[end : end + 1] and text[end] in _NOT_ENDING.get(form[-1], ""):
            return None
        kind = self._kind(form)
        if kind is PlaceKind.SHORT and _NOT_SHORT.match(text, end):
            return None
        if kind is PlaceKind.TOWN:
            candidates = gazetteer.towns[form]
        else:
            candidates = gazetteer.lookup(form, published)
        if kind is PlaceKind.SHORT:
            candidates = tuple(sorted(candidates, key=level_of))
            weak = form in gazetteer.common_words
        else:
            weak = bool(_WEAK_FULL.fullmatch(form))
        return PlaceMention(start, end, form, kind, candidates, weak)

    def _kind(self, form: str) -> PlaceKind:
        gazetteer = self.gazetteer
        if form in gazetteer.full_names:
            return PlaceKind.DIVISION
        if form in gazetteer.short_names:
            return PlaceKind.SHORT
        if form in gazetteer.aliases:
            kind = gazetteer.aliases[form].kind
            return PlaceKind.DIVISION if kind == "short" else PlaceKind(kind)
        return PlaceKind.TOWN


def _is_own_name(town: str) -> bool:
    """Whether a town's name names it, rather than saying what it is (经济开发区, 小镇)."""
    return len(town) >= 3 and not _GENERIC_TOWN.fullmatch(town)


def find_places(text: str, published: PartialDate | date | None = None) -> list[PlaceMention]:
    """Every place named in `text`, in order: see `PlaceFinder.find`."""
    return PlaceFinder.load().find(text, published)
