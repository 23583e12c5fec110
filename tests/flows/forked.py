"""`gonghui` in a process of its own that has nothing to import: forked from one that has.

A command spends most of its time on imports, tables and models. The process has its own
environment, folder, streams and exit status. What imports mean for a command is looked at in
test_cli.py, and whole runs in processes that import everything in test_ingest.py and others.
"""

from __future__ import annotations

import atexit
import multiprocessing
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

from flows.cli import main
from tests.flows.named import resolve_here

ROOT = Path(__file__).parents[2]
_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["tests.flows.preloaded"])


def run_forked(
    arguments: Sequence[str], environment: Mapping[str, str], *, named: bool = False
) -> subprocess.CompletedProcess[str]:
    """`gonghui ARGUMENTS` to its end; with `named`, names under .test are this machine.

    Raises TimeoutExpired after four minutes.
    """
    with tempfile.TemporaryDirectory() as folder:
        streams = [Path(folder) / name for name in ("out", "err")]
        given = (list(arguments), dict(environment), named, streams)
        process = _CONTEXT.Process(target=_run, args=given)
        process.start()
        process.join(240)
        if process.exitcode is None:
            process.kill()
            raise subprocess.TimeoutExpired(list(arguments), 240)
        out, err = (stream.read_text("utf-8") for stream in streams)
        return subprocess.CompletedProcess(list(arguments), process.exitcode, out, err)


def _run(
    arguments: list[str], environment: dict[str, str], named: bool, streams: list[Path]
) -> None:
    """The child: as an interpreter would do it, from the environment to the functions at exit."""
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(ROOT)
    for number, path in enumerate((Path(os.devnull), *streams)):
        opened = os.open(path, os.O_RDWR | os.O_CREAT)
        os.dup2(opened, number)
        os.close(opened)
    if named:
        resolve_here()
    sys.argv = ["gonghui", *arguments]
    try:
        main()
    finally:
        threading._shutdown()  # type: ignore[attr-defined]
        atexit._run_exitfuncs()
