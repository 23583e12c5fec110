"""One writer at a time, by a file lock that the kernel drops when its process dies.

`flock` and not DuckDB's own lock, because a load is more than one open file: it ends with the
publish. The lock belongs to the open file and is inherited by fork, so children close their copy;
otherwise a pool worker would keep the lock of a parent that was killed.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tasks.errors import WarehouseBusy, WarehouseError

_POLL_SECONDS = 0.1
_held: set[int] = set()


def _close_in_child() -> None:
    for descriptor in _held:
        with suppress(OSError):
            os.close(descriptor)
    _held.clear()


os.register_at_fork(after_in_child=_close_in_child)


@contextmanager
def writer_lock(path: Path, wait_seconds: float = 0.0) -> Iterator[None]:
    """Hold the lock file `path` for the length of the block.

    Waits up to `wait_seconds` for another holder; raises WarehouseBusy that names the holder when
    the time is over, WarehouseError when the folder cannot be written.
    """
    descriptor = _open(path)
    try:
        _acquire(descriptor, path, wait_seconds)
        _held.add(descriptor)
        _sign(descriptor)
        yield
    finally:
        _held.discard(descriptor)
        fcntl.flock(descriptor, fcntl.LOCK_UN)  # also for a child that has not closed its copy
        os.close(descriptor)


def hold_for_life(path: Path) -> None:
    """Hold the lock file `path` until this process ends, whatever ends it.

    Nobody sees it without its lock, for it is made under another name. Raises WarehouseError when
    the folder cannot be written.
    """
    fresh = path.with_name(f".{path.name}")
    descriptor = _open(fresh)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    _held.add(descriptor)
    _sign(descriptor)
    fresh.rename(path)


def _open(path: Path) -> int:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise WarehouseError(
            f"cannot write {path}: {error.strerror}; make its folder writable or choose another"
        ) from error


def _acquire(descriptor: int, path: Path, wait_seconds: float) -> None:
    deadline = time.monotonic() + wait_seconds
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() >= deadline:
                raise WarehouseBusy(
                    f"{path.parent} is being written by {_named(descriptor)} "
                    f"(waited {wait_seconds:g} s); wait until it ends, or end it and run this again"
                ) from None
            time.sleep(_POLL_SECONDS)


def _sign(descriptor: int) -> None:
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, f"process {os.getpid()}".encode(), 0)


def _named(descriptor: int) -> str:
    return os.pread(descriptor, 200, 0).decode(errors="replace") or "another process"


def lock_holder(path: Path) -> str | None:
    """Who holds the lock file now, such as `process 4711`; None where nobody does."""
    if not path.exists():
        return None
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return _named(descriptor)
    else:
        return None
    finally:
        os.close(descriptor)
