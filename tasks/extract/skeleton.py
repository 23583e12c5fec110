"""A sentence with its numbers taken out, so that a regular expression can speak of sentence shapes.

`应建会企业1400家，已建会1120家` becomes `应建会企业N，已建会N`, where N is one private character; a match
gives back the quantities that stood in its groups.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tasks.extract.document import Document
from tasks.records import Quantity

N = "\ue000"  # a private-use character: one number with its unit and bound words


@dataclass(frozen=True, slots=True)
class Skeleton:
    """`text` holds an N for each of `quantities`, in order."""

    text: str
    quantities: tuple[Quantity, ...]

    def matches(self, shape: re.Pattern[str]) -> Iterator[tuple[re.Match[str], list[Quantity]]]:
        """Each place where `shape` matches, with the quantities inside it."""
        for match in shape.finditer(self.text):
            first = self.text.count(N, 0, match.start())
            yield match, list(self.quantities[first : first + match[0].count(N)])


def shape(pattern: str) -> re.Pattern[str]:
    """A compiled sentence shape: N is a number, `~` up to twelve characters within the clause."""
    return re.compile(pattern.replace("N", N).replace("~", f"[^，。；：{N}]{{0,12}}?"))


def skeletons(document: Document, quantities: Iterable[Quantity]) -> Iterator[Skeleton]:
    """The skeleton of each sentence that holds two numbers or more."""
    within: list[Quantity] = []
    end = -1
    for quantity in quantities:
        if quantity.start >= end:
            if len(within) > 1:
                yield _skeleton(document, within)
            within, end = [], document.sentence_at(quantity.start).end
        within.append(quantity)
    if len(within) > 1:
        yield _skeleton(document, within)


def _skeleton(document: Document, quantities: list[Quantity]) -> Skeleton:
    sentence = document.sentence_at(quantities[0].start)
    pieces, last = [], sentence.start
    for quantity in quantities:
        pieces += [document.text[last : quantity.start], N]
        last = quantity.end
    pieces.append(document.text[last : max(last, sentence.end)])
    return Skeleton("".join(pieces), tuple(quantities))
