"""What a worker does with a shard: all pages, whatever they do to the process that reads."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tasks.shards.parts import Parts
from tasks.shards.plan import plan_shards
from tasks.shards.rows import to_tables, told_rejects
from tasks.shards.watch import MOST_GIVEN_UP, Reader
from tasks.shards.work import Outcome, work
from tasks.version import rules_version
from tests.tasks.shards.warcs import page, some_pages, write_warc

SECONDS = 2.0


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    """The process that reads, with pages that do it harm."""
    reader = Reader("tests.tasks.shards.hostile")
    yield reader
    reader.end()


def read(folder: Path, reader: Reader, seconds: float = SECONDS) -> Outcome:
    (shard,) = plan_shards([str(folder / "a.warc.gz")], "s", None, None, 10**9)
    return work(shard, str(folder / "parts"), rules_version(), seconds, reader)


def rows(folder: Path) -> tuple[list[str], dict[str, str]]:
    """The pages that were read, and those that were not with the reason."""
    parts = Parts(str(folder / "parts"))
    (marker,) = parts.markers().values()
    with parts.opened(marker) as part:
        rejects = told_rejects(to_tables(part.read()))
    read = [one.page for one in rejects if one.reason == "read"]
    return read, {one.page: one.detail for one in rejects if one.reason != "read"}


def test_pages_that_hang_or_kill_are_given_up_alone(tmp_path: Path, reader: Reader) -> None:
    pages = some_pages(60)
    pages[20] = (pages[20][0], page("甲", 1, "hangs"))
    pages[55] = (pages[55][0], page("乙", 1, "kills"))
    flag = tmp_path / "flag"
    pages[56] = (pages[56][0], page("丙", 1, f"<!--once={flag}|-->"))
    write_warc(tmp_path / "a.warc.gz", pages)
    assert read(tmp_path, reader).pages == 60
    read_, rejects = rows(tmp_path)
    assert read_ == [url for url, _ in pages if url not in (pages[20][0], pages[55][0])]
    assert rejects == {
        pages[20][0]: "took more than 2 s, 2 times",
        pages[55][0]: "ended its process (signal 9), 2 times",
    }
    assert flag.exists()


def test_a_shard_full_of_such_pages_fails_and_names_one(tmp_path: Path, reader: Reader) -> None:
    pages = [(url, page("甲", 1, "kills")) for url, _ in some_pages(MOST_GIVEN_UP + 1)]
    write_warc(tmp_path / "a.warc.gz", pages)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tasks.shards.watch.MOST_GIVEN_UP", 1)
        outcome = read(tmp_path, reader)
    assert outcome.page == pages[1][0]
    assert outcome.why == "ended its process (signal 9)"
    assert Parts(str(tmp_path / "parts")).markers() == {}


def test_a_torn_file_gives_its_whole_records_and_a_reject(tmp_path: Path, reader: Reader) -> None:
    pages = some_pages(5)
    write_warc(tmp_path / "a.warc.gz", pages)
    path = tmp_path / "a.warc.gz"
    path.write_bytes(path.read_bytes()[:-50])
    read(tmp_path, reader)
    read_, rejects = rows(tmp_path)
    assert read_ == [url for url, _ in pages[:4]]
    assert rejects.keys() >= {"a.warc.gz"}


def test_a_file_that_is_gone_is_told(tmp_path: Path, reader: Reader) -> None:
    write_warc(tmp_path / "a.warc.gz", some_pages(1))
    (shard,) = plan_shards([str(tmp_path)], "s", None, None, 10**9)
    (tmp_path / "a.warc.gz").unlink()
    outcome = work(shard, str(tmp_path / "parts"), rules_version(), SECONDS, reader)
    assert "a.warc.gz: FileNotFoundError" in outcome.why


def test_a_worker_with_other_rules_refuses(tmp_path: Path, reader: Reader) -> None:
    write_warc(tmp_path / "a.warc.gz", some_pages(1))
    (shard,) = plan_shards([str(tmp_path)], "s", None, None, 10**9)
    outcome = work(shard, str(tmp_path / "parts"), "0+other", SECONDS, reader)
    assert "not 0+other: install the same gonghui" in outcome.why
    assert not (tmp_path / "parts").exists()
