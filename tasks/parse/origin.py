"""Where to look for a page's source and date, and what was found there.

`Scene` gathers what the search needs: the lines about the headline (nearest first), those at
the article's end, and the page's head. Labelled sources win over meta tags, those over a
newspaper's masthead, that over bare outlets in the info line, and those over the dateline.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tasks.parse.content import info_box
from tasks.parse.core import Content
from tasks.parse.credits import (
    account_source,
    bare_source,
    clean_source,
    dateline_source,
    editors_source,
    labelled_source,
    named_source,
    paper_of,
    sender,
)
from tasks.parse.headline import Headline
from tasks.parse.sheet import Line, Sheet

_META_SOURCES = ("contentsource", "source", "enp:sourcename", "og:source", "article:source")
_META_LABEL = re.compile(r"^\W*(?:来源|來源|稿源)\s*[:：]\s*")
_ISSUER = re.compile(r"(?:发布|发文|公开|制发|印发)(?:机构|单位|机关)\s*:")
_OF_DATA = re.compile(r"^\W*(?:资料|数据)来源")  # under a table: whose figures, not whose page
_LONGEST_VALUE = 24  # characters of a name in an index box
_LABEL_CELL = 8  # characters; a cell that is nothing but 发布机构：
_INDEX_BOX = 24  # cells of the index box above a government page's headline
_LABEL_LINE = 30  # characters; a line that is nothing but 来源：…
_LONGEST_BOX = 6  # lines; more are a menu
_ABOVE, _BELOW, _BEFORE_END, _BEHIND_END = 4, 13, 3, 8  # lines searched


@dataclass(frozen=True, slots=True)
class Origin:
    """The source; whether a label says so; whether it issued the page as a document."""

    name: str | None
    labelled: bool = False
    issued: bool = False


@dataclass(frozen=True)
class Scene:
    """`around` and `tail` are indices of lines; `indices` those of the article.

    `top` is the headline's line, or the article's first where no line is its headline.
    """

    sheet: Sheet
    title: str
    meta: dict[str, str]
    indices: list[int]
    around: list[int]
    tail: list[int]
    top: int

    def lines(self, indices: list[int]) -> list[Line]:
        return [self.sheet.lines[i] for i in indices]


def set_scene(
    content: Content,
    headline: Headline | None,
    indices: list[int],
    title: str,
    meta: dict[str, str],
) -> Scene:
    """Choose the lines to search; without a shown headline, those above the text."""
    last_line = len(content.sheet.lines)
    shown = headline is not None and headline.index >= 0
    top = headline.index if headline and shown else max(content.start - _ABOVE, 0)
    below = range(top + 1, min(content.start + 2, top + 1 + _BELOW, last_line))
    above = range(top - 1, max(-1, top - 1 - _ABOVE), -1)
    end = max(indices, default=content.end)
    tail = range(max(top, end - _BEFORE_END), min(last_line, end + 1 + _BEHIND_END))
    return Scene(
        content.sheet,
        title,
        meta,
        indices,
        [top, *below, *above],
        [i for i in tail if i not in below],
        top if shown else min(indices, default=content.start),
    )


def find_publisher(scene: Scene, sites: list[str]) -> Origin:
    """The source and how the page names it; `sites` are the site's own names."""
    around, tail = scene.lines(scene.around), scene.lines(scene.tail)
    first, last = min(scene.around), max([*scene.tail, *scene.around])
    between = [line for line in scene.sheet.lines[first:last] if len(line.text) <= _LABEL_LINE]
    index_box = (_joined(scene.sheet, index) for index in range(max(0, first - _INDEX_BOX), last))
    table = any(line.grid is not None for line in scene.lines(scene.indices))
    for line in [*around, *tail, *between]:
        name = labelled_source(line)
        if name and not (table and _OF_DATA.match(line.plain)):
            return Origin(name, True, _is_issuer(line))
    name = next(filter(None, (_from_meta(scene.meta, key) for key in _META_SOURCES)), None)
    if name:
        return Origin(name, True)
    for line in filter(None, index_box):
        name = labelled_source(line)
        if name:
            return Origin(name, True, _is_issuer(line))
    return Origin(_unlabelled(scene, sites))


def _unlabelled(scene: Scene, sites: list[str]) -> str | None:
    """An outlet that no label names: masthead, info line, dateline, or who sent the page in."""
    name = paper_of(scene.sheet, scene.title)
    name = name or clean_source(scene.sheet.account)
    if name:
        return name
    around, tail = scene.lines(scene.around), scene.lines(scene.tail)
    named = (_in_info_line(scene.sheet, line, sites) for line in around[1:])
    return (
        next(filter(None, named), None)
        or dateline_source(scene.lines(scene.indices[:3]), sites)
        or next(filter(None, map(sender, [*around, *tail])), None)
    )


def _joined(sheet: Sheet, index: int) -> Line | None:
    """A cell with nothing but its label, and the cell behind it: 发布机构：|县总工会."""
    line = sheet.lines[index]
    if len(line.text) > _LABEL_CELL or line.plain[-1:] != ":" or index + 1 == len(sheet.lines):
        return None
    value = sheet.lines[index + 1].text
    return Line(line.text + value, line.box) if len(value) <= _LONGEST_VALUE else None


def _is_issuer(line: Line) -> bool:
    """Whether the body named is the one that issued the document, and no outlet."""
    return bool(_ISSUER.search(line.plain)) and "来源" not in line.plain


def _from_meta(meta: dict[str, str], key: str) -> str | None:
    return clean_source(_META_LABEL.sub("", meta[key])) if key in meta else None


def _in_info_line(sheet: Sheet, line: Line, sites: list[str]) -> str | None:
    return (
        named_source(line)
        or bare_source(_info_text(sheet, line), sites, bool(line.times))
        or editors_source(line)
        or account_source(line)
    )


def _info_text(sheet: Sheet, line: Line) -> str:
    """The info line with the short lines that share its box."""
    box = info_box(line, sheet)
    if box is not None and box.end - box.start > _LONGEST_BOX:
        box = None
    lines = sheet.lines[box.start : box.end] if box is not None else [line]
    return "  ".join("  ".join(one.pieces) if one.pieces else one.text for one in lines)
