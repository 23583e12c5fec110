"""Pages of files as they were when they were read, in the archive: WARC `resource` records.

A file on someone's disk changes and goes; what a figure was read from must not. Bytes are added to
the newest file of the folder while it is small enough. Where a load was killed after it had added
some, that file is longer than the warehouse knows, perhaps torn: it is left as it is, and the next
bytes begin a new one. So nothing is ever rewritten, and an offset stays true.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, unquote, urlsplit

from tasks.errors import InputError
from tasks.fetch.files import PageFile, read_file
from tasks.fetch.warc_read import read_record, read_records
from tasks.fetch.warc_write import Place, file_record, info_record
from tasks.records import Capture, Reject

FOLDER = "files"  # below the archive's folder
_PREFIX, _SUFFIX = "gonghui-files-", ".warc.gz"
ROTATE_AT = 512 * 2**20


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A page of a file, by its place in the archive, whose folder is `archive`.

    `place` is None where its bytes were never kept.
    """

    page: str
    url: str
    source: str
    sha256: str
    archive: Path
    place: Place | None
    captured_at: datetime | None = None


class KeptRecord(NamedTuple):
    """A capture of a file as one WARC record, packed, and what it is known by."""

    source: str
    page: str
    sha256: str
    record: bytes


def is_of_file(capture: Capture) -> bool:
    """Whether the bytes are to be kept: what is of the web or a WARC file has its place already."""
    return capture.archive_file is None and capture.url.startswith("file:")


def to_record(capture: Capture) -> KeptRecord:
    """A capture of a file, packed."""
    at = capture.captured_at or datetime.now(UTC)
    name = quote(capture.page, errors="replace")
    record = file_record(capture.url, at, capture.body, capture.source, name)
    return KeptRecord(capture.source, capture.page, capture.sha256, record)


def add_records(
    archive: Path, end: Place | None, records: Sequence[bytes], rotate_at: int = ROTATE_AT
) -> tuple[list[Place], Place]:
    """Add records to the archive, on the disk before this returns.

    `end` is the end that the last call gave, None before the first. Returns the place of each,
    whose file is relative to `archive`, and the new end. Raises OSError on a full disk.
    """
    folder = archive / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    path, head = _target(folder, end, rotate_at)
    at = (path.stat().st_size if path.exists() else 0) + len(head)
    places = []
    for record in records:
        places.append(Place(f"{FOLDER}/{path.name}", at))
        at += len(record)
    with path.open("ab") as stream:
        stream.write(b"".join([head, *records]))
        stream.flush()
        os.fsync(stream.fileno())
    return places, Place(path.name, at)


def _target(folder: Path, end: Place | None, rotate_at: int) -> tuple[Path, bytes]:
    """The file to add to, and what it must begin with if it is new."""
    if end is not None and end.offset < rotate_at:
        path = folder / end.file
        if path.exists() and path.stat().st_size == end.offset:
            return path, b""
    taken = [int(one.name[len(_PREFIX) :].partition(".")[0]) for one in _files(folder)]
    path = folder / f"{_PREFIX}{max(taken, default=0) + 1:06}{_SUFFIX}"
    return path, info_record(path.name)


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob(f"{_PREFIX}[0-9]*{_SUFFIX}"))


def load_kept(kept: KeptFile) -> Capture | Reject:
    """The bytes of a kept page; from its file where the archive lacks them and it is unchanged.

    A Reject with reason `not_archived` where they are nowhere any more.
    """
    why = "its bytes were not kept"
    if kept.place is not None:
        try:
            body = read_record(kept.archive / kept.place.file, kept.place.offset).block
            if hashlib.sha256(body).hexdigest() == kept.sha256:
                return Capture(
                    kept.page, kept.url, body, kept.sha256, kept.source, kept.captured_at,
                    archive_file=kept.place.file, archive_offset=kept.place.offset,
                )  # fmt: skip
            why = f"{kept.place.file} holds other bytes at {kept.place.offset}"
        except (InputError, OSError) as error:
            why = f"{kept.place.file} cannot be read ({error})"
    found = read_file(PageFile(path_of(kept.url), kept.page), kept.source)
    if isinstance(found, Capture) and found.sha256 == kept.sha256:
        return found
    detail = f"{why}, and the file has changed or is gone"
    return Reject(kept.page, kept.url, kept.sha256, kept.source, "not_archived", detail)


def list_kept(archive: Path) -> Iterator[KeptFile]:
    """Everything that was kept, in the order of keeping, by nothing but the archive itself."""
    for path in _files(archive / FOLDER):
        for record in read_records(path):
            if record.kind == "resource" and not record.torn:
                yield KeptFile(
                    unquote(record.headers.get("x-gonghui-file", "")),
                    record.url,
                    unquote(record.headers.get("x-gonghui-source", "")),
                    hashlib.sha256(record.block).hexdigest(),
                    archive,
                    Place(f"{FOLDER}/{path.name}", record.offset),
                    record.at,
                )


def path_of(url: str) -> Path:
    """The path that a file: url names."""
    return Path(unquote(urlsplit(url).path))
