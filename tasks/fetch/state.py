"""What a run knows of every url: the latest visit and where its last whole body lies.

A SQLite file beside the archive, written after it: what a kill leaves unsaid here stands in the
archive's open files and is read from there at the next start. So the file may be thrown away; a
replay builds the same from the archive alone. One process writes.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any

from tasks.fetch.exchange import Purpose, Role
from tasks.fetch.visit import Body, Outcome, Visit
from tasks.fetch.warc_write import Place

_SCHEMA = """
CREATE TABLE IF NOT EXISTS visit (
    url TEXT PRIMARY KEY, first_seen REAL NOT NULL, at REAL NOT NULL,
    source TEXT NOT NULL, role TEXT NOT NULL, run TEXT NOT NULL, page TEXT, part INTEGER NOT NULL,
    outcome TEXT NOT NULL, reason TEXT NOT NULL, detail TEXT NOT NULL, status INTEGER,
    location TEXT, file TEXT, offset INTEGER, body_at REAL, sha256 TEXT, payload_digest TEXT,
    etag TEXT, last_modified TEXT, next_part TEXT
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS visit_digest ON visit (payload_digest);
CREATE TABLE IF NOT EXISTS run (
    source TEXT NOT NULL, id TEXT NOT NULL, started REAL NOT NULL, finished REAL,
    listed INTEGER, fetched INTEGER, unchanged INTEGER, rejected INTEGER, newest TEXT,
    verdict TEXT, detail TEXT,
    PRIMARY KEY (source, id)
) WITHOUT ROWID;
"""
_FIELDS = (
    "url, at, source, role, run, page, part, outcome, reason, detail, status, location, "
    "file, offset, body_at, sha256, payload_digest, etag, last_modified, next_part"
)
# A page that two sources list stays with the one that found it first, or it would be two pages.
_UPSERT = f"""
INSERT INTO visit ({_FIELDS}, first_seen) VALUES ({", ".join("?" * 21)})
ON CONFLICT (url) DO UPDATE SET
source = CASE WHEN role = excluded.role THEN source ELSE excluded.source END,
{", ".join(f"{name} = excluded.{name}" for name in _FIELDS.split(", ")[1:] if name != "source")}
"""


_A_MOMENT = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a source; `started` is a POSIX time. A run may be continued after a kill."""

    source: str
    id: str
    started: float
    resumed: bool = False


@dataclass(frozen=True, slots=True)
class RunResult:
    """How a run of a source ended. `newest` is the date of the newest article, if known."""

    listed: int
    fetched: int
    unchanged: int
    rejected: int
    newest: str | None
    verdict: str
    detail: str


class State:
    """The visits and runs of one archive; `path` None keeps them in memory."""

    def __init__(self, path: Path | None) -> None:
        self._db = sqlite3.connect(path or ":memory:", isolation_level=None)
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = NORMAL")
        self._db.executescript(_SCHEMA)

    def __enter__(self) -> State:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._db.close()

    def is_empty(self) -> bool:
        """Whether no visit is known."""
        return self._db.execute("SELECT 1 FROM visit LIMIT 1").fetchone() is None

    def visit(self, url: str) -> Visit | None:
        """The latest visit of `url`."""
        row = self._db.execute(f"SELECT {_FIELDS} FROM visit WHERE url = ?", (url,)).fetchone()
        return _to_visit(row) if row else None

    def put(self, visit: Visit) -> None:
        """Keep `visit` as the latest of its url."""
        p, b = visit.purpose, visit.body
        place = (b.place.file, b.place.offset, b.at, b.sha256) if b else (None,) * 4
        known = (b.payload_digest, b.etag, b.last_modified, b.next_part) if b else (None,) * 4
        head = (visit.url, visit.at, p.source, p.role.value, p.run, p.page, p.part)
        told = (visit.outcome.value, visit.reason, visit.detail, visit.status, visit.location)
        self._db.execute(_UPSERT, (*head, *told, *place, *known, visit.at))

    def body_with(self, payload_digest: str) -> Body | None:
        """Any body with this payload digest."""
        query = f"SELECT {_FIELDS} FROM visit WHERE payload_digest = ? AND file IS NOT NULL"
        row = self._db.execute(query, (payload_digest,)).fetchone()
        return _to_visit(row).body if row else None

    def now(self) -> datetime:
        """This moment, or just after the latest visit, where the clock was set back since.

        What is asked after a visit is dated after it, so that it is the newer for every reader.
        """
        row = self._db.execute("SELECT coalesce(max(at), 0) FROM visit").fetchone()
        return max(datetime.now(UTC), datetime.fromtimestamp(row[0], UTC) + _A_MOMENT)

    def first_seen(self, url: str) -> datetime | None:
        """When `url` was visited for the first time."""
        row = self._db.execute("SELECT first_seen FROM visit WHERE url = ?", (url,)).fetchone()
        return datetime.fromtimestamp(row[0], UTC) if row else None

    def forget_beyond(self, file: str, size: int) -> None:
        """Drop bodies of `file` at or behind `size`: a power cut may take them from the disk."""
        self._db.execute("DELETE FROM visit WHERE file = ? AND offset >= ?", (file, size))

    def pages(self, source: str | None = None) -> Iterator[Visit]:
        """Visits of pages that have a body and are no part of another, ordered by url."""
        query = (
            f"SELECT {_FIELDS} FROM visit WHERE role = 'page' AND file IS NOT NULL "
            "AND url NOT IN (SELECT next_part FROM visit WHERE next_part IS NOT NULL) "
        )
        return self._select(query, source)

    def rejects(self, source: str | None = None) -> Iterator[Visit]:
        """Visits of pages and parts that were rejected and never had a body, ordered by url."""
        query = (
            f"SELECT {_FIELDS} FROM visit WHERE role IN ('page', 'part') "
            "AND outcome = 'rejected' AND file IS NULL "
        )
        return self._select(query, source)

    def sources(self) -> list[str]:
        """The sources that have pages, in the order of their names."""
        rows = self._db.execute("SELECT DISTINCT source FROM visit ORDER BY source")
        return [row[0] for row in rows]

    def _select(self, query: str, source: str | None) -> Iterator[Visit]:
        if source is not None:
            rows = self._db.execute(query + "AND source = ? ORDER BY url", (source,))
        else:
            rows = self._db.execute(query + "ORDER BY url")
        return map(_to_visit, rows)

    def begin(self, source: str, window: timedelta, now: datetime) -> Run:
        """The unfinished run of `source` if it is not older than `window`, else a new one."""
        row = self._db.execute(
            "SELECT id, started FROM run WHERE source = ? AND finished IS NULL AND started >= ? "
            "ORDER BY started DESC",
            (source, (now - window).timestamp()),
        ).fetchone()
        if row:
            return Run(source, row[0], row[1], resumed=True)
        run = Run(source, now.strftime("%Y%m%dT%H%M%S.%fZ"), now.timestamp())
        self._db.execute(
            "INSERT INTO run (source, id, started) VALUES (?, ?, ?)", (source, run.id, run.started)
        )
        return run

    def finish(self, run: Run, result: RunResult, now: datetime) -> None:
        """Note how `run` ended."""
        self._db.execute(
            "UPDATE run SET finished = ?, listed = ?, fetched = ?, unchanged = ?, rejected = ?, "
            "newest = ?, verdict = ?, detail = ? WHERE source = ? AND id = ?",
            (
                now.timestamp(), result.listed, result.fetched, result.unchanged, result.rejected,
                result.newest, result.verdict, result.detail, run.source, run.id,
            ),
        )  # fmt: skip

    def finished_runs(self, source: str, limit: int = 20) -> list[tuple[datetime, RunResult]]:
        """The last runs of `source` that came to an end, newest first, with their end."""
        rows = self._db.execute(
            "SELECT finished, listed, fetched, unchanged, rejected, newest, verdict, detail "
            "FROM run WHERE source = ? AND finished IS NOT NULL ORDER BY started DESC LIMIT ?",
            (source, limit),
        )
        return [(datetime.fromtimestamp(row[0], UTC), RunResult(*row[1:])) for row in rows]


def _to_visit(row: tuple[Any, ...]) -> Visit:
    url, at, source, role, run, page, part, outcome, reason, detail, status, location = row[:12]
    file, offset, *known = row[12:]
    return Visit(
        url=url,
        at=at,
        purpose=Purpose(source, Role(role), run, page, part),
        outcome=Outcome(outcome),
        reason=reason,
        detail=detail,
        status=status,
        location=location,
        body=None if file is None else Body(Place(file, offset), *known),
    )
