"""Where a page's main text stands: the smallest box with most of the prose.

Prose is running text that is not furniture. In a forum the article is the first post, so the
search ends where the second begins.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate

from tasks.parse.furniture import Furniture
from tasks.parse.sheet import Box, Line, Sheet

_POST = re.compile(
    r"^(?![^。，]*(?:最后|最近|本帖|本文)).{0,24}(?:发表于|(?:回复|提交)(?:日期|时间)|回帖时间)\s*[:：]?\s*(?:20\d\d|\d{1,2}[-/月])|"
    r"^(?:沙发|板凳|地板|地下室|\d{1,3}\s*(?:楼|#))(?:\s|$)"
)
_REPLY = re.compile(r"^(?:Re|RE|回复)\s*[:：]\s*\S")
_NOT_CORE = frozenset(
    {"p", "li", "dd", "dt", "tr", "h1", "h2", "h3", "h4", "blockquote", "pre", "ul", "ol"}
)
_DOMINANT = 0.6  # the share of its parent's prose that makes a box the next step down
_LEAST = 20  # characters; the shortest notices have 30


@dataclass(frozen=True)
class Content:
    """`core` is the box of the prose, lines `start` (the first prose) to `end`, of `mass`."""

    sheet: Sheet
    furniture: Furniture
    core: Box
    start: int
    end: int
    mass: int

    @property
    def is_text(self) -> bool:
        """A page saved as text has no boxes: its lists end nowhere."""
        return self.core is self.sheet.root

    def kept(self, box: Box) -> list[int]:
        """The lines of `box` that are not furniture."""
        return [i for i in range(box.start, box.end) if not self.furniture.dropped[i]]

    def lines(self, box: Box) -> list[Line]:
        return [self.sheet.lines[i] for i in self.kept(box)]


def find_core(sheet: Sheet, furniture: Furniture) -> Content | None:
    """The box and the range of the main text; None where no line holds running text."""
    found = _find_core(sheet, furniture, end_of_first_post(sheet))
    return found or _find_core(sheet, furniture, len(sheet.lines))


def _find_core(sheet: Sheet, furniture: Furniture, limit: int) -> Content | None:
    weights = [
        0 if furniture.dropped[i] or i >= limit else weight
        for i, weight in enumerate(furniture.weight)
    ]
    sums = [0, *accumulate(weights)]
    if sums[-1] < _LEAST:
        return None
    core = sheet.root
    while True:
        mass = sums[core.end] - sums[core.start]
        heavy = [c for c in core.children if sums[c.end] - sums[c.start] >= _DOMINANT * mass]
        if not heavy or heavy[0].tag in _NOT_CORE or _is_grid(heavy[0], sheet):
            break
        core = heavy[0]
    start = next(i for i in range(core.start, core.end) if weights[i])
    return Content(sheet, furniture, core, start, min(core.end, limit), mass)


def _is_grid(box: Box, sheet: Sheet) -> bool:
    return box.tag == "table" and any(line.grid for line in sheet.lines[box.start : box.end])


def end_of_first_post(sheet: Sheet) -> int:
    """The line where a forum's second post begins; the number of lines on other pages."""
    posts = [
        index
        for index, line in enumerate(sheet.lines)
        if len(line.text) < 120 and _POST.search(line.plain)
    ]
    if len(posts) < 2:
        replies = (i for i, line in enumerate(sheet.lines) if i and _REPLY.match(line.text))
        return next(replies, len(sheet.lines))
    box = sheet.lines[posts[1]].box
    while box.parent is not None and box.parent.start > posts[0]:
        box = box.parent
    return max(box.start, posts[0] + 1) if box.start > posts[0] else posts[1]
