"""Runs in processes of their own that have nothing to import, Prefect neither; started by forking.

`python -m tests.flows.stage` reads one order a line and answers with a line: {"start": {…}} with
the process id, {"wait": pid} with its exit status. A run whose order says `stops` stops itself,
by SIGSTOP, as soon as it holds the lock of that name. Names under .test are this machine.
"""

from __future__ import annotations

import atexit
import importlib
import json
import os
import signal
import sys
import threading
import traceback
from pathlib import Path
from typing import Any

from flows.cli import main
from flows.export import export
from flows.parameters import Asked, Export, Publish
from flows.publish import publish
from tests.flows.named import resolve_here
from warehouse import locking

OURS = ("backfill", "ingest", "replay", "reprocess", "review")
FLOWS: dict[str, tuple[Any, type[Asked]]] = {
    "publish": (publish, Publish),
    "export": (export, Export),
}


def stop_once_held(lock: str) -> None:
    """Have this process stop itself when it gets the lock file `lock`."""
    sign = locking._sign

    def signed(descriptor: int) -> None:
        sign(descriptor)
        if str(Path(f"/proc/self/fd/{descriptor}").readlink()) == lock:
            locking._sign = sign
            os.kill(os.getpid(), signal.SIGSTOP)

    locking._sign = signed


def act(name: str, *arguments: str) -> int:
    """One run: a command, or a flow that has none, given what it is asked; returns its status."""
    if name not in FLOWS:
        sys.argv = ["gonghui", name, *arguments]
        main()
        return 0
    flow, model = FLOWS[name]
    state = flow(model.model_validate_json(arguments[0]), return_state=True)
    print(state.name, state.message)
    return 0 if state.is_completed() else 2


def child(order: dict[str, Any]) -> int:
    """The forked process, from its streams to the functions at exit."""
    log = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    for stream in (1, 2):
        os.dup2(log, stream)
    os.environ |= order["environment"]
    if order["stops"]:
        stop_once_held(order["stops"])
    try:
        status = act(*order["command"])
    except SystemExit as ended:
        status = int(ended.code or 0)
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    return status


def serve() -> None:
    """Answer orders until there are no more."""
    for line in sys.stdin:
        order = json.loads(line)
        if "wait" in order:
            _, status = os.waitpid(order["wait"], 0)
            answer = os.waitstatus_to_exitcode(status)
        else:
            answer = os.fork()
            if not answer:
                status = 70
                try:
                    status = child(order["start"])
                finally:
                    if sys.exc_info()[0]:
                        traceback.print_exc()
                    os._exit(status)
        print(answer, flush=True)


if __name__ == "__main__":
    for module in ("tests.flows.preloaded", *(f"flows.{name}" for name in OURS)):
        importlib.import_module(module)
    resolve_here()
    serve()
