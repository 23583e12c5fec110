"""The archive as the rest of the program sees it: pages out of WARC files, live or replayed.

A folder of WARC files with the state beside it. `pages` says which pages there are, by name and
hash, without reading them; `load` gives the bytes of one. A replay builds its state anew from the
files, so live and replay go through the same judgement.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from tasks.errors import InputError, PageRejected
from tasks.fetch.exchange import Exchange
from tasks.fetch.judge import DECODED_CAP, to_capture
from tasks.fetch.kept import FOLDER as KEPT
from tasks.fetch.parts import MAX_PARTS
from tasks.fetch.rebuild import apply_record
from tasks.fetch.state import State
from tasks.fetch.visit import Body, Visit
from tasks.fetch.warc_read import read_record, read_records, to_exchange
from tasks.fetch.warc_repair import close_open_files
from tasks.fetch.warc_write import OPEN, SUFFIX, Place
from tasks.records import Capture, Reject
from warehouse.locking import writer_lock

_STATE = "state.sqlite"


@dataclass(frozen=True, slots=True)
class PageRef:
    """A page that can be loaded: `visits` are its parts in order, `sha256` is over all of them.

    `folder` is where its WARC files are. Picklable, so that batches may go to other processes.
    """

    page: str
    source: str
    sha256: str
    visits: tuple[Visit, ...]
    folder: Path


class Archive:
    """Pages of a folder of WARC files, or of any list of them, by their state."""

    def __init__(self, folder: Path, state: State, broken: Iterable[Reject] = ()) -> None:
        self.folder = folder
        self.state = state
        self._broken = tuple(broken)

    def pages(self, source: str | None = None) -> Iterator[PageRef]:
        """Every page with a body, of one source or all, in the order of their urls."""
        for visit in self.state.pages(source):
            yield self._ref(visit)

    def rejects(self, source: str | None = None) -> Iterator[Reject]:
        """Every page that was asked for and never had a readable body; then the broken files."""
        for visit in self.state.rejects(source):
            yield to_reject(visit)
        yield from self._broken

    def sources(self) -> list[str]:
        """The names of the sources that pages were asked for."""
        return self.state.sources()

    def count(self) -> int:
        """The number of pages and rejects."""
        return sum(1 for _ in self.state.pages()) + sum(1 for _ in self.state.rejects())

    def _ref(self, first: Visit) -> PageRef:
        visits = [first]
        while (body := visits[-1].body) and body.next_part and len(visits) < MAX_PARTS:
            part = self.state.visit(body.next_part)
            if part is None or part.body is None or part in visits:
                break
            visits.append(part)
        hashes = [visit.body.sha256 for visit in visits if visit.body]
        digest = hashes[0] if len(hashes) == 1 else sha256("".join(hashes).encode()).hexdigest()
        return PageRef(first.url, first.purpose.source, digest, tuple(visits), self.folder)

    def exchange_at(self, place: Place) -> Exchange:
        """The response at a place; raises InputError where there is none."""
        return read_exchange(self.folder, place)

    def has(self, body: Body) -> bool:
        """Whether the file that holds `body` is there."""
        return _path(self.folder, body.place).exists()


def load_page(ref: PageRef) -> Capture | Reject:
    """The bytes of a page, with further parts in `parts`; a Reject if the archive lost them."""
    try:
        first, *rest = [_capture(ref.folder, visit) for visit in ref.visits]
    except (PageRejected, InputError, OSError) as error:
        return Reject(ref.page, ref.page, ref.sha256, ref.source, "not_archived", str(error))
    return replace(first, parts=tuple(rest), sha256=ref.sha256)


def _capture(folder: Path, visit: Visit) -> Capture:
    assert visit.body is not None
    exchange = replace(read_exchange(folder, visit.body.place), url=visit.url)
    return replace(
        to_capture(exchange, visit.purpose, DECODED_CAP),
        captured_at=datetime.fromtimestamp(visit.body.at, UTC),
        archive_file=visit.body.place.file,
        archive_offset=visit.body.place.offset,
    )


def read_exchange(folder: Path, place: Place) -> Exchange:
    """The response at a place of a folder's files; raises InputError where there is none."""
    exchange = to_exchange(read_record(_path(folder, place), place.offset))
    if exchange is None:
        raise InputError(f"{place.file}: no HTTP response at {place.offset}")
    return exchange


