"""Speed and memory of fetching, against a bare httpx loop in the same run.

2,000 pages of 30 KB over 20 host names, politeness off, 16 requests at once, the archive included.
The two take turns, and the best rounds are compared: whatever else runs on the machine only slows.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.bench.results import Results

ROOT = Path(__file__).parents[3]
ROUNDS, PAGES, MANY = 5, 2_000, 20_000
pytestmark = pytest.mark.bench


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """The port of a server in a process of its own."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.bench.fetch.server"],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as server:  # fmt: skip
        assert server.stdout is not None
        assert server.stdin is not None
        yield int(server.stdout.readline())
        server.stdin.close()


def run(kind: str, port: int, pages: int, folder: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.bench.fetch.loops", kind, str(port), str(pages)]
    done = subprocess.run(
        [*command, str(folder)], cwd=ROOT, capture_output=True, text=True, timeout=900, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_a_run_keeps_up_with_a_bare_loop(port: int, tmp_path: Path, results: Results) -> None:
    rounds: dict[str, list[dict[str, Any]]] = {"bare": [], "ours": []}
    for turn in range(ROUNDS):
        for kind, found in rounds.items():
            found.append(run(kind, port, PAGES, tmp_path / f"{turn}"))
    assert compare("cpu_rate", "second of CPU", rounds, results)
    if os.getloadavg()[0] > (os.cpu_count() or 1) + 1:
        pytest.skip("other programs keep the machine busy: only the ratio by CPU time was judged")
    assert compare("rate", "second", rounds, results)


def compare(
    name: str, unit: str, rounds: dict[str, list[dict[str, Any]]], results: Results
) -> bool:
    bare, ours = (max(one[name] for one in rounds[kind]) for kind in ("bare", "ours"))
    against = f"a bare httpx loop, {bare:.0f}; a run with its archive {ours:.0f}"
    return results.at_least("Fetching", f"pages a {unit}, by those of", ours / bare, 0.6, against)


def test_memory_is_flat_over_many_pages(port: int, tmp_path: Path, results: Results) -> None:
    found = run("ours", port, MANY, tmp_path)
    start, quarter, end = (found[name] for name in ("start", "quarter", "end"))
    against = f"{start:.0f} MB at the start, {quarter:.0f} at a quarter, {end:.0f} at the end"
    name = f"growth over {MANY:,} pages"
    assert results.at_most(
        "Fetching", f"{name}, after a quarter", end - quarter, 20, against, " MB"
    )
    assert results.at_most("Fetching", name, end - start, 200, against, " MB")
