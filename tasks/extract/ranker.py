"""The ranker: which candidate a number really counts, or none, with its chance.

A conditional logit over the candidates that the codebook proposes: each reading has a score, the
sum of the weights of its features, and its chance is the share of its exponential among those of
all readings of the number, "none" included (McFadden 1974). Weights stand in
`warehouse/model/binding.json`, made by `gonghui train` from the gold pages; a feature that the
model has never seen weighs nothing.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from tasks.extract.feature_groups import Groups, weighed

MODEL_FOLDER = Path(__file__).parents[2] / "warehouse" / "model"


@dataclass(frozen=True, slots=True)
class Model:
    """Weights by feature; `groups` gives their sums for those that come together."""

    weights: dict[str, float]
    groups: Groups[float] = field(init=False, repr=False)
    _by_choice: dict[tuple[str, ...], dict[str, tuple[float, ...]]] = field(
        default_factory=dict, init=False, repr=False
    )

    def __post_init__(self) -> None:
        object.__setattr__(self, "groups", weighed(self.weights))

    def scores(self, choices: tuple[str, ...], features: Iterable[str]) -> list[float]:
        """For each choice the sum of the weights of all `choice|feature`."""
        weights = self._by_choice.get(choices)
        if weights is None:
            weights = self._by_choice[choices] = self._split(choices)
        rows = [weights[feature] for feature in features if feature in weights]
        return [sum(column) for column in zip(*rows, strict=True)] or [0.0] * len(choices)

    def _split(self, choices: tuple[str, ...]) -> dict[str, tuple[float, ...]]:
        """By feature its weights with each choice."""
        parted = (feature.partition("|") for feature in self.weights)
        names = {feature for choice, _, feature in parted if choice in choices}
        get = self.weights.get
        return {name: tuple(get(f"{choice}|{name}", 0.0) for choice in choices) for name in names}


@cache
def load_model(name: str, folder: Path = MODEL_FOLDER) -> Model:
    """The model `name` (`binding`, `statistic`); an empty one where none was trained yet."""
    path = folder / f"{name}.json"
    if not path.exists():
        return Model({})
    return Model(json.loads(path.read_text("utf-8")))


@dataclass(frozen=True, slots=True)
class Models:
    """What a reader of pages has learned: what numbers count, and their statistic."""

    binding: Model
    statistic: Model


def load_models() -> Models:
    """The models that the product carries."""
    return Models(load_model("binding"), load_model("statistic"))


def save_model(name: str, weights: dict[str, float], folder: Path = MODEL_FOLDER) -> Path:
    """Write weights to three digits, sorted, those of no weight left out; returns the path."""
    folder.mkdir(parents=True, exist_ok=True)
    kept = {f: round(w, 3) for f, w in sorted(weights.items()) if abs(w) >= 0.005}
    path = folder / f"{name}.json"
    path.write_text(json.dumps(kept, ensure_ascii=False, indent=0) + "\n", "utf-8")
    return path


def chances(scores: list[float]) -> list[float]:
    """Softmax: the chance of each score among all of them; sums to 1."""
    highest = max(scores)
    parts = [math.exp(score - highest) for score in scores]
    total = sum(parts)
    return [part / total for part in parts]
