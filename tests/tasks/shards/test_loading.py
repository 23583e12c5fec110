"""Parts into the warehouse: the newest of several captures, once, whatever happens."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import duckdb
import pyarrow as pa
import pytest

from tasks.load import steps
from tasks.load.load import LoadCounts
from tasks.load.steps import Run
from tasks.pipeline import read_for_warehouse
from tasks.read import read_found
from tasks.records import Reject
from tasks.shards import loading
from tasks.shards.messages import Step
from tasks.shards.parts import Marker, Parts
from tasks.shards.plan import plan_shards
from tasks.shards.reading import read_shard
from tasks.version import rules_version
from tests.tasks.shards.warcs import page, write_warc
from warehouse.database import connect
from warehouse.layout import Layout

SAME = "http://news.example/same.html"


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    (tmp_path / "data").mkdir()
    return Layout(tmp_path / "data", 0)


@pytest.fixture
def run(layout: Layout) -> Run:
    run = Run(str(uuid4()), "backfill", rules_version())
    steps.open_run(layout, run, [])
    return run


def parts_of(folder: Path) -> tuple[Parts, list[Marker]]:
    """A part a WARC file, in the order of their names, read here and now."""
    parts, markers = Parts(str(folder / "parts")), []
    for shard in plan_shards([str(folder)], "s", None, None, 10**9):
        with parts.writing(shard.key) as part:
            for batch in read_shard(shard, ignore):
                part.add(batch.rows)
            markers.append(part.finish(str(shard), rules_version(), 0.0))
    return parts, markers


def ignore(step: Step) -> None:
    pass


def load(layout: Layout, run: Run, parts: Parts, markers: list[Marker]) -> Iterator[LoadCounts]:
    dropped = loading.look_through(parts, markers).superseded
    for marker in markers:
        for rows in loading.read_part(parts, marker, dropped.get(marker.key, ())):
            for counts, _ in loading.load_rows(layout, run, rows):
                yield counts
        loading.note_loaded(layout, marker)


def rows(layout: Layout, query: str) -> list[tuple[object, ...]]:
    con = connect(layout.writer, read_only=True)
    try:
        return con.execute(query).fetchall()
    finally:
        con.close()


def test_of_several_captures_the_newest_counts(tmp_path: Path, layout: Layout, run: Run) -> None:
    write_warc(tmp_path / "a.warc.gz", [(SAME, page("新", 30))], day=9)
    write_warc(tmp_path / "b.warc.gz", [(SAME, page("旧", 20))], day=3)
    write_warc(tmp_path / "c.warc.gz", [(SAME, b"")], day=12)  # empty: no bytes that count
    parts, markers = parts_of(tmp_path)
    total = sum(load(layout, run, parts, markers), LoadCounts())
    assert (total.pages_new, total.pages_changed, total.pages_rejected) == (1, 0, 0)
    assert rows(layout, "SELECT title FROM article") == [("新总工会工作综述",)]
    assert rows(layout, "SELECT count(*) FROM capture") == [(1,)]
    assert rows(layout, "SELECT archive_file, archive_offset FROM capture") == [
        (str(tmp_path / "a.warc.gz"), 0)
    ]


def test_a_damaged_part_is_told_and_does_not_count(tmp_path: Path) -> None:
    write_warc(tmp_path / "a.warc.gz", [(SAME, page("旧", 30))])
    write_warc(tmp_path / "b.warc.gz", [(SAME, page("新", 30))], day=2)
    parts, markers = parts_of(tmp_path)
    assert loading.look_through(parts, markers) == ({markers[0].key: {0}}, {})
    damaged = tmp_path / "parts" / markers[1].part
    damaged.write_bytes(damaged.read_bytes()[:-9])
    superseded, why = loading.look_through(parts, markers)
    assert (superseded, list(why)) == ({}, [markers[1].key])
    assert "is not what was written" in why[markers[1].key]


def test_parts_are_loaded_once(tmp_path: Path, layout: Layout, run: Run) -> None:
    write_warc(tmp_path / "a.warc.gz", [(SAME, page("甲", 30))])
    parts, markers = parts_of(tmp_path)
    assert loading.loaded_parts(layout) == set()
    assert [one.pages_new for one in load(layout, run, parts, markers)] == [1]
    assert loading.loaded_parts(layout) == {markers[0].part}
    (again,) = load(layout, run, parts, markers)
    assert (again.pages_unchanged, again.observations_added) == (1, 0)


def test_a_page_that_cannot_be_loaded_is_left_out_alone(
    tmp_path: Path, layout: Layout, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    urls = [f"http://news.example/{name}" for name in "abcdefg"]
    write_warc(tmp_path / "a.warc.gz", [(url, page(url[-1], 30)) for url in urls])
    load_tables = steps.load_tables

    def choke(layout: Layout, run: Run, tables: dict[str, pa.Table]) -> LoadCounts:
        if urls[4] in tables["capture"]["page"].to_pylist():
            raise duckdb.ConversionException("no such value\nand more")
        return load_tables(layout, run, tables)

    monkeypatch.setattr(steps, "load_tables", choke)
    total = sum(load(layout, run, *parts_of(tmp_path)), LoadCounts())
    assert (total.pages_new, total.pages_rejected) == (6, 1)
    assert rows(layout, "SELECT page, reason, detail FROM reject") == [
        (urls[4], "failed", "could not be loaded: ConversionException: no such value")
    ]


def test_pages_are_loaded_in_pieces(
    tmp_path: Path, layout: Layout, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "PAGES", 4)
    monkeypatch.setattr(loading, "LOAD_BYTES", 1)
    urls = [f"http://news.example/{number}" for number in range(10)]
    write_warc(tmp_path / "a.warc.gz", [(url, page(url[-1], 30)) for url in urls])
    counts = [one.pages_new for one in load(layout, run, *parts_of(tmp_path))]
    assert counts == [4, 4, 2]


def test_what_a_shard_gives_is_what_reading_gives(tmp_path: Path) -> None:
    write_warc(tmp_path / "a.warc.gz", [(SAME, page("甲", 30)), ("http://e.example/x", b"<p>x")])
    (shard,) = plan_shards([str(tmp_path)], "s", "440308", None, 10**9)
    steps_: list[Step] = []
    (batch,) = read_shard(shard, steps_.append, given_up={0: "it hangs"})
    assert [step for step in steps_ if step.number is not None] == [Step(1, "http://e.example/x")]
    assert batch.end == 2
    found = read_found(Reject(SAME, SAME, None, "s", "failed", "it hangs"), read_for_warehouse)
    assert isinstance(found, Reject)
    assert batch.rows["reject"][0][0]["detail"].as_py() == found.detail
