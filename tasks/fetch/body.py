"""Bodies with limits: reading what the server sends, and undoing its Content-Encoding.

httpx decodes a whole chunk at once, so a cap on its decoded bytes fires too late (gzip three times
over gave 1 GiB from one chunk). Here the raw bytes are read to a cap, and decoding stops at the
cap plus one step. Stacked encodings are refused: no honest site of this field uses them.
Surprises: "deflate" is raw deflate on some servers and zlib on others; some name a charset as
Content-Encoding, or name gzip over plain text.
"""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import AsyncIterator, Callable, Iterator

import brotli
import zstandard

from tasks.errors import PageRejected

_STEP = 256 * 2**10
_MAX_MEMBERS = 100
_ZSTD_WINDOW = 8 * 2**20  # RFC 9659: what a content coding may ask for
_ZSTD_SLICE = 128
_GZIP = b"\x1f\x8b"
# Not codings: charsets and the like that misconfigured servers put into Content-Encoding.
_NO_CODING = frozenset(
    {"", "identity", "none", "utf-8", "utf8", "gbk", "gb2312", "gb18030", "binary", "8bit"}
)


async def read_raw(
    chunks: AsyncIterator[bytes],
    into: bytearray,
    limit: int,
    large: int,
    slots: asyncio.Semaphore,
) -> bool:
    """Append `chunks` to `into` until they end or `limit` bytes are there; True if they ended.

    A body that grows past `large` bytes waits for one of `slots`, so that a run holds few big
    bodies at once. What was read stays in `into` if reading fails.
    """
    async for chunk in chunks:
        into += chunk[: limit + 1 - len(into)]
        if len(into) > large:
            async with slots:
                return await _read_rest(chunks, into, limit)
    return True


async def _read_rest(chunks: AsyncIterator[bytes], into: bytearray, limit: int) -> bool:
    if len(into) <= limit:
        async for chunk in chunks:
            into += chunk[: limit + 1 - len(into)]
            if len(into) > limit:
                break
        else:
            return True
    del into[limit:]
    return False


def decode_body(raw: bytes, encoding: str | None, limit: int) -> bytes:
    """`raw` with its Content-Encoding undone, at most `limit` bytes.

    Raises PageRejected: `stacked_encoding`, `encoding` (an unknown one), `too_large`,
    `undecodable`, `truncated` (a compressed stream without its end).
    """
    names = [name.strip().lower() for name in (encoding or "").split(",")]
    names = [name for name in names if name not in _NO_CODING]
    if len(names) > 1:
        raise PageRejected("stacked_encoding", f"Content-Encoding: {encoding}")
    if not names or not raw:
        return _within(raw, limit)
    decoder = _DECODERS.get(names[0])
    if decoder is None:
        raise PageRejected("encoding", f"Content-Encoding: {encoding}"[:200])
    if decoder is _gunzip and not raw.startswith(_GZIP):
        return _within(raw, limit)
    return _collect(decoder(raw), limit, names[0])


def gunzip(raw: bytes, limit: int) -> bytes:
    """A gzip file (a sitemap.xml.gz) unpacked, at most `limit` bytes; raises as `decode_body`."""
    return decode_body(raw, "gzip", limit)


def _within(raw: bytes, limit: int) -> bytes:
    if len(raw) > limit:
        raise PageRejected("too_large", f"more than {limit} bytes")
    return raw


def _collect(pieces: Iterator[bytes], limit: int, name: str) -> bytes:
    out = bytearray()
    try:
        for piece in pieces:
            out += piece
            if len(out) > limit:
                raise PageRejected("too_large", f"more than {limit} bytes after {name}")
    except (zlib.error, brotli.error, zstandard.ZstdError) as error:
        raise PageRejected("undecodable", f"{name}: {error}") from None
    except EOFError:
        raise PageRejected("truncated", f"the {name} stream has no end") from None
    return bytes(out)


def _inflate(raw: bytes, wbits: int) -> Iterator[bytes]:
    for _ in range(_MAX_MEMBERS):
        stream = zlib.decompressobj(wbits)
        data = raw
        while data and not stream.eof:
            yield stream.decompress(data, _STEP)
            data = stream.unconsumed_tail
        yield from _flush(stream)
        raw = stream.unused_data
        if wbits != _GZIP_BITS or not raw.startswith(_GZIP):
            return


def _flush(stream: zlib._Decompress) -> Iterator[bytes]:
    """What zlib still holds back after the last input byte; raises EOFError without an end."""
    while not stream.eof:
        piece = stream.decompress(stream.unconsumed_tail, _STEP)
        if not piece and not stream.eof:
            raise EOFError
        yield piece


_GZIP_BITS = 16 + zlib.MAX_WBITS


def _gunzip(raw: bytes) -> Iterator[bytes]:
    return _inflate(raw, _GZIP_BITS)


def _deflate(raw: bytes) -> Iterator[bytes]:
    """Zlib if the first two bytes are a zlib head, else raw deflate."""
    is_zlib = raw[0] & 0x0F == 8 and int.from_bytes(raw[:2], "big") % 31 == 0
    return _inflate(raw, zlib.MAX_WBITS if is_zlib else -zlib.MAX_WBITS)


def _unbrotli(raw: bytes) -> Iterator[bytes]:
    stream = brotli.Decompressor()
    data = raw
    while not stream.is_finished():
        piece = stream.process(data, output_buffer_limit=_STEP)
        data = b""
        if not piece and stream.can_accept_more_data() and not stream.is_finished():
            raise EOFError
        yield piece


def _unzstd(raw: bytes) -> Iterator[bytes]:
    """Fed in small slices, since its output has no limit: a block is 128 KB from 4 bytes."""
    stream = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW).decompressobj()
    for start in range(0, len(raw), _ZSTD_SLICE):
        yield stream.decompress(raw[start : start + _ZSTD_SLICE])
        if stream.eof:
            return
    raise EOFError


_DECODERS: dict[str, Callable[[bytes], Iterator[bytes]]] = {
    "gzip": _gunzip,
    "x-gzip": _gunzip,
    "deflate": _deflate,
    "br": _unbrotli,
    "zstd": _unzstd,
}
