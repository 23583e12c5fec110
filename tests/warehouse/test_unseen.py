"""What is worth a new version: everything that readers are told, and no more than that."""

from __future__ import annotations

import duckdb
import pytest

from tasks.load.load import load_batch
from tests.warehouse.samples import linan, qingdao
from warehouse.layout import Layout
from warehouse.publish import publish
from warehouse.unseen import has_unseen

Con = duckdb.DuckDBPyConnection


@pytest.fixture
def published(con: Con, layout: Layout) -> Con:
    """Two pages of a source that should have an article every ten days."""
    load_batch(con, [qingdao(), linan()], [], "r1")
    con.execute("UPDATE source SET expected_age_days = 10")
    con.execute("UPDATE article SET published = today()")
    publish(con, layout)
    return con


@pytest.mark.parametrize(
    ("change", "is_news"),
    [
        ("UPDATE observation_base SET value = value + 0.000001", True),
        ("UPDATE article SET title = '' WHERE page = 'linan.html'", True),
        ("UPDATE article SET rules_version = 'x'", True),
        ("UPDATE source SET note = 'x'", True),
        ("UPDATE metric SET definition = 'x'", True),
        ("UPDATE capture SET archive_file = 'x'", True),
        ("DELETE FROM flag", True),
        ("INSERT INTO flag SELECT * FROM flag", True),
        ("INSERT INTO warehouse_state VALUES ('corrections', 'x')", True),
        ("UPDATE warehouse_state SET state_value = 'x' WHERE state_key = 'definitions'", True),
        ("CREATE TABLE one AS SELECT 1 AS cell", True),
        ("UPDATE run SET run_status = 'failed'", False),
        ("UPDATE run SET started_at = started_at + INTERVAL 9 DAY", False),
        ("UPDATE run SET started_at = started_at + INTERVAL 12 DAY", True),  # the source is stale
        ("UPDATE capture SET captured_at = '2020-01-01'", False),
        ("UPDATE article SET run_id = 'r2'", False),
    ],
)
def test_what_readers_would_see(published: Con, layout: Layout, change: str, is_news: bool) -> None:
    assert not has_unseen(published, layout.published)
    published.execute(change)
    assert has_unseen(published, layout.published) == is_news


def test_without_a_sound_file_everything_is_unseen(published: Con, layout: Layout) -> None:
    whole = layout.published.read_bytes()
    layout.published.write_bytes(whole[: len(whole) // 2])
    assert has_unseen(published, layout.published)
    layout.published.write_bytes(b"")
    assert has_unseen(published, layout.published)
    layout.published.unlink()
    assert has_unseen(published, layout.published)
