"""Checks of `gonghui doctor` on this machine: disk, database, archive, sources, clock, terminal.

Each gives one finding or several, and never raises for what it looks at.
"""

from __future__ import annotations

import locale
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb

from flows.findings import Finding, bad, note, ok
from flows.settings import Settings
from tasks.clock import CHINA, ZONE
from tasks.errors import GonghuiError, WarehouseError
from tasks.fetch.kinds import WebSource
from tasks.fetch.registry import read_registry
from warehouse.database import open_reader
from warehouse.layout import Layout
from warehouse.locking import lock_holder, writer_lock
from warehouse.migrate import newest_schema, schema_version
from warehouse.sql import fetch_row

MB = 10**6
_AHEAD = timedelta(minutes=5)  # a run may have ended while we start; more is a clock set back


def check_disk(settings: Settings) -> Iterator[Finding]:
    """Room and permission where the data folder is, or will be."""
    folder = next(path for path in (settings.data, *settings.data.parents) if path.exists())
    if not (folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)):
        yield bad(
            "disk",
            f"{folder} cannot be written by user {os.geteuid()}",
            f"chown it to this user, or set GONGHUI_DATA to another folder than {settings.data}",
        )
        return
    free = shutil.disk_usage(folder).free // MB
    # A publish writes a second copy of the database before it takes the first away.
    needed = 3 * _size(settings.layout.writer) // MB
    if free < needed:
        yield bad(
            "disk",
            f"{free:,} MB free at {folder}; the next publish may need {needed:,} MB",
            "free some space, or set `keep` lower",
        )
    elif free < settings.disk_free_mb:
        advice = f"free some space (disk_free_mb asks for {settings.disk_free_mb:,} MB)"
        yield note("disk", f"{free:,} MB free at {folder}", advice)
    else:
        yield ok("disk", f"{free:,} MB free at {folder}")


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def check_database(settings: Settings) -> Iterator[Finding]:
    """The published file, its schema, its last run, and who is writing now."""
    holder = lock_holder(settings.layout.lock)
    if holder:
        yield note("writer", f"{holder} is writing now", "other runs wait for it, see when_busy")
    published = settings.layout.published
    if not published.exists():
        yield note("database", f"nothing was published yet in {settings.data}", "gonghui ingest")
        return
    try:
        with open_reader(published) as con:
            yield from _database(con, published)
    except (GonghuiError, duckdb.Error) as error:
        restore = f"put the newest file of {settings.layout.versions} in its place"
        yield bad("database", str(error).splitlines()[0], restore)
        return
    try:
        with _records(settings.layout) as con:
            yield from _last_run(con)
    except (GonghuiError, duckdb.Error) as error:
        anew = f"delete {settings.layout.writer}; the next run makes it anew of what is published"
        yield bad("database", str(error).splitlines()[0], anew)


@contextmanager
def _records(layout: Layout) -> Iterator[duckdb.DuckDBPyConnection]:
    """The file with the newest records of runs: the writer's, unless a run has that.

    Its lock is held meanwhile, some milliseconds, for a run could not open the file beside us.
    """
    with ExitStack() as held:
        path = layout.published
        if layout.writer.exists():
            with suppress(WarehouseError):  # a run writes, or the lock is not ours to take
                held.enter_context(writer_lock(layout.lock))
                path = layout.writer
        yield held.enter_context(open_reader(path))


def _database(con: duckdb.DuckDBPyConnection, path: Path) -> Iterator[Finding]:
    have, newest = schema_version(con), newest_schema()
    told = f"{path.name} {path.stat().st_size / MB:,.1f} MB, schema {have}"
    if have > newest:
        yield bad("database", f"{told}; this program knows {newest}", "update gonghui")
        return
    if have < newest:
        advice = "the next run brings it up to date and keeps a copy"
        yield note("database", f"{told}; this program's is {newest}", advice)
    else:
        yield ok("database", told)


def _last_run(con: duckdb.DuckDBPyConnection) -> Iterator[Finding]:
    row = fetch_row(con, _LAST_RUN)
    if row:
        flow, status, at, rejected = row
        ended = "was killed, begun" if status == "running" else status  # for we hold the lock
        told = f"last run: {flow} {ended} at {at:%Y-%m-%d %H:%M} UTC, {rejected} pages rejected"
        yield (
            ok("runs", told)
            if status in ("succeeded", "partial")
            else note("runs", told, "see 'Read a failed run' in the README")
        )


