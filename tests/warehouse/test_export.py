"""An export: valid, safe in a spreadsheet, the same twice, and it tells what changed."""

from __future__ import annotations

import csv
import errno
import hashlib
import json
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest
from frictionless import Package

from tasks.errors import WarehouseError
from tasks.load.load import load_batch
from tests.warehouse.samples import QINGDAO, linan, observed, page_of, qingdao, rejected
from warehouse.export import RESOURCES, export
from warehouse.layout import Layout
from warehouse.publish import publish

Con = duckdb.DuckDBPyConnection
EVIL = '=HYPERLINK("http://127.0.0.1","会员1万人")'


@pytest.fixture
def folder(con: Con, layout: Layout) -> Path:
    """An export of two honest pages and one that wants to be a formula."""
    seen = observed(EVIL, EVIL, "members.total", 10000, "370200", end="2001")
    load_batch(con, [qingdao(), linan(), page_of("=evil.html", EVIL, seen)], [rejected()], "r1")
    con.execute("UPDATE run SET started_at = '2020-05-01'")
    publish(con, layout)
    target = layout.folder / "export"
    assert export(layout.published, target)
    return target


def read_csv(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / "csv" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_package_is_valid(folder: Path) -> None:
    report = Package(str(folder / "datapackage.json")).validate()
    assert report.valid, report.flatten(["title", "type", "note"])
    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert descriptor["$schema"].endswith("2.0/datapackage.json")
    assert descriptor["version"] == "2020.05.01"
    first = descriptor["resources"][0]
    assert [first["path"], first["otherForms"][0]["path"]] == [
        "csv/observation.csv",
        "parquet/observation.parquet",
    ]
    fields = first["schema"]["fields"]
    assert all(field["description"] for field in fields)
    bound = next(field for field in fields if field["name"] == "bound")
    assert bound["constraints"] == {"enum": ["=", ">", "<", "~"]}


def test_checksums_hold_for_every_file(folder: Path) -> None:
    lines = (folder / "SHA256SUMS").read_text().splitlines()
    sums = {name: digest for digest, name in (line.split("  ") for line in lines)}
    files = {p.relative_to(folder).as_posix(): p for p in folder.rglob("*") if p.is_file()}
    assert sums.keys() == files.keys() - {"SHA256SUMS"}
    for name, digest in sums.items():
        assert hashlib.sha256(files[name].read_bytes()).hexdigest() == digest


def test_no_cell_is_a_formula_and_numbers_stay_numbers(folder: Path) -> None:
    rows = {row["page"]: row for row in read_csv(folder, "observation")}
    assert rows["'=evil.html"]["quote"] == "'" + EVIL
    assert rows["'=evil.html"]["bound"] == "="
    linan_row = rows["linan.html"]
    assert linan_row["value"] == "235"
    assert linan_row["region_codes"] == '["330185","330112"]'
    assert linan_row["published"] == "2017-01-10"
    table = pq.read_table(folder / "parquet" / "observation.parquet")
    assert EVIL in table.column("quote").to_pylist()
    assert str(table.schema.field("value").type) == "decimal128(24, 6)"


def test_both_forms_hold_the_same_rows(folder: Path) -> None:
    for resource in RESOURCES:
        table = pq.read_table(folder / "parquet" / f"{resource.name}.parquet")
        assert table.num_rows == len(read_csv(folder, resource.name)), resource.name
    columns = pq.read_schema(folder / "parquet" / "article.parquet").names
    assert "text" not in columns
    assert "run_id" not in columns


def test_the_same_content_leaves_the_folder_alone(folder: Path, layout: Layout, con: Con) -> None:
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    publish(con, layout)
    assert not export(layout.published, folder)
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


def test_changes_are_told_against_the_last_export(folder: Path, layout: Layout, con: Con) -> None:
    assert (folder / "CHANGES.md").read_text() == "# Changes\n\n## 2020-05-01\n\nFirst export.\n"
    text = QINGDAO.replace("269.7", "270.1").replace("工会组织26683家", "")
    seen = observed(text, "工会会员270.1万人", "members.total", 2701000, "370200")
    load_batch(con, [page_of("qingdao.html", text, seen)], [], "r1")
    con.execute("UPDATE run SET started_at = '2020-06-01'")
    publish(con, layout)
    assert export(layout.published, folder)
    lines = (folder / "CHANGES.md").read_text(encoding="utf-8").splitlines()
    assert lines[2] == "## 2020-06-01"
    assert "| members.total | 0 | 0 | 1 |" in lines
    assert "| unions.total | 0 | 1 | 0 |" in lines
    assert any("青岛市, members.total, 2013-02-28: 2697000 is now 2701000" in li for li in lines)
    assert lines[-3:] == ["## 2020-05-01", "", "First export."]


def test_an_export_that_fails_leaves_the_last_one_and_no_half(
    con: Con, layout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    publish(con, layout)
    target = layout.folder / "export"
    export(layout.published, target)
    before = (target / "SHA256SUMS").read_bytes()
    load_batch(con, [linan()], [], "r1")
    publish(con, layout)
    monkeypatch.setattr("warehouse.export.describe_changes", full)
    with pytest.raises(WarehouseError, match="the disk is full"):
        export(layout.published, target)
    assert (target / "SHA256SUMS").read_bytes() == before
    assert [path.name for path in layout.folder.glob("*export*")] == ["export"]


def test_folders_beside_it_are_left_alone(con: Con, layout: Layout) -> None:
    publish(con, layout)
    for name in ("export.new", "export.old"):
        (layout.folder / name).mkdir()
    link = layout.folder / "link"
    link.symlink_to(layout.folder / "export")
    assert export(layout.published, link)
    assert not export(layout.published, layout.folder / "export")
    assert link.is_symlink()
    assert sorted(path.name for path in layout.folder.glob("*export*")) == [
        "export", "export.new", "export.old",
    ]  # fmt: skip


def test_a_folder_of_something_else_is_left_alone(con: Con, layout: Layout) -> None:
    publish(con, layout)
    target = layout.folder / "mine"
    target.mkdir()
    (target / "thesis.doc").write_text("years of work")
    with pytest.raises(WarehouseError, match="name another folder"):
        export(layout.published, target)
    assert (target / "thesis.doc").exists()
