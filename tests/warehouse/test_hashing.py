"""The content hash: blind to order, runs and rules, and to nothing else."""

from __future__ import annotations

import duckdb
import pytest

from tasks.load.load import load_batch
from tests.warehouse.samples import linan, qingdao
from warehouse.hashing import content_hash

Con = duckdb.DuckDBPyConnection


@pytest.mark.parametrize(
    ("change", "is_content"),
    [
        ("UPDATE article SET title = 'x' WHERE page = 'linan.html'", True),
        ("UPDATE article SET author = '' WHERE author IS NULL", True),
        ("UPDATE observation_base SET value = value + 0.000001", True),
        ("UPDATE observation_base SET place = 'x' WHERE place IS NOT NULL", True),
        ("DELETE FROM flag", True),
        ("INSERT INTO flag SELECT * FROM flag", True),
        ("UPDATE article SET rules_version = 'x'", False),
        ("UPDATE run SET run_status = 'failed'", False),
        ("UPDATE capture SET captured_at = '2020-01-01'", False),
        ("DELETE FROM observation_past", False),
    ],
)
def test_what_counts_as_content(con: Con, change: str, is_content: bool) -> None:
    load_batch(con, [qingdao(), linan()], [], "r1")
    before = content_hash(con)
    con.execute(change)
    assert (content_hash(con) != before) is is_content
