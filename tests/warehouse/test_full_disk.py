"""A disk that is full, or mounted read-only: told in one line, and nothing that was there is lost.

A small tmpfs in a mount namespace of its own stands for the disk; skipped where such may not be
made.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

_CAN_MOUNT = ["unshare", "-rm", "mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", "/mnt"]


def _can_mount() -> bool:
    try:
        return subprocess.run(_CAN_MOUNT, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


pytestmark = pytest.mark.skipif(not _can_mount(), reason="no mount namespaces here")

# Publishes one page, then fills the disk but for some room, before the second run or before its
# load, and loads and publishes pages until that is full; then frees the disk, and does the rest.
# Prints what it was told and what readers see.
_FULL = """
import random, subprocess, sys
from pathlib import Path
from tasks.errors import WarehouseError
from tasks.fetch.kept import to_record
from tasks.load.keep import KEPT, to_kept
from tasks.load.load import LoadCounts, make_tables
from tasks.load import steps
from tasks.load.steps import Run
from tests.warehouse.samples import page_of
from warehouse.checks import run_checks
from warehouse.database import open_reader
from warehouse.layout import Layout
from warehouse.locking import writer_lock

layout, room, moment = Layout(Path(sys.argv[1]), keep=1), int(sys.argv[2]), sys.argv[3]
blocker = layout.folder / "blocker"
draw, told = random.Random(3), ""

def fill(number, now):
    if (number, now, told) == (1, moment, ""):
        free = subprocess.check_output(["df", "--output=avail", "-k", layout.folder], text=True)
        blocker.write_bytes(bytes(max(0, int(free.split()[1]) - room) * 1024))

def run(number):
    text = "".join(chr(0x4e00 + draw.randrange(5000)) for _ in range(40_000))
    result = page_of(f"{number}.html", text)
    fill(number, "run")
    with writer_lock(layout.lock):
        now = Run(f"r{number}", "test", "rules")
        steps.open_run(layout, now, [])
        tables = {**make_tables([result], []), KEPT: to_kept([to_record(result.capture)])}
        fill(number, "load")
        counts = steps.load_tables(layout, now, tables)
        steps.close_run(layout, now, counts)

def seen():
    with open_reader(layout.published) as con:
        assert run_checks(con) == []
        return con.execute("SELECT count(*), count(DISTINCT story_id) FROM article").fetchall()[0]

run(0)
before, number = seen(), 0
while not told and number < 200:
    number += 1
    try:
        run(number)
        before = seen()
    except WarehouseError as error:
        told = str(error)
print(told)
assert seen() == before, (seen(), before)
assert not [path for path in layout.folder.iterdir() if ".new" in path.name]
blocker.unlink()
for one in range(number, number + 2):
    run(one)
print(seen()[0] - before[0], number)
"""
_READ_ONLY = """
import subprocess, sys
from pathlib import Path
from tasks.errors import GonghuiError
from tasks.load import steps
from tasks.load.load import LoadCounts
from tasks.load.steps import Run
from warehouse.database import open_reader
from warehouse.layout import Layout
from warehouse.locking import writer_lock

layout = Layout(Path(sys.argv[1]))
run = Run("r1", "test", "rules")
with writer_lock(layout.lock):
    steps.open_run(layout, run, [])
    steps.close_run(layout, run, LoadCounts())
if sys.argv[2] == "mount":
    subprocess.run(["mount", "-o", "remount,ro", layout.folder], check=True)
try:
    with writer_lock(layout.lock):
        steps.open_run(layout, run, [])
except GonghuiError as error:
    print(error)
with open_reader(layout.published) as con:
    print(con.execute("SELECT count(*) FROM run").fetchall()[0][0])
"""


def in_namespace(folder: Path, size: str, script: str, *arguments: str) -> list[str]:
    """The lines that `script` prints, run where `folder` is a disk of `size`."""
    folder.mkdir()
    command = f'mount -t tmpfs -o size={size} tmpfs "$1" && shift && exec "$@"'
    child = [sys.executable, "-c", script, str(folder), *arguments]
    done = subprocess.run(
        ["unshare", "-rm", "sh", "-c", command, "sh", str(folder), *child],
        capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2], timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.mark.parametrize(
    ("room", "moment", "where"),
    [
        ("40", "load", "data/archive: "),
        ("1000", "run", "data/writer.duckdb.wal"),
        ("4000", "run", "data/gonghui.duckdb.new.wal"),
        ("6000", "run", 'data/gonghui.duckdb.new"'),
    ],
)
def test_a_full_disk_loses_nothing(tmp_path: Path, room: str, moment: str, where: str) -> None:
    """With some kB left: no room for a file's bytes, for a load, for a publish, for its end."""
    told, counts = in_namespace(tmp_path / "data", "60m", _FULL, room, moment)
    assert f"{tmp_path}/{where}" in told
    assert "the disk is full" in told
    assert "free some space" in told
    assert int(counts.split()[0]) == 2


def test_a_disk_that_is_mounted_read_only(tmp_path: Path) -> None:
    told, runs = in_namespace(tmp_path / "data", "60m", _READ_ONLY, "mount")
    assert str(tmp_path / "data") in told
    assert "ead-only" in told
    assert "writable" in told
    assert runs == "1"
