"""Head nouns: what a number that no metric claims counts, for the list the codebook grows from.

The noun phrase that begins where the number ends (42名律师顾问) gives its last noun, with the noun
before it; else the noun that the number is said of (律师42名, 离职率由上年的7.5%降到2.1%), found by
walking back over other numbers, times, adverbs and verbs of being and changing; in a table the
column's head or the row's. Where a verb of doing stands between (慰问38万人) there is none: a wrong
head would hide in the list, no head does not. Word classes are those of jieba's dictionary; what it
gets wrong stands in warehouse/lexicon/head_words.tsv.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from tasks.extract.words import tag
from tasks.records import Block, BlockKind, Measure, Quantity
from tasks.script import simplify

_REACH = 60  # characters looked at before a number
_AHEAD = 24  # and behind it
_LONGEST = 6  # characters of a compound: 企业工会主席
_NUMBER = "■"

_NOUN_CLASSES = frozenset({"n", "nr", "nz", "nt", "nl", "ng", "vn", "an", "j", "l"})
_MODIFIERS = frozenset({"n", "nz", "nt", "vn", "an", "b", "j"})
_LEADING = frozenset({"a", "b", "ns"})  # may begin a noun phrase
_PASSED = frozenset(
    {"t", "d", "f", "m", "q", "r", "u", "uj", "ul", "uz", "ud", "uv", "y", "k"}
)  # times, adverbs, numerals, pronouns, particles
_BORDERS = re.compile(r"[。！？；;\n\t]")
_STOPS = re.compile(r"[，,。！？；：;:、（）()“”《》\s·|/—…【】\[\]]")
_LEAD = re.compile(r"(?:[的了多余]|以上|以下|左右|以内|之多)*")
_BRACKETS = re.compile(r"[（(][^（）()]*[）)]|[ \u3000“”《》\"'‘’]")
_SPANNING = re.compile("(?:期|龄|时长|寿命|间隔|假|规划|计划|行动|合同|协议|学制)$")
_NAME = re.compile("[\u4e00-\u9fff]{2,}")
_NO_LABEL = re.compile(
    r"[\d〇一二三四五六七八九十]+年|[上下]半年|季度|月份|[同本上]期|比上年|增长|合计|小计|序号|编号|名次|"
    r"排名|单位$|数量$"
)

Word = tuple[str, str]


@cache
def _words(role: str) -> frozenset[str]:
    """The words of a role."""
    text = resources.files("warehouse").joinpath("lexicon/head_words.tsv").read_text("utf-8")
    lines = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    return frozenset(word for name, words in lines[1:] if name == role for word in words.split())


@cache
def _no_nouns() -> frozenset[str]:
    return frozenset().union(*map(_words, ("verb", "passed", "said", "changes")))


@dataclass(frozen=True, slots=True)
class _Text:
    """A page's text, simplified, with its numbers and blocks in order."""

    text: str
    spans: tuple[tuple[int, int], ...]
    blocks: tuple[Block, ...]
    starts: tuple[int, ...]

    def block_at(self, position: int) -> Block | None:
        index = bisect_right(self.starts, position) - 1
        return self.blocks[index] if index >= 0 else None

    def before(self, start: int) -> str:
        """The sentence up to a number, with a sign for each other number."""
        low = max(0, start - _REACH)
        words = self._masked(low, start)
        return _BORDERS.split(words)[-1]

    def behind(self, end: int) -> str:
        """What follows a number up to the next pause."""
        words = self._masked(end, end + _AHEAD)
        lead = _LEAD.match(words)
        return _STOPS.split(words[lead.end() if lead else 0 :], maxsplit=1)[0]

    def _masked(self, low: int, high: int) -> str:
        """`text[low:high]` with `_NUMBER` for each number in it."""
        pieces = []
        for start, end in self.spans[max(0, bisect_right(self.spans, (low, 0)) - 1) :]:
            if start >= high:
                break
            if end > low:
                pieces += [self.text[low : max(low, start)], _NUMBER]
                low = end
        return "".join([*pieces, self.text[low:high]])


