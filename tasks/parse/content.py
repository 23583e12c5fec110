"""Which lines of a page are its main article.

The core is the smallest box that holds most of the prose that is not furniture. The article is
the range between the headline and the end of the smallest box that holds both headline and
core, without furniture; what stands behind the core is kept only if it reads like article
(second parts, data lists), because there the lists of other articles stand. In a forum the
article is the first post.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tasks.parse.furniture import (
    Furniture,
    is_furniture_line,
    is_sentence,
    opens_other,
    prose,
    weight_of,
)
from tasks.parse.headline import Headline
from tasks.parse.repairs import is_garbled, unscramble
from tasks.parse.sheet import Box, Line, Sheet, bare
from tasks.parse.words import CREDITS, FOOT_SURE, KICKER_NAMES

_POST = re.compile(
    r"^(?![^。，]*(?:最后|最近|本帖|本文)).{0,24}发表于\s*[:：]?\s*(?:20\d\d|\d{1,2}[-/月])|"
    r"^(?:沙发|板凳|地板|地下室|\d{1,3}\s*(?:楼|#))(?:\s|$)"
)
_NOT_CORE = frozenset(
    {"p", "li", "dd", "dt", "tr", "h1", "h2", "h3", "h4", "blockquote", "pre", "ul", "ol"}
)
_DATA_HEADING = re.compile(r"数据|数字|统计|截至|一览|情况|概况|指标")
# A bare figure, its label with a unit, or both: 312 · 基层工会（个） · 新建工会 42 家
_FIGURE = re.compile(
    r"^[约近超达共]*[\d.,]+\s*[万亿余多+]*\w{0,2}%?$|[（(][万亿]?(?:[人家个户件元场期次份名%]|人次)[）)]$|"
    r"^[\w、“”]{2,12}[:：]?\s*[\d.,]+\s*[万亿余多]*[人家个户件元场期次份名%]+[;；。]?$"
)
_COUNT_ITEM = re.compile(r"\d")
_STAMP = re.compile(
    r"(?:19|20)\d\d\s*[-年/.]\s*\d{1,2}\s*[-月/.]\s*\d{1,2}\s*日?\s*(?:\d|$|[^前底起至到、，。以间])"
)
_DOMINANT = 0.6


@dataclass(frozen=True)
class Content:
    """`core` is the box of the prose; `start` its first line with prose; `kept` the article."""

    core: Box
    start: int
    end: int


def find_core(sheet: Sheet, furniture: Furniture) -> Content | None:
    """The box and the range of the main text; None where no line holds running text."""
    found = _find_core(sheet, furniture, _end_of_first_post(sheet))
    return found or _find_core(sheet, furniture, len(sheet.lines))


def _find_core(sheet: Sheet, furniture: Furniture, limit: int) -> Content | None:
    weights = [
        0 if furniture.dropped[i] or i >= limit else w for i, w in enumerate(furniture.weight)
    ]
    sums = [0]
    for value in weights:
        sums.append(sums[-1] + value)
    total = sums[-1]
    if total < 20:
        return None
    core = sheet.root
    while True:
        mass = sums[core.end] - sums[core.start]
        heavy = [c for c in core.children if sums[c.end] - sums[c.start] >= _DOMINANT * mass]
        if not heavy or heavy[0].tag in _NOT_CORE:
            break
        if heavy[0].tag == "table" and any(
            line.grid for line in sheet.lines[heavy[0].start : heavy[0].end]
        ):
            break
        core = heavy[0]
    start = next(i for i in range(core.start, core.end) if weights[i])
    return Content(core, start, min(core.end, limit))


def _end_of_first_post(sheet: Sheet) -> int:
    """The line where a forum's second post begins; the number of lines on other pages."""
    posts = [
        i
        for i, line in enumerate(sheet.lines)
        if len(line.text) < 120 and _POST.search(line.folded)
    ]
    if len(posts) < 2:
        return len(sheet.lines)
    second = sheet.lines[posts[1]]
    box = second.box
    while box.parent is not None and box.parent.start > posts[0]:
        box = box.parent
    return max(box.start, posts[0] + 1) if box.start > posts[0] else posts[1]


