"""The words of prose.yaml, and the writing of one sentence with its known numbers."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

_SLOT = re.compile(r"\{([\w.]+) (\w+) (\S+) (\d+) (\d+)\}(以上)?")
_BOUNDS = ((0.7, "="), (0.8, ">"), (0.9, "<"), (1.0, "~"))
_BEFORE = {"<": "近", "~": "约"}


@dataclass(frozen=True, slots=True)
class Figure:
    """A known number: `value` in the metric's unit, `quote` as the sentence writes it."""

    metric: str
    statistic: str
    value: float
    bound: str
    quote: str


@cache
def wording() -> dict[str, Any]:
    """prose.yaml as it stands."""
    text = (Path(__file__).parent / "prose.yaml").read_text("utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found


def slots_of(sentence: str) -> set[tuple[str, str]]:
    """Metric and statistic of each number of a sentence."""
    return {(found[1], found[2]) for found in _SLOT.finditer(sentence)}


def write_figures(sentence: str, rng: Random) -> tuple[str, list[Figure]]:
    """The sentence with numbers drawn for its slots."""
    figures: list[Figure] = []

    def write(found: re.Match[str]) -> str:
        figures.append(_draw(found, rng))
        return figures[-1].quote

    return _SLOT.sub(write, sentence), figures


def _draw(found: re.Match[str], rng: Random) -> Figure:
    metric, statistic, unit, low, high, above = found.groups()
    if unit == "%":
        share = round(rng.uniform(int(low), int(high)), 1)
        return Figure(metric, statistic, share, ">" if above else "=", f"{share:g}%{above or ''}")
    drawn = rng.random()
    bound = next(bound for limit, bound in _BOUNDS if drawn < limit)
    number = int(math.exp(rng.uniform(math.log(int(low)), math.log(int(high)))))
    number = _rounded(number) if bound != "=" else number
    scale = 10_000 if unit.startswith("万") else 1
    quote, value = _in_words(number, unit, bound, rng)
    return Figure(metric, statistic, value * scale, bound, quote)


def _rounded(number: int) -> int:
    """To two digits, as a number with 余 or 近 is given."""
    step: int = 10 ** max(len(str(number)) - 2, 1)
    return max(number // step, 1) * step


def _in_words(number: int, unit: str, bound: str, rng: Random) -> tuple[str, int]:
    """1280余家, 近3.2万人, 12308家; large numbers in 万 two times out of three."""
    more = "余" if bound == ">" else ""
    before = _BEFORE.get(bound, "")
    if number >= 10_000 and not unit.startswith("万") and rng.random() < 2 / 3:
        number = number // 100 * 100
        return f"{before}{number / 10_000:g}万{more}{unit}", number
    return f"{before}{number}{more}{unit}", number
