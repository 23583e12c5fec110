"""Named practices: how unions say that they organise (“三同时”, 党建带工建, “青岛模式”).

Three ways lead to a name: the lexicon `warehouse/practices.yaml`, slogans with a number in
quotation marks, and quoted names that end in 模式, 工程, 行动 and the like or stand right before
such a word. The lexicon wins where two overlap. What surprises: most quoted words are no practice
(speech, shops, “十二五”), so a slogan needs a syllable or a neighbour that speaks for it, and a
page without any word of unions has no practices at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import ahocorasick_rs

from tasks.extract.document import Document
from tasks.extract.practice_names import KnownPractice, PracticeNames, load_practice_names
from tasks.normalize.codebook import load_codebook
from tasks.records import Practice

_QUOTED = re.compile(
    r"“([^“”\n\t]{2,24})”|「([^「」『』\n\t]{2,24})」|『([^『』\n\t]{2,24})』"
    r"|‘([^‘’\n\t]{2,24})’|〝([^〝〞〟\n\t]{2,24})[〞〟]|\"([^\"\n\t]{2,24})\""
)
_NUMERAL = "[一二三四五六七八九十百千万两双0-9]"
_ENUMERATED = re.compile(rf"{_NUMERAL}+(?:[、，]{_NUMERAL}+)+")  # 二、四、六
_SUM = re.compile(r"[0-9](?:\+[0-9]){0,4}(?:\+[NX])?")  # 1+3+N
_TWICE = re.compile(rf"(?:{_NUMERAL}+(?:(?!{_NUMERAL})[一-鿿]){{1,3}}){{2,4}}")  # 三定期一加强
_NUMBERED = re.compile(rf"{_NUMERAL}+([一-鿿]{{1,4}})")  # 三同时
_NEAR = 100  # characters of the sentence, each side, that a word of `near` may stand in
_SPEECH = re.compile("[。！？…]|[你我他她俺咱]")
_THEN_WAY = re.compile("的[^，。；：“”「」]{0,12}?(模式|机制|做法|工作法|办法|法子|路子|格局|方式)")


@dataclass(frozen=True, slots=True)
class _Found:
    """A practice at `document.text[start:end]`."""

    name: str
    kind: str
    start: int
    end: int


def find_practices(document: Document) -> list[Practice]:
    """Every mention of a named practice, in order of the text; names without quotation marks."""
    if not any(anchor in document.text for anchor in load_codebook().anchors):
        return []
    names = load_practice_names()
    found = list(_known(document))
    taken = {position for one in found for position in range(one.start, one.end)}
    for match in _QUOTED.finditer(document.text):
        one = _quoted(document.text, match, names)
        if one is not None and taken.isdisjoint(range(*match.span())):
            found.append(one)
    return [_practice(document, one) for one in sorted(found, key=lambda one: one.start)]


def _practice(document: Document, one: _Found) -> Practice:
    start, end = document.source_span(one.start, one.end)
    return Practice(one.name, one.kind, document.article.text[start:end], start, end)


@cache
def _matcher() -> tuple[ahocorasick_rs.AhoCorasick, list[KnownPractice]]:
    spelled = [(s, known) for known in load_practice_names().known for s in known.spellings]
    automaton = ahocorasick_rs.AhoCorasick(
        [spelling for spelling, _ in spelled], matchkind=ahocorasick_rs.MatchKind.LeftmostLongest
    )
    return automaton, [known for _, known in spelled]


def _known(document: Document) -> Iterator[_Found]:
    automaton, owners = _matcher()
    for index, start, end in automaton.find_matches_as_indexes(document.text):
        known = owners[index]
        if _is_near(document, known, start, end):
            yield _Found(known.name, known.kind, start, end)


def _is_near(document: Document, known: KnownPractice, start: int, end: int) -> bool:
    """Whether a word of `near` stands in the sentence, outside the name itself."""
    if not known.near:
        return True
    sentence = document.sentence_at(start)
    before = document.text[max(sentence.start, start - _NEAR) : start]
    around = f"{before} {document.text[end : min(sentence.end, end + _NEAR)]}"
    return any(word in around for word in known.near)


def _quoted(text: str, match: re.Match[str], names: PracticeNames) -> _Found | None:
    name = next(filter(None, match.groups())).strip()
    before, behind = (
        text[max(0, match.start() - 4) : match.start()],
        text[match.end() : match.end() + 24],
    )
    if _SPEECH.search(name) or _is_ordinary(name, before, behind, names):
        return None
    inner = next((e for e in names.endings if name.endswith(e) and len(name) > len(e) + 1), None)
    if inner:
        return _Found(name, _kind(name, inner, names), *match.span())
    outer = next((ending for ending in names.endings if behind.startswith(ending)), "")
    if _is_slogan(name, names, bool(outer) or _has_cue(before, behind, names)):
        return _Found(name, "slogan", match.start(), match.end() + len(outer))
    if outer:
        return _Found(name, _kind(name, outer, names), match.start(), match.end() + len(outer))
    way = _THEN_WAY.match(behind)
    if way:
        return _Found(name, _kind(name, "模式", names), *match.span())
    return None


def _is_ordinary(name: str, before: str, behind: str, names: PracticeNames) -> bool:
    """Whether the quotation is a date, a plan, a group, a shop or something said."""
    ordinary = names.ordinary
    numbered = re.match(rf"{_NUMERAL}+", name)
    return (
        name in ordinary.exact
        or before.endswith(ordinary.before)
        or behind.startswith(ordinary.behind)
        or name.endswith(ordinary.ends)
        or (numbered is not None and name[numbered.end() :].startswith(ordinary.starts))
    )


def _has_cue(before: str, behind: str, names: PracticeNames) -> bool:
    """Whether a word beside the quotation marks says that a way of working stands in them."""
    return before.endswith(names.slogan.before) or behind.startswith(names.slogan.behind)


def _is_slogan(name: str, names: PracticeNames, has_cue: bool) -> bool:
    if _ENUMERATED.fullmatch(name) or _SUM.fullmatch(name):
        return True
    if name.startswith("一"):  # 一站式, 一条龙, 一家亲: idioms, all but “一函两书” and its like
        return bool(_TWICE.fullmatch(name)) and has_cue
    if _TWICE.fullmatch(name):
        return True
    numbered = _NUMBERED.fullmatch(name)
    return numbered is not None and (has_cue or numbered[1].startswith(names.slogan.syllables))


def _kind(name: str, ending: str, names: PracticeNames) -> str:
    """What the name speaks of, else what its ending says."""
    for kind, words in names.kind_by_word.items():
        if any(word in name for word in words):
            return kind
    return names.endings[ending]
