"""Asking the published file in a process of its own, which the kernel keeps within its limits.

DuckDB counts only its buffers against its memory limit and some functions never look whether they
were interrupted. So the question runs in a child: `RLIMIT_DATA` bounds its memory, and a child
that is deaf to its own timer is killed a little later.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import TextIO

from tasks.errors import WarehouseError
from warehouse.query import Limits, asked, too_large, too_slow
from warehouse.render import WRITERS, write_table

_GRACE_SECONDS = 2.0
_OVERHEAD_MB = 512  # Python, Arrow and DuckDB itself
_EXPLAINED = 3  # exit status of a child that has said on standard error what was wrong


def run_query(
    path: Path,
    sql: str,
    format: str = "table",  # noqa: A002
    limits: Limits | None = None,
    out: TextIO | None = None,
) -> None:
    """Write the answer to one question about the published file `path` to `out` (or stdout).

    `format` is `table`, `csv` or `json`. Raises WarehouseError for a question that is wrong or
    passes the limits; rows that were written before stay written.
    """
    limits, out = limits or Limits(), out or sys.stdout
    if format not in WRITERS:
        raise WarehouseError(f"there is no format {format!r}; choose table, csv or json")
    request = {
        "path": str(path.absolute()),
        "sql": sql,
        "format": format,
        "width": shutil.get_terminal_size().columns,
        **asdict(limits),
    }
    with subprocess.Popen(
        [sys.executable, "-P", "-m", "warehouse.ask"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env=_environment(),
    ) as child:
        timer = threading.Timer(limits.seconds + _GRACE_SECONDS, child.kill)
        timer.start()
        try:
            complaint = _converse(child, json.dumps(request), out)
        except BaseException:
            child.kill()
            raise
        finally:
            timer.cancel()
    if child.returncode:
        raise _explain(child.returncode, complaint, limits)


def _converse(child: subprocess.Popen[str], request: str, out: TextIO) -> str:
    """Hand over the request, copy what the child writes, return what it complains of."""
    stdin, stdout, stderr = child.stdin, child.stdout, child.stderr
    assert stdin is not None
    assert stdout is not None
    assert stderr is not None
    with suppress(BrokenPipeError), stdin:
        stdin.write(request)
    shutil.copyfileobj(stdout, out)
    complaint = stderr.read()
    child.wait()
    return complaint


def _explain(status: int, complaint: str, limits: Limits) -> WarehouseError:
    if status == _EXPLAINED:
        return WarehouseError(complaint.strip())
    if status == -signal.SIGKILL:
        return too_slow(limits)
    if status == -signal.SIGABRT or "MemoryError" in complaint or "bad_alloc" in complaint:
        return too_large(limits)
    last = (complaint.strip().splitlines() or ["no message"])[-1]
    return WarehouseError(f"the question could not be answered (status {status}): {last}")


def _environment() -> dict[str, str]:
    """This process's environment, with this code first on the child's path."""
    root = str(Path(__file__).parents[1])
    paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONIOENCODING": "utf-8"}


def main() -> None:
    """The child: one request on standard input, the answer on standard output."""
    request = json.load(sys.stdin)
    limits = Limits(request["seconds"], request["memory_mb"], request["rows"])
    most = (limits.memory_mb + _OVERHEAD_MB) << 20
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))
    try:
        with asked(Path(request["path"]), request["sql"], limits) as answer:
            if request["format"] == "table":
                write_table(answer, sys.stdout, limits, request["width"])
            else:
                WRITERS[request["format"]](answer, sys.stdout, limits)
        sys.stdout.flush()
    except WarehouseError as error:
        sys.stderr.write(str(error))
        sys.exit(_EXPLAINED)
    except BrokenPipeError:
        sys.exit(_EXPLAINED)


if __name__ == "__main__":
    main()
