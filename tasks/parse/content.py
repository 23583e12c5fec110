"""Which lines of a page are its main article.

From the headline to the end of the core all is article that is not furniture. What stands
behind the core is kept only if it reads like article (second parts, tables, lists of figures),
because there the lists of other articles stand.
"""

from __future__ import annotations

import re

from tasks.parse.core import Content, end_of_first_post
from tasks.parse.furniture import is_furniture_line, is_sentence, opens_other, prose, weight_of
from tasks.parse.headline import Headline
from tasks.parse.repairs import is_garbled, unscramble
from tasks.parse.sheet import Box, Line, Sheet, bare
from tasks.parse.words import CREDITS, FOOT_SURE, KICKER_NAMES

_DATA_HEADING = re.compile(r"数据|数字|统计|截至|一览|情况|概况|指标")
_UNIT = r"(?:[人家个户件元场期次份名%]|人次)"
# A bare figure, its label with a unit, or both: 312 · 基层工会（个） · 新建工会 42 家
_FIGURE = re.compile(
    rf"^[约近超达共]*[\d.,]+\s*[万亿余多+]*\w{{0,2}}%?$|[（(][万亿]?{_UNIT}[）)]$|"
    rf"^[\w、“”]{{2,12}}[:：]?\s*[\d.,]+\s*[万亿余多]*{_UNIT}+[;；。]?$"
)
_DATED = re.compile(
    r"(?:(?:(?:19|20)\d\d[-/.年])?\d{1,2}[-/]\d{1,2}|(?:19|20)\d\d[.年]\d{1,2}[.月]\d{1,2}日?|"
    r"[\[(（]\d{1,2}[.月]\d{1,2}日?)[\])】）]?\s*$"
)
_DIGIT = re.compile(r"\d")
_STAMP = re.compile(
    r"(?:19|20)\d\d\s*[-年/.]\s*\d{1,2}\s*[-月/.]\s*\d{1,2}\s*日?\s*"
    r"(?:\d|$|[^前底起至到、，。以间])"
)


def article_lines(content: Content, headline: Headline | None) -> list[int]:
    """Indices of the article's lines behind the headline, in order."""
    sheet, core = content.sheet, content.core
    top = headline.index if headline is not None and headline.index >= 0 else core.start - 1
    scope = core
    while scope.parent is not None and not scope.start <= max(top, 0) < scope.end:
        scope = scope.parent
    post = end_of_first_post(sheet)
    limit = min(scope.end, max(post, content.end))
    inside = range(max(top + 1, scope.start), min(limit, core.end))
    kept = _kicker(sheet, top)
    kept += _inside(content, inside, bare(headline.text) if headline else "", top)
    kept += _behind(content, range(core.end, limit))
    if post == len(sheet.lines):
        kept += _beyond(content, scope)
    return _without_snippets(sheet, _without_dated(sheet, kept, content.start))


def _without_dated(sheet: Sheet, indices: list[int], start: int) -> list[int]:
    """Drop lists of other articles below the text: two or more short lines that end in a date.

    The short line above such a list is its heading.
    """
    dated = {i for i in indices if i > start and _is_dated(sheet.lines[i])}
    runs = {i for i in dated if i - 1 in dated or i + 1 in dated}
    heads = {i - 1 for i in runs if i - 1 not in runs and len(sheet.lines[i - 1].key) <= 10}
    return [i for i in indices if i not in runs and i not in heads]


def _is_dated(line: Line) -> bool:
    shown = line.grid is None and 12 <= len(line.text) <= 80
    return shown and not is_sentence(line) and bool(_DATED.search(line.plain))


def _kicker(sheet: Sheet, top: int) -> list[int]:
    """The line above the headline where its class, or a smaller heading, makes it the kicker."""
    if top < 1:
        return []
    line, headline = sheet.lines[top - 1], sheet.lines[top]
    if not 6 <= len(line.text) <= 60 or line.linked or is_furniture_line(line):
        return []
    named = bool(line.box.names & KICKER_NAMES)
    over = headline.level > 0 and line.level > headline.level
    return [top - 1] if named or (over and not _STAMP.search(line.plain)) else []


def _inside(content: Content, indices: range, shown: str, top: int) -> list[int]:
    """The lines between the headline `shown` at line `top` and the end of the core."""
    lines, start = content.sheet.lines, content.start
    kept: list[int] = []
    skip_to = -1
    for index in indices:
        line = lines[index]
        if content.is_text and index > start and FOOT_SURE.search(line.plain):
            break
        if index < skip_to:
            continue
        if content.furniture.dropped[index] and not _is_subtitle(line, index, start):
            continue
        if opens_other(line) and not (content.is_text and index < start):
            skip_to = _end_of_other(content, index)
            continue
        if index < start and (not _leads(line) or _in_info(content.sheet, index)):
            continue
        if index < content.core.start and index > top + 3 and not is_sentence(line):
            continue
        again = index <= start + 3 and bool(line.key) and line.key in shown
        if again and (line.key == shown or line.box is lines[max(top, 0)].box):
            continue
        kept.append(index)
    return kept


