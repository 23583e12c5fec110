"""Checks between the facts of one page: they raise flags and change nothing.

Each flag stands for a warning that a careful reader would give (see the annotation guide). All
checks put precision first: a wrong flag costs the trust in the right ones.
"""

from __future__ import annotations

from collections.abc import Sequence

from tasks.extract.check_rates import rate_mismatch
from tasks.extract.check_sums import sum_mismatch
from tasks.extract.document import Document
from tasks.normalize.codebook import Codebook, load_codebook
from tasks.normalize.year_conflicts import year_conflict
from tasks.records import Observation, Quantity, Statistic

SUM_MISMATCH = "sum_mismatch"
RATE_MISMATCH = "rate_mismatch"
YEAR_CONFLICT = "year_conflict"
IMPLAUSIBLE = "implausible"
TOO_MANY_NUMBERS = "too_many_numbers"  # those behind the first thousand were not bound
# The warnings of the annotation guide. Others (`implausible`, reasons of low trust) are our own.
GUIDE_FLAGS = frozenset(
    {
        SUM_MISMATCH,
        RATE_MISMATCH,
        YEAR_CONFLICT,
        "hacked_title",
        "garbled_block",
        "noise_injected",
        "reprint",
    }
)


def raise_flags(
    document: Document, quantities: Sequence[Quantity], observations: Sequence[Observation]
) -> tuple[str, ...]:
    """The flags of the page, sorted; `quantities` are in offsets of `document.text`."""
    raised = {
        SUM_MISMATCH: sum_mismatch(document, quantities, observations),
        RATE_MISMATCH: rate_mismatch(document, quantities, observations),
        YEAR_CONFLICT: year_conflict(document),
        IMPLAUSIBLE: bool(find_implausible(observations)),
    }
    return tuple(sorted(flag for flag, is_raised in raised.items() if is_raised))


def find_implausible(
    observations: Sequence[Observation], codebook: Codebook | None = None
) -> list[Observation]:
    """The observations outside the range that the codebook calls plausible; changes have none."""
    metrics = (codebook or load_codebook()).metrics
    return [
        one
        for one in observations
        if one.statistic is not Statistic.CHANGE
        and (limits := metrics[one.metric].plausible) is not None
        and not limits[0] <= float(one.value) <= limits[1]
    ]
