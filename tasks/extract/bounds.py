"""Bound words before and behind a number: 近60万人 is below, 60万余人 above, 约 about.

The tables follow gold/GUIDE.md. Words of "=" (达, 共, 仅) are left out, as they change nothing.
Where words on both sides disagree, one that says above or below beats one that says about, and
the word before the number beats the one behind it.
"""

from __future__ import annotations

from tasks.records import Bound

_ABOVE = (
    "超过 超出 超 逾 突破 多于 大于 高于 至少 最少 起码 不少于 不低于 不小于 不下于 不下 不止 "
    "不亚于 已过 刚过 刚刚过 均过 率过 数过 总数过 人数过 冲破 跃过 翻过 ≥"
)
_BELOW = (
    "近 将近 接近 逼近 不足 不到 不满 不及 未满 未达 未达到 未到 未及 未突破 未超 未超过 没到 "
    "没达到 没有达到 没超过 没有超过 少于 低于 小于 不超 不超过 不多于 不高于 不大于 至多 最多 "
    "最高不超过 ≤"
)
_ABOUT = "约 大约 大概 约莫 几乎 差不多 大致 大体"
_FILLERS = ("", "了", "有", "为", "到", "达", "占", "在", "达到", "是", "于")

_BEHIND = {
    Bound.ABOVE: "以上 之上 （含）以上 (含)以上 出头 冒头 挂零 开外 有余 还多 "
    "还要多 多点 多一点 朝上 往上 +",
    Bound.BELOW: "以下 以内 之内 之下 （含）以下 （含）以内 不到 不足 封顶",
    Bound.ABOUT: "左右 上下 光景 的样子 许",
    Bound.EXACT: "之多 整 不等 之间",
}
# Behind a share, a time, a sum or a measure, where no classifier is to follow: 三成多, 三年余.
_BEHIND_MEASURED = {"多": Bound.ABOVE, "余": Bound.ABOVE}
_BEHIND_SHARE = {"强": Bound.ABOVE, "弱": Bound.BELOW, "内": Bound.BELOW}
_COMPOUND = frozenset("化企势制调力度大国人小项部外需")  # 强化, 强企, 弱势, 内部
_INSIDE = {
    "余": Bound.ABOVE,
    "多": Bound.ABOVE,
    "几": Bound.ABOVE,
    "来": Bound.ABOUT,
    "好几": Bound.ABOVE,
}


def _before_table() -> dict[str, Bound]:
    table: dict[str, Bound] = {}
    for words, bound in ((_ABOUT, Bound.ABOUT), (_BELOW, Bound.BELOW), (_ABOVE, Bound.ABOVE)):
        for word in words.split():
            for filler in _FILLERS:
                table.setdefault(word + filler, bound)
    return table


def _by(words: dict[str, Bound], place: int) -> dict[str, list[tuple[str, Bound]]]:
    """The words by their first (0) or last (-1) character, longest first."""
    table: dict[str, list[tuple[str, Bound]]] = {}
    for word in sorted(words, key=len, reverse=True):
        table.setdefault(word[place], []).append((word, words[word]))
    return table


_BEFORE = _by(_before_table(), -1)
_BEFORE_WORDS = {last: tuple(word for word, _ in words) for last, words in _BEFORE.items()}
_AFTER = _by({word: bound for bound, words in _BEHIND.items() for word in words.split()}, 0)


def bound_before(text: str, position: int, floor: int = 0) -> tuple[Bound, int] | None:
    """The bound word that ends at `position`, with its start; nothing before `floor` is read."""
    last = text[position - 1 : position]
    if text.endswith(_BEFORE_WORDS.get(last, ()), floor, position):
        for word, bound in _BEFORE[last]:
            if text.endswith(word, floor, position):
                return bound, position - len(word)
    return None


def bound_behind(text: str, position: int, measured: bool, share: bool) -> tuple[Bound, int] | None:
    """The bound word that begins at `position`, with its end.

    `measured` allows 多 and 余 (三年多), `share` 强 and 弱 (三分之一强).
    """
    char = text[position : position + 1]
    for word, bound in _AFTER.get(char, ()):
        if text.startswith(word, position):
            return bound, position + len(word)
    if measured and char in _BEHIND_MEASURED:
        return _BEHIND_MEASURED[char], position + 1
    if share and char in _BEHIND_SHARE and text[position + 1 : position + 2] not in _COMPOUND:
        return _BEHIND_SHARE[char], position + 1
    return None


def bound_inside(word: str) -> Bound:
    """The bound of a word between digits and scale or unit: 100余万, 十几, 三十来家."""
    return _INSIDE.get(word, Bound.EXACT)


def combine(before: Bound, behind: Bound) -> Bound:
    """One bound out of those on both sides of the number."""
    for bound in (before, behind):
        if bound in (Bound.ABOVE, Bound.BELOW):
            return bound
    return Bound.ABOUT if Bound.ABOUT in (before, behind) else Bound.EXACT
