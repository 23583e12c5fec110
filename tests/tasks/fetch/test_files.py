"""Files, folders and globs as captures: what is listed, how it is called, what is refused."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from tasks.errors import InputError
from tasks.fetch.files import PageFile, list_files, read_file, read_files
from tasks.records import Capture, Reject


def make(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"page")


def pages(*given: str | Path) -> list[str]:
    return [file.page for file in list_files(given)]


def reason(path: Path, **limits: int) -> str:
    found = read_file(PageFile(path, path.name), "s", **limits)
    return found.reason if isinstance(found, Reject) else "read"


@pytest.mark.parametrize(
    ("name", "listed"),
    [
        ("a.html", True),
        ("a.HTM", True),
        ("a.txt", True),
        ("a.shtml", True),
        ("新闻 2013.html", True),
        ("a.jsonl", False),
        ("a.png", False),
        ("README.md", False),
        ("html", False),
        (".a.html", False),
        (".git/a.html", False),
    ],
)
def test_folder_lists_pages_by_suffix(tmp_path: Path, name: str, listed: bool) -> None:
    make(tmp_path, name)
    assert pages(tmp_path) == ([name] if listed else [])


def test_folder_goes_down_and_names_by_path_below_it(tmp_path: Path) -> None:
    make(tmp_path, "b/index.html", "a/index.html", "z.txt")
    assert pages(tmp_path) == ["z.txt", "a/index.html", "b/index.html"]


def test_named_file_is_called_by_its_name(tmp_path: Path) -> None:
    make(tmp_path, "a/index.html")
    assert pages(tmp_path / "a" / "index.html") == ["index.html"]


def test_two_pages_of_one_name_stay_two(tmp_path: Path) -> None:
    make(tmp_path, "a/index.html", "b/index.html")
    assert pages(tmp_path / "a", tmp_path / "b") == ["index.html", "b/index.html"]


def test_the_same_file_twice_is_listed_once(tmp_path: Path) -> None:
    make(tmp_path, "a.html")
    assert pages(tmp_path, tmp_path / "a.html", tmp_path / ".." / tmp_path.name / "a.html") == [
        "a.html"
    ]


def test_glob(tmp_path: Path) -> None:
    make(tmp_path, "a/x.html", "a/x.jsonl", "b/y.htm", "b/deep/z.html")
    assert pages(str(tmp_path / "*" / "*.*")) == ["a/x.html", "b/y.htm"]
    assert pages(str(tmp_path / "**" / "z.html")) == ["b/deep/z.html"]


def test_a_file_with_brackets_is_no_glob(tmp_path: Path) -> None:
    make(tmp_path, "[a].html")
    assert pages(tmp_path / "[a].html") == ["[a].html"]


@pytest.mark.parametrize("wrong", ["nowhere", "nowhere/*.html", "*.htm"])
def test_what_names_nothing_raises(tmp_path: Path, wrong: str) -> None:
    make(tmp_path, "a.html")
    with pytest.raises(InputError, match=r"no such|nothing matches"):
        list_files([tmp_path / wrong])


def test_relative_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, "a/b.html")
    monkeypatch.chdir(tmp_path)
    assert pages("a") == pages("./a") == ["b.html"]
    assert pages("a/*.html") == ["b.html"]


def test_name_in_gb18030_bytes(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/" + "工会.html".encode("gb18030")
    Path(os.fsdecode(path)).write_bytes(b"page")
    (file,) = list_files([tmp_path])
    assert file.page == "工会.html"
    assert isinstance(read_file(file, "s"), Capture)


def test_capture_holds_bytes_and_hash(tmp_path: Path) -> None:
    make(tmp_path, "a b.html")
    (found,) = read_files(list_files([tmp_path]), "seeds")
    assert isinstance(found, Capture)
    assert (found.page, found.source, found.body) == ("a b.html", "seeds", b"page")
    assert found.sha256 == hashlib.sha256(b"page").hexdigest()
    assert found.url == (tmp_path / "a b.html").as_uri()


def test_bad_files_are_rejects(tmp_path: Path) -> None:
    make(tmp_path, "big.html", "data.jsonl", "list.2013.2.26")
    (tmp_path / "zero.html").touch()
    (tmp_path / "dangling.html").symlink_to(tmp_path / "nowhere")
    (tmp_path / "loop.html").symlink_to(tmp_path / "loop.html")
    os.mkfifo(tmp_path / "pipe.html")
    (tmp_path / "folder.html").mkdir()
    assert reason(tmp_path / "zero.html") == "empty"
    assert reason(tmp_path / "big.html", max_bytes=3) == "too_large"
    assert reason(tmp_path / "big.html", max_bytes=4) == "read"
    for name in ("dangling.html", "loop.html", "pipe.html", "folder.html"):
        assert reason(tmp_path / name) == "unreadable"
    assert reason(tmp_path / "data.jsonl") == "unsupported"
    assert reason(tmp_path / "list.2013.2.26") == "read"


def test_dangling_link_in_a_folder_is_listed(tmp_path: Path) -> None:
    (tmp_path / "dangling.html").symlink_to(tmp_path / "nowhere")
    assert pages(tmp_path) == ["dangling.html"]


def test_no_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Root may read everything, so the refusal of the system is played."""
    make(tmp_path, "a.html")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    found = read_file(PageFile(tmp_path / "a.html", "a.html"), "s")
    assert isinstance(found, Reject)
    assert (found.reason, found.detail) == ("unreadable", "permission denied")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_no_permission_for_real(tmp_path: Path) -> None:
    make(tmp_path, "a.html", "closed/b.html")
    (tmp_path / "a.html").chmod(0)
    (tmp_path / "closed").chmod(0)
    files = list_files([tmp_path])
    (tmp_path / "closed").chmod(0o700)
    assert [file.page for file in files] == ["a.html", "closed"]
    assert reason(tmp_path / "a.html") == "unreadable"