def article_lines(
    sheet: Sheet, furniture: Furniture, content: Content, headline: Headline | None
) -> list[int]:
    """Indices of the article's lines behind the headline, in order."""
    top = headline.index if headline is not None and headline.index >= 0 else content.core.start - 1
    scope = content.core
    while scope.parent is not None and not scope.start <= max(top, 0) < scope.end:
        scope = scope.parent
    limit = min(scope.end, max(_end_of_first_post(sheet), content.end))
    shown = bare(headline.text) if headline is not None else ""
    kept: list[int] = []
    kicker = _kicker(sheet, furniture, top)
    if kicker is not None:
        kept.append(kicker)
    inside = range(max(top + 1, scope.start), min(limit, content.core.end))
    kept += _inside(sheet, furniture, content, inside, shown, top)
    kept += _behind(sheet, furniture, content, range(content.core.end, limit))
    if _end_of_first_post(sheet) == len(sheet.lines):
        kept += _beyond(sheet, furniture, content, scope)
    return kept


def _beyond(sheet: Sheet, furniture: Furniture, content: Content, scope: Box) -> list[int]:
    """Further parts of the article outside the box that holds headline and core.

    Only a table of data, a box built like the core or like the scope, or one that is heavy
    with prose passes here: most of what stands so far away is other people's.
    """
    kept: list[int] = []
    core = sum(furniture.weight[content.core.start : content.core.end])
    for box in _outermost(scope, range(scope.end, len(sheet.lines))):
        lines = [sheet.lines[i] for i in range(box.start, box.end) if not furniture.dropped[i]]
        if not _reads_on(sheet, furniture, content, box) or any(line.linked for line in lines):
            continue
        mass = sum(weight_of(line) for line in lines)
        alike = box.signature in {content.core.signature, scope.signature} and box.names
        if alike or mass >= 40 or any(line.grid for line in lines):
            kept += [i for i in range(box.start, box.end) if not furniture.dropped[i]]
    return kept


def _kicker(sheet: Sheet, furniture: Furniture, top: int) -> int | None:
    """The line above the headline where its class says that it is the kicker."""
    if top < 1:
        return None
    line = sheet.lines[top - 1]
    return top - 1 if line.box.names & KICKER_NAMES and 6 <= len(line.text) <= 60 else None


def _inside(
    sheet: Sheet, furniture: Furniture, content: Content, indices: range, shown: str, top: int
) -> list[int]:
    kept: list[int] = []
    is_text = content.core is sheet.root  # a page saved as text has no boxes to end a list
    skip_to = -1
    for index in indices:
        line = sheet.lines[index]
        if is_text and index > content.start and FOOT_SURE.search(line.folded):
            break
        if index < skip_to or (furniture.dropped[index] and not _is_subtitle(line, index, content)):
            continue
        if opens_other(line) and not (is_text and index < content.start):
            skip_to = _end_of_other(sheet, content, index)
            continue
        if index < content.start and (not _leads(line) or _in_info(sheet, index)):
            continue
        if index < content.core.start and index > top + 3 and not is_sentence(line):
            continue
        if shown and index <= content.start + 3 and (key := line.key) and key in shown:
            if key == shown or line.box is sheet.lines[max(top, 0)].box:
                continue
        kept.append(index)
    return kept


def info_box(line: Line, sheet: Sheet) -> Box | None:
    """The smallest list or row of short lines about `line`: date, outlet and counts, a line each."""
    box = line.box
    while box.parent is not None and box.parent.parent is not None:
        lines = sheet.lines[box.parent.start : box.parent.end]
        if len(lines) > 6 or any(one.level or is_sentence(one) or one.grid for one in lines):
            break
        box = box.parent
    return box if box.end - box.start > 1 else None


def _in_info(sheet: Sheet, index: int) -> bool:
    """Whether a line stands in one box with a date or a source line."""
    box = info_box(sheet.lines[index], sheet)
    if box is None:
        return False
    lines = sheet.lines[box.start : box.end]
    return any(_STAMP.search(line.folded) or CREDITS.match(line.folded) for line in lines)


