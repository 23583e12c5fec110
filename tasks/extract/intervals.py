"""What a written figure allows: 11.8万人 is 117,000 to 119,000, 1286个 itself, 98%以上 98 to 100.

Pages round up, down and away, so a figure may be off by one unit of its last written digit. Counts
written out in full are taken at their word; whole percents are not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from tasks.records import Bound, Measure, Quantity

_DIGITS = re.compile(r"(\d[\d,]*)(?:\.(\d+))?")
_ABOUT = Decimal("0.05")  # how far 约 and 左右 reach, as a share of the value
_BOUNDLESS = Decimal(10) ** 15
_TENTHS = re.compile("[成折]|分之")
_RATIOS = frozenset({Measure.PERCENT, Measure.POINTS, Measure.MULTIPLE})


@dataclass(frozen=True, slots=True)
class Interval:
    """All values from `low` to `high`, both included."""

    low: Decimal
    high: Decimal

    def __add__(self, other: Interval) -> Interval:
        return Interval(self.low + other.low, self.high + other.high)

    def distance(self, other: Interval) -> Decimal:
        """How far apart two intervals are; 0 where they meet."""
        return max(Decimal(0), self.low - other.high, other.low - self.high)

    def widened(self, by: Decimal) -> Interval:
        return Interval(self.low - by, self.high + by)


def allowed(quantity: Quantity) -> Interval:
    """The values that `quantity` may stand for, in the unit of its value."""
    value, step = quantity.value, written_step(quantity)
    if quantity.bound is Bound.ABOVE:
        ceiling = Decimal(100) if quantity.measure is Measure.PERCENT else _BOUNDLESS
        return Interval(value, max(value, ceiling))
    if quantity.bound is Bound.BELOW:
        return Interval(min(value, Decimal(0)), value)
    if quantity.bound is Bound.ABOUT:
        step = max(step, abs(value) * _ABOUT)
    return Interval(value - step, value + step)


def rounded(quantity: Quantity) -> Interval:
    """The values that round to `quantity` as written: half a unit of its last digit each way."""
    half = written_step(quantity) / 2
    return Interval(quantity.value - half, quantity.value + half)


def written_step(quantity: Quantity) -> Decimal:
    """One unit of the last written digit, in the unit of the value; 0 for counts in full."""
    if quantity.measure is Measure.PERCENT and _TENTHS.search(quantity.text):
        return Decimal(5)
    match = _DIGITS.search(quantity.text)
    if match is None:
        return _round_step(quantity)
    number = Decimal(match[0].replace(",", ""))
    scale = abs(quantity.value) / number if number else Decimal(1)
    if match[2]:
        return scale.scaleb(-len(match[2]))
    return scale if scale > 1 or quantity.measure in _RATIOS else Decimal(0)


def _round_step(quantity: Quantity) -> Decimal:
    """The step of a number in Chinese numerals: its trailing zeros from the thousands on."""
    if quantity.measure in _RATIOS:
        return Decimal(1)
    digits = f"{abs(quantity.value):f}".partition(".")[0]
    zeros = len(digits) - len(digits.rstrip("0"))
    return Decimal(10) ** zeros if zeros >= 3 and digits != "0" else Decimal(0)
