"""Writing the archive: every exchange as WARC/1.1 records, before anything reads it.

A record is built by warcio and compressed as a gzip member of its own; response and request go to
the file in one write, so that a kill leaves at most one torn member at the tail. A file being
written ends in `.open`; closing it removes that. Headers of our own say for which source, run and
role a url was asked (X-Gonghui-…), which is what lets a replay rebuild all from the archive alone.
A url that gave no response leaves a `metadata` record with the reason.
"""

from __future__ import annotations

import base64
import hashlib
import io
import os
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from tasks.fetch.exchange import Exchange, Headers, Purpose
from tasks.fetch.settings import PRODUCT, VERSION

OPEN = ".open"
SUFFIX = ".warc.gz"
# Chosen by measure: level 3 takes a third of the time of 9 for a tenth more bytes.
_LEVEL = 3
_REVISIT = "http://netpreserve.org/warc/1.1/revisit/"
NOT_MODIFIED = _REVISIT + "server-not-modified"
SAME_PAYLOAD = _REVISIT + "identical-payload-digest"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record begins: file name within the archive, and offset in bytes."""

    file: str
    offset: int


@dataclass(frozen=True, slots=True)
class Original:
    """The earlier response that a revisit stands for."""

    at: datetime
    payload_digest: str


def payload_digest(body: bytes) -> str:
    """The digest of a payload in the form of WARC headers."""
    return "sha256:" + base64.b32encode(hashlib.sha256(body).digest()).decode("ascii")


_NO_PAYLOAD = payload_digest(b"")


class ArchiveWriter:
    """Appends records to the newest file of a folder; one writer a folder.

    Files are begun when there is something to write, and closed when they pass `rotate_at` bytes.
    """

    def __init__(self, folder: Path, rotate_at: int) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._rotate_at = rotate_at
        self._serial = 0
        self._file: io.FileIO | None = None
        self._name = ""

    def write(self, exchange: Exchange, purpose: Purpose, digest: str, retried: bool) -> Place:
        """Response and request; returns the place of the response.

        `digest` is the payload's; `retried` says that this answer was not taken as the last word.
        """
        block = _response_head(exchange) + exchange.body
        extra = [("WARC-Payload-Digest", digest)]
        extra += [("X-Gonghui-Retried", "yes")] if retried else []
        return self._append_pair("response", block, extra, exchange, purpose)

    def write_revisit(
        self, exchange: Exchange, purpose: Purpose, original: Original, profile: str
    ) -> Place:
        """The head of a response whose body is in the archive already, and its request."""
        extra = [
            ("WARC-Profile", profile),
            ("WARC-Refers-To-Target-URI", exchange.url),
            ("WARC-Refers-To-Date", warc_date(original.at)),
            ("WARC-Payload-Digest", original.payload_digest),
        ]
        return self._append_pair("revisit", _response_head(exchange), extra, exchange, purpose)

    def write_failure(
        self, url: str, at: datetime, purpose: Purpose, reason: str, detail: str
    ) -> Place:
        """Why `url` gave no response."""
        text = f"reason: {_one_line(reason)}\r\ndetail: {_one_line(detail)}\r\n".encode()
        headers = _record_headers("metadata", url, at, "application/warc-fields")
        return self._append(_member([*headers, *_ours(purpose)], text))

    def _append_pair(
        self, kind: str, block: bytes, extra: list[tuple[str, str]], ex: Exchange, purpose: Purpose
    ) -> Place:
        http = "application/http; msgtype="
        answered = _record_headers(kind, ex.url, ex.at, http + "response") + extra
        answered += [("WARC-IP-Address", ex.ip)] if ex.ip else []
        answered += [("WARC-Truncated", ex.truncated.value)] if ex.truncated else []
        answered += [("WARC-Protocol", "h2")] if ex.http_version == "HTTP/2" else []
        asked = _record_headers("request", ex.url, ex.at, http + "request")
        asked.append(("WARC-Concurrent-To", dict(answered)["WARC-Record-ID"]))
        return self._append(
            _member([*answered, *_ours(purpose)], block) + _member(asked, _request_head(ex))
        )

    def _append(self, data: bytes) -> Place:
        if self._file is None or self._file.tell() >= self._rotate_at:
            self.close()
            self._begin()
        assert self._file is not None
        place = Place(self._name, self._file.tell())
        view = memoryview(data)
        while view:
            view = view[self._file.write(view) :]
        return place

    def _next_name(self) -> str:
        """With the time, or with that of the last file where the clock was set back since."""
        stamp = datetime.now(UTC).strftime("%Y%m%d%H%M%S%f")
        last = max((path.name for path in self._folder.glob(f"{PRODUCT}-*{SUFFIX}*")), default="")
        if last > f"{PRODUCT}-{stamp}":
            _, stamp, serial = last.split(".")[0].split("-")
            self._serial = max(self._serial, int(serial))
        self._serial += 1
        return f"{PRODUCT}-{stamp}-{self._serial:05}{SUFFIX}"

    def _begin(self) -> None:
        """A new file with its warcinfo; names sort in the order of writing."""
        self._name = self._next_name()
        self._file = io.FileIO(self._folder / (self._name + OPEN), "xb")
        self._file.write(info_record(self._name))

    def close(self) -> None:
        """Put the bytes on the disk and give the file its final name."""
        if self._file is not None:
            os.fsync(self._file.fileno())
            self._file.close()
            (self._folder / (self._name + OPEN)).rename(self._folder / self._name)
            self._file = None


def info_record(name: str) -> bytes:
    """The record that a file called `name` begins with."""
    info = f"software: {PRODUCT}/{VERSION}\r\nformat: WARC File Format 1.1\r\n".encode()
    headers = _record_headers("warcinfo", None, datetime.now(UTC), "application/warc-fields")
    return _member([*headers, ("WARC-Filename", name)], info)


def file_record(url: str, at: datetime, body: bytes, source: str, page: str) -> bytes:
    """The bytes of a file as a record; `page` is its name within `source`, percent-encoded."""
    headers = _record_headers("resource", url, at, "application/octet-stream")
    ours = [("X-Gonghui-Source", quote(source)), ("X-Gonghui-File", page)]
    return _member([*headers, *ours], body)


def _ours(purpose: Purpose) -> list[tuple[str, str]]:
    ours = [
        ("X-Gonghui-Run", purpose.run),
        ("X-Gonghui-Source", purpose.source),
        ("X-Gonghui-Role", purpose.role.value),
    ]
    if purpose.page is not None:
        ours += [("X-Gonghui-Page", purpose.page), ("X-Gonghui-Part", str(purpose.part))]
    return ours


def warc_date(at: datetime) -> str:
    """A moment as WARC/1.1 writes it, to the microsecond."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _record_headers(
    kind: str, url: str | None, at: datetime, content_type: str
) -> list[tuple[str, str]]:
    headers = [
        ("WARC-Type", kind),
        ("WARC-Record-ID", WARCWriter._make_warc_id()),
        ("WARC-Date", warc_date(at)),
        ("Content-Type", content_type),
    ]
    return [*headers, ("WARC-Target-URI", url)] if url else headers


