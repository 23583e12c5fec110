"""Opening: migrations from zero, and every bad file explained with cause and way out."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from tasks import records
from tasks.errors import WarehouseError
from tasks.partial_date import Precision
from warehouse.database import connect, open_reader, open_writer
from warehouse.definitions import apply_definitions
from warehouse.layout import Layout
from warehouse.migrate import known_migrations, schema_version
from warehouse.publish import publish


def test_migrations_run_once_from_zero(layout: Layout) -> None:
    with open_writer(layout) as con:
        assert schema_version(con) == known_migrations()[-1][0]
        assert not apply_definitions(con)
    with open_writer(layout) as con:
        applied = con.execute("SELECT version FROM schema_version ORDER BY 1").fetchall()
    assert applied == [(number,) for number, _ in known_migrations()]


def test_migrations_are_numbered_without_gaps() -> None:
    numbers = [number for number, _ in known_migrations()]
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize(
    ("enum", "type_name"),
    [
        (records.Bound, "bound"),
        (records.Statistic, "statistic"),
        (records.Measure, "measure"),
        (Precision, "date_precision"),
        (records.RepairKind, "repair_kind"),
    ],
)
def test_enums_are_those_of_the_records(
    con: duckdb.DuckDBPyConnection, enum: type[records.Bound], type_name: str
) -> None:
    values = con.execute(f"SELECT enum_range(NULL::{type_name})").fetchall()[0][0]
    assert values == [member.value for member in enum]


def explained(layout: Layout) -> str:
    with pytest.raises(WarehouseError) as caught, open_writer(layout):
        pass
    message = str(caught.value)
    assert str(layout.folder) in message
    assert "\n" not in message
    return message


def test_a_file_that_is_no_database(layout: Layout) -> None:
    layout.folder.mkdir()
    layout.writer.write_bytes(b"<html>" * 5000)
    assert "no DuckDB database" in explained(layout)
    assert layout.writer.read_bytes() == b"<html>" * 5000


def test_an_empty_file_is_no_loss(layout: Layout) -> None:
    layout.folder.mkdir()
    layout.writer.touch()
    with open_writer(layout) as con:
        assert schema_version(con) > 0


def test_a_lost_writer_database_comes_back_from_what_is_published(layout: Layout) -> None:
    with open_writer(layout) as con:
        con.execute("INSERT INTO source (source) VALUES ('kept')")
        publish(con, layout)
    layout.writer.unlink()
    with open_writer(layout) as con:
        assert con.execute("SELECT source FROM source").fetchall() == [("kept",)]


def test_a_newer_schema(layout: Layout) -> None:
    with open_writer(layout) as con:
        con.execute("INSERT INTO schema_version VALUES (9999, 'future', '', '2030-01-01')")
    assert "schema 9999 is newer" in explained(layout)


def test_a_schema_of_another_history(layout: Layout) -> None:
    with open_writer(layout) as con:
        con.execute("UPDATE schema_version SET digest = 'other' WHERE version = 1")
    assert "development version" in explained(layout)


def test_a_database_of_another_program(layout: Layout) -> None:
    layout.folder.mkdir()
    con = connect(layout.writer, read_only=False)
    con.execute("CREATE TABLE customers (id INTEGER)")
    con.close()
    assert "another program" in explained(layout)


@pytest.mark.parametrize("spot", [20_000, 300_000])
def test_a_damaged_file(layout: Layout, spot: int) -> None:
    with open_writer(layout) as con:
        con.execute("CREATE TABLE filler AS SELECT hash(range) AS n FROM range(200_000)")
    whole = layout.writer.read_bytes()
    for damaged in (whole[:spot], whole[:12_288] + bytes(64) + whole[12_352:]):
        layout.writer.write_bytes(damaged)
        told = explained(layout)
        assert "this file is damaged; delete it and run gonghui ingest" in told
        assert layout.writer.read_bytes() == damaged


# Root may write everything until it gives up CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH.
_MORTAL = """
import ctypes, os, sys
for capability in (1, 2):
    ctypes.CDLL(None).prctl(24, capability, 0, 0, 0)
os.execv(sys.executable, [sys.executable, "-c", sys.argv[1], sys.argv[2]])
"""
_OPEN = """
import sys
from pathlib import Path
from tasks.errors import WarehouseError
from tasks.partial_date import Precision
from warehouse.database import open_writer
from warehouse.layout import Layout
try:
    with open_writer(Layout(Path(sys.argv[1]))) as con:
        con.execute("INSERT INTO source (source) VALUES ('x')")
except WarehouseError as error:
    print(error)
"""


@pytest.mark.parametrize("name", ["writer.duckdb", "."])
def test_what_may_only_be_read(layout: Layout, name: str) -> None:
    with open_writer(layout):
        pass
    before = layout.writer.read_bytes()
    target = layout.folder / name
    mode = target.stat().st_mode
    target.chmod(mode & ~0o222)
    command = [sys.executable, "-c", _MORTAL, _OPEN, str(layout.folder)]
    try:
        told = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    finally:
        target.chmod(mode)
    assert told.stdout.startswith(f"{layout.writer}: no permission to open this file; make it")
    assert layout.writer.read_bytes() == before


def test_a_folder_that_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file, not a folder")
    assert "cannot write" in explained(Layout(tmp_path / "data"))


_HOLDER = """
import sys, time, duckdb
con = duckdb.connect(sys.argv[1])
print("ready", flush=True)
time.sleep(60)
"""


def test_a_file_held_by_another_program(layout: Layout) -> None:
    with open_writer(layout):
        pass
    command = [sys.executable, "-c", _HOLDER, str(layout.writer)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        try:
            assert "another process is writing this file" in explained(layout)
        finally:
            holder.kill()


def test_reading_what_is_not_there(layout: Layout) -> None:
    with (
        pytest.raises(WarehouseError, match="no such file; load something first"),
        open_reader(layout.published),
    ):
        pass
    assert not layout.published.exists()
