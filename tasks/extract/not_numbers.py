"""Words and shapes with digits in them that count nothing: 统一, 四川, 两个普遍, 2013-02-26.

`shield` blanks such words before numbers are read, so that no rule further on needs to know
them. Surprise: a word is only shielded where it is not the middle of a numeral (万一 in 三万一千).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

import ahocorasick_rs

BLANK = "\ue000"  # private use: stands in no page, and no rule matches it
_NUMERALS = frozenset("零〇一二两三四五六七八九十百千万亿廿卅0123456789")
_SCALES = frozenset("十百千万亿")
_SILENT = frozenset({"shield", "keep"})


@dataclass(frozen=True, slots=True)
class NotNumber:
    """`text[start:end]` looks like a number and is none; `kind` says what it is."""

    start: int
    end: int
    text: str
    kind: str


_QUOTED = re.compile(r"[“‘「『《〈\"]([^“”‘’「」『』《》〈〉\"，。；？！\n\t]{1,12})[”’」』》〉\"]")


@cache
def _words() -> dict[str, str]:
    """Every listed word with its kind."""
    words: dict[str, str] = {}
    text = resources.files("warehouse").joinpath("lexicon/not_numbers.tsv").read_text("utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    for line in lines[1:]:
        kind, listed = line.split("\t")
        words |= dict.fromkeys(listed.split(), kind)
    return words


@cache
def hotlines() -> frozenset[str]:
    """Numbers that are called rather than counted: 12351, 110; also 985 and 211 universities."""
    return frozenset(word for word, kind in _words().items() if kind == "hotline")


@cache
def _matcher() -> tuple[ahocorasick_rs.AhoCorasick, list[str], list[str]]:
    words = {word: kind for word, kind in _words().items() if kind != "hotline"}
    matcher = ahocorasick_rs.AhoCorasick(
        list(words), matchkind=ahocorasick_rs.MatchKind.LeftmostLongest
    )
    return matcher, list(words), list(words.values())


def shield(text: str) -> tuple[str, list[NotNumber]]:
    """`text` with every such word blanked (same length), and those that hold a numeral."""
    matcher, words, kinds = _matcher()
    pieces: list[str] = []
    found: list[NotNumber] = []
    last = 0
    for index, start, end in matcher.find_matches_as_indexes(text):
        kind, word = kinds[index], words[index]
        if kind == "keep" or _inside_numeral(text, start, end):
            continue
        pieces += (text[last:start], BLANK * (end - start))
        last = end
        if kind != "shield":
            found.append(NotNumber(start, end, word, kind))
    pieces.append(text[last:])
    return "".join(pieces), found


def _inside_numeral(text: str, start: int, end: int) -> bool:
    """Whether the word's first or last character belongs to a longer numeral."""
    before, behind = text[start - 1 : start], text[end : end + 1]
    if before in _NUMERALS and text[start] in _NUMERALS:
        return True
    joined = _NUMERALS if _NUMERALS.issuperset(text[start:end]) else _SCALES  # 七一 in 七一七所
    return behind in joined and text[end - 1] in _NUMERALS


def quoted_spans(text: str) -> Iterator[tuple[int, int]]:
    """The insides of short quotations: “三上门”, 《1000问》; longer ones are speech."""
    for match in _QUOTED.finditer(text):
        yield match.span(1)
