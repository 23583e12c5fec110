"""The command line as a user meets it: in processes of its own, with a data folder of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GOLD = ROOT / "tests" / "gold"
Gonghui = Callable[..., "subprocess.CompletedProcess[str]"]


def environment(data: Path, **more: str) -> dict[str, str]:
    """This environment without what the user may have set for Prefect, and with `data`."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PREFECT", "GONGHUI"))}
    return {**kept, "GONGHUI_DATA": str(data), **more}


def run(data: Path, *arguments: object, **more: str) -> subprocess.CompletedProcess[str]:
    """`gonghui ARGUMENTS` to its end; what it wrote is read as UTF-8."""
    return subprocess.run(
        [sys.executable, "-m", "flows.cli", *map(str, arguments)],
        cwd=ROOT,
        env=environment(data, **more),
        capture_output=True,
        encoding="utf-8",
        timeout=240,
        check=False,
    )


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