_LAST_RUN = """
SELECT flow, run_status, coalesce(finished_at, started_at), pages_rejected
FROM run ORDER BY started_at DESC LIMIT 1
"""


def check_archive(settings: Settings) -> Iterator[Finding]:
    """The WARC files: how many, how large, and whether they can be written."""
    folder = settings.archive
    files = [path for path in folder.rglob("*.warc*") if path.is_file()] if folder.exists() else []
    if not folder.exists():
        yield ok("archive", "none yet; fetching from the web makes it")
    elif not os.access(folder, os.W_OK | os.X_OK):
        yield bad("archive", f"{folder} cannot be written", "chown it to this user")
    else:
        size = sum(_size(path) for path in files)
        empty = [path.name for path in files if not _size(path)]
        told = f"{len(files):,} WARC files, {size / MB:,.1f} MB in {folder}"
        advice = f"restore from the backup: {', '.join(empty[:3])}"
        yield (
            note("archive", f"{told}; {len(empty)} empty", advice) if empty else ok("archive", told)
        )


def check_sources(settings: Settings) -> Iterator[Finding]:
    """The file of sources, and whether what is fetched names someone who answers for it."""
    try:
        registry = read_registry(settings.sources)
    except GonghuiError as error:
        yield bad("sources", str(error), "mend the file, then run gonghui doctor again")
        return
    web = [source.name for source in registry.sources if isinstance(source, WebSource)]
    if web and not registry.contact:
        yield bad(
            "sources",
            f"'{web[0]}' is fetched from the web, but nobody answers for it",
            f"set `contact` (a mail address or a page) in {settings.sources}",
        )
        return
    timed = sum(source.schedule is not None for source in registry.sources)
    yield ok("sources", f"{len(registry.sources)}, {timed} of them with a schedule")


def check_clock(settings: Settings) -> Iterator[Finding]:
    """A clock that was set back, and whether anything keeps it right."""
    now = datetime.now(CHINA)
    newest = _newest_moment(settings)
    if newest and newest > now.astimezone(UTC) + _AHEAD:
        yield bad(
            "clock",
            f"it is {now:%Y-%m-%d %H:%M} here, but a run ended at {newest:%Y-%m-%d %H:%M} UTC",
            "the clock was set back: set it right (timedatectl set-ntp true)",
        )
        return
    told = f"{now:%Y-%m-%d %H:%M} in {ZONE}, {now.astimezone():%H:%M %Z} on this machine"
    if _synchronised() is False:
        yield note("clock", f"{told}; nothing keeps it right", "timedatectl set-ntp true")
    else:
        yield ok("clock", told)


def _newest_moment(settings: Settings) -> datetime | None:
    """The latest moment that the warehouse knows of."""
    try:
        with _records(settings.layout) as con:
            row = fetch_row(con, "SELECT max(greatest(started_at, finished_at)) FROM run")
    except (GonghuiError, duckdb.Error):
        return None  # told by the check of the database
    return row[0].replace(tzinfo=UTC) if row and row[0] else None


def _synchronised() -> bool | None:
    """What systemd says of NTP; None where it cannot be asked."""
    command = ["timedatectl", "show", "--property=NTPSynchronized", "--value"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=5, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return {"yes": True, "no": False}.get(done.stdout.strip()) if not done.returncode else None


def check_terminal() -> Iterator[Finding]:
    """Whether the terminal shows what we write, which is UTF-8 whatever it says."""
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        locale.setlocale(locale.LC_CTYPE, "")
        charset = locale.nl_langinfo(locale.CODESET)
    except locale.Error as error:
        yield note("terminal", f"{error} (LANG, LC_ALL)", "export LANG=C.UTF-8")
        return
    finally:
        locale.setlocale(locale.LC_CTYPE, before)
    if charset.upper().replace("-", "") == "UTF8":
        yield ok("terminal", "UTF-8: 工会")
    else:
        advice = "export LANG=C.UTF-8, and set the terminal itself to UTF-8"
        yield note("terminal", f"its charset is {charset}; gonghui writes UTF-8", advice)
