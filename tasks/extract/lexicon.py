"""Finding the codebook's words in a text, all metrics at once, in one pass.

Terms are expanded to plain strings, found by one Aho-Corasick automaton (overlaps included), and
put together again where a term has a gap (`新建…工会`). A gap does not cross the end of a clause,
but for the comma right behind a subject (`外资企业，工会组建率…`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import NamedTuple

import ahocorasick_rs

from tasks.errors import InputError
from tasks.normalize.codebook import Codebook, load_codebook

GAP = 12  # characters that … may stand for
_CLAUSE_BREAK = re.compile(r"[，。；：！？\n\t]")
_OPTION = re.compile(r"\[([^\[\]]*)\]")
_BRACKET = frozenset("[]()|")
_CHOICE = re.compile(r"\(([^()]*)\)")


class Role(StrEnum):
    """What a term says about its metric."""

    HEAD = "head"
    CLUE = "clue"
    VETO = "veto"


@dataclass(frozen=True, slots=True)
class Term:
    """One spelling of a term: its parts in order, a gap between two parts."""

    metric: str
    role: Role
    parts: tuple[str, ...]
    weight: int  # characters that have to be there: longer terms say more


class Mention(NamedTuple):
    """A term at `text[start:end]`; a gap term spans from its first part to its last."""

    start: int
    end: int
    term: Term


def expand(pattern: str) -> list[tuple[str, ...]]:
    """All spellings of a codebook term, each a tuple of parts.

    `expand("新[组]建…(工会|分会)")` has four. Raises InputError for unbalanced brackets.
    """
    if _BRACKET.isdisjoint(pattern):
        return [_parts(pattern)]
    spellings = [pattern]
    for bracket, with_empty in ((_OPTION, True), (_CHOICE, False)):
        while any(bracket.search(spelling) for spelling in spellings):
            spellings = [
                s for spelling in spellings for s in _branch(spelling, bracket, with_empty)
            ]
    if not all(map(_BRACKET.isdisjoint, spellings)):
        raise InputError(f"codebook: brackets do not match in {pattern}")
    return sorted({_parts(spelling) for spelling in spellings})


def _parts(spelling: str) -> tuple[str, ...]:
    return tuple(filter(None, spelling.split("…")))


def _branch(spelling: str, bracket: re.Pattern[str], with_empty: bool) -> Iterator[str]:
    match = bracket.search(spelling)
    if match is None:
        yield spelling
        return
    for choice in [*match[1].split("|"), *([""] if with_empty else [])]:
        yield spelling[: match.start()] + choice + spelling[match.end() :]


class Lexicon:
    """The automaton over all spellings of a codebook."""

    def __init__(self, codebook: Codebook) -> None:
        self.codebook = codebook
        self._by_first: dict[str, list[Term]] = defaultdict(list)
        for metric in codebook.metrics.values():
            for role, patterns in (
                (Role.HEAD, metric.heads),
                (Role.CLUE, metric.clues),
                (Role.VETO, metric.vetoes),
            ):
                for parts in {p for pattern in patterns for p in expand(pattern)}:
                    weight = sum(map(len, parts))
                    self._by_first[parts[0]].append(Term(metric.code, role, parts, weight))
        later = {part for terms in self._by_first.values() for t in terms for part in t.parts}
        self._strings = sorted(later)
        self._automaton = ahocorasick_rs.AhoCorasick(self._strings)

    def find(self, text: str) -> list[Mention]:
        """Every mention of every metric, by start; overlapping ones included."""
        starts: dict[str, list[int]] = defaultdict(list)
        for index, start, _ in self._automaton.find_matches_as_indexes(text, overlapping=True):
            starts[self._strings[index]].append(start)
        mentions: list[Mention] = []
        for first, positions in starts.items():
            for term in self._by_first.get(first, ()):
                if len(term.parts) == 1:
                    mentions += [Mention(start, start + term.weight, term) for start in positions]
                else:
                    mentions.extend(_join(term, positions, starts, text))
        mentions.sort(key=lambda m: (m.start, m.end, m.term.metric, m.term.role))
        return mentions


def _join(
    term: Term, positions: Iterable[int], starts: dict[str, list[int]], text: str
) -> Iterator[Mention]:
    """The places where the parts of `term` follow each other within the gap."""
    for start in positions:
        end: int | None = start + len(term.parts[0])
        for part in term.parts[1:]:
            end = _next_part(part, end, starts, text) if end is not None else None
        if end is not None:
            yield Mention(start, end, term)


def _next_part(part: str, after: int, starts: dict[str, list[int]], text: str) -> int | None:
    """Where the nearest `part` behind `after` ends, or None beyond the gap or the clause."""
    places = starts.get(part)
    if not places:
        return None
    index = bisect_left(places, after)
    if index == len(places) or places[index] - after > GAP:
        return None
    behind = after + text.startswith("，", after)
    if _CLAUSE_BREAK.search(text, behind, places[index]):
        return None
    return places[index] + len(part)


@cache
def default_lexicon() -> Lexicon:
    """The lexicon of the codebook that the product carries."""
    return Lexicon(load_codebook())
