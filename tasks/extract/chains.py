"""Decisions that hang together in rows: the chances of each, all possible rows considered.

A linear-chain conditional random field (Lafferty, McCallum and Pereira 2001): a row of states has
as its score the sum of those of its states and of its steps, and its chance is the share of its
exponential among those of all rows. The chances of one decision are sums over the rows, found by
the forward-backward algorithm in time linear in the length.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

Scores = Sequence[float]


def marginals(
    states: Sequence[Scores],
    steps: Sequence[Sequence[Scores]],
    before: Sequence[int | None],
) -> list[list[float]]:
    """The chance of each state of each decision; each row sums to 1.

    `states[i]` scores the states of decision i, minus infinity for one that is ruled out;
    `steps[i][a]` scores what follows state a of decision `before[i]`, an earlier one that no
    other follows; where that is None, `steps[i]` is not read.
    """
    ahead: list[list[float]] = []
    for own, step, last in zip(states, steps, before, strict=True):
        if last is None:
            ahead.append(list(own))
        else:
            columns = zip(*step, strict=True)
            ahead.append(
                [
                    score + _log_sum([a + s for a, s in zip(ahead[last], column, strict=True)])
                    for score, column in zip(own, columns, strict=True)
                ]
            )
    behind = [[0.0] * len(own) for own in states]
    for index in range(len(states) - 1, -1, -1):
        last = before[index]
        if last is not None:
            further = [a + b for a, b in zip(states[index], behind[index], strict=True)]
            behind[last] = [
                _log_sum([s + f for s, f in zip(row, further, strict=True)]) for row in steps[index]
            ]
    both = [[a + b for a, b in zip(*pair, strict=True)] for pair in zip(ahead, behind, strict=True)]
    return [[math.exp(score - _log_sum(row)) for score in row] for row in both]


def _log_sum(scores: Scores) -> float:
    """The logarithm of the sum of exponentials."""
    highest = max(scores)
    if highest == -math.inf:
        return highest
    return highest + math.log(sum(math.exp(score - highest) for score in scores))
