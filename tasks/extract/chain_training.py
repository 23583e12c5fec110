"""Fitting the weights of decisions in rows: `tasks.extract.chains` by maximum likelihood.

With an L2 penalty and by L-BFGS from zero, so that the same rows give the same weights; all rows
go forward and backward together, one place at a time. Needs scipy, as `tasks.extract.training`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from tasks.extract.weights import Weights

RARE = 2  # features of fewer examples are left out
PENALTY = 3.0  # of single decisions, by cross-validation on the gold pages: 1 is worse, 4 as good
STEP_PENALTY = 5.0  # of what joins two
_RULED_OUT = -1e4


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision of a row: its features, how it follows the one `before`, and what is right.

    `right` is the index of a choice; `possible` tells of each choice whether it may be at all.
    """

    features: list[str]
    links: list[str]
    before: int | None
    right: int
    possible: list[bool]
    weight: float = 1.0


def fit_chains(rows: Sequence[Sequence[Decision]], choices: Sequence[str]) -> Weights:
    """Weights by `choice|feature` and, for two choices in a row, by `before>choice|link`."""
    chains = _Chains(rows, len(choices))
    found = minimize(
        chains.loss, np.zeros(chains.size), jac=True, method="L-BFGS-B", options={"maxiter": 400}
    )
    states, steps = chains.parted(found.x)
    pairs = [f"{before}>{choice}" for before in choices for choice in choices]
    named = _named(chains.features, choices, states) | _named(chains.links, pairs, steps)
    return Weights.of(named)


def _named(names: list[str], choices: Sequence[str], weights: Any) -> dict[str, float]:
    return {
        f"{choice}|{name}": float(weights[row, column])
        for row, name in enumerate(names)
        for column, choice in enumerate(choices)
    }


class _Chains:
    """All rows as matrices: decisions by features, decisions by links."""

    def __init__(self, rows: Sequence[Sequence[Decision]], choices: int) -> None:
        decisions = [decision for row in rows for decision in row]
        firsts = np.cumsum([0, *map(len, rows)])
        self.count, self.choices = len(decisions), choices
        self.before = np.array(
            [
                -1 if decision.before is None else first + decision.before
                for first, row in zip(firsts, rows, strict=False)
                for decision in row
            ]
        )
        self.features, self.by_feature = _matrix([d.features for d in decisions])
        self.links, self.by_link = _matrix([d.links for d in decisions])
        self.size = len(self.features) * choices + len(self.links) * choices**2
        self.weights = np.array([d.weight for d in decisions])
        everyone = np.arange(self.count)
        right = np.array([d.right for d in decisions])
        self.follows = self.before >= 0
        self.is_right = np.zeros((self.count, choices))
        self.is_right[everyone, right] = 1
        self.steps_right = np.zeros((self.count, choices, choices))
        after = everyone[self.follows]
        self.steps_right[after, right[self.before[after]], right[after]] = 1
        possible = np.array([d.possible for d in decisions]) | (self.is_right > 0)
        self.barred = np.where(possible, 0.0, _RULED_OUT)
        self.is_last = np.ones(self.count, bool)
        self.is_last[self.before[self.follows]] = False
        self.places = self._places()

    def _places(self) -> list[Any]:
        """The decisions that are first in their chains, those that are second, and so on."""
        place = np.zeros(self.count, int)
        for index in np.flatnonzero(self.follows):
            place[index] = place[self.before[index]] + 1
        return [np.flatnonzero(place == at) for at in range(place.max(initial=0) + 1)]

    def parted(self, weights: Any) -> tuple[Any, Any]:
        """The weights of features by choice and those of links by two choices."""
        border = len(self.features) * self.choices
        states = weights[:border].reshape(-1, self.choices)
        return states, weights[border:].reshape(-1, self.choices**2)

    def loss(self, weights: Any) -> tuple[float, Any]:
        """The penalised negative logarithm of the likelihood, and its gradient."""
        by_feature, by_link = self.parted(weights)
        free = self.by_feature @ by_feature
        states = free + self.barred
        steps = (self.by_link @ by_link).reshape(-1, self.choices, self.choices)
        ahead, behind = self._sums(states, steps)
        whole = _log_sum(ahead + behind, 1)
        right = (free * self.is_right).sum(1) + (steps * self.steps_right).sum((1, 2))
        value = (self.weights * self.is_last) @ whole - self.weights @ right
        value += PENALTY / 2 * (by_feature**2).sum() + STEP_PENALTY / 2 * (by_link**2).sum()
        shares = np.exp(ahead + behind - whole[:, None])
        pairs = ahead[self.before][:, :, None] + steps + (states + behind)[:, None, :]
        pair_shares = np.exp(pairs - whole[:, None, None]) * self.follows[:, None, None]
        heavy = self.weights[:, None]
        of_states = self.by_feature.T @ (heavy * (shares - self.is_right))
        difference = (pair_shares - self.steps_right).reshape(self.count, -1)
        of_steps = self.by_link.T @ (heavy * difference)
        gradient = (of_states + PENALTY * by_feature, of_steps + STEP_PENALTY * by_link)
        return float(value), np.concatenate([part.ravel() for part in gradient])

    def _sums(self, states: Any, steps: Any) -> tuple[Any, Any]:
        """Of each decision and choice the log-sums over what comes before and after it."""
        ahead, behind = states.copy(), np.zeros_like(states)
        for at in self.places[1:]:
            ahead[at] += _log_sum(ahead[self.before[at]][:, :, None] + steps[at], 1)
        for at in reversed(self.places[1:]):
            further = (states[at] + behind[at])[:, None, :]
            behind[self.before[at]] = _log_sum(steps[at] + further, 2)
        return ahead, behind


def _matrix(told: Sequence[Sequence[str]]) -> tuple[list[str], Any]:
    """The features of at least RARE decisions, sorted, and which decision has which."""
    counts = Counter(name for names in told for name in set(names))
    kept = sorted(name for name, count in counts.items() if count >= RARE)
    index = {name: column for column, name in enumerate(kept)}
    cells = [
        (row, index[name])
        for row, names in enumerate(told)
        for name in sorted(set(names))
        if name in index
    ]
    rows, columns = zip(*cells, strict=True) if cells else ((), ())
    shape = len(told), len(kept)
    return kept, csr_matrix((np.ones(len(rows)), (rows, columns)), shape=shape)


def _log_sum(values: Any, axis: int) -> Any:
    highest = values.max(axis=axis, keepdims=True)
    return (highest + np.log(np.exp(values - highest).sum(axis=axis, keepdims=True))).squeeze(axis)