def _member(headers: list[tuple[str, str]], block: bytes) -> bytes:
    """One record as one gzip member. The block goes in as it is: warcio would re-encode it."""
    out = io.BytesIO()
    kind = dict(headers)["WARC-Type"]
    record = ArcWarcRecord(
        "warc",
        "response" if kind == "revisit" else kind,  # of a revisit warcio would drop the block
        StatusAndHeaders("", headers, protocol="WARC/1.1"),
        io.BytesIO(block),
        None,
        None,
        len(block),
    )
    record.rec_headers.add_header("WARC-Block-Digest", payload_digest(block))
    if kind == "request":  # a GET has no payload
        record.rec_headers.add_header("WARC-Payload-Digest", _NO_PAYLOAD)
    WARCWriter(out, gzip=False, warc_version="1.1").write_record(record)
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, zlib.MAX_WBITS + 16)
    return packer.compress(out.getbuffer()) + packer.flush()


def _response_head(exchange: Exchange) -> bytes:
    """Status line and headers. Chunked framing is undone in the body, so it is renamed here."""
    lines = [f"HTTP/1.1 {exchange.status} {_one_line(exchange.reason)}".rstrip()]
    for name, value in exchange.headers:
        shown = f"X-Crawler-{name}" if name.lower() == "transfer-encoding" else name
        lines.append(f"{_one_line(shown)}: {_one_line(value)}")
    return "\r\n".join([*lines, "", ""]).encode("latin-1", "replace")


def _request_head(exchange: Exchange) -> bytes:
    target = "/" + exchange.url.split("/", 3)[3]
    lines = [f"GET {target} HTTP/1.1", *_lines(exchange.request_headers), "", ""]
    return "\r\n".join(lines).encode("latin-1", "replace")


def _lines(headers: Headers) -> list[str]:
    return [f"{name}: {value}" for name, value in headers]


def _one_line(text: str) -> str:
    return " ".join(text.split())
