"""Units and classifiers: what stands behind a number and decides what it measures.

The table is warehouse/lexicon/units.tsv. A unit is looked up longest first where the number
ends, so that 人次 wins over 人 and 个百分点 over 个. Surprise: units that make a number a date or a
name (号, 月, 届, 级 …) stand in the same table; their `kind` says what they make of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from importlib import resources

from tasks.records import Measure

_SPLIT = re.compile(r"个([多来半])?(年头|月|星期|礼拜|小时|钟头|工作日|季度|百分点|昼夜)")


@dataclass(frozen=True, slots=True)
class Unit:
    """`name` is given out; the value is multiplied by `factor`; `kind` marks no quantity at all.

    `least` is the least numeral that counts something with it: one, small or arabic.
    """

    name: str
    measure: Measure
    least: str = "one"
    factor: Fraction = Fraction(1)
    kind: str = ""

    def scaled(self, number: Decimal) -> Decimal:
        """`number` in the unit of the measure, exact or rounded to two digits."""
        if self.factor == 1:
            return number
        value = number * self.factor.numerator / self.factor.denominator
        return value.quantize(Decimal("0.01")) if self.factor.denominator % 3 == 0 else value


@dataclass(frozen=True, slots=True)
class UnitMatch:
    """A unit and where it ends; `inside` is the bound word within it (个多月)."""

    unit: Unit
    end: int
    inside: str = ""


@cache
def units() -> dict[str, Unit]:
    """Every unit by its word."""
    table: dict[str, Unit] = {}
    text = resources.files("warehouse").joinpath("lexicon/units.tsv").read_text("utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    for line in lines[1:]:
        words, measure, least, factor, name = line.split("\t")
        for word in words.split():
            kind = name if measure == "none" else ""
            table[word] = Unit(
                word if kind or not name else name,
                Measure.OTHER if kind else Measure(measure),
                least,
                Fraction(factor or 1),
                kind,
            )
    return table


@cache
def _by_first() -> dict[str, list[tuple[str, Unit]]]:
    """The units that begin with a character, longest first."""
    table: dict[str, list[tuple[str, Unit]]] = {}
    for word in sorted(units(), key=len, reverse=True):
        table.setdefault(word[0], []).append((word, units()[word]))
    return table


def unit_at(text: str, position: int) -> UnitMatch | None:
    """The longest unit that begins at `position`, if any."""
    first = text[position : position + 1]
    if first == "个" and (split := _SPLIT.match(text, position)):
        return UnitMatch(units()["个" + split[2]], split.end(), split[1] or "")
    for word, unit in _by_first().get(first, ()):
        if text.startswith(word, position):
            return UnitMatch(unit, position + len(word))
    return None