def _is_subtitle(line: Line, index: int, content: Content) -> bool:
    """A line under the headline that opens with a dash, whatever its class is called."""
    return index < content.start and line.text.startswith("——") and len(line.text) > 4


def _leads(line: Line) -> bool:
    """Whether a line between headline and prose is text: a summary, a salutation, a subtitle."""
    if line.grid is not None:
        return True
    if CREDITS.match(line.folded) or is_furniture_line(line):
        return False
    return not _STAMP.search(line.folded) or is_sentence(line)


def _end_of_other(sheet: Sheet, content: Content, index: int) -> int:
    """Where the list of other things that opens at `index` ends."""
    box = sheet.lines[index].box
    while box.parent is not None and box.parent is not content.core and box.parent.start == index:
        box = box.parent
    wraps = box is not content.core and box.start == index and box.end - index > 1
    if wraps and box.end < content.core.end:
        return box.end
    if content.core is sheet.root:
        return content.core.end
    for later in range(index + 1, content.core.end):
        line = sheet.lines[later]
        if (
            is_sentence(line)
            and len(line.text) >= 60
            and not line.linked
            and line.box.tag == "p"
            and line.box is not box
        ):
            return later
    return content.core.end


def _behind(sheet: Sheet, furniture: Furniture, content: Content, indices: range) -> list[int]:
    kept: list[int] = []
    boxes = _outermost(content.core, indices)
    for box in boxes:
        if _reads_on(sheet, furniture, content, box):
            kept += [
                i
                for i in range(box.start, min(box.end, indices.stop))
                if not furniture.dropped[i] and not opens_other(sheet.lines[i])
            ]
    covered = {i for box in boxes for i in range(box.start, box.end)}
    for index in indices:
        line = sheet.lines[index]
        if index not in covered and opens_other(line):
            break
        if index not in covered and not furniture.dropped[index] and is_sentence(line):
            kept.append(index)
    return sorted(kept)


def _outermost(core: Box, indices: range) -> list[Box]:
    """The boxes beside the core and beside its parents that start within `indices`."""
    found: list[Box] = []
    box: Box | None = core
    while box is not None and box.parent is not None and box.start >= 0:
        later = [c for c in box.parent.children if c.start >= core.end and c.end > c.start]
        found += [c for c in later if c.start in indices]
        box = box.parent
    return sorted(set(found), key=lambda b: b.start)


def _reads_on(sheet: Sheet, furniture: Furniture, content: Content, box: Box) -> bool:
    lines = [sheet.lines[i] for i in range(box.start, box.end) if not furniture.dropped[i]]
    if not lines or opens_other(sheet.lines[box.start]):
        return False
    linked = sum(line.linked for line in lines)
    chars = sum(len(line.text) for line in lines)
    if linked > 0.3 * chars:
        return False
    if any(line.grid is not None for line in lines):
        return True
    mass = sum(weight_of(line) for line in lines)
    core = sum(prose(line) for line in sheet.lines[content.core.start : content.core.end])
    if box.signature == content.core.signature and mass:
        return True
    if mass >= max(60, 0.1 * core) or (mass and box.tag in {"p", "h3", "h4"}):
        return True
    figures = [line for line in lines if _FIGURE.search(line.folded) and not line.linked]
    if len(figures) >= 2 and 2 * len(figures) >= len(lines):
        return True
    items = [line for line in lines if _COUNT_ITEM.search(line.text) and len(line.text) < 40]
    return bool(_DATA_HEADING.search(lines[0].folded)) and len(items) >= 2


def without_snippets(sheet: Sheet, indices: list[int]) -> list[int]:
    """Drop garbled lines where the page is otherwise legible and no legible prose follows them.

    Such blocks are teasers of other articles; a garbled paragraph amid the text stays.
    """
    bad = {i for i in indices if _is_mangled(sheet.lines[i])}
    if not bad or len(bad) == len(indices):
        return indices
    good = [i for i in indices if i not in bad and prose(sheet.lines[i])]
    last = max(good, default=-1)
    return [i for i in indices if i <= last or i not in bad] if good else indices


def _is_mangled(line: Line) -> bool:
    return is_garbled(line.text) or unscramble(line.text) is not None
