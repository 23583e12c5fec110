"""What one visit of a url came to: the judgement that the state keeps and a replay repeats.

`settle` is a pure function of the record and of what was known before, so that the state can be
rebuilt from the archive alone: after a kill from the files left open, in a replay from all.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import sha256

from tasks.errors import PageRejected
from tasks.fetch.body import decode_body
from tasks.fetch.exchange import Exchange, Purpose, Role, Truncated
from tasks.fetch.judge import REDIRECTS, read_body, read_page
from tasks.fetch.parts import find_next_part
from tasks.fetch.urls import clean_url, header_url
from tasks.fetch.warc_write import Place


class Outcome(StrEnum):
    """How a visit ended."""

    FETCHED = "fetched"
    UNCHANGED = "unchanged"
    REDIRECT = "redirect"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Body:
    """The last whole body of a url: where it is, and what to say to ask whether it changed.

    `at` is a POSIX time. `next_part` is the url of the article's next part, if it has one.
    """

    place: Place
    at: float
    sha256: str
    payload_digest: str
    etag: str | None = None
    last_modified: str | None = None
    next_part: str | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """The latest visit of a url. `location` is where a redirect leads; `at` is a POSIX time."""

    url: str
    at: float
    purpose: Purpose
    outcome: Outcome
    reason: str = ""
    detail: str = ""
    status: int | None = None
    location: str | None = None
    body: Body | None = None

    @property
    def is_whole(self) -> bool:
        """Whether the visit confirmed or brought a body."""
        return self.outcome in (Outcome.FETCHED, Outcome.UNCHANGED)


def state_key(url: str, purpose: Purpose) -> str:
    """The url that a visit is kept under.

    What a robots.txt redirects to counts as that robots.txt: often it is the site's front page,
    which may be a page or an index of the same run.
    """
    return purpose.page if purpose.role is Role.ROBOTS and purpose.page else url


def settle(
    exchange: Exchange, purpose: Purpose, place: Place, digest: str, before: Body | None, limit: int
) -> Visit:
    """The visit that a full response amounts to, given the last body of the same url."""
    visit = Visit(
        state_key(exchange.url, purpose),
        exchange.at.timestamp(),
        purpose,
        Outcome.REJECTED,
        status=exchange.status,
        body=before,
    )
    try:
        if exchange.status in REDIRECTS and (location := exchange.header("location")):
            target = clean_url(header_url(location), exchange.url)
            return replace(visit, outcome=Outcome.REDIRECT, location=target)
        data = _read(exchange, purpose.role, limit)
    except PageRejected as error:
        return replace(visit, reason=error.reason, detail=error.detail)
    body = _body_of(exchange, purpose, place, digest, data)
    same = before is not None and before.sha256 == body.sha256
    return replace(visit, outcome=Outcome.UNCHANGED if same else Outcome.FETCHED, body=body)


def settle_unchanged(exchange: Exchange, purpose: Purpose, before: Body) -> Visit:
    """The visit that a 304, or a revisit record, amounts to."""
    at = exchange.at.timestamp()
    return Visit(exchange.url, at, purpose, Outcome.UNCHANGED, status=exchange.status, body=before)


def _read(exchange: Exchange, role: Role, limit: int) -> bytes:
    """Pages must be text; lists may be packed files; of robots.txt the first part is enough."""
    if role is Role.ROBOTS and exchange.truncated is Truncated.LENGTH and exchange.status == 200:
        return decode_body(exchange.body, exchange.header("content-encoding"), limit)
    if role in (Role.PAGE, Role.PART):
        return read_page(exchange, limit)
    return read_body(exchange, limit)


def _body_of(exchange: Exchange, purpose: Purpose, place: Place, digest: str, data: bytes) -> Body:
    next_part = None
    if purpose.role in (Role.PAGE, Role.PART):
        next_part = find_next_part(data, exchange.url, purpose.page, purpose.part)
    return Body(
        place=place,
        at=exchange.at.timestamp(),
        sha256=sha256(data).hexdigest(),
        payload_digest=digest,
        etag=exchange.header("etag"),
        last_modified=exchange.header("last-modified"),
        next_part=next_part,
    )
