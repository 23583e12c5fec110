"""Memory: the same over 100,000 pages as over 1,000, all processes together.

The pages are those of a crawl: nineteen in twenty have nothing to do with unions.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench.measure import Measured, gonghui
from tests.bench.pages.write import write_many
from tests.bench.results import Results

pytestmark = pytest.mark.bench
FEW, MANY, OTHER = 1_000, 100_000, 0.95


def loaded(folder: Path, count: int) -> Measured:
    pages = folder / f"pages{count}"
    write_many(pages, count, seed=23, size=0, other=OTHER)
    found = gonghui(folder / f"data{count}", "ingest", pages, weighed=True)
    assert f"{count:,} pages" in found.told
    return found


def test_memory_does_not_grow_with_the_pages(tmp_path: Path, results: Results) -> None:
    few, many = loaded(tmp_path, FEW), loaded(tmp_path, MANY)
    against = f"{FEW:,} pages, {few.peak_mb:.0f} MB; {MANY:,} pages {many.peak_mb:.0f} MB"
    name = f"peak over {MANY:,} pages by that over {FEW:,}"
    flat = results.at_most("Flat", name, many.peak_mb / few.peak_mb, 1.2, against)
    small = results.at_most("Flat", "peak", many.peak_mb / 1000, 1.5, "all processes", " GB")
    assert flat
    assert small