def find_heads(
    text: str, blocks: Sequence[Block], numbers: Iterable[Quantity], wanted: Iterable[Quantity]
) -> list[str | None]:
    """The head noun of each wanted number of an article's text, None where none is told.

    `numbers` are all numbers of the page. Heads are in simplified characters.
    """
    spans = tuple(sorted({(one.start, one.end) for one in numbers}))
    page = _Text(simplify(text), spans, tuple(blocks), tuple(one.start for one in blocks))
    return [_head(page, one) for one in wanted]


def _head(page: _Text, number: Quantity) -> str | None:
    told = _head_behind(page.behind(number.end)) or _head_before(page.before(number.start))
    if number.measure in (Measure.DURATION, Measure.AGE) and not _SPANNING.search(told or ""):
        return None  # 五年会员翻番: when, not how many
    block = page.block_at(number.start)
    if told is None and block is not None and block.kind is BlockKind.CELL:
        return _head_of_cell(block)
    return told


def _head_behind(words: str) -> str | None:
    """The head of the noun phrase that `words` begin with."""
    phrase: list[Word] = []
    for word, kind in tag(words):
        if _is_noun(word, kind) or kind in _LEADING or (phrase and word in _words("tail")):
            phrase.append((word, kind))
        elif kind == "uj" and not any(_is_noun(*one) for one in phrase):
            continue  # 优秀的干部
        else:
            break
    while phrase and not (_is_noun(*phrase[-1]) or phrase[-1][0] in _words("tail")):
        phrase.pop()
    return _compound(phrase)


def _head_before(words: str) -> str | None:
    """The noun that a number behind `words` is said of."""
    tagged = tag(_BRACKETS.sub("", words))
    is_changed = False
    for index in range(len(tagged) - 1, -1, -1):
        word, kind = tagged[index]
        is_changed |= word in _words("changes")
        if _is_noun(word, kind) or (word in _words("tail") and index > 0):
            return _compound(tagged[: index + 1])
        if not (_is_passed(word, kind) or _is_joint(tagged, index, is_changed)):
            return None
    return None


def _is_noun(word: str, kind: str) -> bool:
    return word in _words("noun") or (kind in _NOUN_CLASSES and word not in _no_nouns())


def _is_passed(word: str, kind: str) -> bool:
    return kind in _PASSED or (word in _no_nouns() and word not in _words("verb"))


def _is_joint(tagged: Sequence[Word], index: int, is_changed: bool) -> bool:
    """Whether the search goes on before this sign: another number, a pause, a colon."""
    word, is_last = tagged[index][0], index == len(tagged) - 1
    if word == _NUMBER:
        return not is_last  # 40人12名
    if word in "：:":
        return is_last
    if word in "、和及与":
        return tagged[index - 1][0] == _NUMBER
    return word in "，," and is_changed


def _compound(words: Sequence[Word]) -> str | None:
    """The last of `words` with what belongs to it; None where that is a single character."""
    head = ""
    for word, kind in reversed(words):
        if head and not _belongs(word, kind, head):
            break
        is_whole, head = len(word) > 1 and bool(head), word + head
        if is_whole:
            break
    return head if _NAME.fullmatch(head) else None


def _belongs(word: str, kind: str, head: str) -> bool:
    """Whether `word` is part of the compound that `head` ends."""
    if word in _no_nouns() or len(word + head) > _LONGEST or not _NAME.fullmatch(word + head):
        return False
    if len(head) == 1 or (len(word) == 1 and head[-1] in _words("tail") and len(head) == 2):
        return kind not in _PASSED  # characters of a word that the dictionary lacks: 机扫率
    return len(word) > 1 and (kind in _MODIFIERS or word in _words("noun"))


def _head_of_cell(block: Block) -> str | None:
    """What the heads of a cell's column, or else of its row, say it counts."""
    for heads in (block.column_heads, block.row_heads):
        for head in reversed(heads):
            words = _BRACKETS.sub("", simplify(head)).strip()
            if not _NO_LABEL.search(words):
                found = _head_before(words[-_AHEAD:])
                if found:
                    return found
    return None
