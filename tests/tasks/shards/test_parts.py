"""Parts: whole or not there, known by their rules, and read back as they were."""

from __future__ import annotations

import json
import os
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tasks.errors import InputError
from tasks.load.load import make_tables
from tasks.pipeline import read_for_warehouse
from tasks.read import read_found
from tasks.records import Capture, PageResult, Reject
from tasks.shards.parts import Marker, Parts
from tasks.shards.rows import to_rows, to_tables, told_rejects
from tests.tasks.shards.warcs import page

SEEN = datetime(2024, 5, 1, 12, tzinfo=UTC)


def read(name: str, body: bytes) -> PageResult | Reject:
    capture = Capture(name, f"http://e.example/{name}", body, name * 8, "s", SEEN)
    return read_found(capture, read_for_warehouse)


def found() -> list[PageResult | Reject]:
    return [
        read("a", page("甲", 12)),
        read("b", b"<p>nothing of it</p>"),
        read("c", page("乙", 7, "帮扶困难职工300户，发放慰问金12.5万元。")),
        Reject("d", "http://e.example/d", None, "s", "http_status", "404"),
    ]


def write(parts: Parts, key: str = "k") -> Marker:
    with parts.writing(key) as part:
        part.add(to_rows(found()[:2], {"a": SEEN, "b": SEEN}))
        part.add(to_rows(found()[2:], {"c": SEEN}))
        return part.finish("a shard", "rules 1", 1.5)


def folders(tmp_path: Path) -> list[str]:
    return [str(tmp_path / "parts"), f"memory://{tmp_path.name}/parts"]


def test_rows_give_the_tables_that_were_put_in() -> None:
    results = [one for one in found() if isinstance(one, PageResult)]
    rejects = [one for one in found() if isinstance(one, Reject)]
    wanted = make_tables(results, rejects)
    rows = to_rows(found(), {})
    tables = to_tables(rows)
    assert wanted.keys() == tables.keys()
    for name in wanted:
        assert tables[name].equals(wanted[name]), name
    assert rows["page"].to_pylist() == ["a", "b", "c", "d"]
    assert told_rejects(tables) == rejects
    some = to_tables(rows.take([1, 2]))
    assert some["capture"]["page"].to_pylist() == ["c"]
    assert [one.page for one in told_rejects(some)] == ["b"]


@pytest.mark.parametrize("where", [0, 1], ids=["here", "store"])
def test_a_part_comes_back_as_it_was(tmp_path: Path, where: int) -> None:
    parts = Parts(folders(tmp_path)[where])
    assert parts.markers() == {}
    marker = write(parts)
    assert parts.markers() == {"k": marker}
    assert (marker.pages, marker.rules, marker.name) == (4, "rules 1", "a shard")
    with parts.opened(marker) as part:
        assert part.read()["page"].to_pylist() == ["a", "b", "c", "d"]
    parts.forget(marker)
    assert parts.markers() == {}


def test_what_was_not_finished_is_no_part(tmp_path: Path) -> None:
    parts = Parts(str(tmp_path))
    with parts.writing("k") as part:
        part.add(to_rows(found(), {}))
    assert list(tmp_path.iterdir()) == []


def test_the_same_twice_is_one_part(tmp_path: Path) -> None:
    parts = Parts(str(tmp_path))
    assert write(parts) == write(parts)
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize("where", [0, 1], ids=["here", "store"])
def test_a_damaged_part_is_told(tmp_path: Path, where: int) -> None:
    parts = Parts(folders(tmp_path)[where])
    marker = write(parts)
    with (
        pytest.raises(InputError, match="is not what was written"),
        parts.opened(replace(marker, digest=marker.digest[:16] + "0" * 48)),
    ):
        pass
    with pytest.raises(InputError), parts.opened(replace(marker, key="gone")):
        pass


def test_a_marker_of_another_version_counts_as_none(tmp_path: Path) -> None:
    (tmp_path / "k.json").write_text(json.dumps({"key": "k", "what": 1}))
    (tmp_path / "l.json").write_text("{")
    assert Parts(str(tmp_path)).markers() == {}


def test_abandoned_files_are_swept_young_ones_left(tmp_path: Path) -> None:
    for name, age in (("old", 90_000), ("young", 10)):
        path = tmp_path / f".{name}.tmp"
        path.touch()
        os.utime(path, (time.time() - age,) * 2)
    Parts(str(tmp_path)).sweep()
    assert [path.name for path in tmp_path.iterdir()] == [".young.tmp"]
