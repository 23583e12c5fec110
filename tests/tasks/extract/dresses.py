"""Other dresses of a page: the same words in another charset, script, width or markup.

A dress touches how a page is encoded and marked up, never what it says. Texts are changed between
the tags only; a page's own charset declarations are replaced with a true one, or with none.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

import opencc

Dress = Callable[[str], bytes]

_MARKUP = re.compile(
    r"(?is)(<!--.*?-->|<script\b.*?</script>|<style\b.*?</style>|<[^>]*>|&\w+;|&#\w+;)"
)
# A break that ends a paragraph, not one that wraps a headline.
_BREAK = re.compile(r"(?i)(?:(?<=[。！？；”」])|(?<=<br>)|(?<=<br/>)|(?<=<br />))\s*<br\s*/?>")
_CHARSET = re.compile(r"(?i)charset\s*=\s*[\"']?[\w-]+")
_INSIDE = re.compile(r"(?<=[0-9])(?=[0-9])")
# Numbers that count: not the parts of a date, a time, a phone number or a document's number.
_COUNT = re.compile(
    r"(?<=[\u4e00-\u9fff])[0-9]+(?:\.[0-9]+)?(?=\s*[万萬亿億余餘多人名位个個家件份户戶元条條场場期次])"
)
_NAVIGATION = "".join(f'<li><a href="/{n}.html">县工会会员{n}00人</a></li>' for n in range(3, 9))


def declared(markup: str, charset: str) -> str:
    """The page with `charset` in the place of its own declaration, or at its head."""
    changed, count = _CHARSET.subn(f"charset={charset}", markup)
    if count:
        return changed
    return re.sub(r"(?i)(<head[^>]*>|^)", rf"\1<meta charset={charset}>", markup, count=1)


def between_tags(markup: str, change: Callable[[str], str]) -> str:
    """The page with `change` made to each piece of its text."""
    pieces = _MARKUP.split(markup)
    pieces[::2] = map(change, pieces[::2])
    return "".join(pieces)


@cache
def _converter(config: str) -> opencc.OpenCC:
    return opencc.OpenCC(config)


def _text(change: Callable[[str], str]) -> Dress:
    return lambda markup: as_utf8(between_tags(markup, change))


def _counts(change: Callable[[str], str]) -> Dress:
    return _text(lambda text: _COUNT.sub(lambda count: change(count[0]), text))


def as_utf8(markup: str) -> bytes:
    return declared(markup, "utf-8").encode()


def undeclared(markup: str) -> bytes:
    return _CHARSET.sub("", markup).encode()


def as_gbk(markup: str) -> bytes:
    return declared(markup, "gb2312").encode("gb18030")


def as_gbk_undeclared(markup: str) -> bytes:
    return _CHARSET.sub("", markup).encode("gb18030")


def as_big5(markup: str) -> bytes:
    """Traditional characters; what Big5 lacks becomes a reference, as editors write it."""
    traditional = str(_converter("s2t").convert(markup))
    return declared(traditional, "big5").encode("big5", "xmlcharrefreplace")


def full_width(text: str) -> str:
    return text.translate(
        dict(zip(range(ord("0"), ord("9") + 1), "０１２３４５６７８９", strict=True))
    )


def _paragraphs_as_breaks(markup: str) -> bytes:
    """Two breaks before and behind each paragraph of text.

    A paragraph with a class or an alignment may be a headline, and stays.
    """
    plain = r"(?is)<p(?![^>]*(?:class|align|id)\b)[^>]*>(.*?)(?:</p\s*>|(?=<(?:p|/?div|/?td)\b)|\Z)"
    return as_utf8(re.sub(plain, r"<br><br>\1<br><br>", markup))


def _breaks_as_paragraphs(markup: str) -> bytes:
    return as_utf8(_BREAK.sub("</p><p>", markup))


def _navigation_before(markup: str) -> bytes:
    links = rf"\1<div class=nav><ul>{_NAVIGATION}</ul></div>"
    return as_utf8(re.sub(r"(?i)(<body[^>]*>)", links, markup, count=1))


def _navigation_after(markup: str) -> bytes:
    links = f"<div class=nav><ul>{_NAVIGATION}</ul></div>"
    return as_utf8(re.sub(r"(?i)(</body>)|\Z", rf"{links}\1", markup, count=1))


DRESSES: dict[str, Dress] = {
    "utf8": as_utf8,
    "utf8_undeclared": undeclared,
    "gbk": as_gbk,
    "gbk_undeclared": as_gbk_undeclared,
    "big5": as_big5,
    "traditional": _text(lambda text: str(_converter("s2t").convert(text))),
    "simplified": _text(lambda text: str(_converter("t2s").convert(text))),
    "full_width": _text(full_width),
    "zero_width": _text(lambda text: _INSIDE.sub("\u200b", text)),
    "nbsp": _counts(lambda count: _INSIDE.sub("\xa0", count)),
    "spaces_around": _counts(lambda count: f" {count} "),
    "tags_around": _counts(lambda count: f"<b>{count}</b>"),
    "tags_inside": _counts(lambda count: _INSIDE.sub("<span></span>", count)),
    "breaks": _paragraphs_as_breaks,
    "paragraphs": _breaks_as_paragraphs,
    "navigation_before": _navigation_before,
    "navigation_after": _navigation_after,
}
