"""Whole runs: what Prefect takes, nothing done twice, how soon the first page, two processes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.bench.measure import ROOT, Measured, gonghui, run
from tests.bench.pages.write import write_many
from tests.bench.results import Results

pytestmark = pytest.mark.bench
PAGES, SOME = 10_000, 2_000
SIZE = 3_000


def write(folder: Path, count: int, other: float = 0.0) -> Path:
    """So many generated pages in a folder."""
    write_many(folder, count, seed=17, size=SIZE, other=other)
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("pages") / "all", PAGES)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder whose Prefect has made its database, as after any first run."""
    data = tmp_path_factory.mktemp("data")
    gonghui(data, "ingest", ROOT / "tests" / "gold" / "d01.html")
    return data


@pytest.fixture(scope="module")
def first(folder: Path, data: Path) -> Measured:
    """The first run over all pages, on both cores."""
    return gonghui(data, "ingest", folder, "--workers", 2)


def module(name: str, folder: Path, data: Path, workers: int) -> Measured:
    """`python -m tests.bench.NAME FOLDER WORKERS` on a data folder."""
    data.mkdir(exist_ok=True)
    command = [sys.executable, "-m", f"tests.bench.{name}", str(folder), str(workers)]
    return run(command, {"GONGHUI_DATA": str(data)})


def test_prefect_takes_little(
    first: Measured, folder: Path, data: Path, tmp_path: Path, results: Results
) -> None:
    shutil.copytree(data / "prefect", tmp_path / "prefect")
    empty = module("empty_run", folder, tmp_path, 2)
    without = module("plain_run", write(tmp_path / "one", 1), tmp_path / "data", 1)
    flow = empty.processor - empty.server - without.processor
    prefect = flow + first.server
    against = (
        f"all of the run, {first.processor:.0f} s of the processor; Prefect {prefect:.1f}: its "
        f"server {first.server:.1f}, the flow and its tasks when the steps do nothing {flow:.1f}"
    )
    share, name = prefect / first.processor, f"Prefect's share of {PAGES:,} pages"
    assert results.at_most("Orchestration", name, share, 0.05, against)


def test_nothing_twice(first: Measured, folder: Path, data: Path, results: Results) -> None:
    second = gonghui(data, "ingest", folder)
    assert f"Nothing changed: {PAGES:,} pages" in second.told
    against = f"the first run, {first.seconds:.0f} s; the second {second.seconds:.1f} s"
    share = second.seconds / first.seconds
    assert results.at_most(
        "Nothing twice", f"second run over {PAGES:,} pages", share, 0.03, against
    )


def test_the_first_page_comes_soon(data: Path, tmp_path: Path, results: Results) -> None:
    pages = write(tmp_path / "few", 60)
    begun = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-m", "tests.bench.first_page", str(pages)],
        cwd=ROOT, env=os.environ | {"GONGHUI_DATA": str(data)}, stdout=subprocess.PIPE, text=True,
        stderr=subprocess.DEVNULL,
    ) as child:  # fmt: skip
        assert child.stdout is not None
        told = next(line for line in child.stdout if line == "first page\n")
        seconds = time.perf_counter() - begun
        child.stdout.read()
    assert told
    against = "the command's start"
    assert results.at_most("Orchestration", "first page read after", seconds, 3, against, " s")


COMMANDS = {
    "--help": (("--help",), 0.5),
    "extract": (("extract", "tests/gold/d05.html"), 1.5),
    "explain": (("explain", "tests/gold/d05.html"), 1.5),
    "sql": (("sql", "SELECT count(*) FROM observation"), 1.5),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_commands_answer_at_once(name: str, data: Path, results: Results) -> None:
    given, bar = COMMANDS[name]
    gonghui(data, *given)
    seconds = min(gonghui(data, *given).seconds for _ in range(5))
    against = "the best of five, from start to end"
    assert results.at_most("Orchestration", f"`gonghui {name}`", seconds, bar, against, " s")


def apart() -> float:
    """How many times one core this machine's two are, when both read the sample."""
    command = [sys.executable, "-m", "flows.cli", "extract", "tests/gold"]
    spent = []
    for count in (1, 2):
        begun = time.perf_counter()
        reading = [
            subprocess.Popen(
                command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            for _ in range(count)
        ]
        assert [one.wait() for one in reading] == [0] * count
        spent.append(time.perf_counter() - begun)
    return 2 * spent[0] / spent[1]


def test_two_processes_are_nearly_twice_as_fast(tmp_path: Path, results: Results) -> None:
    pages = write(tmp_path / "some", SOME)
    one, two = (
        float(module("plain_run", pages, tmp_path / f"data{workers}", workers).told.split()[0])
        for workers in (1, 2)
    )
    against = (
        f"`--workers 1`, {one:.0f} s for {SOME:,} pages; `--workers 2` {two:.0f} s; two processes "
        f"that share nothing are {apart():.2f} times as fast as one here"
    )
    name = "reading and loading, times as fast"
    assert results.at_least("Two cores", name, one / two, 1.8, against)
