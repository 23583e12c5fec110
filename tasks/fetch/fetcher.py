"""Urls to visits: robots.txt, politeness, retries, conditional requests and the archive around
the client.

`get` is memoised by the run: a url that was visited since the run began is not asked again, in
this process or, after a kill, in the next. So whatever finds urls can simply be run anew, and a
resumed run asks only for what is missing. Every answer is archived before it is judged; then the
state is told.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from tasks.errors import FetchFailed
from tasks.fetch.archive import Archive
from tasks.fetch.client import Client
from tasks.fetch.exchange import Exchange, Headers, Purpose, Role
from tasks.fetch.judge import DECODED_CAP, charset_of, read_body
from tasks.fetch.politeness import Hosts
from tasks.fetch.retry import backoff, is_trouble, is_worth_asking_again, retry_after
from tasks.fetch.robots import Rules, parse_rules, rules_without_file
from tasks.fetch.settings import FetchSettings, Politeness
from tasks.fetch.sources.found import Index
from tasks.fetch.state import Run
from tasks.fetch.urls import host_of, origin_of
from tasks.fetch.visit import Body, Outcome, Visit, settle, settle_unchanged, state_key
from tasks.fetch.warc_write import (
    NOT_MODIFIED,
    SAME_PAYLOAD,
    ArchiveWriter,
    Original,
    payload_digest,
)


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks: a run of a source, and how it treats hosts."""

    run: Run
    politeness: Politeness

    def purpose(self, role: Role, page: str | None = None, part: int = 1) -> Purpose:
        return Purpose(self.run.source, role, self.run.id, page, part)


