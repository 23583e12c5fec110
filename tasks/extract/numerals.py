"""Numerals as written in Chinese prose to exact values: 两千三百, 1亿2千万, 廿三, 九十二点四.

`parse_numeral` reads a whole numeral and refuses what only looks like one (七八, 三五十 are
guesses, 二〇一二 is a year). NUMERAL_PATTERN finds the pieces worth handing to it. Surprise: a
digit behind a scale is read as speech does, so 三万五 is 35,000 and 二百五 is 250.
"""

from __future__ import annotations

import re
from decimal import Decimal

CHINESE_DIGITS = "一二两三四五六七八九"
SMALL_SCALES = {"十": Decimal(10), "百": Decimal(100), "千": Decimal(1000)}
LARGE_SCALES = {"万": Decimal(10_000), "亿": Decimal(100_000_000)}
SCALES = SMALL_SCALES | LARGE_SCALES

_VALUES = dict(zip("零〇一二三四五六七八九两", (0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 2), strict=True))
_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")
_TENS = {"廿": "二十", "卅": "三十", "卌": "四十"}
_PIECE = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?|[^0-9]")
_ONE = Decimal(1)
_MOST_DIGITS = 15
_LONGEST = 24  # characters; 九千九百九十九亿九千九百九十九万九千九百九十九 has 23

# 千米, 千克, 百分点 are units, no scales.
SCALE_PATTERN = r"(?:[万亿]|十(?!分之)|百(?!分[之点比])|千(?![米克瓦伏卡赫帕]))"
ARABIC_PATTERN = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"
# 两点四十 is a time: no 十, 分 or 刻 behind the decimals.
_POINT = r"(?:点[零〇一二三四五六七八九]+(?![零〇一二三四五六七八九十分刻]))"
CHINESE_PATTERN = (
    rf"(?:[零〇一二两三四五六七八九廿卅卌]|{SCALE_PATTERN})+(?:{_POINT}[万亿]*)?"
    r"|[壹贰叁肆伍陆柒捌玖][拾佰仟万亿][壹贰叁肆伍陆柒捌玖拾佰仟万亿零]*"
)
MIXED_PATTERN = (
    rf"{ARABIC_PATTERN}(?:{SCALE_PATTERN}+(?:零?[0-9]{{1,4}}{SCALE_PATTERN}+)*"
    r"(?:(?<=[万亿])[0-9]{4}(?![0-9.,年]))?)?"
)


def parse_numeral(text: str) -> Decimal | None:
    """The value of a numeral in Arabic or Chinese digits, or of both mixed; None if it is none."""
    if len(text) > _LONGEST or (text.isdigit() and len(text) > _MOST_DIGITS):
        return None
    if text.isascii():
        return Decimal(text.replace(",", ""))
    text = text.translate(_FORMAL)
    for char, tens in _TENS.items():
        text = text.replace(char, tens)
    whole, point, rest = text.partition("点")
    if not point:
        return _parse_whole(text)
    decimals = rest.rstrip("万亿")
    base = _parse_whole(whole)
    if base is None:
        return None
    fraction = Decimal("0." + "".join(str(_VALUES[char]) for char in decimals))
    value = base + fraction
    for scale in rest[len(decimals) :]:
        value *= LARGE_SCALES[scale]
    return value


def scale_of(text: str) -> Decimal:
    """The product of the scales that end a numeral: 万 in 3.4万, 1 where there is none."""
    if text.isascii():
        return _ONE
    scale = Decimal(1)
    for char in reversed(text):
        if char not in SCALES:
            break
        scale *= SCALES[char]
    return scale


class _Sum:
    """The running value of a numeral, read piece by piece from the left."""

    def __init__(self) -> None:
        self.total = Decimal(0)
        self.section = Decimal(0)  # below the next 万 or 亿
        self.digit: Decimal | None = None
        self.zero = False
        self.last: Decimal | None = None  # the scale read last
        self.small = Decimal(10_000)  # the smallest scale of the section

    def add_digit(self, digit: Decimal) -> bool:
        if self.digit is not None:
            return False
        self.digit = digit
        return True

    def add_small(self, scale: Decimal) -> bool:
        if scale >= self.small:
            return False
        self.section += (Decimal(1) if self.digit is None else self.digit) * scale
        self.digit, self.small, self.last, self.zero = None, scale, scale, False
        return True

    def add_large(self, scale: Decimal) -> bool:
        amount = self.section + (self.digit or 0)
        if scale == LARGE_SCALES["亿"]:
            amount += self.total
            self.total = Decimal(0)
        if not amount:
            if self.last is not None or self.digit is not None:
                return False
            amount = Decimal(1)
        self.total += amount * scale
        self.section, self.digit, self.zero = Decimal(0), None, False
        self.small, self.last = Decimal(10_000), scale
        return True

    def value(self, spoken: bool) -> Decimal | None:
        """The sum; `spoken` says that the last piece is a Chinese digit (三万五)."""
        digit = self.digit or Decimal(0)
        if spoken and self.last is not None and self.last > 10 and not self.zero:
            digit = digit * self.last / 10
        return self.total + self.section + digit


def _parse_whole(text: str) -> Decimal | None:
    if not text:
        return None
    running = _Sum()
    pieces = _PIECE.findall(text)
    for piece in pieces:
        if piece[0] in "0123456789":
            read = running.add_digit(Decimal(piece.replace(",", "")))
        elif piece in "零〇":
            running.zero = read = running.digit is None
        elif piece in SMALL_SCALES:
            read = running.add_small(SMALL_SCALES[piece])
        elif piece in LARGE_SCALES:
            read = running.add_large(LARGE_SCALES[piece])
        else:
            read = piece in _VALUES and running.add_digit(Decimal(_VALUES[piece]))
        if not read:
            return None
    return running.value(spoken=pieces[-1] in CHINESE_DIGITS)
