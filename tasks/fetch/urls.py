"""Urls in the one form that the rest of the fetch step uses.

Chinese sites write links with raw GBK bytes, blanks, line breaks and back-slashes; a browser takes
them, so we do. What we refuse: schemes other than http and https, user names in the url, urls
without a host, and urls longer than most servers would read.
"""

from __future__ import annotations

import re
from urllib.parse import urljoin

from tasks.errors import FetchFailed

_MAX_LENGTH = 2_000
_BLANKS = re.compile(r"[\t\r\n]+")


def clean_url(text: str, base: str | None = None) -> str:
    """`text` as an absolute http(s) url without fragment, relative to `base` if given.

    Raises FetchFailed: `scheme` for any other scheme, `bad_url` for what is no url.
    """
    import httpx  # here, for it takes a tenth of a second, and a run of files needs no url

    text = _BLANKS.sub("", text.strip(" \x00\t\r\n\f"))
    if base is not None:
        text = _join(base, text)
    try:
        url = httpx.URL(text)
    except (httpx.InvalidURL, ValueError) as error:
        raise FetchFailed("bad_url", f"{text[:200]!r}: {error}") from None
    if url.scheme not in ("http", "https"):
        raise FetchFailed("scheme", f"{url.scheme or 'no scheme'} in {text[:200]!r}")
    if not url.host or url.userinfo or len(text) > _MAX_LENGTH:
        raise FetchFailed("bad_url", f"no host, a user name, or too long: {text[:200]!r}")
    path = url.raw_path.decode("ascii") or "/"
    return f"{url.scheme}://{url.netloc.decode('ascii')}{path}"


def header_url(value: str) -> str:
    """A url out of a header (latin-1 text), its raw UTF-8 or GBK bytes percent-encoded."""
    raw = value.encode("latin-1", "replace")
    return "".join(chr(byte) if byte < 0x80 else f"%{byte:02X}" for byte in raw)


def _join(base: str, text: str) -> str:
    try:
        return urljoin(base, text)
    except ValueError as error:
        raise FetchFailed("bad_url", f"{text[:200]!r}: {error}") from None


def origin_of(url: str) -> str:
    """`scheme://host[:port]` of a clean url: the unit that a robots.txt speaks for."""
    return "/".join(url.split("/", 3)[:3])


def host_of(url: str) -> str:
    """Host and port of a clean url: the unit of politeness."""
    return url.split("/", 3)[2]
