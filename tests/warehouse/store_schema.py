"""Stores a small warehouse of today's schema beside the tests, for later versions to open.

To be run once before a migration is added: python -m tests.warehouse.store_schema
"""

from __future__ import annotations

import gzip
import tempfile
from pathlib import Path

from tasks.load.dimensions import sync_rows
from tasks.load.load import load_batch
from tasks.load.runs import begin_run, finish_run
from tests.warehouse.conftest import RULES
from tests.warehouse.samples import DIMENSIONS, linan, qingdao, rejected
from warehouse.database import open_writer
from warehouse.layout import Layout
from warehouse.migrate import newest_schema
from warehouse.publish import publish

FOLDER = Path(__file__).parent / "schemas"


def store() -> Path:
    """Write two pages and a reject into a published warehouse and pack it; returns the file."""
    target = FOLDER / f"schema-{newest_schema()}.duckdb.gz"
    with tempfile.TemporaryDirectory() as folder:
        layout = Layout(Path(folder))
        with open_writer(layout) as con:
            sync_rows(con, DIMENSIONS)
            begin_run(con, "stored", "test", RULES)
            counts = load_batch(con, [qingdao(), linan()], [rejected()], "stored")
            finish_run(con, "stored", counts)
            publish(con, layout)
        target.write_bytes(gzip.compress(layout.published.read_bytes(), 9, mtime=0))
    return target


if __name__ == "__main__":
    print(store())
