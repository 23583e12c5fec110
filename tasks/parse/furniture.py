"""What on a page is furniture: navigation, lists of other articles, comments, footers, tools.

Judged box by box and line by line, on evidence of three kinds that must agree with the prose:
names of classes and ids, words that open such a part, and links. A box that holds most of the
page's prose is never furniture, whatever it is called.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tasks.parse.sheet import Box, Line, Sheet
from tasks.parse.words import (
    ATTACHMENT,
    BREADCRUMB,
    CREDITS,
    FOOT_SURE,
    FOOTER,
    MEMBER_PANEL,
    OTHER_HEADING,
    OTHER_START,
    STRONG_NAMES,
    TOOLS,
    WEAK_NAMES,
)

_SENTENCE = re.compile(r"[。！？!?；][”’」』）)\]】]*$|[。；，].*[。；，]|[。]")
_STOP = re.compile(r"[。！？!?…：:；;][”’」』）)\]】]*$")
_PUNCTUATION = re.compile(r"[，。；、！？]")
_FIGURE = re.compile(
    r"\d\s*(?:[万亿余多]|人|家|个|户|件|%|元|场|期|次|份|名|所|座|对|支|项)|"
    r"[（(](?:[万亿]?[人家个户件元场期次份名]|%)+[)）]$|^[\d.,]+$"
)
_DIVIDER = re.compile(r"[|｜┊]")
_TAGS = frozenset({"nav", "footer", "aside", "form"})


def prose(line: Line) -> int:
    """Characters of running text in `line`: zero for labels, links and headlines."""
    if line.grid is not None:
        return sum(len(p.cell.text) for row in line.grid.rows for p in row)
    shown = len(line.text) - line.linked
    if shown < 12 or line.level in (1, 2) or shown * 2 < len(line.text):
        return 0
    marks = len(_PUNCTUATION.findall(line.plain))
    if not marks or (shown < 25 and not _STOP.search(line.plain)):
        return 0
    return shown


def is_sentence(line: Line) -> bool:
    """Whether the line reads as running text: ends or divides like a sentence, is no link."""
    return (
        line.grid is None
        and line.link_share < 0.5
        and len(line.text) >= 15
        and bool(_SENTENCE.search(line.plain))
    )


@dataclass
class Furniture:
    """`dropped[i]` is true where line i is no part of any article; `weight[i]` its prose."""

    dropped: bytearray
    weight: list[int]
    total: int = 0
    headings: list[str] = field(default_factory=list)


def find_furniture(sheet: Sheet) -> Furniture:
    """Mark the lines of every box that its name or opening words give away."""
    weight = [prose(line) for line in sheet.lines]
    found = Furniture(bytearray(len(sheet.lines)), weight, sum(weight))
    sums = [0]
    for value in weight:
        sums.append(sums[-1] + value)
    stack = [sheet.root]
    while stack:
        box = stack.pop()
        if box.end <= box.start:
            continue
        mass = sums[box.end] - sums[box.start]
        if _is_furniture(box, sheet, mass, found.total):
            found.dropped[box.start : box.end] = b"\x01" * (box.end - box.start)
            continue
        stack.extend(box.children)
    for index, line in enumerate(sheet.lines):
        if not found.dropped[index] and is_furniture_line(line):
            found.dropped[index] = 1
    return found


def _is_furniture(box: Box, sheet: Sheet, mass: int, total: int) -> bool:
    if box.tag in {"body", "root", "html", "tr", "tbody"}:
        return False
    lines = sheet.lines[box.start : box.end]
    if any(line.level == 1 for line in lines) and box.tag not in {"footer", "aside"}:
        return False
    heavy = mass > 0.4 * total and total > 0
    if heavy:
        return False
    if any(line.grid is not None for line in lines):
        return False
    if box.tag in _TAGS or box.names & STRONG_NAMES:
        return True
    if opens_other(lines[0]) and box.tag not in {"p", "li", "td", "h2", "h3"}:
        return True
    chars = sum(len(line.text) for line in lines)
    linked = sum(line.linked for line in lines)
    if len(lines) >= 2 and linked > 0.6 * chars and not any(line.level for line in lines):
        return True
    if not box.names & WEAK_NAMES or any(1 <= line.level <= 3 for line in lines):
        return False
    if any(is_sentence(line) and weight_of(line) for line in lines):
        return False
    return not all(is_data_item(line) for line in lines)


def weight_of(line: Line) -> int:
    """Prose of a line that is no footer."""
    return 0 if FOOTER.search(line.plain) else prose(line)


def is_data_item(line: Line) -> bool:
    """Whether a short line states a figure (基层工会 312 个), or is one, or the label of one."""
    if line.linked or len(line.text) > 40 or TOOLS.search(line.plain):
        return False
    return bool(_FIGURE.search(line.plain))


def opens_other(line: Line) -> bool:
    """Whether the line is the heading of a list of other things, or opens one."""
    text = line.plain
    if len(text) <= 30 and OTHER_HEADING.match(text):
        return True
    return bool(OTHER_START.match(text))


def is_furniture_line(line: Line) -> bool:
    """Whether a single line is navigation, tool, footer or a link to elsewhere."""
    if line.grid is not None:
        return False
    text = line.plain
    if len(text) > 250:
        return False
    if len(text) < 160 and BREADCRUMB.search(text) and not is_sentence(line):
        return True
    if _is_foot(line):
        return True
    if len(text) < 80 and TOOLS.search(text) and not (is_sentence(line) and not line.linked):
        return True
    if len(text) < 100 and CREDITS.match(text) and not text.endswith("。"):
        return True
    if MEMBER_PANEL.match(text):
        return True
    if not line.key and not line.text.isascii():
        return True
    if ATTACHMENT.match(text):
        return True
    most = 0.3 if len(_DIVIDER.findall(text)) > 1 else 0.8  # a menu has dividers between links
    return line.link_share > most and not line.level and not is_sentence(line)


def _is_foot(line: Line) -> bool:
    """A line of the page's foot; a long sentence that names one such thing is none."""
    if FOOT_SURE.search(line.plain):
        return not (len(line.text) >= 60 and is_sentence(line) and _alone(line))
    return bool(FOOTER.search(line.plain)) and not is_sentence(line)


def _alone(line: Line) -> bool:
    return len(FOOT_SURE.findall(line.plain)) < 2
