"""The process that reads, with pages that hang or take it down; a program of test_watch.py."""

from __future__ import annotations

import os
import signal
import time
from unittest.mock import patch

from tasks.errors import PageRejected
from tasks.records import Capture, PageResult
from tasks.shards import process


def read(capture: Capture) -> PageResult:
    """Every page is refused, which is quick, save for those that say otherwise."""
    if b"hangs" in capture.body:
        time.sleep(600)
    if b"kills" in capture.body:
        os.kill(os.getpid(), signal.SIGKILL)
    if b"once" in capture.body:
        _fail_once(capture.body)
    raise PageRejected("read", "")


def _fail_once(body: bytes) -> None:
    """Die, but for the second time; the page names the file that says that it is the second."""
    flag = body.partition(b"once=")[2].partition(b"|")[0]
    try:
        os.close(os.open(flag, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    here = patch("tasks.shards.reading.read_for_warehouse", read)
    with here, patch("tasks.shards.process.warm_up"):
        process.main()
