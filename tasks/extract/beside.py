"""Metrics without training: claimed only where a head of them stands right beside the number.

So a metric that a researcher adds to the codebook works at once, narrowly: `职工书屋26家`,
`26家职工书屋`, `设立职工书屋达26家`; nothing across a comma, a veto or another number.
"""

from __future__ import annotations

import re

from tasks.extract.candidates import fits
from tasks.extract.lexicon import Role
from tasks.extract.scene import Near, Scene, covers
from tasks.records import Measure, Quantity

_BEFORE = re.compile(
    r"(?:数|总数|人数|共|已|已有|现有|有|为|是|达|达到|增至|增加到|计|共计|累计|约|[:：“”])*"
)
_BEHIND = re.compile(r"[“”的]?")
_IDLE = frozenset({Measure.DURATION, Measure.OTHER, Measure.POINTS, Measure.MULTIPLE})
CONFIDENCE = 0.8  # never counted: stated low, because nobody has annotated these metrics


def metric_beside(scene: Scene, quantity: Quantity) -> str | None:
    """The code of the untrained metric whose longest head stands right beside `quantity`."""
    if quantity.measure in _IDLE or quantity.value <= 0:
        return None
    near = scene.near(quantity)
    vetoed = {
        n.mention.term.metric
        for n in near
        if n.mention.term.role is Role.VETO and n.relation in {"L0", "R0", "span"}
    }
    heads = [n for n in near if _is_beside(n) and _may_count(scene, n, quantity)]
    heads = [n for n in heads if n.mention.term.metric not in vetoed]
    if not heads:
        return None
    return max(heads, key=lambda n: n.mention.term.weight).mention.term.metric


def _is_beside(near: Near) -> bool:
    if near.mention.term.role is not Role.HEAD:
        return False
    if near.relation == "L0":
        return bool(_BEFORE.fullmatch(near.link))
    return near.relation in {"TC", "TR"} or (
        near.relation == "R0" and bool(_BEHIND.fullmatch(near.link))
    )


def _may_count(scene: Scene, near: Near, quantity: Quantity) -> bool:
    mention = near.mention
    metric = scene.lexicon.codebook.metrics[mention.term.metric]
    is_bare_cell = not quantity.unit and scene.is_cell(quantity)
    if metric.is_trained or not fits(metric, quantity, is_bare_cell):
        return False
    if near.relation in {"TC", "TR"}:
        return True
    around = scene.mentions_in(max(0, mention.start - 12), mention.end)
    return not any(covers(other, mention) for other in around)
