"""Is a response a page? The one judgement that a live run and a replay share.

An Exchange becomes the decoded bytes of a page, or is rejected with a reason. The Content-Type is
only a hint: local sites send pages as application/octet-stream and pictures as text/html, so the
bytes decide.
"""

from __future__ import annotations

import re
from hashlib import sha256

from tasks.errors import PageRejected
from tasks.fetch.body import decode_body
from tasks.fetch.exchange import Exchange, Purpose, Truncated
from tasks.records import Capture

# Bytes of a decoded body; the same for a run and a replay, or they would not agree.
DECODED_CAP = 8 * 2**20
REDIRECTS = frozenset({301, 302, 303, 307, 308})
_CHARSET = re.compile(r"""charset\s*=\s*["']?\s*([^\s"';,]{1,40})""", re.IGNORECASE)
_MAGIC = (
    b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"%PDF", b"PK\x03\x04", b"\x1f\x8b", b"Rar!",
    b"\xd0\xcf\x11\xe0", b"RIFF", b"\x7fELF", b"MZ\x90", b"OggS", b"ID3", b"7z\xbc\xaf", b"BZh",
    b"wOFF", b"wOF2", b"\x00\x00\x01\x00", b"\x1aE\xdf\xa3", b"CWS", b"FWS",
)  # fmt: skip
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")
_CUT = {
    Truncated.LENGTH: ("too_large", "the body was cut at the size cap"),
    Truncated.TIME: ("deadline", "the response did not end in time"),
    Truncated.DISCONNECT: ("truncated", "the connection broke before the end of the body"),
}


def read_body(exchange: Exchange, limit: int) -> bytes:
    """The decoded body of a whole, successful response.

    Raises PageRejected: `http_status`, `too_large`, `deadline`, `truncated` and the reasons of
    `decode_body`.
    """
    if exchange.status != 200:
        raise PageRejected("http_status", f"{exchange.status} {exchange.reason}".strip())
    if exchange.truncated is not None:
        raise PageRejected(*_CUT[exchange.truncated])
    return decode_body(exchange.body, exchange.header("content-encoding"), limit)


def read_page(exchange: Exchange, limit: int) -> bytes:
    """The decoded body of a text page; raises PageRejected also with `empty` and `binary`."""
    body = read_body(exchange, limit)
    if not body.strip(b" \t\r\n\0"):
        raise PageRejected("empty", "the page has no bytes")
    if _is_binary(body):
        declared = exchange.header("content-type") or "no Content-Type"
        raise PageRejected("binary", f"sent as {declared}"[:200])
    return body


def _is_binary(body: bytes) -> bool:
    if body.startswith(_MAGIC):
        return True
    head = body[:4096]
    return not head.startswith(_WIDE) and head.count(0) > len(head) // 100 + 2


def to_capture(exchange: Exchange, purpose: Purpose, limit: int) -> Capture:
    """The page of an exchange as a Capture without its place in the archive."""
    body = read_page(exchange, limit)
    content_type = exchange.header("content-type")
    return Capture(
        page=exchange.url,
        url=exchange.url,
        body=body,
        sha256=sha256(body).hexdigest(),
        source=purpose.source,
        captured_at=exchange.at,
        status=exchange.status,
        content_type=content_type[:200] if content_type else None,
        charset=charset_of(content_type),
    )


def charset_of(content_type: str | None) -> str | None:
    """The charset that a Content-Type names, of any name, in ASCII; None if there is none."""
    found = _CHARSET.search(content_type or "")
    return found.group(1) if found and found.group(1).isascii() else None
