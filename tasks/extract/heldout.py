"""Scores on pages that the models were not trained on: each half of the gold pages by the other.

The codebook and the rules have been written with all of these pages known, so that pages of other
makers will score lower still; but no number here was read by a model that had seen its page.
Run by `make heldout`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from tasks.evaluate import Evaluation, agrees_in_core, evaluate, pair, read_gold, read_scored
from tasks.extract.gold import GoldPage
from tasks.extract.ranker import Model, Models
from tasks.extract.training import captured, load_pages, train_binding, train_statistic
from tasks.pipeline import read_page
from tasks.rows import page_row

SURE = 0.9  # at least 98 in 100 of the claims told so surely are to be right


def is_odd(page: str) -> bool:
    """Whether the page's number is odd; texts for training, which have none here, are not."""
    number = re.fullmatch(r"d(\d+)\.\w+", page)
    return bool(number) and int(page[1 : page.index(".")]) % 2 == 1


def is_gold(page: str) -> bool:
    """Whether the page stands in the gold folder."""
    return re.fullmatch(r"d\d+\.\w+", page) is not None


@dataclass(slots=True)
class Half:
    """The scores of one half of the gold pages, and how its surest claims fared."""

    scores: Evaluation
    sure: int = 0
    sure_and_right: int = 0


def score_half(pages: list[GoldPage], gold: Path, odd: bool) -> Half:
    """The scores of the odd (or even) pages by models trained on everything else."""
    rest = [page for page in pages if not is_gold(page.name) or is_odd(page.name) != odd]
    models = Models(Model(train_binding(rest)), Model(train_statistic(rest)))
    golds = {name: row for name, row in read_gold(gold).items() if is_odd(name) == odd}
    guesses = {name: page_row(read_page(captured(gold / name), models)) for name in golds}
    scored = read_scored(gold / "codebook.csv")
    half = Half(evaluate(golds, guesses, scored))
    for name, row in golds.items():
        claims = [one for one in guesses[name]["observations"] if one["metric"] in scored]
        pairs, wrong = pair(row["observations"], claims, agrees_in_core)
        right = sum(claim["confidence"] >= SURE for _, claim in pairs)
        half.sure_and_right += right
        half.sure += right + sum(claim["confidence"] >= SURE for claim in wrong)
    return half


def main(gold: Path = Path("tests/gold"), texts: Path = Path("warehouse/training")) -> None:
    """Print core and full of both halves, and how many of the sure claims are right."""
    pages = load_pages(gold, texts)
    halves = [score_half(pages, gold, odd) for odd in (True, False)]
    names = ("odd pages, by models trained on the even ones", "even pages, by odd")
    for name, half in zip(names, halves, strict=True):
        for part, tally in (("core", half.scores.core), ("full", half.scores.full)):
            print(
                f"{name}: {part} precision {tally.precision:.3f} "
                f"recall {tally.recall:.3f} F1 {tally.f1:.3f}"
            )
    sure = sum(half.sure for half in halves)
    right = sum(half.sure_and_right for half in halves)
    print(f"claims with a confidence of at least {SURE}: {right} of {sure} right in core")


if __name__ == "__main__":
    main()
