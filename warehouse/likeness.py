"""Whether two articles are one story: a reprint or an excerpt is, the text of another year is not.

Text is compared without figures, as the share of the shorter one's shingles that the longer one
has, so that an excerpt counts as much as a whole reprint; figures are compared by themselves. To
find candidates each article has a sketch, the shingles whose hash falls into a fixed sixteenth of
all: FracMinHash (Irber et al. 2022, after Broder 1997), which unlike plain MinHash estimates
containment and so finds an excerpt a tenth as long as its source.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
import zlib
from dataclasses import dataclass

SHINGLE = 6  # characters
KEPT_OF = 16  # one in so many shingles is in the sketch
SHORTEST = 30  # characters: below, only the same text is the same story
SAME_TEXT = 0.6  # share of the shorter one's shingles
SAME_TEXT_BARE = 0.8  # the same, where there are too few figures to go by
SAME_FIGURES = 0.8  # share of its figures
_FEW = 3

_CHARACTERS = re.compile(r"[\u3400-\u9fff]+")
_WITH_FIGURES = re.compile(r"[\u3400-\u9fff0-9]+")
# One digit alone says little: it numbers paragraphs and counts leaders.
_FIGURES = re.compile(r"\d+\.\d+|\d{2,}")


@dataclass(frozen=True, slots=True)
class Likeness:
    """What of an article is compared: its shingles and its figures."""

    shingles: frozenset[str]
    figures: frozenset[str]


def bare(text: str) -> str:
    """The Chinese characters of a text alone."""
    return "".join(_CHARACTERS.findall(text))


def _plain(text: str) -> str:
    """With half-width figures, without the commas in them."""
    return unicodedata.normalize("NFKC", text).replace(",", "")


def sketch(text: str) -> list[int]:
    """64-bit hashes of a fixed sixteenth of the shingles, ascending; of simplified text.

    Figures are part of these shingles: they tell set phrases of one article from those of another.
    """
    characters = "".join(_WITH_FIGURES.findall(_plain(text)))
    kept = set()
    for start in range(len(characters) - SHINGLE + 1):
        shingle = characters[start : start + SHINGLE].encode("utf-16-le")
        if zlib.crc32(shingle) % KEPT_OF == 0:
            kept.add(int.from_bytes(hashlib.blake2b(shingle, digest_size=8).digest(), "big"))
    return sorted(kept)


def likeness(text: str) -> Likeness:
    """What is compared of an article; of simplified text."""
    characters = bare(text)
    spans = range(max(0, len(characters) - SHINGLE + 1))
    return Likeness(
        frozenset(characters[start : start + SHINGLE] for start in spans),
        frozenset(_FIGURES.findall(_plain(text))),
    )


def is_same_story(one: Likeness, other: Likeness) -> bool:
    """Whether the shorter is the other one's text, whole or in part, with its figures."""
    short, long = sorted((one, other), key=lambda item: len(item.shingles))
    if len(short.shingles) < SHORTEST - SHINGLE + 1:
        return False
    text = len(short.shingles & long.shingles) / len(short.shingles)
    if len(short.figures) < _FEW:
        return text >= SAME_TEXT_BARE and short.figures <= long.figures
    figures = len(short.figures & long.figures) / len(short.figures)
    return text >= SAME_TEXT and figures >= SAME_FIGURES
