"""The main headline as shown, chosen by evidence.

A candidate scores for its tag, type size, class name, place above the prose, and for agreeing
with what else names the article (`<title>` before the site's suffix, og:title, JSON-LD). The
`<title>` alone is never taken while a line of the page will do: it carries the site's name,
and on hacked pages an intruder's words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tasks.parse.furniture import Furniture, is_sentence, opens_other
from tasks.parse.naming import agreement_of, name_in_head, named_article, site_keys
from tasks.parse.sheet import Line, Sheet, bare
from tasks.parse.words import (
    BYLINE,
    CREDITS,
    EDITION,
    FOOTER,
    KICKER_NAMES,
    MEMBER_PANEL,
    SPAM,
    TITLE_NAMES,
    TODAY,
    TOOLS,
    fold,
)

_INFO = re.compile(
    r"(?:来源|稿源|出处|发布时间|发布日期|更新时间|发表于|发表时间|日期|时间|作者)\s*[:：]|"
    r"^\W*(?:19|20)\d\d\s*[-年/.]\s*\d{1,2}\s*[-月/.]\s*\d{1,2}"
)
_DATE = re.compile(
    r"(?:19|20)\d\d\s*[-年/.]\s*\d{1,2}\s*[-月/.]\s*\d{1,2}|"
    r"[一二][〇零○O九][〇零○O一二三四五六七八九]{2}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日"
)
_BANNER = re.compile(
    r"(?:文件|简报|公报|会刊|内参|红头文件|网|在线)$|^第?\s*\d+\s*期|〔\d{4}〕|\[\d{4}\]\d+号"
)
_CATEGORY = re.compile(r"^[\[【(（<〈][^\]】)）>〉]{1,6}[\]】)）>〉]$")
_BULLET = re.compile(r"^[·•■◆●▪▲□◇→»>*]|^[-－—]\s")
_UNBROKEN = re.compile(
    r"(?:关于|[的和与及在对向为把将、,《“(]|会议|大会|委员会|总工会|工会|公司|政府|省|市|县)$|"
    r"^(?:关于|的|及|和|与|暨|[^，。\s]{0,8}(?:通知|意见|报告|总结|办法|方案|公告|公报|通报|汇报|决定|讲话|情况|工作|纪实|综述))"
)
_LABELLED = re.compile(
    r"^(?:(?:主题|标题|题目|篇名|题名)\s*[:：]|[【\[](?:标题|题目|篇名|题名)[】\]])\s*"
)
_NUMBER = re.compile(r"[〔\[(（]\d{4}[〕\])）]\s*\d+\s*号|第\s*\d+\s*期")
_NUMBERED = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}\s*[、.]|\(?[一二三四五六七八九十\d]{1,2}\))"
)
_GAP = re.compile(r"[|｜┊]|\s{2,}")
_NEVER = -99.0
_FARTHEST = 200  # lines between a headline and its text; beyond are only lists

_PROSE_ENDS = ("。", "；", "，", "、", "：")


@dataclass(frozen=True)
class Headline:
    """`text` as shown; `index` is its line, -1 where no line shows it."""

    text: str
    index: int


def find_headline(
    sheet: Sheet, furniture: Furniture, start: int, title: str, meta: dict[str, str]
) -> Headline | None:
    """The headline over the prose that starts at line `start`."""
    named = named_article(title, meta)
    sites = site_keys(sheet, title)
    best: tuple[float, int] | None = None
    limit = min(len(sheet.lines), start + 10)
    for index in range(max(0, start - _FARTHEST), limit):
        line = sheet.lines[index]
        if index > start + 2 and not 1 <= line.level <= 3:
            continue
        score = _score(sheet, index, start, named, bool(furniture.dropped[index]), sites)
        score += _setting(sheet, index, start)
        if score > 2 and (best is None or score >= best[0]):
            best = (score, index)
    if best is not None:
        return Headline(_exact(sheet, best[1], named), best[1])
    name = name_in_head(title, meta)
    return Headline(name, -1) if name else _nearest(sheet, furniture, start)


def _nearest(sheet: Sheet, furniture: Furniture, start: int) -> Headline | None:
    """The last line above the prose that could be a headline, where nothing else speaks."""
    for index in range(start - 1, max(-1, start - 6), -1):
        line = sheet.lines[index]
        fits = 6 <= len(line.key) <= 60 and line.grid is None and line.link_share < 0.5
        if not fits or furniture.dropped[index] or _DATE.search(line.plain):
            continue
        if not _NUMBERED.match(line.plain) and not _is_section(sheet, index):
            return Headline(_without_label(line), index)
    return None


def _is_section(sheet: Sheet, index: int) -> bool:
    """Whether two later lines are built alike: 坚持“三动”…, 坚持“三度”…, 坚持“三点”…"""
    opening = sheet.lines[index].text[:2]
    later = sheet.lines[index + 1 : index + _FARTHEST]
    return sum(one.text.startswith(opening) and len(one.text) < 40 for one in later) >= 2


def _exact(sheet: Sheet, index: int, named: dict[str, float]) -> str:
    """The headline without a label or an inline subtitle, and with its second line."""
    line = sheet.lines[index]
    if line.pieces and _CATEGORY.match(line.pieces[0]):
        return line.text[len(line.pieces[0]) :].strip()  # a forum's [转帖] before the subject
    if line.key not in named:
        for piece in line.pieces:
            if bare(piece) in named and len(piece) >= 6:
                return piece
    for other in (index + 1, index - 1):
        if not 0 <= other < len(sheet.lines):
            continue
        first, second = (sheet.lines[i].text for i in sorted((index, other)))
        same_box = sheet.lines[other].box is line.box
        if same_box and any(name.startswith(bare(first + second)) for name in named):
            return f"{first} {second}"
        if _set_alike(line, sheet.lines[other]):
            return first + second if _is_broken(first, second) else f"{first} {second}"
    return _without_label(line)


def _without_label(line: Line) -> str:
    labelled = _LABELLED.match(line.folded)
    return line.text[labelled.end() :] if labelled else line.text


def _is_broken(first: str, second: str) -> bool:
    """Whether two lines are one phrase cut for width, as titles of documents are."""
    return bool(_UNBROKEN.search(fold(first)) or _UNBROKEN.search(fold(second)))


def _set_alike(line: Line, other: Line) -> bool:
    """Whether two neighbours are one headline broken in two: both large, same box and place."""
    if not (line.big and other.big and line.centred and other.centred) or line.level:
        return False
    texts = (line.plain, other.plain)
    if line.box.signature != other.box.signature or other.bold != line.bold:
        return False
    if any(len(text) > 30 or _INFO.search(text) or _BANNER.search(text) for text in texts):
        return False
    return not any(text.startswith(("—", "(", "[")) or text.endswith(_PROSE_ENDS) for text in texts)


def _score(
    sheet: Sheet, index: int, start: int, named: dict[str, float], dropped: bool, sites: set[str]
) -> float:
    line = sheet.lines[index]
    text, key = line.plain, line.key
    if line.grid is not None or not 2 <= len(key) <= 120 or MEMBER_PANEL.match(text):
        return _NEVER
    agreement = max((w * agreement_of(key, name) for name, w in named.items()), default=0.0)
    if SPAM.search(text) or (agreement < 0.6 and (FOOTER.search(text) or opens_other(line))):
        return _NEVER
    score = _shape(line) + 6 * agreement - _faults(line, agreement)
    if key in sites:
        score -= 3
    if _BANNER.search(text) and any(map(_is_number, sheet.lines[index + 1 : index + 3])):
        score -= 8  # the letterhead of a document or bulletin, over its number
    elif _BANNER.search(text) and agreement < 0.9 and line.level not in (1, 2):
        score -= 2.5
    if not line.level and agreement < 0.3 and _is_section(sheet, index):
        score -= 3
    if dropped:
        score -= 1.5
    distance = start - index
    score += 1 if 0 <= distance <= 6 else -1 if distance < 0 else 0
    return score - (0.05 * min(abs(distance), 40))


def _faults(line: Line, agreement: float) -> float:
    """What speaks against the line by itself: prose, bylines, dates, bullets, a kicker's length."""
    text, length = line.plain, len(line.key)
    stands_out = line.big or bool(line.level)
    faults = (
        (4, text.endswith(_PROSE_ENDS) or (is_sentence(line) and len(text) > 60)),
        (4, BYLINE.match(text)),
        (4, agreement < 0.6 and not line.level and (_DATE.search(text) or TOOLS.search(text))),
        (3, _NUMBERED.match(text) and not line.level and agreement < 0.9),
        (2, length < 8 and not (stands_out or line.bold or agreement >= 0.8)),
        (3, length < 4 and not stands_out),
        (4, CREDITS.match(text) and agreement < 0.8),
        (3, TODAY.search(text) and agreement < 0.5),
        (3, EDITION.search(text)),
        (2, line.link_share > 0.8 and not line.level),
        (4, not line.level
            and (_BULLET.match(text) or (line.linked and len(_GAP.findall(text)) > 1))),
    )  # fmt: skip
    return sum(weight for weight, holds in faults if holds)


