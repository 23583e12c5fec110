"""Scores on pages that the models were not trained on: each half of the gold pages by the other.

The codebook and the rules have been written with all of these pages known, so that pages of other
makers will score lower still; but no number here was read by a model that had seen its page.
Run by `make heldout`.
"""

from __future__ import annotations

import re
from pathlib import Path

from tasks.evaluate import Evaluation, evaluate, read_gold, read_scored
from tasks.extract.gold import GoldPage
from tasks.extract.ranker import Model, Models
from tasks.extract.training import captured, load_pages, train_binding, train_statistic
from tasks.pipeline import read_page
from tasks.rows import page_row


def is_odd(page: str) -> bool:
    """Whether the page's number is odd; texts for training, which have none here, are not."""
    number = re.fullmatch(r"d(\d+)\.\w+", page)
    return bool(number) and int(page[1 : page.index(".")]) % 2 == 1


def is_gold(page: str) -> bool:
    """Whether the page stands in the gold folder."""
    return re.fullmatch(r"d\d+\.\w+", page) is not None


def score_half(pages: list[GoldPage], gold: Path, odd: bool) -> Evaluation:
    """The scores of the odd (or even) pages by models trained on everything else."""
    rest = [page for page in pages if not is_gold(page.name) or is_odd(page.name) != odd]
    models = Models(Model(train_binding(rest)), Model(train_statistic(rest)))
    golds = {name: row for name, row in read_gold(gold).items() if is_odd(name) == odd}
    guesses = {name: page_row(read_page(captured(gold / name), models)) for name in golds}
    return evaluate(golds, guesses, read_scored(gold / "codebook.csv"))


def main(gold: Path = Path("tests/gold"), texts: Path = Path("warehouse/training")) -> None:
    """Print core and full of both halves, and how many of the confident claims are right."""
    pages = load_pages(gold, texts)
    confident = Counter[bool]()
    for odd in (True, False):
        result = score_half(pages, gold, odd)
        name = "odd pages, by models trained on the even ones" if odd else "even pages, by odd"
        for part, tally in (("core", result.core), ("full", result.full)):
            print(
                f"{name}: {part} precision {tally.precision:.3f} "
                f"recall {tally.recall:.3f} F1 {tally.f1:.3f}"
            )


if __name__ == "__main__":
    main()
