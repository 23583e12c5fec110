"""Metrics without training: claimed only where a head of them stands right beside the number.

So a metric that a researcher adds to the codebook works at once, narrowly: `职工书屋26家`,
`26家职工书屋`, `设立职工书屋达26家`; nothing across a comma, a veto or another number, and on a
page that hardly speaks of unions only where its topic is theirs and the paragraph names them.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from tasks.extract.candidates import fits
from tasks.extract.lexicon import Lexicon, Role
from tasks.extract.longer import covers
from tasks.extract.scene import Near, Scene
from tasks.records import Measure, Quantity

_BEFORE = re.compile(
    r"(?:数|总数|人数|共|已|已有|现有|有|为|是|达|达到|增至|增加到|计|共计|累计|约|[:：“”])*"
)
_BEHIND = re.compile(r"[“”的]?")
_IDLE = frozenset({Measure.DURATION, Measure.OTHER, Measure.POINTS, Measure.MULTIPLE})
CONFIDENCE = 0.8  # never counted: stated low, because nobody has annotated these metrics


@lru_cache(maxsize=1024)
def untrained(lexicon: Lexicon, measure: Measure, unit: str, is_bare_cell: bool) -> frozenset[str]:
    """The metrics without training that a quantity of this unit may count."""
    one = Quantity(0, 0, "", Decimal(1), unit, measure)
    metrics = lexicon.codebook.metrics.items()
    return frozenset(code for code, m in metrics if not m.is_trained and fits(m, one, is_bare_cell))


def metric_beside(scene: Scene, quantity: Quantity) -> str | None:
    """The code of the untrained metric whose longest head stands right beside `quantity`."""
    if quantity.measure in _IDLE or quantity.value <= 0:
        return None
    if scene.is_idle_at(quantity):
        return None
    is_bare_cell = not quantity.unit and scene.is_cell(quantity)
    possible = untrained(scene.lexicon, quantity.measure, quantity.unit, is_bare_cell)
    near = scene.near(quantity, possible)
    vetoed = {
        n.mention.term.metric
        for n in near
        if n.mention.term.role is Role.VETO and n.relation in {"L0", "R0", "span"}
    }
    heads = [n for n in near if _is_beside(n) and _stands_alone(scene, n)]
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


def _stands_alone(scene: Scene, near: Near) -> bool:
    """Whether the mention is no piece of a longer word, of whatever metric."""
    mention = near.mention
    if near.relation in {"TC", "TR"}:
        return True
    around = scene.mentions_in(max(0, mention.start - 12), mention.end)
    return not any(covers(other, mention) for other in around)
