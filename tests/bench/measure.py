"""Running a command to its end while its time, its processor time and its memory are watched."""

from __future__ import annotations

import os
import resource
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
    """Seconds by the clock and of the processor, and the most memory of all processes, in MB.

    `server` is the share of `processor` that Prefect's server had; `peak_mb` is 0 where the run was
    not weighed.
    """

    seconds: float
    processor: float
    server: float
    peak_mb: float
    told: str


def gonghui(data: Path, *arguments: object, weighed: bool = False) -> Measured:
    """`gonghui ARGUMENTS` on the data folder `data`; fails where it does."""
    command = [sys.executable, "-m", "flows.cli", *map(str, arguments)]
    return run(command, {"GONGHUI_DATA": str(data)}, weighed=weighed)


def run(command: Sequence[str], more: Mapping[str, str], *, weighed: bool = False) -> Measured:
    """The command to its end, with what it wrote to standard output; fails where it does.

    To weigh a process takes the system 3 ms, a tenth of a core for four of them: only where asked.
    """
    before = _spent_by_children()
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as errors:
        begun = time.perf_counter()
        with subprocess.Popen(
            command, cwd=ROOT, env=os.environ | more, stdout=out, stderr=errors
        ) as child:
            peak, server = _watch(child, weighed)
        seconds = time.perf_counter() - begun
        out.seek(0)
        errors.seek(0)
        told, complained = out.read(), errors.read()
    assert child.returncode == 0, told[-1000:] + complained[-1000:]
    return Measured(seconds, _spent_by_children() - before, server, peak / 1e6, told)


def _spent_by_children() -> float:
    """Processor seconds of all processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _watch(child: subprocess.Popen[bytes], weighed: bool) -> tuple[int, float]:
    """The most bytes that the process and all below it held together; the server's seconds."""
    peak, server = 0, 0.0
    while child.poll() is None:
        family = list(_family(child.pid))
        peak = max(peak, sum(map(_held, family))) if weighed else 0
        server = max(server, sum(_spent(pid) for pid in family if _is_server(pid)))
        with suppress(subprocess.TimeoutExpired):
            child.wait(_LOOK)
    return peak, server


def _family(pid: int) -> Iterator[int]:
    yield pid
    with suppress(OSError):
        for file in Path(f"/proc/{pid}/task").glob("*/children"):
            for child in file.read_text().split():
                yield from _family(int(child))


def spent_by_all() -> float:
    """Processor seconds of this process and all below it that run."""
    return sum(map(_spent, _family(os.getpid())))


def _is_server(pid: int) -> bool:
    with suppress(OSError):
        return b"flows.server" in Path(f"/proc/{pid}/cmdline").read_bytes()
    return False


def _spent(pid: int) -> float:
    """Processor seconds of a process that runs."""
    with suppress(OSError):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return 0.0


def _held(pid: int) -> int:
    """Bytes of a process in proportion: a page that two share counts half for each."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0
