"""One core: bytes to observations beside trafilatura, and the search for words beside lxml."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable

import lxml.html
import pytest

from tasks.relevance import default_prefilter
from tests.bench.measure import ROOT
from tests.bench.pages import make_page
from tests.bench.results import Results
from tests.bench.sets import enlarged, sample
from tests.bench.stages import table

pytestmark = pytest.mark.bench
ITEM, PREFILTER = "One core", "Prefilter"


def halves(name: str) -> dict[str, float]:
    """Milliseconds a page of us and of trafilatura: each half of the pages in its own process."""
    found = [
        json.loads(subprocess.run(
            [sys.executable, "-m", "tests.bench.one_core", name, str(half)],
            cwd=ROOT, capture_output=True, text=True, check=True, timeout=600,
        ).stdout)
        for half in (0, 1)
    ]  # fmt: skip
    return {who: (found[0][who] + found[1][who]) / 2 for who in found[0]}


@pytest.mark.parametrize("name", ["sample", "large"])
def test_half_of_trafilatura(name: str, results: Results) -> None:
    found = halves(name)
    ours, theirs = found["ours"], found["trafilatura"]
    against = f"trafilatura.bare_extraction with metadata, {theirs:.1f} ms a page; ours {ours:.1f}"
    assert results.at_most(ITEM, f"{name} pages: our time by theirs", ours / theirs, 0.5, against)


def test_where_the_time_goes(results: Results) -> None:
    sets = {"sample pages": sample(), "large pages": enlarged()[::3]}
    results.tables["Where the time goes"] = table(sets)


def test_irrelevant_pages_cost_next_to_nothing(results: Results) -> None:
    bodies = [make_page(9, number, size=155_000, other=1.0).body for number in range(40)]
    search, parse = default_prefilter().finds, lxml.html.fromstring
    assert not any(map(search, bodies))
    spent = {work: min(_seconds(work, bodies) for _ in range(20)) for work in (search, parse)}
    against = f"lxml.html.fromstring, {spent[parse] / len(bodies) * 1000:.2f} ms a page of 155 KB"
    assert results.at_most(
        PREFILTER, "search by parsing", spent[search] / spent[parse], 0.03, against
    )


def _seconds(work: Callable[[bytes], object], bodies: list[bytes]) -> float:
    begun = time.process_time()
    for body in bodies:
        work(body)
    return time.process_time() - begun
