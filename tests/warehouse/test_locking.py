"""The writer's lock: one holder, named to the others, gone with its process."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tasks.errors import WarehouseError
from warehouse.locking import hold_for_life, lock_holder, writer_lock

_HOLDER = """
import sys, time
from pathlib import Path
from warehouse.locking import writer_lock
with writer_lock(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_second_writer_is_told_who_writes(tmp_path: Path) -> None:
    lock = tmp_path / "writer.lock"
    command = [sys.executable, "-c", _HOLDER, str(lock)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        with (
            pytest.raises(WarehouseError, match=f"written by process {holder.pid}"),
            writer_lock(lock),
        ):
            pass
        holder.send_signal(signal.SIGKILL)
        holder.wait()
        with writer_lock(lock):
            pass


def test_a_second_writer_can_wait(tmp_path: Path) -> None:
    lock = tmp_path / "writer.lock"
    held, done = threading.Event(), []

    def hold() -> None:
        with writer_lock(lock):
            held.set()
            time.sleep(0.3)
            done.append("first")

    thread = threading.Thread(target=hold)
    thread.start()
    held.wait()
    with writer_lock(lock, wait_seconds=10):
        done.append("second")
    thread.join()
    assert done == ["first", "second"]


def _sleep() -> None:
    time.sleep(30)


def test_a_forked_child_does_not_inherit_the_lock(tmp_path: Path) -> None:
    lock = tmp_path / "writer.lock"
    with writer_lock(lock):
        child = multiprocessing.get_context("fork").Process(target=_sleep)
        child.start()
    try:
        with writer_lock(lock):
            pass
    finally:
        child.kill()
        child.join()


_LIVING = """
import os, sys
from pathlib import Path
from warehouse.locking import hold_for_life
hold_for_life(Path(sys.argv[1]))
if not os.fork():
    print(os.getpid(), flush=True)
    sys.stdin.read()
"""


def test_a_lock_for_life_ends_with_its_process_and_not_with_its_children(tmp_path: Path) -> None:
    file, command = tmp_path / "runs" / "r1", [sys.executable, "-c", _LIVING]
    with subprocess.Popen(
        [*command, str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.wait()
        assert lock_holder(file) is None
    hold_for_life(file)
    assert lock_holder(file) == f"process {os.getpid()}"
    assert [path.name for path in file.parent.iterdir()] == ["r1"]
