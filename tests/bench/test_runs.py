"""Whole runs: what Prefect takes, nothing done twice, how soon the first page, two processes."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.bench.measure import ROOT, Measured, gonghui, run
from tests.bench.pages.write import make_pages, write_folder
from tests.bench.results import Results

pytestmark = pytest.mark.bench
PAGES, SOME = 10_000, 2_000
SIZE = 3_000


def write(folder: Path, count: int, other: float = 0.0) -> Path:
    """So many generated pages in a folder."""
    write_folder(folder, make_pages(count, seed=17, size=SIZE, other=other))
    (folder / "gold.jsonl").unlink()
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
def first(folder: Path, data: Path) -> tuple[Measured, float]:
    """The first run over all pages, and its processor time with that of Prefect's server."""
    before = spent()
    return gonghui(data, "ingest", folder), spent() - before


def spent() -> float:
    """Processor seconds of all processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def plain(folder: Path, data: Path, workers: int) -> Measured:
    """The same steps without Prefect."""
    data.mkdir()
    command = [sys.executable, "-m", "tests.bench.plain_run", str(folder), str(workers)]
    return run(command, {"GONGHUI_DATA": str(data)})


def test_prefect_takes_little(
    first: tuple[Measured, float], folder: Path, tmp_path: Path, results: Results
) -> None:
    before = spent()
    plain(folder, tmp_path / "data", 1)
    without, whole = spent() - before, first[1]
    against = f"the same steps without it, {without:.0f} s of the processor; with it {whole:.0f}"
    share = (whole - without) / whole
    assert results.at_most(
        "Orchestration", f"Prefect's share of {PAGES:,} pages", share, 0.05, against
    )


def test_nothing_twice(
    first: tuple[Measured, float], folder: Path, data: Path, results: Results
) -> None:
    second = gonghui(data, "ingest", folder)
    assert f"Nothing changed: {PAGES:,} pages" in second.told
    against = f"the first run, {first[0].seconds:.0f} s; the second {second.seconds:.1f} s"
    share = second.seconds / first[0].seconds
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


def test_two_processes_are_nearly_twice_as_fast(tmp_path: Path, results: Results) -> None:
    pages = write(tmp_path / "some", SOME)
    one, two = (
        float(plain(pages, tmp_path / f"data{workers}", workers).told.split()[0])
        for workers in (1, 2)
    )
    against = f"`--workers 1`, {one:.0f} s for {SOME:,} pages; `--workers 2` {two:.0f} s"
    name = "reading and loading, times as fast"
    assert results.at_least("Two cores", name, one / two, 1.8, against)
