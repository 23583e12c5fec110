"""The visible page as lines in boxes: the one shape that HTML and plain text share.

A `Line` is what a reader sees as one line or paragraph; a `Box` is a block element with the
range of lines that it covers, so that "all inside this div" is a slice. Every judgement about
what is article and what is furniture works on these two, never on tags. Surprise: inline
borders are kept (`pieces`), because `<span>来源:湖北日报</span><span>2023-12-04</span>` is
shown with a gap that the text does not have.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from tasks.parse.grids import Grid
from tasks.parse.words import INVISIBLE, fold, plain, visible

_SPACE = re.compile(r"[ \t\r\n\f\v\xa0\u2000-\u200a\u202f\u205f]+")
_KEEP = re.compile(r"[\W_]+")


@dataclass(eq=False)
class Box:
    """A block element: lines `start` to `end` (exclusive); `names` are its class and id tokens."""

    tag: str
    names: frozenset[str]
    parent: Box | None
    start: int
    end: int = 0
    children: list[Box] = field(default_factory=list)

    @property
    def signature(self) -> tuple[str, frozenset[str]]:
        return self.tag, self.names


@dataclass(eq=False)
class Line:
    """One shown line. `linked` counts characters inside links; `level` is 1 to 6 for h1 to h6.

    `pieces` are what inline borders set apart of the text, without invisible characters; none where
    `text` is one piece that hides nothing. `big` is true for large type, `bold` if all of it is
    bold; `names` are the class and id tokens of inline elements and the box. `grid` is the data
    table that stands here, if any.
    """

    text: str
    box: Box
    pieces: tuple[str, ...] = ()
    linked: int = 0
    level: int = 0
    bold: bool = False
    big: bool = False
    centred: bool = False
    names: frozenset[str] = frozenset()
    grid: Grid | None = None
    times: tuple[str, ...] = ()

    @cached_property
    def folded(self) -> str:
        """Simplified and half-width, same length as `text`."""
        return fold(self.text)

    @cached_property
    def plain(self) -> str:
        """`folded` without injected pinyin and letter-spacing: what furniture is known by."""
        return plain(self.text)

    @cached_property
    def spaced(self) -> str:
        """What is visible, folded, with a gap at each inline border."""
        return visible("  ".join(self.pieces) if self.pieces else self.text)

    @cached_property
    def key(self) -> str:
        """Letters and digits only, folded."""
        return bare(self.text)

    @property
    def link_share(self) -> float:
        return self.linked / max(1, len(self.text))


@dataclass
class Sheet:
    """All lines of a page; `root` covers them all; `hidden` is text that is not shown.

    `account` is the account that published a page exported from WeChat, "" on other pages.
    """

    lines: list[Line]
    root: Box
    hidden: list[str] = field(default_factory=list)
    account: str = ""


def squeeze(text: str) -> str:
    """Runs of white space to one space, ends stripped; ideographic spaces inside stay."""
    return _SPACE.sub(" ", text).strip(" \u3000")


def set_apart(pieces: Iterable[str]) -> tuple[str, ...]:
    """The pieces of a line without what nobody sees; none where the line's text says the same."""
    shown = [squeeze(piece) for piece in pieces]
    seen = [INVISIBLE.sub("", piece) for piece in shown]
    kept = tuple(filter(None, seen))
    return kept if len(kept) > 1 or seen != shown else ()


def bare(text: str) -> str:
    """Letters and digits only, folded: what two spellings of one headline share."""
    return _KEEP.sub("", fold(text)).lower()
