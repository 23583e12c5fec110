"""Publishing: whole or not at all, readers undisturbed, older versions kept."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from tasks.errors import WarehouseError
from tasks.load.load import load_batch
from tests.warehouse.samples import linan, page_of, qingdao
from warehouse.database import connect, open_reader
from warehouse.hashing import content_hash
from warehouse.layout import Layout
from warehouse.publish import publish, versions

Con = duckdb.DuckDBPyConnection


def pages(path: Path) -> int:
    with open_reader(path) as con:
        return int(con.execute("SELECT count(*) FROM article").fetchall()[0][0])


def test_what_is_published_is_what_was_loaded(con: Con, layout: Layout) -> None:
    load_batch(con, [qingdao(), linan()], [], "r1")
    assert publish(con, layout) == layout.published
    with open_reader(layout.published) as reader:
        assert content_hash(reader) == content_hash(con)
        assert len(reader.execute("SELECT * FROM observation").fetchall()) == 4
        with pytest.raises(duckdb.Error, match="read-only"):
            reader.execute("DELETE FROM article")


def test_a_reader_keeps_the_version_that_it_opened(con: Con, layout: Layout) -> None:
    load_batch(con, [qingdao()], [], "r1")
    publish(con, layout)
    reader = connect(layout.published, read_only=True)
    load_batch(con, [linan()], [], "r1")
    publish(con, layout)
    assert reader.execute("SELECT count(*) FROM article").fetchall() == [(1,)]
    reader.close()
    assert pages(layout.published) == 2


def test_older_versions_are_kept_up_to_the_setting(con: Con, layout: Layout) -> None:
    for number in range(5):
        load_batch(con, [page_of(f"p{number}.html", "工会")], [], "r1")
        publish(con, layout)
    kept = versions(layout)
    assert [path.name for path in kept] == ["gonghui-000003.duckdb", "gonghui-000004.duckdb"]
    assert [pages(path) for path in kept] == [3, 4]


def test_keeping_none(con: Con, layout: Layout) -> None:
    lean = Layout(layout.folder, keep=0)
    publish(con, lean)
    publish(con, lean)
    assert versions(lean) == []


def test_what_a_killed_publish_left_is_removed(con: Con, layout: Layout) -> None:
    stale = layout.folder / "gonghui.duckdb.new"
    stale.write_bytes(b"half a file")
    publish(con, layout)
    assert not stale.exists()


_FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from tasks.errors import WarehouseError
from warehouse.database import open_writer
from warehouse.layout import Layout
from warehouse.publish import publish
layout = Layout(Path(sys.argv[1]))
with open_writer(layout) as con:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
    try:
        publish(con, layout)
    except WarehouseError as error:
        print(error)
"""


def test_a_disk_without_room_loses_nothing(layout: Layout, con: Con) -> None:
    """A limit on the size of files stands for the full disk."""
    load_batch(con, [qingdao()], [], "r1")
    publish(con, layout)
    other = Layout(layout.folder.parent / "full")
    other.folder.mkdir()
    con.execute("CHECKPOINT")
    other.writer.write_bytes(layout.writer.read_bytes())
    other.published.write_bytes(layout.published.read_bytes())
    command = [sys.executable, "-c", _FULL_DISK, str(other.folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "gonghui.duckdb.new" in done.stdout, done.stderr
    assert "free some space" in done.stdout
    assert pages(other.published) == 1
    assert sorted(path.name for path in other.folder.iterdir() if ".new" in path.name) == []


def test_a_folder_that_vanished(con: Con, layout: Layout, tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match="nowhere"):
        publish(con, Layout(tmp_path / "nowhere"))


def test_a_large_file_is_copied_as_it_stands(
    con: Con, layout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("warehouse.publish._LARGE", 0)
    load_batch(con, [qingdao(), linan()], [], "r1")
    publish(con, layout)
    assert layout.published.read_bytes() == layout.writer.read_bytes()
    load_batch(con, [page_of("more.html", "工会")], [], "r1")  # the writer is open as before
    publish(con, layout)
    with open_reader(layout.published) as reader:
        assert content_hash(reader) == content_hash(con)


def test_a_large_file_full_of_holes_is_written_anew(
    con: Con, layout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("warehouse.publish._LARGE", 0)
    load_batch(con, [qingdao()], [], "r1")
    con.execute("CREATE TABLE filler AS SELECT random() AS one FROM range(2_000_000)")
    con.execute("CHECKPOINT")
    con.execute("DROP TABLE filler")
    size = layout.writer.stat().st_size
    publish(con, layout)
    assert layout.published.read_bytes() == layout.writer.read_bytes()
    assert layout.writer.stat().st_size < size / 2
    assert pages(layout.published) == 1
