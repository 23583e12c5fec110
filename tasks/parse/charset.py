"""Bytes to text by a ladder of evidence: what the bytes are beats what the page says they are.

Order: BOM, UTF-16 by its zero bytes, strict UTF-8, then GB18030 and Big5-HKSCS weighed by how
much of the text is everyday Chinese, the declared charset first among equals, then the
detector. Surprises: gb2312 and gbk are always read as GB18030, of which both are subsets; a
Big5 page is nearly always valid GB18030 too, so only the words can tell; Python's codec list
holds things that are no charsets (`rot13`, `zlib`), and naming one must not raise.
"""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from tasks.errors import PageRejected

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC = (
    b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"%PDF", b"PK\x03\x04", b"\x1f\x8b", b"Rar!", b"BM\x00",
    b"\xd0\xcf\x11\xe0", b"RIFF", b"\x7fELF", b"MZ\x90", b"OggS", b"ID3", b"7z\xbc\xaf", b"BZh",
)  # fmt: skip
_META = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,24})""", re.I
)
_ALIASES = {
    "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "gb_2312-80": "gb18030",
    "gb-2312-80": "gb18030", "cp936": "gb18030", "euc-cn": "gb18030", "chinese": "gb18030",
    "big5": "big5hkscs", "big5-hkscs": "big5hkscs", "x-x-big5": "big5hkscs", "cp950": "big5hkscs",
    "utf8": "utf-8", "utf-8-sig": "utf-8",
}  # fmt: skip
# The 300-odd characters that make up half of Chinese news, in both scripts.
_EVERYDAY = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取完举色或网企职区市县镇街村费站报保险维权帮困服务培训"
    "這為個國時來們會發動學說產種後對過經進於與關電體實現點從業應開還無樣間問題長總員統組見計級數農區強運條邊萬億費報導護職協議團達"
    "，。、：；“”（）《》0123456789％　"
)  # fmt: skip
_NOT_CHARSETS = frozenset(
    {
        "idna",
        "punycode",
        "unicode-escape",
        "raw-unicode-escape",
        "undefined",
        "mbcs",
        "oem",
        "utf-7",
    }
)
_ASCII = re.compile(r"[\x00-\x7f]+")
_SAMPLE = 4000
_GOOD = (
    0.30  # share of everyday characters; Chinese prose has 0.5 to 0.7, wrong decodings under 0.15
)


def decode(body: bytes, declared: str | None = None) -> tuple[str, str]:
    """The text of `body` and the charset that it was read in.

    `declared` is what the transport said, if anything. Raises PageRejected: `empty`, `binary`
    for what is no text at all, `unreadable` where no decoding gives text.
    """
    if not body.strip():
        raise PageRejected("empty", "the page has no bytes")
    if body.startswith(_MAGIC):
        raise PageRejected("binary", "the first bytes are those of a binary format")
    for bom, charset in _BOMS:
        if body.startswith(bom):
            return _strip(body.decode(charset, "replace")), charset
    wide = _utf16(body)
    if wide:
        return _strip(body.decode(wide, "replace")), wide
    if body.count(0) > len(body) // 100 + 2:
        raise PageRejected("binary", "zero bytes in what should be text")
    body = body.replace(b"\0", b"")
    return _weigh(body, _candidates(body, declared))


def is_text(body: bytes) -> bool:
    """Whether the bytes may be text at all; `decode` says what they are instead."""
    if not body.strip() or body.startswith(_MAGIC):
        return False
    return 0 not in body or body.startswith(tuple(b for b, _ in _BOMS)) or bool(_utf16(body))


def _strip(text: str) -> str:
    text = text.lstrip("\ufeff")
    if not text.strip():
        raise PageRejected("empty", "the page has no text")
    return text


def _utf16(body: bytes) -> str | None:
    """utf-16-le or utf-16-be where the zero bytes of ASCII markup stand on one side."""
    head = body[:2000]
    pairs = len(head) // 2
    if pairs < 8:
        return None
    low, high = head[1::2].count(0), head[0::2].count(0)
    if low > pairs // 4 and high < pairs // 20:
        return "utf-16-le"
    return "utf-16-be" if high > pairs // 4 and low < pairs // 20 else None


def canonical(name: str | None) -> str | None:
    """The codec to use for a declared charset; None for unknown names and for no charsets."""
    if not name:
        return None
    name = name.strip().strip("\"'").lower().replace("_", "-")
    name = _ALIASES.get(name, name)
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    if not getattr(info, "_is_text_encoding", True) or info.name in _NOT_CHARSETS:
        return None
    return _ALIASES.get(info.name.replace("_", "-"), info.name)


def _candidates(body: bytes, declared: str | None) -> list[str]:
    meta = _META.search(body[:4096])
    stated = [declared, meta.group(1).decode("ascii") if meta else None]
    names = [
        name
        for name in map(canonical, stated)
        if name and not name.startswith(("utf-16", "utf-32"))
    ]
    return list(dict.fromkeys([*names, "utf-8", "gb18030", "big5hkscs"]))


def everyday_share(text: str) -> float:
    """The share of everyday Chinese among the characters beyond ASCII; 0 if there are none."""
    beyond = _ASCII.sub("", text[: _SAMPLE * 8])[:_SAMPLE]
    return sum(map(_EVERYDAY.__contains__, beyond)) / len(beyond) if beyond else 0.0


def _weigh(body: bytes, charsets: list[str]) -> tuple[str, str]:
    if body.isascii():
        return _strip(body.decode("ascii")), "ascii"
    try:
        return _strip(body.decode("utf-8")), "utf-8"
    except UnicodeDecodeError:
        pass
    best, best_score = ("", ""), -9.0
    for rank, charset in enumerate(charsets):
        text = body.decode(charset, "replace")
        # A stray bad byte is common in cut or merged pages; it costs, but does not rule out.
        beyond = len(text) - len(text.encode("ascii", "ignore"))
        lost = text.count("\ufffd") / max(1, beyond)
        score = everyday_share(text) - 2 * lost - 0.01 * rank
        if score > best_score:
            best, best_score = (text, charset), score
    if best_score < _GOOD / 2:
        best = _detect(body, best, best_score)
    return _strip(best[0]), best[1]


def _detect(body: bytes, fallback: tuple[str, str], score: float) -> tuple[str, str]:
    """The detector's word, for scripts and charsets that the ladder does not know."""
    guess = from_bytes(body[:20_000]).best()
    if guess is not None:
        text = body.decode(guess.encoding, "replace")
        controls = sum(char < " " and char not in "\t\n\r\f" for char in text[:_SAMPLE])
        if text.count("\ufffd") * 50 < len(text) and controls * 50 < len(text[:_SAMPLE]):
            return text, guess.encoding
    if score < 0 or fallback[0].count("\ufffd") * 10 > len(fallback[0]):
        raise PageRejected("unreadable", "no charset turns these bytes into text")
    return fallback
