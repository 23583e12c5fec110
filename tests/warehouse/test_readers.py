"""Readers never wait and never see half a load, while one process publishes again and again.

The full size (50 loads, four readers) takes up to a minute and runs with `pytest -m bench`.
Each load adds one page whose members are its number and takes the version's number along, so a
reader can tell from one answer whether it is of one whole version.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tasks.load.dimensions import sync_rows
from tasks.load.load import load_batch
from tasks.load.runs import begin_run
from tests.warehouse.conftest import RULES, copy_template
from tests.warehouse.samples import DIMENSIONS, observed, page_of
from warehouse.database import open_reader, open_writer
from warehouse.layout import Layout
from warehouse.publish import publish

# Asks without pause until a file `stop` appears; prints how often, and what it must not see.
_READER = """
import sys
from pathlib import Path
from warehouse.database import open_reader
folder, asked, newest = Path(sys.argv[1]), 0, 0
while not (folder / "stop").exists():
    with open_reader(folder / "gonghui.duckdb") as con:
        for _ in range(3):
            asked += 1
            (pages, total, facts, version), = con.execute(
                "SELECT count(*), sum(value), (SELECT count(*) FROM fact), "
                "(SELECT max(pages_new) FROM run) FROM observation"
            ).fetchall()
            whole = pages == facts == version and total == version * (version + 1) / 2
            if not whole or version < newest:
                print("not one whole version:", pages, total, facts, version, newest)
            newest = version
print(asked, newest)
"""


def publish_version(layout: Layout, number: int) -> None:
    """Load page `number` and publish, as a run of its own."""
    text = f"会员{number}人"
    seen = observed(text, text, "members.total", number, "370200", end=str(2000 + number))
    with open_writer(layout) as con:
        sync_rows(con, DIMENSIONS)
        begin_run(con, f"v{number}", "test", RULES)
        load_batch(con, [page_of(f"{number}.html", text, seen)], [], f"v{number}")
        con.execute("UPDATE run SET pages_new = ? WHERE run_id = ?", [number, f"v{number}"])
        publish(con, layout)


@pytest.mark.parametrize(
    ("loads", "readers"), [(6, 2), pytest.param(50, 4, marks=pytest.mark.bench)]
)
def test_readers_see_whole_versions_only(
    layout: Layout, template: Path, loads: int, readers: int
) -> None:
    copy_template(template, layout)
    publish_version(layout, 1)
    command = [sys.executable, "-c", _READER, str(layout.folder)]
    children = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(readers)
    ]
    try:
        for number in range(2, loads + 1):
            publish_version(layout, number)
    finally:
        (layout.folder / "stop").touch()
    for child in children:
        out, err = child.communicate(timeout=60)
        assert err == ""
        assert "not one whole" not in out
        asked, newest = map(int, out.split())
        assert asked >= 3
        assert newest > 1
    with open_reader(layout.published) as con:
        assert con.execute("SELECT count(*) FROM article").fetchall() == [(loads,)]
