"""Training the two small models from annotated pages: what a number counts, and its statistic.

The first is a conditional logit with an L2 penalty, fitted by L-BFGS from zero, so that the same
pages give the same weights; the other is fitted by `tasks.extract.chain_training`. Needs scipy
(`pip install -e '.[train]'`); the product itself does not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from tasks.errors import InputError
from tasks.extract.alignment import Alignment
from tasks.extract.annotated import read_annotated
from tasks.extract.binding import narrow, out_of_question
from tasks.extract.candidates import propose
from tasks.extract.chain_training import Decision, fit_chains
from tasks.extract.course import Course
from tasks.extract.document import Document
from tasks.extract.feature_groups import NAMED, Group
from tasks.extract.features import Describer
from tasks.extract.gold import GoldPage, read_gold
from tasks.extract.history import History
from tasks.extract.lexicon import default_lexicon
from tasks.extract.ranker import save_model
from tasks.extract.scene import Scene
from tasks.extract.statistic import CHOICES, StatisticReader, is_surely_change
from tasks.extract.weights import Weights
from tasks.fetch.files import PageFile, read_file
from tasks.parse import parse_article
from tasks.records import Capture, Reject, Statistic

RARE = 2  # features of fewer examples are left out
PENALTY = 0.5  # by cross-validation: on texts of other writers 0.7 and 1 are worse
TEXT_WEIGHT = 0.25  # of a decision in a text written for training, which is harder than news


@dataclass(frozen=True, slots=True)
class Choice:
    """One decision: the features of each option, and which options are right."""

    options: list[Group]
    right: list[int]
    weight: float = 1.0


@dataclass(slots=True)
class Tally:
    """What the candidates miss: numbers whose right metric was never proposed."""

    quantities: int = 0
    proposed: int = 0
    missed: list[str] = field(default_factory=list)


def binding_choices(page: GoldPage, tally: Tally | None = None) -> list[Choice]:
    """The decisions of one page, told with the right history; option 0 is "none"."""
    scene = page.scene
    history = History(scene)
    alignment = Alignment(scene)
    describer = Describer(scene, alignment, history, NAMED)
    choices: list[Choice] = []
    for quantity in scene.quantities:
        if out_of_question(scene, quantity):
            continue
        right = page.metrics_of(quantity)
        candidates = narrow(
            propose(scene, quantity, history),
            alignment.metrics_for(quantity, history),
        )
        codes = [c.metric.code for c in candidates]
        if tally is not None and right and not page.is_optional(quantity):
            tally.quantities += 1
            tally.proposed += any(code in codes for code in right)
            if not any(code in codes for code in right):
                tally.missed.append(f"{page.name} {sorted(right)} {quantity.text}")
        if candidates and not page.is_optional(quantity):
            options = describer.describe(quantity, candidates)
            indexes = [i for i, code in enumerate(codes, 1) if code in right]
            if indexes or not right:
                choices.append(Choice(options, indexes or [0], page.weight))
        history.add(quantity, min(right) if right else None)
    return choices


def statistic_row(page: GoldPage) -> list[Decision]:
    """The statistic decisions of one page, for its annotated numbers."""
    reader = StatisticReader(page.scene)
    told = [(claim, said) for claim, said in page.claims() if not is_surely_change(claim)]
    course = Course(page.scene, [claim for claim, _ in told])
    return [
        Decision(
            [*reader.features(claim), *course.features(index)],
            list(course.links(index)),
            course.before[index],
            CHOICES.index(said if said in CHOICES else Statistic.LEVEL),
            [choice in reader.possible(claim) for choice in CHOICES],
            page.weight,
        )
        for index, (claim, said) in enumerate(told)
    ]


def train_binding(pages: Iterable[GoldPage], penalty: float = PENALTY) -> Weights:
    """Weights of the binding model."""
    return fit([choice for page in pages for choice in binding_choices(page)], penalty)


def train_statistic(pages: Iterable[GoldPage]) -> Weights:
    """Weights of the statistic model."""
    return fit_chains([statistic_row(page) for page in pages], CHOICES)


def fit(choices: Sequence[Choice], penalty: float) -> Weights:
    """Weights that make the right options likeliest, under `penalty` times their square sum."""
    counts = Counter(f for c in choices for f in {f for option in c.options for f in option})
    names = sorted(name for name, count in counts.items() if count >= RARE)
    index = {name: i for i, name in enumerate(names)}
    rows, columns, groups, right = [], [], [], []
    row = 0
    for group, choice in enumerate(choices):
        for number, option in enumerate(choice.options):
            known = {index[f] for f in option if f in index}
            rows += [row] * len(known)
            columns += sorted(known)
            groups.append(group)
            right.append(number in choice.right)
            row += 1
    matrix = csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(row, len(names)))
    group_of, is_right = np.array(groups), np.array(right)
    heavy = np.array([choice.weight for choice in choices])

    def loss(weights: Any) -> tuple[float, Any]:
        scores = matrix @ weights
        top = np.full(len(choices), -np.inf)
        np.maximum.at(top, group_of, scores)
        parts = np.exp(scores - top[group_of])
        total = np.bincount(group_of, parts)
        good = np.bincount(group_of, parts * is_right, minlength=len(choices))
        shares = parts / total[group_of]
        wanted = parts * is_right / good[group_of]
        value = -(heavy * np.log(good / total)).sum() + penalty / 2 * weights @ weights
        return value, matrix.T @ (heavy[group_of] * (shares - wanted)) + penalty * weights

    found = minimize(
        loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 400}
    )
    return Weights.of(dict(zip(names, map(float, found.x), strict=True)))


def captured(path: Path) -> Capture:
    """The page in a file of ours; raises InputError for one that cannot be read."""
    capture = read_file(PageFile(path, path.name), "gold")
    if isinstance(capture, Reject):
        raise InputError(f"{path}: {capture.reason}")
    return capture


def load_pages(gold: Path, texts: Path) -> list[GoldPage]:
    """The annotated pages of a gold folder and the annotated texts of another folder."""
    pages = []
    for row in read_gold(gold):
        article = parse_article(captured(gold / row["page"]))
        pages.append(GoldPage.of_row(Scene(Document(article), default_lexicon()), row))
    for path in sorted(texts.glob("*.txt")):
        for page in read_annotated(path):
            page.weight = TEXT_WEIGHT
            pages.append(page)
    return pages


def train_models(gold: Path, texts: Path, penalty: float = PENALTY) -> list[Path]:
    """Fit both models on all annotated pages and write them; returns the files written."""
    pages = load_pages(gold, texts)
    return [
        save_model("binding", train_binding(pages, penalty)),
        save_model("statistic", train_statistic(pages)),
    ]


if __name__ == "__main__":
    for written in train_models(Path("tests/gold"), Path("warehouse/training")):
        print(written)
