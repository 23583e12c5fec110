"""Annotated pages: each observation of a gold file joined to the number of the page it is about.

The form of a gold file is told in CONTRIBUTING.md. A quote is found without regard to white
space; the number in it is the one with the annotated value.
"""

from __future__ import annotations

import json
import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tasks.extract.binding import Claim
from tasks.extract.scene import Scene
from tasks.extract.statistic import WAGE_GROWTH
from tasks.records import Measure, Quantity, Statistic


@dataclass(frozen=True, slots=True)
class Label:
    """What an annotator says of a number; `statistic` is None where that is left open."""

    metric: str
    statistic: Statistic | None
    is_optional: bool = False


def read_gold(folder: Path) -> list[dict[str, Any]]:
    """The rows of `gold.jsonl` in `folder`, one a page."""
    lines = (folder / "gold.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def same_value(a: float, b: float) -> bool:
    """Whether two values are the same to four digits (or 0.006, for shares)."""
    return math.isclose(a, b, rel_tol=1e-4, abs_tol=0.006)


class GoldPage:
    """A page's scene with the annotators' labels by number."""

    def __init__(self, name: str, scene: Scene) -> None:
        self.name = name
        self.scene = scene
        self.weight = 1.0  # of its decisions in training
        self.unplaced: list[Any] = []
        self._labels: dict[int, list[Label]] = defaultdict(list)

    @classmethod
    def of_row(cls, scene: Scene, row: dict[str, Any]) -> GoldPage:
        """The page with the observations of one row of a gold file."""
        page = cls(row["page"], scene)
        for observation in row["observations"]:
            quantity = page._place(observation)
            statistic = Statistic(observation["statistic"])
            label = Label(observation["metric"], statistic, bool(observation.get("optional")))
            if quantity is None:
                page.unplaced.append(observation)
            else:
                page._labels[quantity.start].append(label)
        return page

    def mark(self, start: int, end: int, label: Label) -> None:
        """Label the number at `article.text[start:end]`."""
        offsets = self.scene.document.reading.offsets
        first, last = bisect_left(offsets, start), bisect_left(offsets, end)
        inside = [q for q in self.scene.quantities if q.start < last and q.end > first]
        if inside:
            self._labels[inside[-1].start].append(label)
        else:
            self.unplaced.append((self.scene.document.article.text[start:end], label))

    def metrics_of(self, quantity: Quantity) -> set[str]:
        """The metrics that the annotation gives this number; empty for none."""
        return {label.metric for label in self._labels.get(quantity.start, ()) if label.metric}

    def labels_of(self, quantity: Quantity) -> list[Label]:
        """The annotators' labels of this number."""
        return self._labels.get(quantity.start, [])

    def is_optional(self, quantity: Quantity) -> bool:
        """Whether careful readers differ on this number."""
        given = self._labels.get(quantity.start, [])
        return bool(given) and all(label.is_optional for label in given)

    def claims(self) -> Iterator[tuple[Claim, Statistic]]:
        """Each annotated number as the claim that should be made, with its statistic."""
        for quantity in self.scene.quantities:
            for label in self.labels_of(quantity):
                if label.statistic is not None:
                    grows = label.statistic is Statistic.CHANGE
                    is_change = grows and label.metric != WAGE_GROWTH  # itself a growth
                    yield Claim(quantity, label.metric, is_change, 1.0, "gold"), label.statistic

    def _place(self, observation: dict[str, Any]) -> Quantity | None:
        value = abs(float(observation["value"]))
        span = self._span_of(observation["quote"])
        same = [q for q in self.scene.quantities if same_value(abs(float(q.value)), value)]
        if span is None:
            return same[0] if len(same) == 1 else None
        inside = [q for q in same if q.start < span[1] and q.end > span[0]]
        free = [q for q in inside if observation["metric"] not in self.metrics_of(q)]
        counted = [q for q in free if q.measure is not Measure.DURATION] or free or inside
        return counted[-1] if counted else None

    def _span_of(self, quote: str) -> tuple[int, int] | None:
        """Where the quote stands, in offsets of the document's text."""
        text = self.scene.document.article.text
        kept = [i for i, char in enumerate(text) if not char.isspace()]
        squeezed = "".join(text[i] for i in kept)
        wanted = "".join(quote.split())
        place = squeezed.find(wanted)
        if place < 0:
            return None
        offsets = self.scene.document.reading.offsets
        first, last = kept[place], kept[place + len(wanted) - 1] + 1
        return bisect_left(offsets, first), bisect_left(offsets, last)
