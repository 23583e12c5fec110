"""Fixtures of the flows' tests: the command with a data folder of its own, and a Prefect server."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.flows.command import run
from tests.flows.operated import Operated
from tests.flows.shared import shared_server

Gonghui = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def gonghui(tmp_path: Path) -> Gonghui:
    """The command with an empty data folder."""

    def call(*arguments: object, **more: str) -> subprocess.CompletedProcess[str]:
        return run(tmp_path / "data", *arguments, **more)

    return call


@pytest.fixture(scope="session", autouse=True)
def prefect_home(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Prefect imported here must not look at the user's own."""
    os.environ.setdefault("PREFECT_HOME", str(tmp_path_factory.mktemp("prefect")))


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Operated]:
    """A Prefect server that all tests share; they tell runs apart by their own ids."""
    base = tmp_path_factory.getbasetemp()
    is_worker = "PYTEST_XDIST_WORKER" in os.environ
    with shared_server((base.parent if is_worker else base) / "prefect-server") as server:
        yield server
