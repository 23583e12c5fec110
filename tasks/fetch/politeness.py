"""How often a host is asked, and when it is left alone.

A turn is the right to make one request. Turns of a host keep a delay between their starts and a
limit at once; all hosts together keep a total. A host that asks for patience (Retry-After, or a
backoff of ours) delays its next turn, for every url; one that keeps failing gets none any more in
this run.
"""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from tasks.errors import FetchFailed
from tasks.fetch.settings import FetchSettings, Politeness


@dataclass(slots=True)
class HostRecord:
    """What a run did at one host; `seconds` is the time that its answers took."""

    requests: int = 0
    failures: int = 0
    bytes: int = 0
    seconds: float = 0.0
    given_up: str = ""
    failing: int = field(default=0, repr=False)
    next_start: float = field(default=0.0, repr=False)
    slots: asyncio.Semaphore | None = field(default=None, repr=False)


class Hosts:
    """The turns of one run. The first source that asks a host decides its requests at once."""

    def __init__(self, settings: FetchSettings) -> None:
        self._limit = settings.host_failures
        self._total = asyncio.Semaphore(settings.concurrency)
        self.records: dict[str, HostRecord] = defaultdict(HostRecord)

    @asynccontextmanager
    async def turn(
        self, host: str, politeness: Politeness, delay: float
    ) -> AsyncIterator[HostRecord]:
        """Wait for a turn; raises FetchFailed `host_failing` where the host gets none."""
        record = self.records[host]
        if record.slots is None:
            record.slots = asyncio.Semaphore(politeness.per_host)
        async with record.slots:
            while True:
                self._check(host, record)
                if (wait := record.next_start - time.monotonic()) > 0:
                    await asyncio.sleep(wait)
                    continue
                async with self._total:
                    if record.next_start > time.monotonic() or record.given_up:
                        continue
                    record.next_start = time.monotonic() + delay
                    record.requests += 1
                    yield record
                    return

    def _check(self, host: str, record: HostRecord) -> None:
        if record.given_up:
            raise FetchFailed("host_failing", f"{host}: {record.given_up}")

    def worked(self, host: str, size: int, seconds: float) -> None:
        """The host gave an answer that is no failure of the server."""
        record = self.records[host]
        record.failing = 0
        record.bytes += size
        record.seconds += seconds

    def failed(self, host: str, why: str) -> None:
        """The host gave no answer, or one that says it is in trouble."""
        record = self.records[host]
        record.failures += 1
        record.failing += 1
        if record.failing >= self._limit:
            record.given_up = f"{record.failing} failures in a row, the last: {why}"

    def cool(self, host: str, seconds: float) -> None:
        """No turn for `seconds` from now."""
        record = self.records[host]
        record.next_start = max(record.next_start, time.monotonic() + seconds)

    def give_up(self, host: str, why: str) -> None:
        """No turn any more in this run."""
        self.records[host].given_up = why
