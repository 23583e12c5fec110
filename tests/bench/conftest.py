"""The results of a run: one collection for all benchmarks, printed, and written where asked."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from tests.bench.results import Results

RESULTS = Results()
# Programs start as they do at a user's: Python keeps what it has compiled.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
BEGUN = time.monotonic()


def pytest_addoption(parser: pytest.Parser) -> None:
    """`make bench` gives the file."""
    parser.addoption("--results", type=Path, default=None, help="write a page of results there")


@pytest.fixture(scope="session")
def results() -> Results:
    """Where figures go."""
    return RESULTS


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Count what each file takes, its pages and warehouses included."""
    file = report.location[0].removeprefix("tests/bench/")
    RESULTS.seconds[file] = RESULTS.seconds.get(file, 0.0) + report.duration


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Print the figures, and write them to the file that was asked for."""
    if not RESULTS.figures:
        return
    terminalreporter.section("figures")
    for line in RESULTS.lines():
        terminalreporter.write_line(line)
    # Without a path below this folder, pytest asks for the option too late to know it.
    file = config.getoption("--results", default=None)
    if file is not None:
        file.write_text(RESULTS.page(time.monotonic() - BEGUN), "utf-8")
