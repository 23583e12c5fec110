"""Statistic: whether a claimed number is a level, something new, a change or a target.

A change is known from its form. Between the other three a small logit decides, on the words
around the number (力争, 新建, 累计, 目前; `warehouse/cues.yaml`), the metric's nature and the heading
above.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import yaml

from tasks.extract.binding import Claim
from tasks.extract.features import masked
from tasks.extract.ranker import Model, chances
from tasks.extract.scene import Scene
from tasks.normalize.codebook import Metric
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


def features_of(scene: Scene, claim: Claim, metric: Metric) -> list[str]:
    """Readable features of a claim's surroundings: which class of words stands where."""
    features = ["bias", f"metric={metric.code}", f"flow={metric.is_flow}", f"unit={metric.unit}"]
    features.append(f"measure={claim.quantity.measure}")
    features.append(f"rule={claim.rule}")
    spans = _surroundings(scene, claim)
    for place, words in spans.items():
        for name, pattern in cues().items():
            if pattern.search(words):
                features += [f"{place}:{name}", f"{place}:{name}|flow={metric.is_flow}"]
                if place in {"gap", "clause"}:
                    features.append(f"{place}:{name}|{metric.code}")
    tail = masked(spans["gap"])[-4:]
    features += [f"tail={tail[-2:]}", f"tail={tail}"]
    features += [f"word={word}" for word in _near_words(scene, claim)]
    return features


def _surroundings(scene: Scene, claim: Claim) -> dict[str, str]:
    """The texts whose words may decide, by place."""
    document, quantity = scene.document, claim.quantity
    clause = document.clause_at(quantity.start)
    sentence = document.sentence_at(quantity.start)
    gap = scene.left_gap(quantity)
    spans = {
        "gap": scene.text[gap.start : gap.end],
        "clause": scene.text[clause.start : clause.end],
        "left": scene.text[sentence.start : quantity.start],
        "after": scene.text[quantity.end : clause.end],
    }
    headings = document.headings_over(quantity.start)
    if headings:
        spans["heading"] = scene.text[headings[-1].start : headings[-1].end]
    segment = document.segment_at(quantity.start)
    if segment is not None:
        spans["opening"] = scene.text[segment.start : segment.start + 30]
        if segment.block.kind is BlockKind.CELL:
            spans["column"] = "".join(segment.block.column_heads)
            spans["caption"] = segment.block.caption
    return spans


def _near_words(scene: Scene, claim: Claim) -> set[str]:
    start = max(scene.document.clause_at(claim.quantity.start).start, claim.quantity.start - 20)
    return {w for w in scene.words_in(start, claim.quantity.start) if not w[0].isdigit()}


def statistic_of(scene: Scene, claim: Claim, metric: Metric, model: Model) -> Statistic:
    """The statistic of a claim; wage growth is always a growth unless it is aimed at."""
    if claim.is_change or claim.quantity.measure in {Measure.POINTS, Measure.MULTIPLE}:
        return Statistic.CHANGE
    features = features_of(scene, claim, metric)
    level, new, target = chances(
        [model.score(f"{choice}|{f}" for f in features) for choice in CHOICES]
    )
    if metric.code == "wage.growth":
        return Statistic.TARGET if target > 0.5 else Statistic.CHANGE
    if metric.is_flow:
        return Statistic.TARGET if target > level + new else Statistic.NEW
    return max(zip((level, new, target), CHOICES, strict=True))[1]
