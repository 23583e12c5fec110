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
from functools import lru_cache
from itertools import compress
from unicodedata import normalize

from tasks.script import simplify

# Full-width ASCII to half-width, but clause punctuation the other way round; see _CLAUSE below.
_FOLD = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_FOLD |= dict(zip(map(ord, "　\xa0﹪℅﹒﹐￥"), "  %%.,¥", strict=True))
_FOLD |= dict.fromkeys((*range(0x2000, 0x200B), 0x202F, 0x205F, 0x1680), " ")
_FOLD |= dict.fromkeys((0x2028, 0x2029, 0x85), "\n")
# Kangxi radicals and compatibility ideographs (⼯, 兩) are left behind by PDF and old fonts.
_FOLD |= {
    code: normalize("NFKC", chr(code))
    for code in (*range(0x2F00, 0x2FD6), *range(0xF900, 0xFAFF))
    if len(normalize("NFKC", chr(code))) == 1
}
_CLAUSE = {",": "，", ":": "：", ";": "；", "?": "？", "!": "！", "(": "（", ")": "）"}
_MARK = re.compile(r"(?P<inside>(?<=\d)(?<!\d{4}),(?=\d{3}(?!\d))|(?<=\d):(?=\d\d))|[,:;?!()]")
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
_SPACE = re.compile(r"[ \r\f\v]+")
# Spaces inside one number. A run of groups counts as one number only where each group but the first
# has three digits and a unit or the border of a cell follows: 41 6820 are the cells of a row.
_IN_NUMBER = re.compile(
    r"(?<![\d.,] )(?<![\d.,])\d{1,3}(?: \d{3})+(?=(?:\.\d+)? {0,3}[⺀-鿿%‰]|\t)"
    r"|(?<=\t)\d{1,3}(?: \d{3})+(?=(?:\.\d+)?(?:\n|\Z))"  # the last cell of a row
    r"|(?<=\d), (?=\d{3}(?!\d))|(?<=\d) ,(?=\d{3}(?!\d))"
    r"|(?<=\d)(?: \.|\. )(?=\d{1,4} ?[万亿%])"
    r"|(?<![\d.,] )(?<![\d.,])\d(?: [\d.]){2,}(?= ?[⺀-鿿%‰])"  # letter-spaced: 2 0 1 3年
)
# In prose a number has its words close on both sides: 会员26 9.7万人 is one, 图1 12家 is two.
_IN_PROSE = re.compile(
    r"(?<=[⺀-鿿、，：；。”’」』）》])(?<![图第注])(?<!附[件表录])"
    r"\d[\d.,]*(?: [\d.,]+)+(?= ?[⺀-鿿%‰])"
)
_HIGHEST = {"年": 2100, "月": 12, "日": 31, "号": 31, "时": 24, "点": 24}
_AT_DIGIT = re.compile(r" [\d.,]\d|\d[.,] |\d \d")
_CJK = re.compile(r"[⺀-鿿豈-﫿　-〿＀-￯“”‘’…—％%]")


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
    offsets = array("l", compress(range(len(source)), kept))
    text = simplify("".join(compress(source, kept)).translate(_FOLD))
    text, offsets = _drop_spaces(text, offsets)
    return Reading(_mark_clauses(text), offsets)


@lru_cache(maxsize=4096)
def read_words(words: str) -> str:
    """The text of the reading of a few words: a table's heads stand over many numbers."""
    return read(words).text


def _drop_spaces(text: str, offsets: array[int]) -> tuple[str, array[int]]:
    """Drop spaces except between two Latin words or between numbers that stand apart."""
    pieces: list[str] = []
    kept = array("l")
    last = 0
    inside = _spaces_in_numbers(text)
    for match in _SPACE.finditer(text):
        start, end = match.span()
        pieces.append(text[last:start])
        kept.extend(offsets[last:start])
        if start not in inside and _divides(text, start, end):
            pieces.append(" ")
            kept.append(offsets[start])
        last = end
    if not pieces:
        return text, offsets
    pieces.append(text[last:])
    kept.extend(offsets[last:])
    return "".join(pieces), kept


def _spaces_in_numbers(text: str) -> set[int]:
    """Where a space stands inside one number (1 789 570人, 1, 286名)."""
    if not _AT_DIGIT.search(text):
        return set()
    found = [match.span() for match in _IN_NUMBER.finditer(text)]
    found += [match.span() for match in _IN_PROSE.finditer(text) if _is_believable(match)]
    return {space.start() for span in found for space in _SPACE.finditer(text, *span)}


def _is_believable(match: re.Match[str]) -> bool:
    """Whether the pieces make one number that may stand before its word (图1 2013年 do not)."""
    joined = match[0].replace(" ", "")
    word = match.string[match.end() : match.end() + 2].lstrip()
    highest = _HIGHEST.get(word[:1])
    return highest is None or (joined.isdigit() and int(joined) <= highest)


def _divides(text: str, start: int, end: int) -> bool:
    """Whether the space at `text[start:end]` tells two tokens apart."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if not before or not after or before in "\n\t" or after in "\n\t":
        return False
    if _CJK.match(before) or _CJK.match(after):
        return end - start > 3  # columns set with spaces stay columns
    return True


def _mark_clauses(text: str) -> str:
    """Give clause punctuation its full-width form and leave that inside numbers ASCII."""
    return _MARK.sub(_marked, text)


def _marked(match: re.Match[str]) -> str:
    return match[0] if match["inside"] else _CLAUSE[match[0]]
