"""Traditional to simplified characters, character by character, so that offsets stay; and back.

OpenCC's t2s is behind one door here. Most text is simplified already; whether any character would
change is asked first, which costs a fraction of the conversion. Surprises: so the name 沈香兰 stays
what it is, which OpenCC turns into 沉香兰 even where all is simplified; and the way back is read
off the same table, for that of OpenCC's s2t, with its phrases, takes 70 ms to load.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from itertools import product

import opencc

_RARE_IN_BIG5 = 0xC9  # the lead byte from which on characters are of the second level
_CHINESE = (*range(0x3400, 0xA000), *range(0xF900, 0xFB00))


@cache
def _t2s() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


@cache
def _simplified() -> dict[str, str]:
    """Every character of the basic plane that t2s changes; those beyond it are always asked."""
    chars = "\n".join(map(chr, _CHINESE))
    return {old: new for old, new in zip(chars, _t2s().convert(chars), strict=True) if old != new}


@cache
def _traditional() -> dict[str, list[str]]:
    """The everyday traditional characters for each simplified one, itself where it is one."""
    forms: dict[str, list[str]] = defaultdict(list)
    for old, new in _simplified().items():
        if _is_everyday(old):
            forms[new].append(old)
    for new, written in forms.items():
        written += [new] if _is_everyday(new) else []
    return forms


def _is_everyday(char: str) -> bool:
    """Whether it stands among the frequent characters of Big5, its first level."""
    code = char.encode("big5", "ignore")
    return bool(code) and code[0] < _RARE_IN_BIG5


def simplify(text: str) -> str:
    """`text` in simplified characters; as it is where the length would change."""
    if _simplified().keys().isdisjoint(text) and (text.isascii() or max(text) < "\U00010000"):
        return text
    simplified = str(_t2s().convert(text))
    return simplified if len(simplified) == len(text) else text


def traditional_forms(word: str) -> set[str]:
    """Every way to write the simplified `word` in everyday traditional characters.

    干部 has 幹部 and three that nobody writes; a word that is the same in both has itself.
    """
    return {"".join(chars) for chars in product(*(_traditional().get(c, [c]) for c in word))}
