"""Which member of a list a number belongs to: A、B、C三区分别为1万人、2万人和3万人.

Numbers behind 分别, 依次 or 各 are dealt out in order. 均 and 都 give every number to every member;
合计 and 共 give it to none of them. Without any such word the numbers are dealt out where there
are as many as members.
"""

from __future__ import annotations

import re
from enum import StrEnum

_DEALER = re.compile(r"分别|依次|各自|各(?![级类项地市县区方种镇]|有关|单位|企业)")
_EACH = re.compile(r"[均都皆]")
_SUM = re.compile(
    r"合计|总计|合共|共计|一共|累计|[两三四五六七八九十]者|加起来|共(?!同|青|产|和|享|建)"
)
_NUMBER = re.compile(
    r"(?:百分之|千分之)?(?:\d[\d,.]*(?:[多余几])?[万亿千百]*|[〇零一二两三四五六七八九十百千万亿]+[多余几]?)"
    r"(?![年月日号时\d])(?=[%‰]|[多余几来]?[\u4e00-\u9fff])"
)
_CHINESE_ONLY = re.compile(r"[〇零一二两三四五六七八九十百千万亿]+[多余几]?")
_COUNTED = re.compile(
    r"(?:[多余几来]?(?:名|人|家|个(?!月)|户|件|份|万|亿|元|场|期|次|成|条|所|处|宗|支|项|%|‰))"
)


class Share(StrEnum):
    """How a number relates to the list in front of it."""

    ONE = "one"
    EACH = "each"
    SUM = "sum"


def share_of(text: str, list_end: int, position: int, end: int, members: int) -> tuple[Share, int]:
    """The share of the number at `position` in a list of `members` that ends at `list_end`.

    `end` is where the sentence or the next subject stops. With `Share.ONE` the second item is the
    member's index; otherwise it is 0.
    """
    between = text[list_end:position]
    dealers = list(_DEALER.finditer(between))
    others = max((m.end() for p in (_EACH, _SUM) for m in p.finditer(between)), default=-1)
    if dealers and dealers[-1].end() > others:
        start = list_end + dealers[-1].end()
        index = len(_numbers(text, start, position))
        if index < members and (
            dealers[-1][0] != "各" or len(_numbers(text, start, end)) % members == 0
        ):
            return Share.ONE, index
        return (Share.EACH, 0) if dealers[-1][0] == "各" else (Share.SUM, 0)
    if _EACH.search(between):
        return Share.EACH, 0
    if _SUM.search(between):
        return Share.SUM, 0
    numbers = _numbers(text, list_end, end)
    index = len(_numbers(text, list_end, position))
    if len(numbers) == members and index < members:
        return Share.ONE, index
    return Share.SUM, 0


def _numbers(text: str, start: int, end: int) -> list[int]:
    """Where the counted numbers of `text[start:end]` begin; dates and ordinals left out."""
    found = []
    for match in _NUMBER.finditer(text, start, min(len(text), end + 12)):
        if match.start() >= end or text[match.start() - 1] == "第":
            continue
        counted = _COUNTED.match(text, match.end()) or match[0].startswith(("百分", "千分"))
        if counted or not _CHINESE_ONLY.fullmatch(match[0]):
            found.append(match.start())
    return found
