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
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path

from tasks.extract.feature_groups import Group, flat

MODEL_FOLDER = Path(__file__).parents[2] / "warehouse" / "model"
_MOST_GROUPS = 1 << 16
_NO_WORDS: dict[str, Group] = {}


@dataclass(frozen=True, slots=True)
class Model:
    """Weights by feature; `words` lists what weighs among features of the form `…=word`.

    `weigh` gives the sum of a group's weights, and keeps it: most groups come again and again.
    """

    weights: dict[str, float]
    words: dict[str, dict[str, Group]] = field(init=False, repr=False)
    weigh: Callable[[Group], float] = field(init=False, repr=False)
    _by_choice: dict[tuple[str, ...], dict[str, tuple[float, ...]]] = field(
        default_factory=dict, init=False, repr=False
    )

    def __post_init__(self) -> None:
        words: dict[str, dict[str, Group]] = defaultdict(dict)
        for feature in self.weights:
            name, _, word = feature.partition("=")
            if name.endswith(("|word", "|around")):
                words[name][word] = (feature,)
        object.__setattr__(self, "words", dict(words))
        object.__setattr__(self, "weigh", lru_cache(_MOST_GROUPS)(self._sum))

    def weighed(self, name: str, words: Iterable[str]) -> list[Group]:
        """The features `name=word` of those words that weigh anything at all."""
        known = self.words.get(name, _NO_WORDS)
        return [known[word] for word in words if word in known]

    def _sum(self, group: Group) -> float:
        get = self.weights.get
        return sum([get(feature, 0.0) for feature in group])

    def score(self, groups: Iterable[Group]) -> float:
        """The sum of the weights of all features in `groups`."""
        return sum(map(self.weigh, groups))

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

    def reasons(self, groups: Iterable[Group], count: int = 5) -> list[tuple[str, float]]:
        """The features that weigh most, either way, heaviest first."""
        weighed = {feature: self.weights.get(feature, 0.0) for feature in flat(groups)}
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