class Fetcher:
    """One process's fetching into one archive. `told` hears of every visit that was made."""

    def __init__(
        self,
        client: Client,
        archive: Archive,
        writer: ArchiveWriter,
        settings: FetchSettings,
        told: Callable[[Visit, int], None] = lambda visit, size: None,
    ) -> None:
        self._client = client
        self._archive = archive
        self._writer = writer
        self._settings = settings
        self._told = told
        self._rng = random.Random()
        self._under_way: dict[str, asyncio.Lock] = {}
        self._rules: dict[str, Rules] = {}
        self.hosts = Hosts(settings)

    async def resolve(self, url: str, asker: Asker, purpose: Purpose) -> Visit:
        """The visit at the end of the redirects that begin at the clean url `url`.

        After too many the visit of `url` itself is a reject, reason `redirects`.
        """
        visit = await self.get(url, asker, purpose)
        for _ in range(self._settings.max_redirects):
            if visit.outcome is not Outcome.REDIRECT or visit.location is None:
                return visit
            visit = await self.get(visit.location, asker, purpose)
        if visit.outcome is not Outcome.REDIRECT:
            return visit
        error = FetchFailed("redirects", f"more than {self._settings.max_redirects} from here")
        return self._fail(url, purpose, error)

    async def get(self, url: str, asker: Asker, purpose: Purpose) -> Visit:
        """The run's visit of a clean url, made now if it was not made yet."""
        lock = self._under_way.setdefault(url, asyncio.Lock())
        try:
            async with lock:
                known = self._archive.state.visit(url)
                if known is not None and known.at >= asker.run.started:
                    return known
                return await self._visit(url, asker, purpose, known.body if known else None)
        finally:
            if not lock.locked():
                self._under_way.pop(url, None)

    async def _visit(self, url: str, asker: Asker, purpose: Purpose, before: Body | None) -> Visit:
        try:
            delay = asker.politeness.delay
            if asker.politeness.robots and purpose.role is not Role.ROBOTS:
                rules = await self.rules(url, asker)
                rules.check(url)
                delay = max(delay, rules.delay)
            return await self._ask(url, asker, purpose, before, delay)
        except FetchFailed as error:
            return self._fail(url, purpose, error)

    async def _ask(
        self, url: str, asker: Asker, purpose: Purpose, before: Body | None, delay: float
    ) -> Visit:
        """Ask until the answer is the last word; raises FetchFailed where none comes."""
        host = host_of(url)
        before = before if before is not None and self._archive.has(before) else None
        extra = _conditions(before)
        for attempt in range(1, self._settings.attempts + 1):
            async with self.hosts.turn(host, asker.politeness, delay):
                answer = await self._once(url, extra)
            pause = self._pause(host, answer, attempt)
            if isinstance(answer, Exchange):
                visit = self._keep(answer, purpose, before, retried=pause is not None)
                if visit is not None:
                    return visit
            elif pause is None:
                raise answer
            self.hosts.cool(host, pause or 0.0)
        raise AssertionError("the last attempt has no pause")

    async def _once(self, url: str, extra: Headers) -> Exchange | FetchFailed:
        """An answer, good or bad; what a host's record needs is noted."""
        try:
            answer: Exchange | FetchFailed = await self._client.request(url, extra)
        except FetchFailed as error:
            answer = error
        if is_trouble(answer):
            told = answer.reason if isinstance(answer, FetchFailed) else f"{answer.status}"
            self.hosts.failed(host_of(url), told)
        elif isinstance(answer, Exchange):
            self.hosts.worked(host_of(url), len(answer.body), answer.seconds)
        return answer

    def _pause(self, host: str, answer: Exchange | FetchFailed, attempt: int) -> float | None:
        """Seconds to wait before the next attempt; None if this answer is the last word."""
        if not is_worth_asking_again(answer):
            return None
        asked = retry_after(answer, datetime.now(UTC))
        if asked is not None and asked > self._settings.retry_after_cap:
            self.hosts.give_up(host, f"it asked to wait {asked:.0f} s")
            return None
        if asked is not None:
            self.hosts.cool(host, asked)
        if attempt >= self._settings.attempts:
            return None
        return asked if asked is not None else backoff(attempt, self._settings, self._rng)

    def _keep(
        self, answer: Exchange, purpose: Purpose, before: Body | None, retried: bool
    ) -> Visit | None:
        """Archive an answer; the visit that it amounts to, or None if it is asked again."""
        digest = payload_digest(answer.body)
        if not retried and before is not None:
            profile = _sameness(answer, digest, before)
            if profile is not None:
                original = Original(datetime.fromtimestamp(before.at, UTC), before.payload_digest)
                self._writer.write_revisit(answer, purpose, original, profile)
                return self._put(settle_unchanged(answer, purpose, before), len(answer.body))
        place = self._writer.write(answer, purpose, digest, retried)
        if retried:
            return None
        known = self._archive.state.visit(state_key(answer.url, purpose))
        body = known.body if known else None
        visit = settle(answer, purpose, place, digest, body, DECODED_CAP)
        return self._put(visit, len(answer.body))

    def _fail(self, url: str, purpose: Purpose, error: FetchFailed) -> Visit:
        at = datetime.now(UTC)
        self._writer.write_failure(url, at, purpose, error.reason, error.detail)
        key = state_key(url, purpose)
        known = self._archive.state.visit(key)
        visit = Visit(
            key, at.timestamp(), purpose, Outcome.REJECTED, error.reason, error.detail,
            body=known.body if known else None,
        )  # fmt: skip
        return self._put(visit, 0)

    def _put(self, visit: Visit, size: int) -> Visit:
        self._archive.state.put(visit)
        self._told(visit, size)
        return visit

    async def rules(self, url: str, asker: Asker) -> Rules:
        """What the robots.txt of the url's origin says, asked once a run."""
        origin = origin_of(url)
        async with self._under_way.setdefault(origin, asyncio.Lock()):
            if origin not in self._rules:
                self._rules[origin] = self._parse(await self._robots(origin, asker))
        return self._rules[origin]

    async def _robots(self, origin: str, asker: Asker) -> Visit:
        """The visit of a robots.txt at the end of its redirects."""
        url = target = origin + "/robots.txt"
        purpose = asker.purpose(Role.ROBOTS, url)
        known = self._archive.state.visit(url)
        fresh = known if known is not None and known.at >= asker.run.started else None
        for _ in range(self._settings.max_redirects + 1):
            if fresh is not None and fresh.outcome is not Outcome.REDIRECT:
                return fresh
            target = fresh.location or url if fresh is not None else target
            fresh = await self._visit(target, asker, purpose, known.body if known else None)
        if fresh is not None and fresh.outcome is not Outcome.REDIRECT:
            return fresh
        return self._fail(url, purpose, FetchFailed("redirects", "robots.txt redirects on and on"))

    def _parse(self, visit: Visit) -> Rules:
        if not visit.is_whole or visit.body is None:
            return rules_without_file(visit)
        return parse_rules(self.body(visit.body), self._settings.crawl_delay_cap)

    def body(self, body: Body) -> bytes:
        """The decoded bytes of an archived body."""
        exchange = replace(self._archive.exchange_at(body.place), truncated=None)
        return read_body(exchange, DECODED_CAP)

    async def read_index(self, url: str, asker: Asker) -> tuple[Visit, Index | None]:
        """The visit of an index, and what it holds; None where it cannot be had."""
        visit = await self.resolve(url, asker, asker.purpose(Role.INDEX))
        if not visit.is_whole or visit.body is None or not self._archive.has(visit.body):
            return visit, None
        exchange = self._archive.exchange_at(visit.body.place)
        charset = charset_of(exchange.header("content-type"))
        return visit, Index(visit.url, read_body(exchange, DECODED_CAP), charset)


def _conditions(before: Body | None) -> Headers:
    if before is None:
        return ()
    pairs = (("If-None-Match", before.etag), ("If-Modified-Since", before.last_modified))
    return tuple((name, value) for name, value in pairs if value)


def _sameness(answer: Exchange, digest: str, before: Body) -> str | None:
    """The revisit profile if the answer says or shows that nothing changed."""
    if answer.status == 304:
        return NOT_MODIFIED
    if answer.status == 200 and answer.truncated is None and digest == before.payload_digest:
        return SAME_PAYLOAD
    return None
