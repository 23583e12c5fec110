"""The command line as a user meets it: in processes of its own, with a data folder of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.flows.forked import run_forked

ROOT = Path(__file__).parents[2]
GOLD = ROOT / "tests" / "gold"


def environment(data: Path, **more: str) -> dict[str, str]:
    """This environment without what the user may have set for Prefect, and with `data`."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PREFECT", "GONGHUI"))}
    return {**kept, "GONGHUI_DATA": str(data), **more}


def run(data: Path, *arguments: object, **more: str) -> subprocess.CompletedProcess[str]:
    """`gonghui ARGUMENTS` to its end, forked; what it wrote is read as UTF-8."""
    return run_forked([*map(str, arguments)], environment(data, **more))


def run_plainly(data: Path, *arguments: object, **more: str) -> subprocess.CompletedProcess[str]:
    """The same by an interpreter that has to import everything, as a user's."""
    return subprocess.run(
        [sys.executable, "-m", "flows.cli", *map(str, arguments)],
        cwd=ROOT,
        env=environment(data, **more),
        capture_output=True,
        encoding="utf-8",
        timeout=240,
        check=False,
    )
