"""Chances of decisions in rows, against all rows written out one by one."""

from __future__ import annotations

import math
from itertools import product

import pytest

from tasks.extract.chains import marginals

OUT = -math.inf
STEP = [[0.5, -1.0, 0.25], [0.0, 2.0, -0.75], [1.5, 0.125, -2.0]]
LEVEL = [[0.0] * 3] * 3


def by_hand(
    states: list[list[float]], steps: list[list[list[float]]], before: list[int | None]
) -> list[list[float]]:
    """The same chances as sums over every row of states."""
    chances = [[0.0] * 3 for _ in states]
    total = 0.0
    for row in product(range(3), repeat=len(states)):
        score = sum(states[i][state] for i, state in enumerate(row))
        score += sum(steps[i][row[b]][row[i]] for i, b in enumerate(before) if b is not None)
        share = math.exp(score)
        total += share
        for i, state in enumerate(row):
            chances[i][state] += share
    return [[chance / total for chance in one] for one in chances]


@pytest.mark.parametrize(
    ("states", "steps", "before"),
    [
        ([[0.0, 1.0, 2.0]], [[]], [None]),
        ([[0.3, -1.0, 2.0], [1.0, 1.5, 0.0]], [[], STEP], [None, 0]),
        ([[0.3, OUT, 2.0], [OUT, 1.5, 0.0], [0.1, 0.2, OUT]], [[], STEP, STEP], [None, 0, 1]),
        (
            [[0.3, -1.0, 2.0], [4.0, 1.5, 0.0], [0.1, 0.2, -3.0], [1.0, OUT, 0.5]],
            [[], [], STEP, STEP],
            [None, None, 0, 1],
        ),
    ],
    ids=["alone", "two", "ruled out", "two chains interleaved"],
)
def test_chances_are_those_of_all_rows(
    states: list[list[float]], steps: list[list[list[float]]], before: list[int | None]
) -> None:
    told = marginals(states, steps, before)
    for one, wanted in zip(told, by_hand(states, steps, before), strict=True):
        assert one == pytest.approx(wanted)


def test_a_neighbour_decides_where_a_number_tells_nothing() -> None:
    alike = [[2.0, 0.0, 0.0], [0.0, 2.0, 0.0], [0.0, 0.0, 2.0]]
    _, second = marginals([[0.0, 3.0, 0.0], [0.0, 0.0, 0.0]], [[], alike], [None, 0])
    assert second[1] > 0.7


def test_steps_of_no_weight_leave_each_alone() -> None:
    alone = marginals([[0.0, 3.0, 0.0]], [[]], [None])
    first, _ = marginals([[0.0, 3.0, 0.0], [9.0, 0.0, 0.0]], [[], LEVEL], [None, 0])
    assert first == pytest.approx(alone[0])


def test_a_long_row_overflows_nothing() -> None:
    count = 5000
    told = marginals([[500.0, 0.0, -500.0]] * count, [STEP] * count, [None, *range(count - 1)])
    assert all(sum(one) == pytest.approx(1) for one in told)


def test_no_decision_has_no_chance() -> None:
    assert marginals([], [], []) == []
