"""Reading WARC files: ours, and those of wget, Common Crawl and other makers.

warcio finds the records; their blocks are read here with a cap, and HTTP heads are taken apart
here, because warcio re-encodes headers and decompresses without a limit. Surprises: wget keeps the
chunked framing in the body and writes <> around urls, Common Crawl undoes codings but older crawls
left the header that names them, and some people gzip a whole file instead of each record.
"""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterator
from contextlib import redirect_stderr
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import IO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from tasks.errors import InputError
from tasks.fetch.exchange import Exchange, Headers, Truncated

_READ_CAP = 64 * 2**20
_HEAD_CAP = 256 * 2**10
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_STATUS = re.compile(r"(HTTP/[\d.]+)\s+(\d{3})\s*(.*)")


@dataclass(frozen=True, slots=True)
class Record:
    """One WARC record: `headers` with names in lower case, `block` up to the cap.

    `torn` is true where the file ends before the record does.
    """

    file: str
    offset: int
    kind: str
    headers: dict[str, str]
    block: bytes = field(repr=False)
    torn: bool = False

    @property
    def url(self) -> str:
        return self.headers.get("warc-target-uri", "")

    @property
    def at(self) -> datetime:
        """WARC-Date in UTC; the epoch where it is missing or unreadable."""
        return parse_date(self.headers.get("warc-date", ""))


def parse_date(text: str) -> datetime:
    """A WARC-Date, with or without fractions of a second."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return datetime.fromtimestamp(0, UTC)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def read_records(path: Path, name: str | None = None) -> Iterator[Record]:
    """All records of a file, gzip or not; raises InputError for what is no WARC file.

    A torn tail ends the iteration with a last record marked `torn`.
    """
    shown, seen = name or path.name, 0
    with path.open("rb") as stream:
        try:
            for record in _iterate(stream, shown):
                seen += 1
                yield record
            return
        except ArchiveLoadFailed as error:
            if "non-chunked gzip" not in str(error):
                raise InputError(f"{path}: {str(error).strip()[:200]}") from None
    with gzip.open(path) as whole:
        for number, record in enumerate(_iterate(whole, shown)):
            if number >= seen:
                yield record


def _iterate(stream: IO[bytes] | gzip.GzipFile, name: str) -> Iterator[Record]:
    records = ArchiveIterator(stream, no_record_parse=True)
    try:
        while (raw := _next(records)) is not None:
            record = _read(raw, name, records.offset)
            yield record
            if record.torn:
                return
    except (zlib.error, EOFError, gzip.BadGzipFile):
        yield Record(name, records.offset, "", {}, b"", torn=True)


def _next(records: ArchiveIterator) -> ArcWarcRecord | None:
    """The next record; warcio prints to standard error what it thinks of a file."""
    with redirect_stderr(None):
        return next(records, None)


def _read(raw: ArcWarcRecord, name: str, offset: int) -> Record:
    length = raw.length or 0
    block = raw.raw_stream.read(min(length, _READ_CAP)) if length else b""
    headers = {key.lower(): value for key, value in raw.rec_headers.headers}
    torn = len(block) < min(length, _READ_CAP)
    return Record(name, offset, raw.rec_type or "", headers, block, torn)


def read_record(path: Path, offset: int) -> Record:
    """The record at `offset`; raises InputError where there is none.

    Of a file that was packed as a whole the offset counts unpacked bytes: it is read from the
    start, or from where the last record ended, so ask in the order of the offsets.
    """
    with path.open("rb") as stream:
        stream.seek(offset)
        record = _first(stream, path.name)
    if record is None or record.torn:
        whole = _unpacked(path)
        if whole is not None:
            whole.seek(offset)
            record = _first(whole, path.name)
    if record is None:
        raise InputError(f"{path}: no record at {offset}")
    return record


def _first(stream: IO[bytes] | gzip.GzipFile, name: str) -> Record | None:
    try:
        return next(_iterate(stream, name), None)
    except ArchiveLoadFailed:
        return None


@lru_cache(maxsize=1)
def _unpacked(path: Path) -> gzip.GzipFile | None:
    """The file unpacked as one stream, kept open for the next record; None if it is not gzip."""
    with path.open("rb") as stream:
        is_gzip = stream.read(2) == b"\x1f\x8b"
    return gzip.open(path) if is_gzip else None


def to_exchange(record: Record) -> Exchange | None:
    """The exchange that a response or revisit record holds; None for what is no HTTP."""
    found = _HEAD_END.search(record.block[:_HEAD_CAP])
    head = record.block[: found.start() if found else _HEAD_CAP]
    first, *lines = head.decode("latin-1").splitlines() or [""]
    status = _STATUS.match(first)
    if status is None or not record.url.startswith(("http://", "https://")):
        return None
    headers = _parse_headers(lines)
    body = record.block[found.end() :] if found else b""
    cut = record.headers.get("warc-truncated")
    exchange = Exchange(
        url=record.url,
        at=record.at,
        request_headers=(),
        status=int(status[2]),
        reason=status[3],
        headers=headers,
        body=body,
        truncated=_cut(cut, record.torn),
        http_version="HTTP/2" if record.headers.get("warc-protocol") == "h2" else status[1],
        ip=record.headers.get("warc-ip-address"),
    )
    return _unframed(exchange)


def _cut(stated: str | None, torn: bool) -> Truncated | None:
    if torn:
        return Truncated.DISCONNECT
    if not stated:
        return None
    return Truncated(stated) if stated in set(Truncated) else Truncated.DISCONNECT


def _parse_headers(lines: list[str]) -> Headers:
    pairs: list[tuple[str, str]] = []
    for line in lines:
        if line[:1] in (" ", "\t") and pairs:
            pairs[-1] = (pairs[-1][0], f"{pairs[-1][1]} {line.strip()}")
        elif ":" in line:
            name, _, value = line.partition(":")
            pairs.append((name.strip(), value.strip()))
    return tuple(pairs)


def _unframed(exchange: Exchange) -> Exchange:
    """The exchange with chunked framing undone, if the body has any."""
    if "chunked" not in (exchange.header("transfer-encoding") or "").lower():
        return exchange
    body = _unchunk(exchange.body)
    if body is None:
        return exchange
    values = {slot: getattr(exchange, slot) for slot in Exchange.__slots__}
    return Exchange(**{**values, "body": body})


def _unchunk(data: bytes) -> bytes | None:
    """The joined chunks; None where the framing was undone by whoever wrote the file."""
    out, at = bytearray(), 0
    while (end := data.find(b"\r\n", at, at + 100)) >= 0:
        try:
            size = int(data[at:end].split(b";")[0].strip(), 16)
        except ValueError:
            return None
        if size == 0:
            return bytes(out)
        out += data[end + 2 : end + 2 + size]
        at = end + 2 + size + 2
    return bytes(out) if out and at >= len(data) else None
