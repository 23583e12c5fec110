"""One fact, one observation: what a page says twice, and what its headline rounds.

A fact is a value of a metric for a region, a place and a statistic. Surprise: two equal numbers of
one sentence are two facts (财政安排4000万元、工会自筹4000万元), those of two sentences are one.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from tasks.records import Bound, Observation

_FULL_STOP = re.compile(r"[。！？!?\n\t]")
_ROUNDED = Decimal("0.15")  # how far a headline's rounded figure may be from the exact one


def without_repeats(observations: Iterable[Observation], text: str) -> list[Observation]:
    """Each fact once: of two with one value the surer, and no rounded twin of an exact figure.

    `text` is what the quotes' offsets count in. Takes time in proportion to n log n.
    """
    stops = [match.start() for match in _FULL_STOP.finditer(text)]
    kept: dict[object, dict[int, Observation]] = {}
    sentences: dict[object, int] = {}
    for one in sorted(observations, key=lambda o: -o.confidence):
        fact = (*_measure(one), one.value, one.place)
        sentence = bisect_left(stops, one.quote_end)
        if sentences.setdefault(fact, sentence) == sentence:
            kept.setdefault(fact, {}).setdefault(one.quote_end, one)
    groups: dict[object, list[Observation]] = defaultdict(list)
    for twins in kept.values():
        for one in twins.values():
            groups[_measure(one)].append(one)
    exact = (one for group in groups.values() for one in _without_rounded(group))
    return sorted(exact, key=lambda o: (o.quote_end, o.metric, o.regions))


def _measure(one: Observation) -> tuple[object, ...]:
    return one.metric, one.statistic, one.regions


def _without_rounded(group: list[Observation]) -> list[Observation]:
    """Observations of one measure without the rough words (近60万) for an exact figure (59.5万)."""
    by_value = sorted(group, key=lambda o: o.value)
    values = [one.value for one in by_value]
    return [one for one in group if not _is_rough(one, by_value, values)]


def _is_rough(one: Observation, by_value: list[Observation], values: list[Decimal]) -> bool:
    """Whether one of `by_value` behind `one` is the exact figure that `one` rounds."""
    if one.bound is Bound.EXACT or "\n" in one.quote or one.quantity is None:
        return False
    lowest, highest = one.value / (1 + _ROUNDED), one.value / (1 - _ROUNDED)
    if one.bound is Bound.ABOVE:
        near = slice(bisect_right(values, one.value), bisect_right(values, highest))
    else:
        near = slice(bisect_left(values, lowest), bisect_left(values, one.value))
    return any(other.quote_start > one.quote_start for other in by_value[near])
