"""`gonghui` where every name under .test is this machine, as a resolver of the house would say.

Run as `python -m tests.flows.named ARGUMENTS`; all else is the command as it is.
"""

from __future__ import annotations

import socket
from typing import Any

from flows.cli import main

_resolve = socket.getaddrinfo


def _getaddrinfo(host: Any, *arguments: Any, **options: Any) -> Any:
    is_ours = isinstance(host, str) and host.endswith(".test")
    return _resolve("127.0.0.1" if is_ours else host, *arguments, **options)


if __name__ == "__main__":
    socket.getaddrinfo = _getaddrinfo
    main()
