"""What makes a number a date, a name, an ordinal or a turn of speech instead of a quantity.

Each test looks at one token and a few characters around it and gives a kind, or "" for none.
Surprise: whether a Chinese numeral counts depends on its unit: 三家 does, 三级 and 三方 do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from tasks.extract.not_numbers import hotlines, quoted_spans
from tasks.extract.numerals import SCALES
from tasks.extract.tokens import Token
from tasks.records import Bound, Measure

_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_SHORT_YEAR = re.compile(r"[0-3][0-9]|[89][0-9]")
_YEAR_BEFORE = frozenset("至到自从于在比较及")
_YEAR_BEHIND = re.compile(
    r"年?(?:[底初末]|年[底初末]|[上下]半年|全年|[0-9]{1,2}月|第[一二三四]季|春节|以来|起)"
)
_LABEL = re.compile(
    r"(?:编号|[备证]字?|许可证|登记证|邮编|邮政编码|QQ群?|QQ号码?|群号|UID|ID|电话|热线|传真|手机|微信|[帐账卡]号|"
    r"标识码|编码|代码|No\.?|NO\.?|№|#|[vV]|密码|车牌|平台|服务号|分机|拨打)[:：号为 ]*$"
)
_RANK_BEFORE = frozenset("之此目以年日节会午提当先月天向眼面生从")
_LIST_BEFORE = frozenset(("", "\n", "\t", "。", "；", "：", "，", "”"))
_STATES = ("达", "达到", "有", "共", "增至", "升至", "减至", "降至", "增加到", "减少到", "发展到")
_RANK_UNITS = frozenset(("名", "位", "强", "甲"))
_RICH = re.compile(r"[村户镇乡店]|富翁|大奖|身家")


def set_kinds(text: str, tokens: list[Token]) -> None:
    """Give each token that is no quantity its kind."""
    quotes = _quotes_of(quoted_spans(text), tokens)
    for token, quote in zip(tokens, quotes, strict=True):
        token.kind = token.kind or _kind(text, token, quote)


def _quotes_of(
    spans: Iterable[tuple[int, int]], tokens: list[Token]
) -> list[tuple[int, int] | None]:
    """For each token the short quotation that it stands in."""
    found: list[tuple[int, int] | None] = []
    ordered = iter(spans)
    span = next(ordered, None)
    for token in tokens:
        while span and span[1] <= token.number_start:
            span = next(ordered, None)
        found.append(span if span and span[0] <= token.number_start else None)
    return found


def _kind(text: str, token: Token, quote: tuple[int, int] | None) -> str:
    if token.value is None:
        is_year = token.unit is not None and token.unit.name == "年" and token.form == "chinese"
        return "date" if is_year and token.number_end - token.number_start == 2 else "vague"
    if token.unit is not None and token.unit.kind:
        return token.unit.kind
    if quote and _is_slogan(text, token, quote):
        return "slogan"
    if _is_rank(text, token):
        return "rank"
    if token.form == "arabic":
        return _arabic_kind(text, token)
    if token.form == "chinese":
        return _chinese_kind(text, token)
    if token.form == "slash":
        return _slash_kind(text, token)
    if token.form == "hundred" and text[token.start - 1 : token.start] not in tuple(
        "达到为率是现成"
    ):
        return "slogan"
    return ""


def _is_slogan(text: str, token: Token, quote: tuple[int, int]) -> bool:
    """“三上门”, “七个一”, “15分钟服务圈”, 《1000问》: part of a name in quotation marks."""
    if text[quote[0] - 1] in "《〈":
        return True
    whole = quote[0] >= token.start and token.end >= quote[1]
    if token.unit is None or token.number_end - token.number_start == 1:
        return not (whole and token.form == "arabic")
    if token.unit.measure in (Measure.MONEY, Measure.PERCENT, Measure.MULTIPLE, Measure.POINTS):
        return False
    return token.number_start == quote[0] and not whole and token.bound is Bound.EXACT


def _is_rank(text: str, token: Token) -> bool:
    """前10名, 前三强."""
    before = text[max(0, token.number_start - 2) : token.number_start]
    if not before.endswith("前") or before[0] in _RANK_BEFORE:
        return False
    return token.unit is None or token.unit.name in _RANK_UNITS


def _arabic_kind(text: str, token: Token) -> str:
    number = text[token.number_start : token.number_end]
    if token.unit is not None:
        return "date" if token.unit.name == "年" and _is_year(text, token, number) else ""
    if token.inside or token.scale > 1:
        return ""
    behind = text[token.number_end : token.number_end + 1]
    if number[0] == "0" and number[1:2].isdigit():
        return "identifier"
    if behind.isascii() and behind.isalpha():
        return "identifier"
    if _is_cell(text, token):
        return ""
    return _bare_kind(text, token, number)


def _is_year(text: str, token: Token, number: str) -> bool:
    """2013年, and 13年 where the words around it speak of a date."""
    if _YEAR.fullmatch(number):
        return True
    if number[:1].isdigit() and "." in number:
        return bool(_YEAR.fullmatch(number.partition(".")[2]))  # "2.2013年": a list's number
    if not _SHORT_YEAR.fullmatch(number):
        return False
    behind = _YEAR_BEHIND.match(text, token.number_end + 1)
    return number[0] == "0" or bool(behind) or text[token.start - 1 : token.start] in _YEAR_BEFORE


def _is_cell(text: str, token: Token) -> bool:
    """Whether the number fills its table cell or line, in brackets or not."""
    start, end = token.start, token.end
    if text[start - 1 : start] in ("（", "(", "-", "－") and start:
        start -= 1
    if text[end : end + 1] in ("）", ")"):
        end += 1
    return (start == 0 or text[start - 1] in "\n\t") and text[end : end + 1] in ("", "\n", "\t")


def _bare_kind(text: str, token: Token, number: str) -> str:
    """A number in prose without a unit: mostly a count, but also years, codes and list numbers."""
    before = text[max(0, token.number_start - 8) : token.number_start]
    if _is_list_number(text, token, number):
        return "list"
    if number in hotlines():
        return "phone"
    if _LABEL.search(before):
        return "identifier"
    stated = token.bound is not Bound.EXACT or before.endswith(_STATES)
    if _YEAR.fullmatch(number) and not stated:
        return "date"
    if number.isdigit() and len(number) >= 7:
        return "identifier"
    return "identifier" if _is_joined(text, token) else ""


def _is_joined(text: str, token: Token) -> bool:
    """22-9, ICP备…号-2, [3]: parts of codes and pagers."""
    before = text[max(0, token.start - 2) : token.start]
    behind = text[token.end : token.end + 2]
    if before.endswith("-") and (before[0].isdigit() or before[0] in "号）"):
        return True
    return (behind[:1] == "-" and behind[1:].isdigit()) or (
        before[-1:] == "[" and behind[:1] == "]"
    )


def _is_list_number(text: str, token: Token, number: str) -> bool:
    """1. and 2、 and （3） at the start of a line or behind a full stop."""
    if not number.isdigit() or len(number) > 2:
        return False
    start = token.number_start
    behind = text[token.number_end : token.number_end + 1]
    if text[start - 1 : start] == "（":
        return behind == "）" and text[start - 2 : start - 1] in (
            "",
            "\n",
            "\t",
            "。",
            "；",
            "：",
            "，",
        )
    if text[token.number_end + 1 : token.number_end + 2].isdigit():
        return False
    return bool(behind) and behind in "、.）" and text[start - 1 : start] in _LIST_BEFORE


def _chinese_kind(text: str, token: Token) -> str:
    number = text[token.number_start : token.number_end]
    bounded = token.bound is not Bound.EXACT
    if all(char in SCALES and char != "十" for char in number):
        return "" if bounded or _counts_alone(text, token) else "rhetorical"
    if len(number) == 1 and not token.inside:
        return "" if token.unit and _counts_with_one_digit(number, token) else "word"
    if token.unit is not None or bounded or token.scale >= 100 or token.value is None:
        return ""
    return "" if token.value > 100 else "word"


def _counts_alone(text: str, token: Token) -> bool:
    """百万元, 千名职工: scales without a digit that still state a number."""
    if token.unit is None:
        return False
    if token.unit.name == "元":
        return text[token.number_start] in "百千" and not _RICH.match(text, token.end)
    return token.unit.name == "名"


def _counts_with_one_digit(number: str, token: Token) -> bool:
    unit = token.unit
    if unit is None or unit.least == "arabic":
        return False
    return number != "一" or unit.least == "one" or unit.measure is not Measure.COUNT


def _slash_kind(text: str, token: Token) -> str:
    """2/3以上, 占1/3: a share; 3/4 alone is a page or a date."""
    number = text[token.number_start : token.number_end]
    above, below = number.split("/")
    if int(above) >= int(below):
        return "date"
    stated = token.bound is not Bound.EXACT or text[token.start - 1 : token.start] in (
        "占",
        "的",
        "有",
    )
    return "" if stated or text[token.end : token.end + 1] == "的" else "date"
