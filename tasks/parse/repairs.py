"""Damage in the text: what can be put right is, the rest is marked with its place.

Mojibake is repaired only where every byte is still there (宸ヤ細 is 工会 in UTF-8, read as
GBK); where characters were lost nothing is guessed and the span is marked as garbled. Noise
that forums set between paragraphs against copying stays in the text, and is marked so that
reading steps over it. Surprise: one such span proves nothing (“GDP”, “v2.0” end lines too), so
noise counts only where the page has several.
"""

from __future__ import annotations

import re
from itertools import pairwise

from tasks.parse.charset import everyday_share
from tasks.parse.words import INVISIBLE, PINYIN, fold
from tasks.records import Repair, RepairKind
from tasks.script import simplify

_MISREADINGS = (
    ("gb18030", "utf-8"),
    ("cp1252", "utf-8"),
    ("latin-1", "utf-8"),
    ("big5", "utf-8"),
    ("latin-1", "gb18030"),
)
# What everyday characters and marks of UTF-8 become in GBK and in Latin-1, and lost characters.
_SUSPECT = re.compile(
    "[\ufffd\ue000-\uf8ff宸鐨锛銆鍏浼鍦鎴涓鏄浜鍙绛鍚鍜鏈鏃骞鍒涔绗]|[à-ïÂÃ][\x80-\xff]|[ã¤¹º»¥]"
)
_LEGIBLE = 0.35
_LOSSY = 0.25
_SPLIT_NUMBER = re.compile(
    r"(?<=\d)[ \xa0](?=\d{3}(?!\d))|(?<=\d[.,])[ \xa0](?=\d)|(?<=\d)[ \xa0](?=[.,]\d)"
)
_TAIL = re.compile(
    r"(?:(?<=[。！？：；”』」…）》\u4e00-\u9fff])[ \u3000]+|(?<=[。！？”]))"
    r"([!-~][ -~]{2,40}?)[ ]*$",
    re.M,
)
_WHOLE = re.compile(r"^[ ]*([!-~][ -~]{1,60}?)[ ]*$", re.M)
_PLAIN = re.compile(
    r"^(?:[A-Z]{2,8}|[\[(]?[\d.,%+\-/: ]+[\])]?|[A-Za-z]{3,}(?: [A-Za-z]{2,})*[.:]?|https?://\S+|(?:www\.)?[\w-]+(?:\.[\w-]+){1,4}/?\S*|[A-Za-z][\w.]*@[\w.]+|[A-Z]\d{1,4}|v?\d+\.\d+)$"
)
_MIN_NOISE = 3


def is_noise(text: str) -> bool:
    """Whether a run of ASCII looks random: symbols among letters, or mixed case and digits."""
    text = text.strip()
    if len(text) < 3 or _PLAIN.match(text):
        return False
    symbols = sum(not char.isalnum() and char not in " .,()-" for char in text)
    switches = sum(_switches(a, b) for a, b in pairwise(text))
    return symbols >= 1 or switches >= 2 or (switches == 1 and len(text) <= 8)


def _switches(a: str, b: str) -> bool:
    """Whether case or kind changes between two neighbours as it does not within a word."""
    return (
        a.isalnum()
        and b.isalnum()
        and (a.isdigit() != b.isdigit() or (a.islower() and b.isupper()))
    )


def unscramble(text: str) -> str | None:
    """`text` decoded anew where that is lossless and turns nonsense into Chinese; else None."""
    if not _SUSPECT.search(text) or everyday_share(text) >= _LEGIBLE:
        return None
    for wrong, right in _MISREADINGS:
        try:
            repaired = text.encode(wrong).decode(right)
        except (UnicodeEncodeError, UnicodeDecodeError):
            continue
        if everyday_share(repaired) > max(_LEGIBLE, 2 * everyday_share(text)):
            return repaired
    return None


def is_garbled(text: str) -> bool:
    """Whether `text` is Chinese read in a wrong charset, with characters lost."""
    if not _SUSPECT.search(text) or sum(char > "\x7f" for char in text) < 6:
        return False
    if text.count("\ufffd") * 8 > len(text):
        return True
    share = everyday_share(text)
    if share >= _LOSSY:
        return False
    again = text.encode("gb18030", "replace").decode("utf-8", "ignore")
    return everyday_share(again) > max(_LEGIBLE, 2 * share) and len(again) * 4 > len(text)


def find_repairs(text: str) -> list[Repair]:
    """Noise, zero-width characters, pinyin, split numbers and lost characters in `text`."""
    found = [Repair(RepairKind.ZERO_WIDTH, *m.span()) for m in INVISIBLE.finditer(text)]
    found += [Repair(RepairKind.PINYIN, *m.span(), m.group()) for m in PINYIN.finditer(text)]
    found += [Repair(RepairKind.SPACE_IN_NUMBER, *m.span()) for m in _SPLIT_NUMBER.finditer(text)]
    found += [Repair(RepairKind.GARBLED, *m.span()) for m in re.finditer("\ufffd+", text)]
    found += _noise(text)
    if is_traditional(text):
        found.append(Repair(RepairKind.TRADITIONAL))
    return sorted(found, key=lambda repair: (repair.start, repair.end))


def _noise(text: str) -> list[Repair]:
    spans = {m.span(1) for m in _WHOLE.finditer(text)} | {m.span(1) for m in _TAIL.finditer(text)}
    sure = sorted(span for span in spans if is_noise(text[slice(*span)]))
    if len(sure) < _MIN_NOISE:
        return []
    return [Repair(RepairKind.RANDOM_TAIL, *span, text[slice(*span)]) for span in sure]


def is_traditional(text: str) -> bool:
    """Whether the text is set in traditional characters."""
    if simplify(text) == text:
        return False
    chinese = sum("\u4e00" <= char <= "\u9fff" for char in text)
    changed = sum(
        a != b for a, b in zip(text, fold(text), strict=True) if "\u4e00" <= a <= "\u9fff"
    )
    return chinese > 0 and changed > 0.08 * chinese
