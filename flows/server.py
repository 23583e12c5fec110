"""A Prefect server for the length of one command, where the user runs none.

Prefect starts one by itself, but in 11 to 25 seconds, because the command then imports the whole
server too. Started here as the first thing, it comes up while the command does its own imports:
5 to 8 seconds, 18 in a fresh home, whose database must be made. The server ends when its standard
input does, so it never outlives the command, however that dies. Nothing here imports Prefect, save
the child.
"""

from __future__ import annotations

import atexit
import errno
import fcntl
import gc
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import timedelta
from functools import partial
from pathlib import Path

from tasks.errors import GonghuiError

START_SECONDS = 600.0  # one that has ended is noticed at once, this is for a machine that is busy


class ServerError(GonghuiError):
    """Prefect's server did not come up."""


def start_server(port: int | None = None) -> Callable[[], None]:
    """Start a server unless the user has chosen one; returns what waits until it answers.

    A choice is PREFECT_API_URL or a home with profiles. Sets PREFECT_API_URL. To be called before
    Prefect is imported, with PREFECT_HOME set. With a `port`, the server has its pages there, and
    the services that schedules and automations need. Raises ServerError where the home cannot be
    written or this machine cannot talk to itself, and so does the waiting where no answer comes.
    """
    home = _home()
    if os.environ.get("PREFECT_API_URL") or (home / "profiles.toml").exists():
        return lambda: None
    kind = "bare" if port is None else "full"
    port = _free_port(port or 0)
    log = home / "server.log"
    child = _start_child(kind, home, port, log)
    os.environ["PREFECT_API_URL"] = f"http://127.0.0.1:{port}/api"
    _spare_proxy()
    atexit.register(_stop, child)  # before Prefect's own, which run first and still need it
    return lambda: _wait(child, port, log)


def _spare_proxy() -> None:
    """Keep Prefect's client from asking the user's proxy for this machine."""
    spared = os.environ.get("no_proxy") or os.environ.get("NO_PROXY") or ""
    for name in ("no_proxy", "NO_PROXY"):
        os.environ[name] = ",".join(filter(None, [spared, "127.0.0.1"]))


def has_database() -> bool:
    """Whether Prefect need not make its database first, which takes ten seconds."""
    return bool(os.environ.get("PREFECT_API_URL")) or (_home() / "prefect.db").exists()


def _home() -> Path:
    return Path(os.environ.get("PREFECT_HOME", "~/.prefect")).expanduser()


def _start_child(kind: str, home: Path, port: int, log: Path) -> subprocess.Popen[bytes]:
    try:
        home.mkdir(parents=True, exist_ok=True)
        with log.open("wb") as stream:
            return subprocess.Popen(
                [sys.executable, "-P", "-m", "flows.server", kind, str(port), str(home)],
                stdin=subprocess.PIPE,
                stdout=stream,
                stderr=stream,
                env=os.environ | {"PYTHONPATH": _python_path()},
                start_new_session=True,  # Ctrl-C is for us: Prefect must still be told of the end
            )
    except OSError as error:
        raise ServerError(
            f"{home}: cannot be written ({error.strerror}); GONGHUI_DATA names another data folder"
        ) from error


def _free_port(wanted: int = 0) -> int:
    """The port that is wanted, or any; raises ServerError where it is taken, or where the loopback
    device is down (`unshare -n`), for there the server would be waited for in vain."""
    try:
        with socket.create_server(("127.0.0.1", wanted)) as probe:
            port = int(probe.getsockname()[1])
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
            return port
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise ServerError(f"port {wanted} is taken; name another (--port)") from error
        raise ServerError(
            f"this machine cannot reach itself at 127.0.0.1 ({error.strerror or error}), where "
            "Prefect's server would listen: bring the device lo up"
        ) from error


def _python_path() -> str:
    root = str(Path(__file__).resolve().parents[1])
    return os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH")]))


def _wait(child: subprocess.Popen[bytes], port: int, log: Path) -> None:
    from urllib.error import URLError  # with ssl behind it: not before the child has started
    from urllib.request import ProxyHandler, build_opener

    opener = build_opener(ProxyHandler({}))  # a proxy of the user's must not be asked for loopback
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if child.poll() is not None:
            raise ServerError(f"Prefect's server ended at once; see {log}")
        try:
            with opener.open(f"http://127.0.0.1:{port}/api/health", timeout=5):
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.05)
    raise ServerError(f"Prefect's server gave no answer within {START_SECONDS:g} s; see {log}")


def _stop(child: subprocess.Popen[bytes]) -> None:
    if child.stdin is not None:
        child.stdin.close()
    try:
        child.wait(5)
    except subprocess.TimeoutExpired:
        child.kill()


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    """One server at a time may make or change the database of a home."""
    with (home / "server.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _end_with_parent() -> None:
    sys.stdin.buffer.read()
    os._exit(0)


_KINDS = {
    "bare": {
        "PREFECT_UI_ENABLED": "0",
        "PREFECT__SERVER_EPHEMERAL": "1",
        "PREFECT_API_BLOCKS_REGISTER_ON_START": "0",  # the pages show them; a second of work
    },
    "full": {"PREFECT_UI_ENABLED": "1"},
}


def main(kind: str, port: int, home: Path) -> None:
    """The child: Prefect's server, `bare` without pages and services, until its input ends."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    os.environ |= _KINDS[kind] | {"PREFECT__SERVER_FINAL": "1"}
    os.environ |= {"PREFECT_SERVER_API_HOST": "127.0.0.1", "PREFECT_SERVER_API_PORT": str(port)}
    gc.set_threshold(50_000, 20, 20)  # what is imported stays: not to be looked through for waste
    import uvicorn

    with _alone(home):
        _make_database()
    if kind == "bare":
        _keep_house_seldom()
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # systemd tells all at once: runs must report yet
    server = uvicorn.Server(
        uvicorn.Config(
            "prefect.server.api.server:create_app",
            factory=True,
            host="127.0.0.1",
            port=port,
            log_level="error",
            lifespan="on",
        )
    )
    # Else uvicorn handles SIGTERM itself, and ends. By vars: mypy takes no assignment to a method.
    vars(server)["capture_signals"] = nullcontext
    server.run()


def _keep_house_seldom() -> None:
    """Have the worker of Prefect's housekeeping look for work every few seconds, not ten times one.

    All that it finds in a bare server is the hourly sweep of old events.
    """
    from docket import Worker
    from prefect.server.api import background_workers

    seldom = timedelta(seconds=5)
    slow = partial(Worker, minimum_check_interval=seldom, scheduling_resolution=seldom)
    vars(background_workers)["Worker"] = slow


def _make_database() -> None:
    import asyncio

    from prefect.server.database import provide_database_interface

    asyncio.run(provide_database_interface().create_db())


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