def info_box(line: Line, sheet: Sheet) -> Box | None:
    """The smallest box of short lines about `line`: date, outlet and counts, a line each."""
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
    return any(_STAMP.search(line.plain) or CREDITS.match(line.plain) for line in lines)


def _is_subtitle(line: Line, index: int, start: int) -> bool:
    """A line under the headline that opens with a dash, whatever its class is called."""
    return index < start and line.text.startswith("——") and len(line.text) > 4


def _leads(line: Line) -> bool:
    """Whether a line between headline and prose is text: a summary, a salutation, a subtitle."""
    if line.grid is not None:
        return True
    if CREDITS.match(line.plain) or is_furniture_line(line):
        return False
    return not _STAMP.search(line.plain) or is_sentence(line)


def _end_of_other(content: Content, index: int) -> int:
    """Where the list of other things that opens at `index` ends."""
    core, lines = content.core, content.sheet.lines
    box = lines[index].box
    while box.parent is not None and box.parent is not core and box.parent.start == index:
        box = box.parent
    wraps = box is not core and box.start == index and box.end - index > 1
    if wraps and box.end < core.end:
        return box.end
    if content.is_text:
        return core.end
    return next((i for i in range(index + 1, core.end) if _resumes(lines[i], box)), core.end)


def _resumes(line: Line, box: Box) -> bool:
    """Whether the article goes on here behind a list of other things that opened in `box`."""
    long = is_sentence(line) and len(line.text) >= 60
    return long and not line.linked and line.box.tag == "p" and line.box is not box


def _behind(content: Content, indices: range) -> list[int]:
    lines, dropped = content.sheet.lines, content.furniture.dropped
    kept: list[int] = []
    covered: set[int] = set()
    others = False  # a heading of other articles stands above, in a box of its own
    for box in _outermost(content.core, indices):
        covered.update(range(box.start, box.end))
        others = others or (box.end - box.start == 1 and opens_other(lines[box.start]))
        alike = bool(box.names) and box.signature == content.core.signature
        if _reads_on(content, box) and (alike or not others):
            kept += [i for i in content.kept(box) if i in indices and not opens_other(lines[i])]
    for index in indices:
        if index not in covered and opens_other(lines[index]):
            break
        if index not in covered and not dropped[index] and is_sentence(lines[index]):
            kept.append(index)
    return sorted(kept)


def _beyond(content: Content, scope: Box) -> list[int]:
    """Further parts of the article outside the box that holds headline and core.

    Only a table of data, a box built like the core or like the scope, or one with prose and
    without a link passes here: most of what stands so far away is other people's.
    """
    kept: list[int] = []
    for box in _outermost(scope, range(scope.end, len(content.sheet.lines))):
        lines = content.lines(box)
        if not _reads_on(content, box) or any(line.linked for line in lines):
            continue
        alike = box.signature in {content.core.signature, scope.signature} and bool(box.names)
        if alike or sum(map(weight_of, lines)) >= 40 or any(line.grid for line in lines):
            kept += content.kept(box)
    return kept


def _outermost(core: Box, indices: range) -> list[Box]:
    """The boxes beside the core and beside its parents that start within `indices`."""
    found: dict[Box, None] = {}
    box = core
    while box.parent is not None:
        later = (child for child in box.parent.children if child.start >= core.end)
        found |= dict.fromkeys(c for c in later if c.end > c.start and c.start in indices)
        box = box.parent
    return sorted(found, key=lambda one: one.start)


def _reads_on(content: Content, box: Box) -> bool:
    """Whether a box behind the core reads like more of the article."""
    lines = content.lines(box)
    if not lines or opens_other(content.sheet.lines[box.start]):
        return False
    if sum(line.linked for line in lines) > 0.3 * sum(len(line.text) for line in lines):
        return False
    if any(line.grid is not None for line in lines):
        return True
    mass = sum(map(weight_of, lines))
    if mass and (box.signature == content.core.signature or box.tag in {"p", "h3", "h4"}):
        return True
    return mass >= max(60, 0.1 * content.mass) or _lists_figures(lines)


def _lists_figures(lines: list[Line]) -> bool:
    figures = sum(bool(_FIGURE.search(line.plain)) and not line.linked for line in lines)
    if figures >= 2 and 2 * figures >= len(lines):
        return True
    items = sum(bool(_DIGIT.search(line.text)) and len(line.text) < 40 for line in lines)
    return items >= 2 and bool(_DATA_HEADING.search(lines[0].plain))


def _without_snippets(sheet: Sheet, indices: list[int]) -> list[int]:
    """Drop garbled lines where the page is otherwise legible and no legible prose follows them.

    Such blocks are teasers of other articles; a garbled paragraph amid the text stays.
    """
    bad = {i for i in indices if is_garbled(sheet.lines[i].text) or _is_mojibake(sheet.lines[i])}
    if not bad or len(bad) == len(indices):
        return indices
    good = [i for i in indices if i not in bad and prose(sheet.lines[i])]
    last = max(good, default=-1)
    return [i for i in indices if i <= last or i not in bad] if good else indices


def _is_mojibake(line: Line) -> bool:
    return unscramble(line.text) is not None
