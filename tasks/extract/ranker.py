"""The ranker: which candidate a number really counts, or none, with its chance.

A conditional logit over the candidates that the codebook proposes: each reading has a score, the
sum of the weights of its features, and its chance is the share of its exponential among those of
all readings of the number, "none" included (McFadden 1974). Weights stand in
`warehouse/model/binding.tsv`, made by `make train` from the gold pages; a feature that the
model has never seen weighs nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from tasks.extract.feature_groups import Groups, weighed
from tasks.extract.weights import Weights

MODEL_FOLDER = Path(__file__).parents[2] / "warehouse" / "model"


@dataclass(frozen=True)
class Model:
    """What was learned to tell one thing."""

    weights: Weights

    @cached_property
    def groups(self) -> Groups[float]:
        """The sums of the weights of features that come together."""
        return weighed(self.weights)

    def scores(self, choices: tuple[str, ...], features: Iterable[str]) -> list[float]:
        """For each choice the sum of the weights of all `choice|feature`."""
        rows = [self.weights.row(feature) for feature in features]
        return [sum([row[choice] for row in rows if choice in row]) for choice in choices]


@cache
def load_model(name: str, folder: Path = MODEL_FOLDER) -> Model:
    """The model `name` (`binding`, `statistic`); an empty one where none was trained yet."""
    return Model(Weights.read(folder / f"{name}.tsv"))


@dataclass(frozen=True, slots=True)
class Models:
    """What a reader of pages has learned: what numbers count, and their statistic."""

    binding: Model
    statistic: Model


def load_models() -> Models:
    """The models that the product carries."""
    return Models(load_model("binding"), load_model("statistic"))


def save_model(name: str, weights: Weights, folder: Path = MODEL_FOLDER) -> Path:
    """Write the weights of the model `name`; returns the path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.tsv"
    weights.write(path)
    return path


def chances(scores: list[float]) -> list[float]:
    """Softmax: the chance of each score among all of them; sums to 1."""
    highest = max(scores)
    parts = [math.exp(score - highest) for score in scores]
    total = sum(parts)
    return [part / total for part in parts]
