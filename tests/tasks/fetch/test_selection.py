"""Which source a page belongs to, and which pages must be read again."""

from __future__ import annotations

from pathlib import Path

import pytest

from tasks.errors import InputError
from tasks.fetch.files import PageFile, read_file
from tasks.fetch.kinds import FilesSource, Source
from tasks.fetch.lots import Lot, find_due
from tasks.fetch.selection import select, select_paths, select_sources
from tasks.records import Capture


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("sample/a.html", "sample/deep/b.html", "other/c.html"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    (tmp_path / "conf").mkdir()
    return tmp_path


@pytest.fixture
def sources() -> dict[str, Source]:
    return {
        name: FilesSource(name=name, kind="files", publisher="p", paths=(path,))
        for name, path in (("sample", "../sample"), ("second", "../other/*.html"))
    }


def names(lots: tuple[Lot, ...]) -> dict[str, list[str]]:
    return {lot.source: [page.page for page in lot.pages] for lot in lots}


def test_sources_by_name_or_all(folder: Path, sources: dict[str, Source]) -> None:
    assert names(select_sources([], sources, folder / "conf").lots) == {
        "sample": ["a.html", "deep/b.html"],
        "second": ["c.html"],
    }
    assert names(select_sources(["second"], sources, folder / "conf").lots) == {
        "second": ["c.html"]
    }


def test_unknown_source_is_named_with_the_known_ones(
    folder: Path, sources: dict[str, Source]
) -> None:
    with pytest.raises(InputError, match="no source 'nope'; configured are: sample, second"):
        select_sources(["nope"], sources, folder)


def test_missing_path_of_a_source_is_told(folder: Path, sources: dict[str, Source]) -> None:
    with pytest.raises(InputError, match="source 'sample': no such file"):
        select_sources(["sample"], sources, folder / "elsewhere" / "x")


def test_path_within_a_source_belongs_to_it(folder: Path, sources: dict[str, Source]) -> None:
    chosen = select_paths([folder / "sample/deep/b.html"], None, sources, folder / "conf")
    assert names(chosen) == {"sample": ["deep/b.html"]}
    chosen = select_paths([str(folder / "sample/*.html")], None, sources, folder / "conf")
    assert names(chosen) == {"sample": ["a.html"]}


def test_other_paths_are_called_after_their_folder(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert names(select_paths([folder / "sample"])) == {"sample": ["a.html", "deep/b.html"]}
    assert names(select_paths([folder / "other/c.html"])) == {"other": ["c.html"]}
    monkeypatch.chdir(folder / "other")
    assert names(select_paths(["."])) == names(select_paths(["c.html"])) == {"other": ["c.html"]}


def test_a_name_makes_paths_one_source(folder: Path, sources: dict[str, Source]) -> None:
    chosen = select_paths([folder / "sample", folder / "other"], "mine", sources, folder)
    assert names(chosen) == {"mine": ["a.html", "deep/b.html", "c.html"]}
    with pytest.raises(InputError, match="no name of a source"):
        select_paths([folder / "sample"], "My Pages")


def test_only_new_changed_and_reread_pages_are_due(folder: Path) -> None:
    lots = select_paths([folder / "sample"])
    assert find_due(lots, {}, "1").count == 2
    known = {}
    for page in lots[0].pages:
        assert isinstance(page, PageFile)
        read = read_file(page, "sample")
        assert isinstance(read, Capture)
        known["sample", page.page] = read.sha256, "1", read.url
    assert find_due(lots, known, "1").count == 0
    assert find_due(lots, known, "1").unchanged == {"sample": 2}
    assert find_due(lots, known, "2").count == 2
    (folder / "sample/a.html").write_text("changed")
    (due,) = find_due(lots, known, "1").lots
    assert [page.page for page in due.pages] == ["a.html"]


def test_a_reject_without_bytes_is_due_once_it_can_be_read(folder: Path) -> None:
    (folder / "other/d.html").symlink_to(folder / "later.html")
    lots = select_paths([folder / "other/d.html"])
    known = {("other", "d.html"): (None, "1", "")}
    assert find_due(lots, known, "1").count == 0
    (folder / "later.html").write_text("now")
    assert find_due(lots, known, "1").count == 1


def test_batches_keep_order_and_source(folder: Path) -> None:
    due = find_due(select_paths([folder / "sample", folder / "other"]), {}, "1")
    found = [(lot.source, [page.page for page in lot.pages]) for lot in due.batches(lambda: 1)]
    assert found == [("sample", ["a.html"]), ("sample", ["deep/b.html"]), ("other", ["c.html"])]


def test_select_reads_the_sources_file(folder: Path) -> None:
    path = folder / "conf/sources.yaml"
    path.write_text("sources: [{name: x, kind: files, publisher: p, paths: [../other]}]")
    assert names(select(path).lots) == {"x": ["c.html"]}
    assert names(select(path, ["x"]).lots) == {"x": ["c.html"]}
    assert names(select(path, [], [folder / "other"]).lots) == {"x": ["c.html"]}
