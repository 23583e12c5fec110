"""What a user names, as shards; and where the records of a range begin."""

from __future__ import annotations

import gzip
from pathlib import Path

import fsspec
import pytest

from tasks.errors import InputError
from tasks.fetch.warc_read import read_records
from tasks.shards.pieces import bring
from tasks.shards.plan import name_source, plan_shards
from tasks.shards.shard import Piece, Shard
from tests.tasks.shards.warcs import some_pages, write_warc

LARGE = 10**9


def plan(*given: object, base: str | None = None, range_bytes: int = LARGE) -> list[Shard]:
    return plan_shards([str(one) for one in given], "s", None, base, range_bytes)


def urls(shards: list[Shard], folder: Path) -> list[str]:
    """The addresses of the records of all shards, as a worker gets them."""
    folder.mkdir(exist_ok=True)
    found = []
    for shard in shards:
        for piece in bring(shard.pieces, folder):
            found += [record.url for record in read_records(piece.path)]
    return found


def test_folders_files_globs_and_lists_name_the_same(tmp_path: Path) -> None:
    for name in ("a.warc.gz", "b.warc.gz"):
        write_warc(tmp_path / name, some_pages(2))
    (tmp_path / "paths.txt").write_text("a.warc.gz\n\nb.warc.gz\n")
    (tmp_path / "warc.paths.gz").write_bytes(gzip.compress(b"a.warc.gz\nb.warc.gz\n"))
    (tmp_path / "else").mkdir()
    elsewhere = tmp_path / "else" / "far.list"
    elsewhere.write_text(f"a.warc.gz\n{tmp_path}/b.warc.gz\n")
    wanted = plan(tmp_path)
    assert [str(shard) for shard in wanted] == ["a.warc.gz", "b.warc.gz"]
    for given in ("*.warc.gz", "paths.txt", "warc.paths.gz"):
        assert plan(tmp_path / given) == wanted, given
    assert plan(tmp_path / "a.warc.gz", tmp_path / "b.warc.gz", tmp_path) == wanted
    assert plan(elsewhere, base=str(tmp_path)) == wanted


def test_a_store_is_named_by_its_url(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    write_warc(path, some_pages(30))
    with fsspec.open("memory://crawl/2026/a.warc.gz", "wb") as stream:
        stream.write(path.read_bytes())
    with fsspec.open("memory://crawl/list.txt", "wb") as stream:
        stream.write(b"2026/a.warc.gz\n")
    near = plan(path, range_bytes=3000)
    assert len(near) > 3
    for given in ("memory://crawl", "memory://crawl/*/*.warc.gz", "memory://crawl/list.txt"):
        far = plan(given, range_bytes=3000)
        assert [str(shard) for shard in far] == [str(shard) for shard in near], given
        assert all(shard.pieces[0].path.startswith("memory://") for shard in far)
        assert urls(far, tmp_path / "far") == urls(near, tmp_path / "near"), given


@pytest.mark.parametrize("range_bytes", [700, 1500, 3000, 9000])
def test_ranges_hold_every_record_once(tmp_path: Path, range_bytes: int) -> None:
    pages = some_pages(40)
    write_warc(tmp_path / "a.warc.gz", pages)
    shards = plan(tmp_path, range_bytes=range_bytes)
    assert len(shards) > 2
    assert urls(shards, tmp_path / "cut") == [url for url, _ in pages]


def test_a_range_may_begin_in_what_looks_like_a_record(tmp_path: Path) -> None:
    pages = [(url, b"\x1f\x8b\x08" * 50 + body) for url, body in some_pages(5)]
    path = tmp_path / "a.warc.gz"
    spans = write_warc(path, pages)
    raw = path.read_bytes()
    stored = b"".join(
        gzip.compress(gzip.decompress(raw[at : at + length]), 0) for at, length in spans
    )
    path.write_bytes(stored)  # not packed: the magic bytes stand there as they are
    assert stored.count(b"\x1f\x8b\x08") > 200
    size = len(stored)
    for cut in range(1, size, size // 37):
        halves = [Piece(str(path), 0, cut), Piece(str(path), cut, None)]
        shards = [Shard("s", (one,), 0) for one in halves]
        assert urls(shards, tmp_path / "cut") == [url for url, _ in pages], cut


def test_files_of_one_piece_are_read_whole(tmp_path: Path) -> None:
    pages = some_pages(20)
    write_warc(tmp_path / "plain.warc", pages, packed=False)
    assert len(plan(tmp_path, range_bytes=2000)) == 1
    packed = tmp_path / "whole.warc.gz"
    packed.write_bytes(gzip.compress((tmp_path / "plain.warc").read_bytes()))
    shards = plan(packed, range_bytes=2000)
    assert len(shards) > 1
    assert urls(shards, tmp_path / "cut") == [url for url, _ in pages]


def test_an_index_names_single_records(tmp_path: Path) -> None:
    pages = some_pages(12)
    spans = write_warc(tmp_path / "a.warc.gz", pages)
    wanted = [1, 2, 5, 9]
    lines = [f'"a.warc.gz","{spans[one][0]}","{spans[one][1]}"' for one in reversed(wanted)]
    (tmp_path / "index.csv").write_text("\n".join(["file,offset,length", *lines]))
    (shard,) = plan(tmp_path / "index.csv")
    assert len(shard.pieces) == 3  # two records touch
    assert urls([shard], tmp_path / "cut") == [pages[one][0] for one in wanted]
    assert len(plan(tmp_path / "index.csv", range_bytes=spans[1][1])) > 1


def test_a_file_that_was_replaced_is_another_shard(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    write_warc(path, some_pages(2))
    before = plan(path)
    assert plan(path)[0].key == before[0].key
    write_warc(path, some_pages(3))
    assert plan(path)[0].key != before[0].key


@pytest.mark.parametrize(
    "given", ["nowhere", "memory://nowhere/a.warc.gz", "nosuch://bucket/a.warc.gz", "bad.txt"]
)
def test_what_is_not_there_is_named(tmp_path: Path, given: str) -> None:
    (tmp_path / "bad.txt").write_text("b.warc.gz\t1\t2\na.warc.gz\tone\ttwo\n")
    named = given if "://" in given else str(tmp_path / given)
    with pytest.raises(InputError, match=given.rpartition("/")[2].partition(".")[0]):
        plan(named)


def test_a_source_is_called_after_the_folder(tmp_path: Path) -> None:
    (tmp_path / "crawl").mkdir()
    assert name_source(str(tmp_path / "crawl")) == "crawl"
    assert name_source(str(tmp_path / "crawl" / "*.warc.gz")) == "crawl"
    assert name_source("s3://bucket/news/*.warc.gz") == "news"
    assert name_source("s3://bucket/news/warc.paths.gz") == "news"
    assert name_source("s3://bucket") == "bucket"
