"""Running a command to its end while its time, its processor time and its memory are watched."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
_LOOK = 0.1  # seconds between two looks at the memory


@dataclass(frozen=True, slots=True)
class Measured:
    """Wall-clock seconds, and the largest memory of all processes together, in MB."""

    seconds: float
    peak_mb: float
    told: str


def gonghui(data: Path, *arguments: object) -> Measured:
    """`gonghui ARGUMENTS` on the data folder `data`; fails where it does."""
    command = [sys.executable, "-m", "flows.cli", *map(str, arguments)]
    return run(command, {"GONGHUI_DATA": str(data)})


def run(command: Sequence[str], more: Mapping[str, str]) -> Measured:
    """The command to its end, with what it wrote to standard output; fails where it does."""
    with tempfile.TemporaryFile("w+") as out:
        begun = time.perf_counter()
        with subprocess.Popen(
            command, cwd=ROOT, env=os.environ | more, stdout=out, stderr=subprocess.DEVNULL
        ) as child:
            peak = _watch(child)
        seconds = time.perf_counter() - begun
        out.seek(0)
        told = out.read()
    assert child.returncode == 0, told[-2000:]
    return Measured(seconds, peak / 1e6, told)


def _watch(child: subprocess.Popen[bytes]) -> int:
    """The most that the process and all below it ever held together, shared pages counted once."""
    peak = 0
    while child.poll() is None:
        peak = max(peak, sum(map(_held, _family(child.pid))))
        with suppress(subprocess.TimeoutExpired):
            child.wait(_LOOK)
    return peak


def _family(pid: int) -> Iterator[int]:
    yield pid
    with suppress(OSError):
        for file in Path(f"/proc/{pid}/task").glob("*/children"):
            for child in file.read_text().split():
                yield from _family(int(child))


def _held(pid: int) -> int:
    """Bytes of a process in proportion: a page that two share counts half for each."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0
