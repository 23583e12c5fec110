"""Lots: the pages that a run reads, wherever they lie, and which of them must be read (again).

A page is a file, a reference into WARC files, or a Reject that is known before anything is read (a
url that answers 404). Only the hash of a page is compared, so what has not changed is not opened;
a file must be read for its hash, a reference into an archive carries it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path

from tasks.fetch.archive import Archive, PageRef, load_page
from tasks.fetch.files import PageFile, read_file
from tasks.fetch.kept import KeptFile, list_kept, load_kept
from tasks.fetch.packed import Packed
from tasks.records import Capture, Reject

Page = PageFile | PageRef | KeptFile | Reject
Known = Mapping[tuple[str, str], tuple[str | None, str, str]]
_CHUNK = 1000  # pages of an archive that are looked at together


@dataclass(frozen=True, slots=True)
class Lot:
    """Pages of one source, in a stable order; `region` is the code that it is mostly about.

    Where they are many they are `Packed`.
    """

    source: str
    pages: Sequence[Page]
    region: str | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """What of the lots must be read, and how many pages per source need not be.

    `obsolete` are (source, page) of rejects that are no pages any more: they redirect now.
    """

    lots: tuple[Lot, ...]
    unchanged: Mapping[str, int]
    obsolete: tuple[tuple[str, str], ...] = ()

    @property
    def count(self) -> int:
        return sum(len(lot.pages) for lot in self.lots)

    def first(self, count: int) -> Due:
        """The first `count` pages of all, the rest left for another run."""
        lots, left = [], count
        for lot in self.lots:
            lots.append(replace(lot, pages=Packed(islice(lot.pages, left))))
            left -= len(lots[-1].pages)
        return replace(self, lots=tuple(lots))

    def batches(self, size: Callable[[], int]) -> Iterator[Lot]:
        """The lots in pieces of at most so many pages as `size` tells before each."""
        for lot in self.lots:
            start = 0
            while start < len(lot.pages):
                end = start + size()
                yield replace(lot, pages=tuple(lot.pages[start:end]))
                start = end


def find_due(lots: Iterable[Lot], known: Known, rules: str, complete: Collection[str] = ()) -> Due:
    """Leave out what was read before: same bytes, same rules.

    `known` maps (source, page) to the hash, the rules and the url that are in the warehouse;
    `complete` are the sources all of whose pages are in the lots, rejects included.
    """
    due: dict[str, list[Lot]] = {}
    unchanged: dict[str, int] = {}
    lost = {key for key, held in known.items() if held[0] is None and key[0] in complete}
    for lot in lots:
        fresh = _leave_out_known(lot, known, rules)
        unchanged[lot.source] = unchanged.get(lot.source, 0) + len(lot.pages) - len(fresh.pages)
        due.setdefault(lot.source, []).append(fresh)
        if lost:
            lost -= {(lot.source, page.page) for page in lot.pages}
    return Due(tuple(map(_join, due.values())), unchanged, tuple(sorted(lost)))


def _leave_out_known(lot: Lot, known: Known, rules: str) -> Lot:
    if not known:
        return lot
    fresh = (page for page in lot.pages if not _is_known(page, lot.source, known, rules))
    return replace(lot, pages=Packed(fresh))


def _join(lots: Sequence[Lot]) -> Lot:
    """Lots of one source as one."""
    if len(lots) == 1:
        return lots[0]
    return replace(lots[-1], pages=Packed(chain.from_iterable(lot.pages for lot in lots)))


def _is_known(page: Page, source: str, known: Known, rules: str) -> bool:
    before = known.get((source, page.page))
    if before is None or before[1] != rules or isinstance(page, Reject):
        return False
    if isinstance(page, PageRef | KeptFile):
        return page.sha256 == before[0]
    read = read_file(page, source)
    return read.sha256 == before[0] and (before[0] is not None or not isinstance(read, Capture))


def open_pages(lot: Lot) -> Iterator[Capture | Reject]:
    """The bytes of each page, or why there are none; lazily, so that one page's are held."""
    for page in lot.pages:
        found = _open(page, lot.source)
        yield replace(found, region=lot.region) if isinstance(found, Capture) else found


def _open(page: Page, source: str) -> Capture | Reject:
    if isinstance(page, PageFile):
        return read_file(page, source)
    if isinstance(page, KeptFile):
        return load_kept(page)
    return load_page(page) if isinstance(page, PageRef) else page


def archived_lots(archive: Archive, source: str, region: str | None) -> Iterator[Lot]:
    """What an archive holds of `source`, in lots of bounded size: pages, then what was rejected."""
    chunk: list[Page] = []
    for found in (archive.pages(source), archive.rejects(source)):
        for page in found:
            chunk.append(page)
            if len(chunk) >= _CHUNK:
                yield Lot(source, tuple(chunk), region)
                chunk = []
    if chunk:
        yield Lot(source, tuple(chunk), region)


def kept_lots(archive: Path, leaving_out: Container[str] = ()) -> list[Lot]:
    """The newest bytes of every file that was kept, of sources that are not left out."""
    newest = {(one.source, one.page): one for one in list_kept(archive)}
    lots: dict[str, list[Page]] = {}
    for one in newest.values():
        if one.source not in leaving_out:
            lots.setdefault(one.source, []).append(one)
    return [Lot(source, Packed(pages)) for source, pages in lots.items()]
