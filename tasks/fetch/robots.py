"""robots.txt as RFC 9309 says, parsed by protego.

A missing file (4xx) allows all; an unreachable one (5xx, 429, no answer in time) forbids all;
redirects are followed like those of pages, and a chain that is too long counts as missing. The
first 500 KiB are read, the rest is ignored. Crawl-delay is no part of the RFC but common in China;
it is honoured up to a cap. Many sites answer with their front page: that holds no rule.
"""

from __future__ import annotations

from dataclasses import dataclass

from protego import Protego

from tasks.errors import FetchFailed
from tasks.fetch.settings import PRODUCT
from tasks.fetch.visit import Visit

_READ = 500 * 2**10
# Reasons under which the file is there for nobody, as opposed to unreachable.
_MISSING = frozenset({"redirects", "scheme", "bad_url", "undecodable", "encoding", "too_large"})


@dataclass(frozen=True, slots=True)
class Rules:
    """What one origin allows; `unreachable` (reason and detail) forbids all."""

    parsed: Protego | None = None
    unreachable: tuple[str, str] | None = None
    delay: float = 0.0

    def check(self, url: str) -> None:
        """Raise FetchFailed if `url` may not be asked: `robots`, or why its host is unreachable."""
        if self.unreachable is not None:
            raise FetchFailed(*self.unreachable)
        if self.parsed is not None and not self.parsed.can_fetch(url, PRODUCT):
            raise FetchFailed("robots", f"robots.txt forbids it to {PRODUCT}")


def parse_rules(body: bytes, delay_cap: float) -> Rules:
    """The rules of a robots.txt file."""
    text = body[:_READ].decode("utf-8-sig", "replace")
    parsed = Protego.parse(text)
    delay = parsed.crawl_delay(PRODUCT) or 0.0
    return Rules(parsed, delay=min(max(0.0, float(delay)), delay_cap))


def rules_without_file(visit: Visit) -> Rules:
    """What holds where robots.txt could not be had: `visit` was rejected."""
    is_client_error = visit.status is not None and 400 <= visit.status < 500
    if visit.reason in _MISSING or (is_client_error and visit.status != 429):
        return Rules()
    answered = visit.status is not None
    told = f"robots.txt is unreachable ({visit.reason} {visit.detail}".strip()[:300] + ")"
    return Rules(unreachable=("robots" if answered else visit.reason, told))
