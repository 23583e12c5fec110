"""A text as it should be read: simplified, half-width, without noise, each character traceable.

Rules match on `Reading.text`; `Reading.span` maps what they found back to the source, so that a
quote stays literal whatever stood between its characters. Only whole characters are dropped or
replaced one by one: OpenCC's t2s and the full-width fold never change length. Newlines and tabs
(block and cell borders) always stay. Surprise: the comma of a clause becomes ，and the comma
inside a number stays ASCII, so that rules tell them apart without looking around.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import opencc

# Full-width ASCII to half-width, but clause punctuation the other way round; see CLAUSE below.
_FOLD = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_FOLD |= {ord("　"): " ", ord("\xa0"): " ", ord("﹪"): "%", ord("﹒"): ".", ord("〇"): "〇"}
_FOLD |= dict.fromkeys((*range(8192, 8203), 8239, 8287, 5760), " ")
_CLAUSE = {",": "，", ":": "：", ";": "；", "?": "？", "!": "！", "(": "（", ")": "）"}
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
_SPACE = re.compile(r"[ \r\f\v]+")
_DIGIT_COMMA = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_DIGIT_COLON = re.compile(r"(?<=\d):(?=\d\d)")
_CJK = re.compile(r"[⺀-鿿豈-﫿　-〿＀-￯“”‘’…—％%]")


@cache
def _t2s() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def simplify(text: str) -> str:
    """Traditional to simplified characters, character by character (same length)."""
    simplified = str(_t2s().convert(text))
    return simplified if len(simplified) == len(text) else text


@dataclass(frozen=True, slots=True)
class Reading:
    """`text` to match on; `offsets[i]` is where its character i stands in the source."""

    text: str
    offsets: array[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Source offsets of `text[start:end]`; an empty span is empty there too."""
        if start >= end:
            place = self.offsets[start] if start < len(self.offsets) else 0
            return place, place
        return self.offsets[start], self.offsets[end - 1] + 1


def read(source: str, skipped: Iterable[tuple[int, int]] = ()) -> Reading:
    """The reading of `source` without the `skipped` spans (source offsets, end exclusive)."""
    kept = bytearray(b"\x01") * len(source)
    for start, end in skipped:
        kept[start:end] = bytes(end - start)
    for match in _INVISIBLE.finditer(source):
        kept[match.start()] = 0
    offsets = array("l", (i for i, keep in enumerate(kept) if keep))
    text = simplify("".join([source[i] for i in offsets]).translate(_FOLD))
    text, offsets = _drop_spaces(text, offsets)
    return Reading(_mark_clauses(text), offsets)


def _drop_spaces(text: str, offsets: array[int]) -> tuple[str, array[int]]:
    """Drop spaces except between two Latin words or between numbers that stand apart."""
    pieces: list[str] = []
    kept = array("l")
    last = 0
    for match in _SPACE.finditer(text):
        start, end = match.span()
        pieces.append(text[last:start])
        kept.extend(offsets[last:start])
        if _divides(text, start, end):
            pieces.append(" ")
            kept.append(offsets[start])
        last = end
    if not pieces:
        return text, offsets
    pieces.append(text[last:])
    kept.extend(offsets[last:])
    return "".join(pieces), kept


def _divides(text: str, start: int, end: int) -> bool:
    """Whether the space at `text[start:end]` tells two tokens apart."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if not before or not after or before in "\n\t" or after in "\n\t":
        return False
    if _CJK.match(before) or _CJK.match(after):
        return end - start > 3  # columns set with spaces stay columns
    if before.isdigit() and after.isdigit():
        return end - start > 1 or text[max(0, start - 3) : start - 2] in ":-/"
    return True


def _mark_clauses(text: str) -> str:
    """Give clause punctuation its full-width form and leave that inside numbers ASCII."""
    if not any(mark in text for mark in _CLAUSE):
        return text
    inside = {m.start() for m in _DIGIT_COMMA.finditer(text)}
    inside |= {m.start() for m in _DIGIT_COLON.finditer(text)}
    return "".join(
        _CLAUSE.get(char, char) if i not in inside else char for i, char in enumerate(text)
    )
