"""Content codings undone within a limit."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib
from collections.abc import Callable

import brotli
import pytest
import zstandard

from tasks.errors import PageRejected
from tasks.fetch.body import decode_body

TEXT = "全市工会会员11.8万人。".encode() * 500


def raw_deflate(data: bytes) -> bytes:
    stream = zlib.compressobj(9, zlib.DEFLATED, -15)
    return stream.compress(data) + stream.flush()


CODED = {
    "gzip": gzip.compress(TEXT),
    "x-gzip": gzip.compress(TEXT),
    "deflate": zlib.compress(TEXT),
    "br": brotli.compress(TEXT),
    "zstd": zstandard.compress(TEXT),
}


@pytest.mark.parametrize(("coding", "raw"), [*CODED.items(), ("Deflate", raw_deflate(TEXT))])
def test_each_coding_is_undone(coding: str, raw: bytes) -> None:
    assert decode_body(raw, coding, 10**6) == TEXT


@pytest.mark.parametrize("coding", [None, "", "identity", "utf-8", "GBK", "gzip"])
def test_plain_text_under_odd_names_stays_as_it_is(coding: str | None) -> None:
    assert decode_body(TEXT, coding, 10**6) == TEXT


def test_gzip_of_several_members_is_one_body() -> None:
    assert decode_body(gzip.compress(b"one ") + gzip.compress(b"two"), "gzip", 100) == b"one two"


@pytest.mark.parametrize(
    ("raw", "coding", "reason"),
    [
        (CODED["gzip"], "gzip, gzip", "stacked_encoding"),
        (CODED["gzip"], "br,gzip", "stacked_encoding"),
        (CODED["gzip"], "compress", "encoding"),
        (b"\x1f\x8bnonsense", "gzip", "undecodable"),
        (b"nonsense", "br", "undecodable"),
        (b"nonsense", "zstd", "undecodable"),
        (b"nonsense", "deflate", "undecodable"),
        *((raw[:-3], coding, "truncated") for coding, raw in CODED.items()),
        (TEXT, None, "too_large"),
    ],
)
def test_what_cannot_be_undone_is_a_reject(raw: bytes, coding: str | None, reason: str) -> None:
    with pytest.raises(PageRejected) as caught:
        decode_body(raw, coding, 10_000 if reason == "too_large" else 10**6)
    assert caught.value.reason == reason


MAKE_BOMB: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": lambda data: bytes(brotli.compress(data, quality=3)),
    "zstd": zstandard.compress,
}


@pytest.mark.parametrize("coding", [*MAKE_BOMB])
def test_a_bomb_stops_at_the_cap(coding: str) -> None:
    bomb = MAKE_BOMB[coding](bytes(64 * 2**20))
    tracemalloc.start()
    with pytest.raises(PageRejected, match="too_large"):
        decode_body(bomb, coding, 2**20)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8 * 2**20
