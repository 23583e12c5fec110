"""Cues: words that tell a level from something new and from a target, by class.

They stand in `warehouse/cues.yaml`, where # is a digit. All classes of a place are found in one
pass by one Aho-Corasick automaton. A word inside a longer one tells nothing: 争取 is an aim, but
争取到 has got it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import product
from pathlib import Path
from typing import NamedTuple

import ahocorasick_rs
import yaml

CUES_FILE = Path(__file__).parents[2] / "warehouse" / "cues.yaml"


class _Word(NamedTuple):
    """A spelling of a cue; `rank` is its place among the words of its class."""

    text: str
    name: str
    rank: int


class Cues:
    """The words of one place: of those `around` a number, of `headings`, or of `columns`."""

    def __init__(self, classes: dict[str, str]) -> None:
        self.names = tuple(classes)
        self._words = [
            _Word(spelling, name, rank)
            for name, words in classes.items()
            for rank, word in enumerate(words.split())
            for spelling in _spellings(word)
        ]
        self._automaton = ahocorasick_rs.AhoCorasick([word.text for word in self._words])
        self.classes = lru_cache(1024)(self._classes)

    def _classes(self, text: str) -> tuple[str, ...]:
        """The classes that have a word in `text`, in their order."""
        names = {self._words[index].name for index, _, _ in self._found(text)}
        return tuple(name for name in self.names if name in names)

    def places(self, text: str) -> list[tuple[int, str]]:
        """Where words of the classes begin, sorted.

        Words of one class do not overlap: the first counts, and at one place the first of its
        class.
        """
        matches = sorted(
            [
                (start, self._words[index].rank, index, end)
                for index, start, end in self._found(text)
            ]
        )
        ends: dict[str, int] = {}
        places = []
        for start, _, index, end in matches:
            name = self._words[index].name
            if start >= ends.get(name, 0):
                ends[name] = end
                places.append((start, name))
        places.sort()
        return places

    def _found(self, text: str) -> Iterator[tuple[int, int, int]]:
        """Index, start and end of each word that no longer one covers."""
        found = self._automaton.find_matches_as_indexes(text, overlapping=True)
        reached, longest = -1, (-1, -1)
        for index, start, end in sorted(found, key=lambda match: (match[1], -match[2])):
            if end > reached or (start, end) == longest:
                yield index, start, end
                reached, longest = end, (start, end)


def _spellings(word: str) -> Iterator[str]:
    """The word with each # as every digit."""
    pieces = word.split("#")
    for digits in product("0123456789", repeat=len(pieces) - 1):
        yield "".join(map("".join, zip(pieces, (*digits, ""), strict=True)))


@cache
def cues(place: str) -> Cues:
    """The cues of a place."""
    document = yaml.load(CUES_FILE.read_text("utf-8"), Loader=yaml.CSafeLoader)
    return Cues(document[place])
