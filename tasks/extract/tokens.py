"""Numerals of a text as tokens: value, unit and bound words, before neighbours and kinds are seen.

SCANNER walks the text once; what it finds gets its unit and its bound words here. Surprise: 成 is a
unit that multiplies by ten, so that 三到五成 shares it just as 3到5% shares its sign.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from tasks.extract.bounds import bound_before, bound_behind, bound_inside, combine
from tasks.extract.not_numbers import NotNumber
from tasks.extract.numerals import SCALES, parse_numeral, scale_of
from tasks.extract.scanner import SCANNER
from tasks.extract.units import Unit, unit_at, units
from tasks.records import Bound, Measure

_TENTHS = re.compile(
    r"成(半|[一二三四五六七八九](?![成个家名人位十百千万亿、至到]))?(?![立为功果效绩]|员(?!工))"
)
_ONE_OF_TEN = re.compile(r"[一二两三四五六七八九]|[1-9](?:\.[0-9])?")
_SHARE = units()["%"]
_TENTH = Unit("%", Measure.PERCENT, factor=Fraction(10))
_FOLD = Unit("番", Measure.MULTIPLE)
_ONE = Decimal(1)
_HALF = Decimal("0.5")
_BASE = ("的", "增至", "增加到", "增长到", "增长为", "提高到", "扩大到", "发展到", "达到", "相当于")
_MINUS_BEHIND = frozenset("-\n\t长率幅比为是降")  # "-" alone: at the start of the text
# 过 and 破 are bounds behind these, before shares and before bare scales; else marks of a verb.
_PAST = re.compile(r"([率已均都就也刚早将员数额资量])?(过了?|破)\Z")
_BREAKTHROUGH = re.compile(r"[项个道条类大].{0,8}(?:技术|难题|瓶颈|难点|关键|纪录|障碍|工艺)")
_AT_LEAST = re.compile(r"(?:至少|最少|起码)[^0-9，。；：、（）\s]{1,5}\Z")


@dataclass(slots=True)
class Token:
    """One numeral. `value` has its scale, but is not yet in the unit of the measure.

    `number` is text[number_start:number_end]; start and end hold bound words and unit as well.
    `relative` marks X倍 of a base; `kind` is set where the token turned out to be no quantity.
    """

    start: int
    number_start: int
    number_end: int
    end: int
    form: str
    value: Decimal | None
    scale: Decimal = _ONE
    unit: Unit | None = None
    bound: Bound = Bound.EXACT
    behind: bool = False
    inside: str = ""
    relative: bool = False
    range_end: bool = False
    kind: str = ""


def scan(text: str) -> tuple[list[Token], list[NotNumber]]:
    """The numerals of a shielded text from left to right, and the shapes that are none."""
    tokens: list[Token] = []
    others: list[NotNumber] = []
    floor = 0
    for match in SCANNER.finditer(text):
        if match.start() < floor:
            continue  # the second 四 of 四成四
        group = match.lastgroup or ""
        if match["arabic"] or match["chinese"]:
            token = _read_numeral(text, match)
        elif group in _READERS:
            token = _READERS[group](match)
            _close(text, token)
        else:
            if group != "identifier_latin" or any(char.isdigit() for char in match[0]):
                others.append(NotNumber(*match.span(), match[0], group.partition("_")[0]))
            continue
        _read_before(text, token, floor)
        floor = token.end
        tokens.append(token)
    return tokens, others


def _token(match: re.Match[str], form: str, value: Decimal | None, unit: Unit) -> Token:
    start, end = match.span()
    return Token(start, start, end, end, form, value, unit=unit)


def _read_fold(match: re.Match[str]) -> Token:
    """翻番 100, 翻两番 300, 翻了两倍 200: growth in percent."""
    count = parse_numeral(match["fold_count"] or "一") or Decimal(1)
    doubled = match[0].endswith("倍")
    value = 100 * count if doubled else 100 * (Decimal(2) ** int(count) - 1)
    token = _token(match, "fold", value, _FOLD)
    if match["fold_bound"]:
        below = match["fold_bound"] in ("近", "将近", "接近")
        token.bound = Bound.BELOW if below else Bound.ABOVE
    return token


def _read_share(match: re.Match[str]) -> Token:
    """三分之二 66.67, 百分之九十八 98, 千分之三 0.3."""
    whole, part = parse_numeral(match["whole"]), parse_numeral(match["part"])
    value = None if not whole or part is None else _percent(part, whole)
    return _token(match, "share", value, _SHARE)


def _read_slash(match: re.Match[str]) -> Token:
    return _token(
        match, "slash", _percent(Decimal(match["above"]), Decimal(match["below"])), _SHARE
    )


def _read_half(match: re.Match[str]) -> Token:
    token = _token(match, "half", Decimal(50), _SHARE)
    if match[0] in ("一多半", "一大半"):
        token.bound = Bound.ABOVE
    return token


def _read_hundred(match: re.Match[str]) -> Token:
    return _token(match, "hundred", Decimal(100), _SHARE)


_READERS = {
    "fold": _read_fold,
    "share": _read_share,
    "slash": _read_slash,
    "half": _read_half,
    "half_bound": _read_half,
    "hundred": _read_hundred,
}


def _percent(part: Decimal, whole: Decimal) -> Decimal:
    exact = part * 100 / whole
    return exact if whole in (10, 100, 1000, 10000) else exact.quantize(Decimal("0.01"))


def _read_numeral(text: str, match: re.Match[str]) -> Token:
    """A number in digits or characters, with what belongs to it behind: 100余万元以上."""
    number = match["arabic"] or match["chinese"]
    start, end = match.start(), match.end()
    inside, tail = match["inside"] or "", match["tail"] or match["spoken"] or ""
    if inside and not tail and not _takes_inside(text, number, inside, end):
        inside, end = "", end - 1
    value = _value(number, inside, tail)
    form = "arabic" if match["arabic"] else "chinese"
    token = Token(start, start, end - len(inside) * (not tail), end, form, value, inside=inside)
    token.scale = scale_of(number) * scale_of(tail)
    token.bound = bound_inside(inside)
    if not _read_tenths(text, token, number):
        _read_unit(text, token)
    if match["spoken"] and token.unit is None:
        token.unit = units()["元"]
    _close(text, token)
    return token


def _takes_inside(text: str, number: str, inside: str, end: int) -> bool:
    """Whether 多, 余, 几 or 来 behind a number bounds it, rather than begins a word."""
    if inside == "几" and number[-1] not in "十0":
        return False
    unit = unit_at(text, end)
    if inside in "多余":
        return unit is None or not unit.unit.kind
    return unit is not None and not unit.unit.kind


def _value(number: str, inside: str, tail: str) -> Decimal | None:
    value = parse_numeral(number)
    if value is None or not tail:
        return value
    if number[-1] in SCALES and SCALES[tail[0]] <= SCALES[number[-1]]:
        return None  # 一百几十: some tens above a hundred
    return value * scale_of(tail)


def _read_tenths(text: str, token: Token, number: str) -> bool:
    """九成 90, 四成四 44, 七成半 75; sets the value as percent divided by ten."""
    if token.inside or not _ONE_OF_TEN.fullmatch(number):
        return False
    if not (match := _TENTHS.match(text, token.number_end)):
        return False
    if match[1] and token.value is not None:
        token.value += _HALF if match[1] == "半" else (parse_numeral(match[1]) or 0) / Decimal(10)
    token.unit = _TENTH
    token.number_end = token.end = match.end()
    return True


def _read_unit(text: str, token: Token) -> None:
    """The unit behind the number; 三年半 and 一个半月 add half a unit."""
    if (found := unit_at(text, token.end)) is None:
        return
    token.unit, token.end = found.unit, found.end
    half = found.inside == "半"
    if found.unit.measure is Measure.DURATION and text[found.end : found.end + 1] == "半":
        half, token.end = True, found.end + 1
    if half and token.value is not None:
        token.value += _HALF
    elif found.inside:
        token.bound = bound_inside(found.inside)


def _close(text: str, token: Token) -> None:
    """Add the bound word behind the unit."""
    measure = token.unit.measure if token.unit else Measure.COUNT
    if token.unit and token.unit.kind:
        return
    found = bound_behind(text, token.end, measure is not Measure.COUNT, measure is Measure.PERCENT)
    if found:
        token.behind = True
        token.end = found[1]
        token.bound = token.bound if token.bound in (Bound.ABOVE, Bound.BELOW) else found[0]


def _read_before(text: str, token: Token, floor: int) -> None:
    """What stands in front: 第, a minus, the base of a multiple, or a bound word."""
    before = text[max(0, token.number_start - 2) : token.number_start]
    if before[-1:] == "第":
        token.kind = "ordinal"
    elif before[-1:] == "¥" and token.unit is None:
        token.unit = units()["元"]
    elif before[-1:] == "-" and token.value and before[:1] in _MINUS_BEHIND:
        token.value, token.start = -token.value, token.start - 1
    else:
        _add_bound_before(text, token, floor)


def _add_bound_before(text: str, token: Token, floor: int) -> None:
    """The bound word in front; X倍 of a base is told from X倍 of growth by the words before it."""
    found = bound_before(text, token.number_start, floor)
    recent = token.unit is not None and token.unit.measure is Measure.DURATION
    if found is None:
        found = _more_before(text, token)
    elif text.startswith("突破", found[1]) and _BREAKTHROUGH.match(text, token.number_end):
        found = None
    if found and not (recent and text[found[1] : token.number_start] == "近"):
        token.bound = combine(found[0], token.bound)
        token.start = found[1]
    if token.unit and token.unit.measure is Measure.MULTIPLE and token.form != "fold":
        token.relative = text[max(0, token.start - 3) : token.start].endswith(_BASE)


def _more_before(text: str, token: Token) -> tuple[Bound, int] | None:
    """Bounds that the words alone do not tell: 率过60%, 人数破万, 至少培育1个."""
    words = text[max(0, token.number_start - 8) : token.number_start]
    if ("少" in words or "起码" in words) and (match := _AT_LEAST.search(words)):
        return Bound.ABOVE, token.number_start - len(words) + match.start()
    if words[-1:] not in ("过", "了", "破"):
        return None
    match = _PAST.search(text, max(0, token.number_start - 3), token.number_start)
    if match is None:
        return None
    share = token.unit is not None and token.unit.measure is Measure.PERCENT
    if text[token.number_start] in SCALES or match[1] or (share and match[2] != "破"):
        return Bound.ABOVE, match.start(2)
    return None
