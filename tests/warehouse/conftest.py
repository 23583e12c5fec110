"""A warehouse in a temporary folder, with small dimensions and one open run.

It is made once and copied for each test, because making the schema takes a third of a second.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tasks.load.dimensions import sync_rows
from tasks.load.runs import begin_run
from tests.warehouse.samples import DIMENSIONS
from warehouse.database import open_writer
from warehouse.layout import Layout

RULES = "rules-1"


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A writer database with dimensions and the run `r1`, closed."""
    layout = Layout(tmp_path_factory.mktemp("template"))
    with open_writer(layout) as con:
        sync_rows(con, DIMENSIONS)
        begin_run(con, "r1", "test", RULES)
        con.execute("CHECKPOINT")
    return layout.writer


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    """An empty place for a warehouse."""
    return Layout(tmp_path / "data", keep=2)


@pytest.fixture
def con(layout: Layout, template: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The writer database of `layout`, a copy of the template."""
    copy_template(template, layout)
    with open_writer(layout) as writer:
        yield writer


def copy_template(template: Path, layout: Layout) -> None:
    """Put the template in the place of a writer database."""
    layout.folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(template, layout.writer)
