"""A sentence with its numbers taken out, so that a regular expression can speak of sentence shapes.

`应建会企业1400家，已建会1120家` becomes `应建会企业N，已建会N`, where N is one private character; a
match gives back the quantities that stand inside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tasks.extract.document import Document, Span
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


def skeletons(
    document: Document, quantities: Iterable[Quantity], paragraphs: bool = False
) -> Iterator[Skeleton]:
    """The skeleton of each sentence (or paragraph) that holds two numbers or more."""
    within: list[Quantity] = []
    span = Span(0, 0)
    for quantity in quantities:
        if quantity.start >= span.end:
            if len(within) > 1:
                yield _skeleton(document, span, within)
            within, span = [], _around(document, quantity.start, paragraphs)
        within.append(quantity)
    if len(within) > 1:
        yield _skeleton(document, span, within)


def _around(document: Document, position: int, paragraphs: bool) -> Span:
    segment = document.segment_at(position) if paragraphs else None
    return Span(segment.start, segment.end) if segment else document.sentence_at(position)


def _skeleton(document: Document, span: Span, quantities: list[Quantity]) -> Skeleton:
    pieces, last = [], span.start
    for quantity in quantities:
        pieces += [document.text[last : quantity.start], N]
        last = quantity.end
    pieces.append(document.text[last : max(last, span.end)])
    return Skeleton("".join(pieces), tuple(quantities))
