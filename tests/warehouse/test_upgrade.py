"""A warehouse of every earlier schema opens in this program, with a copy kept from before.

The stored files were written by the versions of their time (tests/warehouse/store_schema.py); what
is expected of them was typed by hand.
"""

from __future__ import annotations

import gzip
import shutil
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from tasks.errors import WarehouseError
from tasks.load.load import LoadCounts
from tasks.load.steps import Run, close_run, open_run
from tests.warehouse.store_schema import FOLDER
from warehouse import migrate
from warehouse.checks import run_checks
from warehouse.database import connect, open_reader, open_writer, wal_of
from warehouse.layout import Layout
from warehouse.migrate import known_migrations, newest_schema, schema_version

STORED = {number: FOLDER / f"schema-{number}.duckdb.gz" for number, _ in known_migrations()}
ROWS = [
    ("linan.html", "unions.total", Decimal(235), "330112", "昌化镇"),
    ("qingdao.html", "members.total", Decimal(2697000), "370200", None),
    ("qingdao.html", "rate.membership", Decimal(90), "370200", None),
    ("qingdao.html", "unions.total", Decimal(26683), "370200", None),
]


def unpack(number: int, *targets: Path) -> None:
    for target in targets:
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(gzip.decompress(STORED[number].read_bytes()))


def rows(con: duckdb.DuckDBPyConnection) -> list[tuple[object, ...]]:
    query = """
        SELECT page, metric, value, coalesce(today_code, region_code), place
        FROM observation LEFT JOIN (SELECT region_code, today_code FROM region) USING (region_code)
        ORDER BY page, metric
    """
    return con.execute(query).fetchall()


@pytest.fixture
def next_schema(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A further migration, to be written by the test, behind those that there are."""
    folder = tmp_path / "migrations"
    shutil.copytree(migrate.MIGRATIONS, folder)
    monkeypatch.setattr(migrate, "MIGRATIONS", folder)
    further = folder / f"{newest_schema() + 1:04}_further.sql"
    further.write_text("CREATE TABLE further (n INTEGER); INSERT INTO further VALUES (1);")
    return further


def test_every_earlier_schema_is_stored() -> None:
    missing = [
        number for number in STORED if number < newest_schema() and not STORED[number].exists()
    ]
    assert not missing, "run tests/warehouse/store_schema.py of the version before the migration"


@pytest.mark.parametrize("number", [number for number in STORED if STORED[number].exists()])
def test_a_stored_warehouse_opens_with_all_that_it_held(layout: Layout, number: int) -> None:
    unpack(number, layout.writer, layout.published)
    with open_writer(layout) as con:
        assert schema_version(con) == newest_schema()
        assert rows(con) == ROWS
        assert run_checks(con) == []
    assert layout.before_upgrade(number).exists() == (number < newest_schema())
    assert not wal_of(layout.writer).exists()
    with open_reader(layout.published) as con:  # still to be read as it was
        assert rows(con) == ROWS


def test_an_upgrade_keeps_a_copy_and_leaves_no_log(layout: Layout, next_schema: Path) -> None:
    now = newest_schema()
    unpack(1, layout.writer)
    with open_writer(layout) as con:
        assert schema_version(con) == now
        assert con.execute("SELECT n FROM further").fetchall() == [(1,)]
        assert not wal_of(layout.writer).exists()  # before anything else is written
    with open_reader(layout.before_upgrade(1)) as con:
        assert schema_version(con) == 1
        assert rows(con) == ROWS


def test_a_run_upgrades_and_publishes(layout: Layout, next_schema: Path) -> None:
    unpack(1, layout.writer, layout.published)
    run = Run("after", "ingest", "rules-2")
    assert ("files", "qingdao.html") in open_run(layout, run, [])
    close_run(layout, run, LoadCounts())
    with open_reader(layout.published) as con:
        assert schema_version(con) == newest_schema()
        assert rows(con) == ROWS


def test_a_migration_that_fails_is_taken_back(layout: Layout, next_schema: Path) -> None:
    next_schema.write_text("CREATE TABLE further (n INTEGER); SELECT * FROM nowhere;")
    unpack(1, layout.writer)
    with (
        pytest.raises(WarehouseError, match=r"taken back .*nowhere"),
        open_writer(layout),
    ):
        pass
    assert layout.before_upgrade(1).exists()
    next_schema.unlink()
    with open_writer(layout) as con:
        assert rows(con) == ROWS
        assert (
            con.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = 'further'").fetchall()
            == []
        )


def test_what_was_published_is_enough_to_go_on(layout: Layout) -> None:
    """Moved to another machine, or restored, with nothing but the file that analysts open."""
    unpack(1, layout.published)
    run = Run("moved", "ingest", "rules-2")
    assert ("files", "linan.html") in open_run(layout, run, [])
    con = connect(layout.writer, read_only=True)
    try:
        assert rows(con) == ROWS
    finally:
        con.close()
