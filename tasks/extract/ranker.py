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
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

_NO_WORDS: frozenset[str] = frozenset()
MODEL_FOLDER = Path(__file__).parents[2] / "warehouse" / "model"


@dataclass(frozen=True, slots=True)
class Model:
    """Weights by feature; `words` lists what weighs among features of the form `…=word`."""

    weights: dict[str, float]
    words: dict[str, frozenset[str]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        words: dict[str, set[str]] = defaultdict(set)
        for feature in self.weights:
            name, _, word = feature.partition("=")
            if name.endswith(("|word", "|around")):
                words[name].add(word)
        object.__setattr__(self, "words", {name: frozenset(w) for name, w in words.items()})

    def weighed(self, name: str, words: set[str]) -> Iterator[str]:
        """The features `name=word` of those words that weigh anything at all."""
        return (f"{name}={word}" for word in words & self.words.get(name, _NO_WORDS))

    def score(self, features: Iterable[str]) -> float:
        """The sum of the weights of `features`."""
        get = self.weights.get
        return sum([get(feature, 0.0) for feature in features])

    def reasons(self, features: Iterable[str], count: int = 5) -> list[tuple[str, float]]:
        """The features that weigh most, either way, heaviest first."""
        weighed = {feature: self.weights.get(feature, 0.0) for feature in features}
        return sorted(weighed.items(), key=lambda item: -abs(item[1]))[:count]


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
