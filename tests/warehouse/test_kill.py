"""Killed at any moment, the warehouse stays whole: the last published file opens and is sound, and
the next run mends the rest.

The child loads and publishes without end; it is killed after a time drawn by a seeded generator.
The full size (60 kills) runs with `pytest -m bench`.
"""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.warehouse.conftest import copy_template
from tests.warehouse.test_readers import publish_version
from warehouse.checks import run_checks
from warehouse.database import open_reader, open_writer
from warehouse.hashing import content_hash
from warehouse.layout import Layout
from warehouse.publish import publish

_ENDLESS = """
import sys
from pathlib import Path
from tests.warehouse.test_readers import publish_version
from warehouse.layout import Layout
layout, number = Layout(Path(sys.argv[1]), keep=1), int(sys.argv[2])
print("go", flush=True)
while True:
    publish_version(layout, number)
    number += 1
"""


def kill_after(layout: Layout, first: int, seconds: float) -> None:
    """Let a child load and publish from version `first` on, and kill it after `seconds`."""
    command = [sys.executable, "-c", _ENDLESS, str(layout.folder), str(first)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(seconds)
        child.kill()


def newest(path: Path) -> int:
    """The version of a published file, which must be sound and whole."""
    with open_reader(path) as con:
        assert run_checks(con) == []
        query = "SELECT count(*), max(value), (SELECT count(*) FROM fact) FROM observation"
        pages, value, facts = con.execute(query).fetchall()[0]
        assert pages == value == facts
        return int(pages)


@pytest.mark.parametrize("kills", [4, pytest.param(60, marks=pytest.mark.bench)])
def test_a_killed_load_leaves_the_published_file_whole(
    layout: Layout, template: Path, kills: int
) -> None:
    moments = random.Random(20130226)
    copy_template(template, layout)
    publish_version(layout, 1)
    before = 1
    for _ in range(kills):
        kill_after(layout, before + 1, moments.uniform(0.0, 0.6))
        now = newest(layout.published)
        assert now >= before
        publish_version(layout, now + 1)
        before = newest(layout.published)
        assert before >= now + 1
        leftovers = [path.name for path in layout.folder.iterdir() if ".new" in path.name]
        assert leftovers == []


@pytest.mark.parametrize("seconds", [0.0, 0.15, 0.5])
def test_a_killed_first_load_can_begin_again(layout: Layout, seconds: float) -> None:
    layout.folder.mkdir()
    kill_after(layout, 1, seconds)
    with open_writer(layout) as con:
        publish(con, layout)
        before = content_hash(con)
    with open_reader(layout.published) as con:
        assert content_hash(con) == before
