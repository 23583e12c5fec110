"""Tests that work grows no faster than its input, however busy the machine is."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

import pytest

ATTEMPTS = 25
GRANTED = 0.01  # seconds: what the clock and a first call may cost
Work = Callable[[], object]


def assert_grows(most: float, small: Work, large: Work) -> None:
    """The large piece of work takes at most `most` times as long as the small one.

    The least of several attempts nears the true time; where the growth is another, no attempt does.
    """
    once, more = [seconds(small)], []
    for _ in range(ATTEMPTS):
        once.append(seconds(small))
        more.append(seconds(large))
        if min(more) - GRANTED <= most * min(once):
            return
    pytest.fail(f"small {min(once)} s, large {min(more)} s")


def seconds(work: Work) -> float:
    """The process's own time for one piece of work, without that of the garbage collector."""
    gc.disable()
    try:
        start = time.process_time()
        work()
        return time.process_time() - start
    finally:
        gc.enable()
