"""Binding: each number of the page gets its metric, or a reason why it has none.

Numbers are read from left to right, because what the number before was tells much about this one
(`沧州…会员2.1万人，唐山是2.6万人`).
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import partial

from tasks.extract.alignment import Alignment
from tasks.extract.beside import CONFIDENCE, metric_beside
from tasks.extract.candidates import Candidate, fits, propose
from tasks.extract.features import Describer
from tasks.extract.history import History
from tasks.extract.ranker import Model, chances
from tasks.extract.scene import Scene
from tasks.records import Bound, Quantity

MOST_NUMBERS = 1000  # are bound on one page, for each takes a millisecond; our pages have 80
TOO_MANY = "too_many"
NONE_MARGIN = 0.3  # best F1 on held-out pages: silence costs as much as a false claim
SURE = 0.9  # the chance that a claim needs on a page that hardly speaks of unions
LIKELY = 0.6  # and on one that names them at most twice, in another paragraph
_HEADCOUNTS = frozenset({"人", "名", "职工", "员工"})
_SLOGAN = re.compile(r"[十百]?[十百千万亿][名个家户场项件]?")  # “万名职工学技能”
_SIZED = re.compile(
    r"的?[^\d，。；、]{0,4}(?:企业|单位|工地|小?厂|公司|群体性|非公|民企|项目|用人|网点|工会组织|基层工会)"
)


@dataclass(frozen=True, slots=True)
class Claim:
    """A quantity bound to a metric; `rule` names how its head stands to it.

    That is one of RELATIONS, `carried` or `kin` (`Candidate.relation`), `alike` or `beside`.
    """

    quantity: Quantity
    metric: str
    is_change: bool
    confidence: float
    rule: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """A quantity that nothing claims: a reason of a closed list, and its figures as detail.

    `no_term`: no word of the codebook near it fits its unit; `unlikely`: the ranker holds none for
    likelier than the best metric, or is not SURE of it on an idle page;
    `too_many`: it stands behind MOST_NUMBERS others; `no_anchor`, `abroad`, `growth_of_new` and
    those of `out_of_question`. (`repeated` is found later: tasks/extract/repeats.py.)
    """

    quantity: Quantity
    reason: str
    detail: str = ""


def bind(scene: Scene, model: Model) -> tuple[list[Claim], list[Refusal]]:
    """Claims and refusals for every quantity of the scene, in order of the text."""
    alignment = Alignment(scene)
    history = History(scene)
    describer = Describer(scene, alignment, history, model.groups)
    claims: list[Claim] = []
    refusals: list[Refusal] = []
    for quantity in scene.quantities[:MOST_NUMBERS]:
        reason = out_of_question(scene, quantity)
        if reason:
            refusals.append(Refusal(quantity, reason))
            continue
        candidates = narrow(
            propose(scene, quantity, history),
            alignment.metrics_for(quantity, history),
        )
        claim, refusal = _decide(quantity, candidates, describer)
        history.add(quantity, claim.metric if claim else None)
        if claim is not None:
            claims.append(claim)
            claims.extend(_shared(claim, alignment, candidates))
        elif (code := metric_beside(scene, quantity)) is not None:
            claims.append(Claim(quantity, code, False, CONFIDENCE, "beside"))
        else:
            refusals.append(refusal)
    refusals += [Refusal(quantity, TOO_MANY) for quantity in scene.quantities[MOST_NUMBERS:]]
    return claims, refusals


def out_of_question(scene: Scene, quantity: Quantity) -> str:
    """Why the number cannot be an observation whatever stands near; "" where it may be one.

    `threshold`: a size that describes a group; `slogan`: a round number in quotes; `table_head`: a
    bare number there.
    """
    if is_threshold(scene, quantity):
        return "threshold"
    if _SLOGAN.fullmatch(quantity.text) and _is_quoted(scene, quantity):
        return "slogan"
    segment = scene.document.segment_at(quantity.start)
    if segment is not None and segment.block.is_head and not quantity.unit:
        return "table_head"
    return ""


def _is_quoted(scene: Scene, quantity: Quantity) -> bool:
    """Whether the number stands inside quotation marks that open in its sentence."""
    start = scene.document.sentence_at(quantity.start).start
    left = scene.text[start : quantity.start]
    return left.rfind("“") > left.rfind("”")


def is_threshold(scene: Scene, quantity: Quantity) -> bool:
    """Whether the number only says how large the units are that the text speaks of.

    25人以上企业, 百人以下的小厂, 规模在50名以上的非公企业: no count of anything.
    """
    if quantity.bound not in {Bound.ABOVE, Bound.BELOW} or quantity.unit not in _HEADCOUNTS:
        return False
    return bool(_SIZED.match(scene.text, quantity.end))


def narrow(candidates: list[Candidate], aligned: frozenset[str] | None) -> list[Candidate]:
    """The candidates that an enumeration leaves; all where it tells nothing."""
    left = [c for c in candidates if aligned is None or c.metric.code in aligned]
    return left or candidates


def _decide(
    quantity: Quantity,
    candidates: list[Candidate],
    describer: Describer[float],
) -> tuple[Claim | None, Refusal]:
    """The likeliest reading of one quantity."""
    if not candidates:
        return None, Refusal(quantity, "no_term")
    none, *scores = describer.describe(quantity, candidates)
    shares = chances([none - NONE_MARGIN, *scores])
    best = max(range(len(shares)), key=lambda i: shares[i])
    if best == 0 or shares[best] < _needed(describer.scene, quantity):
        second = max(range(1, len(shares)), key=lambda i: shares[i])
        code = candidates[second - 1].metric.code
        detail = f"{shares[0]:.2f} against {shares[second]:.2f} for {code}"
        return None, Refusal(quantity, "unlikely", detail)
    chosen = candidates[best - 1]
    return Claim(
        describer.scene.in_unit_of(quantity, partial(fits, chosen.metric, is_bare_cell=False)),
        chosen.metric.code,
        chosen.is_change,
        confidence_of(shares[best]),
        chosen.relation,
    ), Refusal(quantity, "")


def _needed(scene: Scene, quantity: Quantity) -> float:
    """The chance that a claim needs, by how much the page speaks of unions."""
    return SURE if scene.is_idle else LIKELY if scene.is_idle_at(quantity) else 0.0


def confidence_of(chance: float) -> float:
    """What is told of a reading that the model holds for right by `chance`, both from 0 to 1.

    A half stays a half; surer claims are told with more doubt than the model has, so that at least
    98 of 100 that are told at 0.9 and above are right on held-out pages (`make heldout`).
    """
    return 1 - math.sqrt((1 - chance) / 2)


def _shared(claim: Claim, alignment: Alignment, candidates: list[Candidate]) -> list[Claim]:
    """The further claims of a number that is told of several heads (A率、B率均达98%)."""
    heads = alignment.shared_heads(claim.quantity)
    if not any(claim.metric in metrics for metrics in heads):
        return []
    possible = {c.metric.code for c in candidates}
    others = [sorted(m & possible) for m in heads if claim.metric not in m]
    return [
        Claim(claim.quantity, codes[0], claim.is_change, claim.confidence, "alike")
        for codes in others
        if codes
    ]
