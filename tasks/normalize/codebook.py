"""The codebook as records: what is counted, in which unit, and in which words pages say so.

`warehouse/codebook.yaml` is the only home of that knowledge; its head explains how a term is
written. A wrong entry raises `InputError` and names the metric.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tasks.errors import InputError

CODEBOOK_FILE = Path(__file__).parents[2] / "warehouse" / "codebook.yaml"


@dataclass(frozen=True, slots=True)
class Metric:
    """One row of the codebook; `classifiers` are the measure words that fit its unit.

    `is_trained` tells that the ranker learned it from annotated pages; a metric that it has not
    seen is claimed only where its head stands right beside the number.
    """

    code: str
    unit: str
    name_zh: str
    name_en: str
    definition: str
    heads: tuple[str, ...]
    clues: tuple[str, ...]
    vetoes: tuple[str, ...]
    classifiers: frozenset[str]
    is_flow: bool
    is_trained: bool
    plausible: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Codebook:
    """All metrics by code, in the order of the file, and the words without which a page is idle.

    `relevant` are those that its bytes are searched for before it is read. `telling` holds, by
    measure word, the metrics that it makes likely by itself. Words of `abroad` tell of unions
    elsewhere, those of `home` of China's.
    """

    metrics: dict[str, Metric]
    anchors: tuple[str, ...]
    relevant: tuple[str, ...] = ()
    telling: dict[str, tuple[str, ...]] = field(default_factory=dict)
    abroad: tuple[str, ...] = ()
    home: tuple[str, ...] = ()


@cache
def load_codebook(path: Path = CODEBOOK_FILE) -> Codebook:
    """Read the codebook; raises InputError for a row that lacks something or has an unknown key."""
    document = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
    units: dict[str, list[str]] = document["units"]
    metrics = [_metric(row, units) for row in document["metrics"]]
    if len({metric.code for metric in metrics}) < len(metrics):
        raise InputError(f"{path.name}: a code stands twice")
    anchors, relevant = document["anchors"].split(), document.get("relevant", "").split()
    for anchor in anchors:
        if relevant and not any(word in anchor for word in relevant):
            raise InputError(f"{path.name}: no word of `relevant` stands in the anchor {anchor}")
    telling = _telling(document.get("telling", {}), metrics)
    abroad, home = document.get("abroad", "").split(), document.get("home", "").split()
    return Codebook(
        {metric.code: metric for metric in metrics},
        tuple(anchors),
        tuple(relevant),
        telling,
        tuple(abroad),
        tuple(home),
    )


def _telling(words: dict[str, list[str]], metrics: list[Metric]) -> dict[str, tuple[str, ...]]:
    """The metrics by measure word, of a table of measure words by unit."""
    told: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for unit, classifiers in words.items():
        if all(metric.unit != unit for metric in metrics):
            raise InputError(f"codebook: telling: no metric has the unit {unit}")
        codes = tuple(metric.code for metric in metrics if metric.unit == unit)
        for classifier in classifiers:
            told[classifier] += codes
    return dict(told)


_REQUIRED = {"code", "unit", "name_zh", "name_en", "definition", "heads"}
_OPTIONAL = {"clues", "vetoes", "flow", "plausible", "trained"}


def _metric(row: dict[str, Any], units: dict[str, list[str]]) -> Metric:
    code = row.get("code", "a metric without code")
    keys = set(row)
    if keys - _REQUIRED - _OPTIONAL or _REQUIRED - keys:
        odd = sorted(keys - _REQUIRED - _OPTIONAL) or sorted(_REQUIRED - keys)
        raise InputError(f"codebook: {code}: missing or unknown: {', '.join(odd)}")
    if row["unit"] not in units:
        raise InputError(f"codebook: {code}: unknown unit {row['unit']}")
    low_high = row.get("plausible")
    return Metric(
        code=code,
        unit=row["unit"],
        name_zh=row["name_zh"],
        name_en=row["name_en"],
        definition=row["definition"],
        heads=tuple(row["heads"].split()),
        clues=tuple(row.get("clues", "").split()),
        vetoes=tuple(row.get("vetoes", "").split()),
        classifiers=frozenset(units[row["unit"]]),
        is_flow=bool(row.get("flow", False)),
        is_trained=bool(row.get("trained", False)),
        plausible=(float(low_high[0]), float(low_high[1])) if low_high else None,
    )
