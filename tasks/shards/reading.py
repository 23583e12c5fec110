"""The pages of a shard, read by the same functions as anywhere else, in batches of rows.

Its records are listed first, as those of any WARC files are: so several captures of a url are one
page, and an article that a site cut into several pages is put together. Then the pages are read in
the order in which they stand. Pages that an index names one by one are treated alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa

from tasks.fetch.archive import PageRef, load_page, read_warcs
from tasks.pipeline import read_for_warehouse
from tasks.read import read_found
from tasks.records import Capture, PageResult, Reject
from tasks.shards.messages import Batch, Step
from tasks.shards.pieces import LocalPiece, bring
from tasks.shards.rows import to_rows
from tasks.shards.shard import Shard

BATCH = 50
GIVEN_UP = "failed"


Tell = Callable[[Step], None]


def read_shard(shard: Shard, tell: Tell, begin: int = 0, given_up: Mapping[int, str] | None = None
               ) -> Iterator[Batch]:  # fmt: skip
    """The pages of a shard from number `begin` on; told of each before it is touched.

    `given_up` are pages by number that are not to be touched, with the reason. Raises InputError
    for pieces that cannot be read.
    """
    with TemporaryDirectory(prefix="gonghui-") as folder:
        tell(Step())
        pieces = bring(shard.pieces, Path(folder))
        with _listed(pieces, shard, tell) as pages:
            for start in range(begin, len(pages), BATCH):
                some = pages[start : start + BATCH]
                yield Batch(
                    start + len(some), _read(some, start, shard, pieces, tell, given_up or {})
                )


@contextmanager
def _listed(
    pieces: Sequence[LocalPiece], shard: Shard, tell: Tell
) -> Iterator[list[PageRef | Reject]]:
    """All pages in the order in which they stand, then what is known to be none."""
    places = {_named(piece): number for number, piece in enumerate(pieces)}

    def place(ref: PageRef) -> tuple[int, int]:
        body = ref.visits[0].body
        return (places.get(body.place.file, 0), body.place.offset) if body else (0, 0)

    paths = [piece.path for piece in pieces]
    with read_warcs(paths, Path("/"), shard.source, lambda: tell(Step())) as archive:
        refs = sorted(archive.pages(shard.source), key=place)
        yield [*refs, *(_at_home(one, pieces) for one in archive.rejects(shard.source))]


def _named(piece: LocalPiece) -> str:
    return str(piece.path.absolute())


def _at_home(reject: Reject, pieces: Sequence[LocalPiece]) -> Reject:
    """A reject of a file as one of the file that it was copied from."""
    for piece in pieces:
        if reject.url == piece.path.absolute().as_uri():
            name = piece.origin.rpartition("/")[2]
            url = piece.origin if "://" in piece.origin else Path(piece.origin).as_uri()
            return replace(reject, page=name, url=url)
    return reject


def _read(
    pages: Sequence[PageRef | Reject], start: int, shard: Shard, pieces: Sequence[LocalPiece],
    tell: Tell, given_up: Mapping[int, str],
) -> pa.Table:  # fmt: skip
    homes = {_named(piece): piece for piece in pieces}
    found: list[PageResult | Reject] = []
    seen: dict[str, datetime] = {}
    for number, page in enumerate(pages, start):
        if isinstance(page, PageRef) and page.visits[0].body:
            seen[page.page] = datetime.fromtimestamp(page.visits[0].body.at, UTC)
        if number in given_up:
            found.append(_give_up(page, shard.source, given_up[number]))
            continue
        tell(Step(number, page.page))
        opened = page if isinstance(page, Reject) else _open(page, shard.region, homes)
        found.append(read_found(opened, read_for_warehouse))
    return to_rows(found, seen)


def _open(ref: PageRef, region: str | None, homes: Mapping[str, LocalPiece]) -> Capture | Reject:
    """A page with its place in the file that it came from."""
    capture = load_page(ref)
    if isinstance(capture, Reject):
        return capture
    home = homes.get(capture.archive_file or "")
    if home is not None:
        offset = (capture.archive_offset or 0) + home.offset
        capture = replace(capture, archive_file=home.origin, archive_offset=offset)
    return replace(capture, region=region)


def _give_up(page: PageRef | Reject, source: str, why: str) -> Reject:
    return Reject(page.page, page.page, page.sha256, source, GIVEN_UP, why[:300])
