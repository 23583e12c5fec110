"""Statistic: whether a claimed number is a level, something new, a change or a target.

A change is known from its form. Between the other three a small logit decides, on the words
around the number (力争, 新建, 累计, 目前; `warehouse/cues.yaml`), the time told before it, the
metric's nature and what the claims before it were.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import yaml

from tasks.extract.binding import Claim
from tasks.extract.features import masked
from tasks.extract.ranker import Model, chances
from tasks.extract.scene import Scene
from tasks.normalize.codebook import Metric
from tasks.normalize.frames import speaking_date
from tasks.normalize.times import find_times
from tasks.records import BlockKind, Measure, Statistic

CHOICES = (Statistic.LEVEL, Statistic.NEW, Statistic.TARGET)
CUES_FILE = Path(__file__).parents[2] / "warehouse" / "cues.yaml"


@cache
def cues() -> dict[str, re.Pattern[str]]:
    """One pattern a class of words."""
    document = yaml.load(CUES_FILE.read_text("utf-8"), Loader=yaml.CSafeLoader)
    return {
        name: re.compile("|".join(re.escape(w).replace(r"\#", r"\d") for w in words.split()))
        for name, words in document.items()
    }


class StatisticReader:
    """Tells the statistics of one page's claims, from left to right; remembers what it told."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self._times = find_times(scene.text, speaking_date(scene.document))
        self._time_starts = [time.start for time in self._times]
        self._told: list[tuple[Claim, Statistic]] = []
        self._above: dict[tuple[int, int], Statistic] = {}

    def tell(self, claim: Claim, metric: Metric, model: Model) -> Statistic:
        """The statistic of the next claim; wage growth is a growth unless it is aimed at."""
        statistic = self._decide(claim, metric, model)
        self.remember(claim, statistic)
        return statistic

    def remember(self, claim: Claim, statistic: Statistic) -> None:
        """Let the next claims know what this one is."""
        self._told.append((claim, statistic))
        column = self._column(claim)
        if column is not None:
            self._above[column] = statistic

    def _decide(self, claim: Claim, metric: Metric, model: Model) -> Statistic:
        if claim.is_change or claim.quantity.measure in {Measure.POINTS, Measure.MULTIPLE}:
            return Statistic.CHANGE
        features = self.features(claim, metric)
        level, new, target = chances(
            [model.score(f"{choice}|{f}" for f in features) for choice in CHOICES]
        )
        if metric.code == "wage.growth":
            return Statistic.TARGET if target > 0.5 else Statistic.CHANGE
        if metric.is_flow:
            return Statistic.TARGET if target > level + new else Statistic.NEW
        return max(zip((level, new, target), CHOICES, strict=True))[1]

    def features(self, claim: Claim, metric: Metric) -> list[str]:
        """Readable features of a claim's surroundings: which class of words stands where."""
        flow, code = metric.is_flow, metric.code
        features = ["bias", f"metric={code}", f"flow={flow}", f"unit={metric.unit}"]
        features += [f"measure={claim.quantity.measure}", f"rule={claim.rule}"]
        spans = self._surroundings(claim)
        for place, words in spans.items():
            for name, pattern in cues().items():
                if pattern.search(words):
                    features += [f"{place}:{name}", f"{place}:{name}|flow={flow}"]
                    if place in {"gap", "clause"}:
                        features.append(f"{place}:{name}|{code}")
        tail = masked(spans["gap"])[-4:]
        features += [f"tail={tail[-2:]}", f"tail={tail}"]
        features += [f"word={word}" for word in self._near_words(claim)]
        features += [f"{time}|flow={flow}" for time in self._of_times(claim)]
        features += self._of_told(claim, code)
        return features

    def _surroundings(self, claim: Claim) -> dict[str, str]:
        """The texts whose words may decide, by place."""
        scene, document, quantity = self.scene, self.scene.document, claim.quantity
        clause = document.clause_at(quantity.start)
        sentence = document.sentence_at(quantity.start)
        gap = scene.left_gap(quantity)
        spans = {
            "gap": scene.text[gap.start : gap.end],
            "clause": scene.text[clause.start : clause.end],
            "left": scene.text[sentence.start : quantity.start],
            "after": scene.text[quantity.end : clause.end],
            "title": document.article.title or "",
        }
        headings = document.headings_over(quantity.start)
        if headings:
            spans["heading"] = scene.text[headings[-1].start : headings[-1].end]
        segment = document.segment_at(quantity.start)
        if segment is not None:
            spans["opening"] = scene.text[segment.start : segment.start + 30]
            if segment.block.kind is BlockKind.CELL:
                spans["column"] = "".join((*segment.block.column_heads, *segment.block.row_heads))
                spans["caption"] = segment.block.caption
        return spans

    def _near_words(self, claim: Claim) -> set[str]:
        scene, start = self.scene, claim.quantity.start
        first = max(scene.document.clause_at(start).start, start - 20)
        return {w for w in scene.words_in(first, start) if not w[0].isdigit()}

    def _of_times(self, claim: Claim) -> Iterator[str]:
        """The kind of the last time told in the sentence, else in the paragraph."""
        start = claim.quantity.start
        sentence = self.scene.document.sentence_at(start)
        segment = self.scene.document.segment_at(start)
        index = bisect_left(self._time_starts, start) - 1
        if index < 0 or segment is None or self._times[index].start < segment.start:
            yield "time=none"
            return
        time = self._times[index]
        place = "sentence" if time.start >= sentence.start else "paragraph"
        yield f"time={place}|{time.kind}|{time.as_of}"
        if time.start >= self.scene.document.clause_at(start).start:
            yield f"time=clause|{time.kind}|{time.as_of}"

    def _of_told(self, claim: Claim, code: str) -> Iterator[str]:
        """What the claims before were told as, and how this one is joined to them."""
        start = claim.quantity.start
        column = self._column(claim)
        if column is not None and column in self._above:
            yield f"above={self._above[column]}"
        if not self._told:
            yield "first"
            return
        before, statistic = self._told[-1]
        sentence = self.scene.document.sentence_at(start)
        segment = self.scene.document.segment_at(start)
        if before.quantity.start >= sentence.start:
            link = masked(self.scene.text[before.quantity.end : start])
            yield f"before={statistic}|{link if len(link) < 3 else 'long'}"
            yield f"before={statistic}|same={before.metric == code}"
            yield f"before={statistic}"
        elif segment is not None and before.quantity.start >= segment.start:
            yield f"paragraph before={statistic}"
        else:
            yield f"page before={statistic}"

    def _column(self, claim: Claim) -> tuple[int, int] | None:
        segment = self.scene.document.segment_at(claim.quantity.start)
        if segment is None or segment.block.table is None or segment.block.column is None:
            return None
        return segment.block.table, segment.block.column
