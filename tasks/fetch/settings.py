"""What an operator may set about fetching, in one frozen record with its units.

The defaults are for thousands of small sites: one request at a time and a second between two,
pages of a few MB at most, a minute for a whole response. Memory is bounded by these numbers:
concurrency times `large_body`, plus `large_slots` times `max_body`, plus one decoded body.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from tasks.errors import InputError

PRODUCT = "gonghui"
VERSION = "0.1"


@dataclass(frozen=True, slots=True)
class Politeness:
    """How one host is treated: requests at once, seconds between starts, robots.txt or not."""

    per_host: int = 1
    delay: float = 1.0
    robots: bool = True


@dataclass(frozen=True, slots=True)
class FetchSettings:
    """Limits of one fetch run; times in seconds, sizes in bytes.

    `contact` is a mail address or a page about the run: it stands in the User-Agent, and without
    it nothing is asked of the network. `window` is how long an interrupted run may be continued.
    `authorities` are PEM files of authorities that are trusted beside the public ones.
    `allow_networks` names networks that are reached although they are not public (tests: one
    loopback address).
    """

    contact: str = ""
    concurrency: int = 16
    connect_timeout: float = 10.0
    read_timeout: float = 20.0
    deadline: float = 60.0
    max_body: int = 8 * 2**20
    large_body: int = 2**20
    large_slots: int = 3
    max_headers: int = 64 * 2**10
    max_redirects: int = 5
    attempts: int = 3
    backoff: float = 1.0
    backoff_cap: float = 30.0
    retry_after_cap: float = 120.0
    crawl_delay_cap: float = 30.0
    host_failures: int = 5
    http2: bool = True
    authorities: tuple[Path, ...] = ()
    allow_networks: tuple[str, ...] = ()
    window: timedelta = timedelta(hours=24)
    rotate_at: int = 512 * 2**20

    @property
    def user_agent(self) -> str:
        """The one honest User-Agent; raises InputError where no contact is set."""
        if not self.contact:
            raise InputError(
                "fetching needs a contact (a mail address or a page) for the User-Agent: "
                "set `contact` in sources.yaml"
            )
        return f"{PRODUCT}/{VERSION} (+{self.contact})"

    def with_(self, **changes: object) -> FetchSettings:
        """The same settings with some of them changed."""
        return replace(self, **changes)  # type: ignore[arg-type]
