"""One Prefect server for all tests that need any, because it takes five to ten seconds to start.

Started by the first test that asks, in whatever process of the session, as its unit starts it; it
ends when the last of these processes does, however that ends: its standard input is a named pipe
that each of them holds open.
"""

from __future__ import annotations

import fcntl
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.flows.operated import Operated, free_port, wait_for
from tests.flows.vouching import authority

_UNTIL_INPUT_ENDS = '"$@" & read -r _; kill $!; wait'


@contextmanager
def shared_server(folder: Path) -> Iterator[Operated]:
    """The server whose home and log stand in `folder`, answering, for the length of the block."""
    folder.mkdir(exist_ok=True)
    pipe, address = folder / "alive", folder / "port"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not pipe.exists():
            os.mkfifo(pipe)
        held = os.open(pipe, os.O_RDWR)
        authority(folder)
        port = int(address.read_text()) if address.exists() else free_port()
        server = Operated(folder, port, {"SSL_CERT_FILE": str(folder / "ca.pem")})
        if not server.is_up():
            _start(server, pipe)
            address.write_text(str(server.port))
    try:
        yield server
    finally:
        os.close(held)


def _start(server: Operated, pipe: Path) -> None:
    command = ["sh", "-c", _UNTIL_INPUT_ENDS, "-", *map(str, server.start_command)]
    with pipe.open("rb") as alive, (server.folder / "server.log").open("wb") as log:
        started = subprocess.Popen(
            command, env=server.environment, stdin=alive, stdout=log, stderr=log,
            start_new_session=True,
        )  # fmt: skip
    wait_for(lambda: server.is_up() or started.poll() is not None)
    assert server.is_up(), (server.folder / "server.log").read_text()
