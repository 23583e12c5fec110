"""What the bytes are beats what the page says they are, and no name of a codec raises."""

from __future__ import annotations

import random

import pytest

from tasks.errors import PageRejected
from tasks.parse import decode
from tasks.parse.charset import canonical

SIMPLE = "海棠县总工会昨天发布消息，全县基层工会已有1312家，会员总数达到14.6万人。"
COMPLEX = "海棠縣總工會昨天發佈消息，全縣基層工會已有1312家，會員總數達到14.6萬人。"


def page(text: str, meta: str, codec: str) -> bytes:
    return f'<html><head><meta charset="{meta}"></head><p>{text}</p></html>'.encode(codec)


@pytest.mark.parametrize(
    ("text", "meta", "codec", "charset"),
    [
        (SIMPLE, "utf-8", "utf-8", "utf-8"),
        (SIMPLE, "gb2312", "gb18030", "gb18030"),
        (SIMPLE + "镕㙍", "gb2312", "gb18030", "gb18030"),  # beyond gb2312
        (COMPLEX, "big5", "big5hkscs", "big5hkscs"),
        (SIMPLE, "gb2312", "utf-8", "utf-8"),  # the declaration lies
        (SIMPLE, "utf-8", "gb18030", "gb18030"),
        (COMPLEX, "gb2312", "big5hkscs", "big5hkscs"),
        (COMPLEX, "utf-8", "big5hkscs", "big5hkscs"),
        (SIMPLE, "big5", "gb18030", "gb18030"),
        (COMPLEX, "big5", "utf-8", "utf-8"),
        (SIMPLE, "iso-8859-1", "gb18030", "gb18030"),
        (SIMPLE, "utf-16", "utf-16", "utf-16"),
        (SIMPLE, "utf-8", "utf-16-le", "utf-16-le"),  # no byte order mark
        (SIMPLE, "utf-8", "utf-8-sig", "utf-8"),
        ("plain ASCII text", "gbk", "ascii", "ascii"),
    ],
)
def test_the_bytes_decide(text: str, meta: str, codec: str, charset: str) -> None:
    decoded, found = decode(page(text, meta, codec))
    assert (text in decoded, found) == (True, charset)


NAMES = (
    "rot13",
    "zlib",
    "idna",
    "hex",
    "base64",
    "punycode",
    "undefined",
    "uu",
    "bz2",
    "klingon",
    "",
)


@pytest.mark.parametrize("name", NAMES)
def test_names_that_are_no_charsets_do_not_raise(name: str) -> None:
    assert canonical(name) is None
    assert SIMPLE in decode(page(SIMPLE, name, "gb18030"), name)[0]


def test_transport_charset_is_used() -> None:
    assert decode(SIMPLE.encode("gb18030"), "GBK") == (SIMPLE, "gb18030")


def test_a_cut_character_costs_only_itself() -> None:
    text, charset = decode(page(SIMPLE, "utf-8", "utf-8")[:-20] + b"\xe4\xb8")
    assert (charset, SIMPLE[:20] in text) == ("utf-8", True)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty"),
        (b" \r\n\t ", "empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(60), "binary"),
        (b"%PDF-1.4 binary", "binary"),
        (b"<html>" + b"\0\1\2" * 300, "binary"),
        (random.Random(7).randbytes(4000).replace(b"\0", b"\x81"), "unreadable"),
    ],
    ids=["nothing", "blank", "png", "pdf", "zero_bytes", "random"],
)
def test_what_is_no_text_is_rejected(body: bytes, reason: str) -> None:
    with pytest.raises(PageRejected) as caught:
        decode(body)
    assert caught.value.reason == reason
