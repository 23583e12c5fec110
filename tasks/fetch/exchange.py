"""One request and its response as they went over the wire, before anything reads them.

An Exchange is what the archive writes and what it gives back, so that a live run and a replay
judge the same bytes. `body` is as the server sent it: chunked framing is undone, Content-Encoding
is not.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

Headers = tuple[tuple[str, str], ...]


class Role(StrEnum):
    """What a url is to the run. Only pages and their further parts become captures."""

    PAGE = "page"
    PART = "part"
    INDEX = "index"
    ROBOTS = "robots"


class Truncated(StrEnum):
    """Why a body is not whole; the values are those of WARC-Truncated."""

    LENGTH = "length"
    TIME = "time"
    DISCONNECT = "disconnect"


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and its response. Header values are latin-1 text, names as sent."""

    url: str
    at: datetime
    request_headers: Headers
    status: int
    reason: str
    headers: Headers
    body: bytes = field(repr=False)
    truncated: Truncated | None = None
    http_version: str = "HTTP/1.1"
    ip: str | None = None
    seconds: float = 0.0

    def header(self, name: str) -> str | None:
        """The values of a header, joined by commas as RFC 9110 reads them; None if absent."""
        wanted = name.lower()
        found = [value for key, value in self.headers if key.lower() == wanted]
        return ", ".join(found) if found else None


@dataclass(frozen=True, slots=True)
class Purpose:
    """On whose behalf a url is asked: source, run, role, and for parts the page they belong to.

    `part` counts from 1; a page is its own first part.
    """

    source: str
    role: Role = Role.PAGE
    run: str = ""
    page: str | None = None
    part: int = 1