def _is_number(line: Line) -> bool:
    return len(line.text) < 40 and bool(_NUMBER.search(line.plain))


def _setting(sheet: Sheet, index: int, start: int) -> float:
    """What the neighbours say: an info line below, prose below, the same words again."""
    line = sheet.lines[index]
    if line.grid is not None or len(line.text) > 80:
        return 0.0
    score = 0.0
    # Below a heading tag a subtitle may stand; it must not earn what belongs to the heading.
    reach = 3 if 1 <= line.level <= 3 else 1
    under = index > 0 and not line.level and 1 <= sheet.lines[index - 1].level <= 3
    below = sheet.lines[index + 1 : index + 1 + reach]
    if not under and any(len(one.text) < 160 and _INFO.search(one.plain) for one in below):
        score += 2.5
    elif not under and index + reach >= start > index:
        score += 1.5
    key = line.key
    others = sheet.lines[max(0, index - 8) : start + 1]
    if len(key) >= 6 and sum(key in other.key for other in others) > 1:
        score += 1.5
    return score


def _shape(line: Line) -> float:
    names = line.names | line.box.names
    box = line.box.parent
    for _ in range(2):
        if box is None or box.end - box.start > 4:
            break
        names |= box.names
        box = box.parent
    score = {0: 0.0, 1: 4.0, 2: 3.5, 3: 2.5, 4: 1.0, 5: 0.5, 6: 0.5}[line.level]
    if names & TITLE_NAMES:
        score += 2.5
    if names & KICKER_NAMES and not line.level:
        score -= 2
    if not line.level:
        score += 1.5 * line.big + 1.0 * line.bold + 1.0 * line.centred
    return score
