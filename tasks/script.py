"""Traditional to simplified characters, character by character, so that offsets stay.

OpenCC's t2s is behind one door here. Most text is simplified already; whether any character would
change is asked first, which costs a fraction of the conversion. Surprise: so the name 沈香兰 stays
what it is, which OpenCC turns into 沉香兰 even where all is simplified.
"""

from __future__ import annotations

from functools import cache

import opencc

_CHINESE = (*range(0x3400, 0xA000), *range(0xF900, 0xFB00))


@cache
def _t2s() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


@cache
def _traditional() -> frozenset[str]:
    """Every character of the basic plane that t2s changes; those beyond it are always asked."""
    chars = "\n".join(map(chr, _CHINESE))
    return frozenset(a for a, b in zip(chars, _t2s().convert(chars), strict=True) if a != b)


def simplify(text: str) -> str:
    """`text` in simplified characters; as it is where the length would change."""
    if _traditional().isdisjoint(text) and (text.isascii() or max(text) < "\U00010000"):
        return text
    simplified = str(_t2s().convert(text))
    return simplified if len(simplified) == len(text) else text
