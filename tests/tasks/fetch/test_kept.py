"""Files in the archive: every byte as it was, nothing rewritten, torn ends left alone."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tasks.fetch.kept import KeptFile, add_records, list_kept, load_kept, to_record
from tasks.fetch.lots import kept_lots, open_pages
from tasks.fetch.warc_read import read_records
from tasks.fetch.warc_write import Place
from tasks.records import Capture, Reject


def capture(page: str, body: bytes, folder: Path = Path("/pages")) -> Capture:
    digest = hashlib.sha256(body).hexdigest()
    seen = datetime(2026, 1, 2, tzinfo=UTC)
    return Capture(page, (folder / page).as_uri(), body, digest, "mine", seen)


def kept(one: Capture, archive: Path, place: Place | None) -> KeptFile:
    return KeptFile(one.page, one.url, one.source, one.sha256, archive, place, one.captured_at)


def keep_files(
    archive: Path, end: Place | None, pages: Sequence[Capture], rotate_at: int = 10**9
) -> tuple[list[Place], Place]:
    return add_records(archive, end, [to_record(one).record for one in pages], rotate_at)


BODIES = [b"", b"<p>\r\n\r\nx", "工会".encode("gb18030") * 5000, bytes(range(256))]


def test_bytes_come_back_as_they_were(tmp_path: Path) -> None:
    pages = [capture(f"新闻/{n}.html", body) for n, body in enumerate(BODIES)]
    first, end = keep_files(tmp_path, None, pages[:2])
    second, end = keep_files(tmp_path, end, pages[2:])
    assert len({place.file for place in first + second}) == 1
    for page, place in zip(pages, first + second, strict=True):
        found = load_kept(kept(page, tmp_path, place))
        assert found == replace(page, archive_file=place.file, archive_offset=place.offset)
    (path,) = (tmp_path / "files").iterdir()
    assert path.stat().st_size == end.offset
    kinds = [(record.kind, record.url) for record in read_records(path)]
    assert kinds == [("warcinfo", ""), *(("resource", page.url) for page in pages)]


def test_an_end_that_is_not_the_one_known_begins_a_new_file(tmp_path: Path) -> None:
    page = capture("a.html", b"a")
    (one,), end = keep_files(tmp_path, None, [page])
    path = tmp_path / one.file
    path.write_bytes(path.read_bytes() + b"\x1f\x8b torn")
    torn = path.read_bytes()
    (two,), end = keep_files(tmp_path, end, [page])
    assert two.file != one.file
    assert path.read_bytes() == torn
    assert isinstance(load_kept(kept(page, tmp_path, one)), Capture)
    assert isinstance(load_kept(kept(page, tmp_path, two)), Capture)
    (three,), _ = keep_files(tmp_path, None, [page])  # a warehouse that knows of no end
    assert len({one.file, two.file, three.file}) == 3


def test_large_files_are_followed_by_new_ones(tmp_path: Path) -> None:
    places, end = [], None
    for number in range(3):
        (place,), end = keep_files(tmp_path, end, [capture(f"{number}", b"x")], rotate_at=900)
        places.append(place)
    assert len({place.file for place in places}) == 2


@pytest.mark.parametrize("harm", ["deleted", "overwritten", "never kept"])
def test_what_the_archive_lost_is_taken_from_an_unchanged_file(tmp_path: Path, harm: str) -> None:
    folder = tmp_path / "my pages"
    folder.mkdir()
    page = capture("甲 1.html", b"<p>x", folder)
    (folder / page.page).write_bytes(page.body)
    (place,), _ = keep_files(tmp_path, None, [page])
    if harm == "deleted":
        (tmp_path / place.file).unlink()
    elif harm == "overwritten":
        other, _ = keep_files(tmp_path / "other", None, [capture("b", b"other")])
        (tmp_path / place.file).write_bytes((tmp_path / "other" / other[0].file).read_bytes())
    ref = kept(page, tmp_path, None if harm == "never kept" else place)
    found = load_kept(ref)
    assert isinstance(found, Capture)
    assert (found.body, found.archive_file) == (page.body, None)
    (folder / page.page).write_bytes(b"changed since")
    lost = load_kept(ref)
    assert isinstance(lost, Reject)
    assert (lost.reason, lost.page) == ("not_archived", page.page)


def test_the_archive_alone_tells_what_was_kept(tmp_path: Path) -> None:
    assert list(list_kept(tmp_path)) == []
    assert kept_lots(tmp_path) == []
    pages = [
        capture("新闻/1.html", b"old"),
        capture("2.html", b"two"),
        capture("新闻/1.html", b"new"),
    ]
    places, _ = keep_files(tmp_path, None, pages)
    expected = [kept(page, tmp_path, place) for page, place in zip(pages, places, strict=True)]
    assert list(list_kept(tmp_path)) == expected
    (lot,) = kept_lots(tmp_path, {"other"})
    assert lot.source == "mine"
    assert [one.body for one in open_pages(lot) if isinstance(one, Capture)] == [b"new", b"two"]
    assert kept_lots(tmp_path, {"mine"}) == []