def _path(folder: Path, place: Place) -> Path:
    path = folder / place.file
    return path if path.exists() else folder / (place.file + OPEN)


def to_reject(visit: Visit) -> Reject:
    """A rejected visit as the row that people see."""
    return Reject(
        visit.url, visit.url, None, visit.purpose.source, visit.reason, visit.detail[:500]
    )


@contextmanager
def open_archive(folder: Path, wait_seconds: float = 0.0) -> Iterator[Archive]:
    """The archive of a folder for one writing process, what a kill left behind put in order.

    Raises WarehouseBusy where another process has it open for longer than `wait_seconds`.
    """
    with writer_lock(folder / ".lock", wait_seconds), open_state(folder) as state:
        _catch_up(folder, state)
        yield Archive(folder, state)


def open_state(folder: Path) -> State:
    """The state beside the archive; a damaged one is set aside and built anew from the files."""
    path = folder / _STATE
    try:
        return State(path)
    except sqlite3.DatabaseError:
        for suffix in ("", "-wal", "-shm"):
            old = folder / f"{_STATE}{suffix}"
            if old.exists():
                old.replace(old.with_name(f"{old.name}.broken"))
        return State(path)


def _catch_up(folder: Path, state: State) -> None:
    """Bring the state up to what the files hold that a kill left open, or all if it is empty."""
    closed = close_open_files(folder)
    for path in closed:
        state.forget_beyond(path.name, path.stat().st_size)
    for path in sorted(folder.glob(f"*{SUFFIX}")) if state.is_empty() else closed:
        for record in read_records(path):
            apply_record(state, record, newer_only=True)


@contextmanager
def replay_archive(folder: Path) -> Iterator[Archive]:
    """The pages of a folder's WARC files, by nothing but the files; safe beside a writer.

    None where only pages of files were ever kept. Raises InputError where nothing was.
    """
    paths = sorted([*folder.glob(f"*{SUFFIX}"), *folder.glob(f"*{SUFFIX}{OPEN}")])
    if not paths and not any((folder / KEPT).glob(f"*{SUFFIX}")):
        raise InputError(f"no WARC files in {folder}")
    with read_warcs(paths, folder) as archive:
        yield archive


def _pass() -> None:
    pass


@contextmanager
def read_warcs(
    paths: Iterable[Path], folder: Path, source: str = "", advance: Callable[[], None] = _pass
) -> Iterator[Archive]:
    """The pages of WARC files; if `source` is given, all count as pages of that source.

    A file outside `folder` is named by its whole path. Of a file that is cut off the whole records
    count; that it is broken, or no WARC file, is a Reject. `advance` is called behind each record.
    """
    broken = []
    with State(None) as state:
        for path in paths:
            name = path.name if path.parent == folder else str(path.absolute())
            try:
                for record in read_records(path, name.removesuffix(OPEN)):
                    apply_record(state, record, source)
                    advance()
                    if record.torn and not name.endswith(OPEN):
                        broken.append(_broken(path, source, "torn_archive", "ends in a record"))
            except (InputError, OSError) as error:
                broken.append(_broken(path, source, "unreadable", str(error)))
        yield Archive(folder, state, broken)


def _broken(path: Path, source: str, reason: str, detail: str) -> Reject:
    return Reject(path.name, path.absolute().as_uri(), None, source, reason, detail[:500])


@contextmanager
def view_archive(folder: Path) -> Iterator[Archive]:
    """The archive as the last run left it, for reading; it may be read while a run writes."""
    if not (folder / _STATE).exists():
        raise InputError(f"nothing was fetched into {folder} yet")
    with State(folder / _STATE) as state:
        yield Archive(folder, state)
