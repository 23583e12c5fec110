"""`gonghui` where every name under .test is this machine, as a resolver of the house would say.

Run as `python -m tests.flows.named ARGUMENTS`; all else is the command as it is.
"""

from __future__ import annotations

import socket
from typing import Any

_resolve = socket.getaddrinfo


def _getaddrinfo(host: Any, *arguments: Any, **options: Any) -> Any:
    is_ours = str(host).strip("b'").endswith(".test")  # anyio asks with bytes
    return _resolve("127.0.0.1" if is_ours else host, *arguments, **options)


def resolve_here() -> None:
    """From now on names under .test are this machine, for all of this process."""
    socket.getaddrinfo = _getaddrinfo


if __name__ == "__main__":
    from flows.cli import main

    resolve_here()
    main()
