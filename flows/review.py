"""`gonghui review`: a person accepts, corrects or rejects what the rules read, with a reason.

Each decision goes into the file of corrections at once, so that nothing is lost when a session
breaks off; at its end the decisions are published. While another run writes, they count from that
one's or the next one's publish on.
"""

from __future__ import annotations

import getpass
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import cast

import duckdb
from rich.console import Console
from rich.text import Text

from flows.review_screen import Quit, ask_decision, show_list, show_lost
from flows.settings import Settings, get_settings
from tasks.errors import InputError, WarehouseError
from tasks.load.steps import publish_corrections
from warehouse.corrections import Reading, Verdict, add_corrections
from warehouse.database import open_reader
from warehouse.doubts import Doubt, doubtful, find_observation, lost_corrections, to_correction
from warehouse.judge import unknown_names
from warehouse.locking import writer_lock
from warehouse.migrate import is_current, refuse_newer


@dataclass(frozen=True, slots=True)
class Decision:
    """What someone typed: the verdict, what is meant instead, why, and who says so."""

    verdict: Verdict
    meant: Mapping[str, object]
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which observations to review: filters by column, how many at most; or only to list them."""

    filters: Mapping[str, str | None] = field(default_factory=dict)
    limit: int = 20
    only_list: bool = False


def review_observations(
    name: str | None,
    verdicts: Sequence[str | None],
    changes: Sequence[str],
    reason: str,
    by: str | None,
    wanted: Wanted,
    wait_seconds: float,
) -> None:
    """What `gonghui review` was asked for; raises InputError where that is not one thing."""
    chosen = [one for one in verdicts if one]
    if name is None and chosen:
        raise InputError("name the observation that this is about; --list shows their ids")
    if name is not None and (len(chosen) > 1 or (not chosen and not sys.stdin.isatty())):
        raise InputError("say one of --accept, --reject, or --set COLUMN=VALUE")
    if chosen and not reason.strip():
        raise InputError("say why, with --reason")
    if name is not None and chosen:
        meant = parse_changes(changes)
        verdict = cast(Verdict, chosen[0])
        decide(name, Decision(verdict, meant, reason, by or who()), wait_seconds)
    elif wanted.only_list:
        list_doubtful(wanted)
    else:
        review_in_turn(name, wanted, by, wait_seconds)


def list_doubtful(wanted: Wanted) -> None:
    """Print the most doubtful observations, and the corrections that lost their words."""
    with _reading(get_settings()) as con:
        show_lost(lost_corrections(con))
        show_list(doubtful(con, wanted.limit, wanted.filters))


def decide(name: str, decision: Decision, wait_seconds: float) -> None:
    """Judge the observation whose id begins with `name`; raises InputError for what is wrong."""
    settings = get_settings()
    with _reading(settings) as con:
        found = find_observation(con, name)
    _write(settings, found, decision)
    _publish(settings, 1, wait_seconds)


def review_in_turn(name: str | None, wanted: Wanted, by: str | None, wait_seconds: float) -> None:
    """Show one doubtful observation after the other and ask what to make of it.

    With `name` only the one whose id begins so, judged or not.
    """
    if not sys.stdin.isatty():
        raise InputError(
            "review asks questions, and there is nobody to answer; use --list, or name an "
            "observation with --accept, --reject or --set"
        )
    settings, console, done = get_settings(), Console(highlight=False), 0
    with _reading(settings) as con:
        if name is not None:
            items = [find_observation(con, name)]
        else:
            show_lost(lost_corrections(con))
            items = doubtful(con, wanted.limit, wanted.filters)
    with suppress(Quit, EOFError):
        for number, item in enumerate(items, 1):
            done += _ask(settings, console, item, f"{number} of {len(items)}", by or who())
    console.print("Nothing to review." if not items else "")
    if done:
        _publish(settings, done, wait_seconds)


def _ask(settings: Settings, console: Console, item: Doubt, place: str, by: str) -> int:
    """Ask until the answer can be written, or is to skip; returns how many were written."""
    while decision := ask_decision(console, item, place, by):
        verdict, meant, reason = decision
        try:
            _write(settings, item, Decision(verdict, meant, reason, by))
        except InputError as error:
            console.print(Text(str(error), "red"))
        else:
            return 1
    return 0


@contextmanager
def _reading(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """The published file, which must be of this program's schema."""
    path = settings.layout.published
    with open_reader(path) as con:
        refuse_newer(con, path)
        if not is_current(con):
            raise WarehouseError(f"{path}: was made by another version; run gonghui ingest first")
        yield con


def who() -> str:
    """The name that stands in the file where nobody gave one."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user id without a name, as in containers
        return "unknown"


def parse_changes(texts: Sequence[str]) -> dict[str, object]:
    """`column=value` texts as a mapping; an empty value says that there is none."""
    meant: dict[str, object] = {}
    for text in texts:
        name, sign, value = text.partition("=")
        if not sign or name not in Reading.model_fields:
            known = ", ".join(Reading.model_fields)
            raise InputError(f"--set {text}: write COLUMN=VALUE, with a column of {known}")
        meant[name] = value or None
    return meant


def _write(settings: Settings, item: Doubt, made: Decision) -> None:
    """Put a decision into the file, once it is sure that it can be meant."""
    today = date.today()
    entry = to_correction(item, made.verdict, made.meant, made.reason, made.by, today)
    with _reading(settings) as con:
        for _, told in unknown_names(con, [entry]):
            raise InputError(told)
    add_corrections(_file(settings), [entry])


def _file(settings: Settings) -> Path:
    if settings.corrections is None:
        raise InputError("no file of corrections is set; set GONGHUI_CORRECTIONS")
    return settings.corrections


def _publish(settings: Settings, count: int, wait_seconds: float) -> None:
    told = f"{count} written to {_file(settings)}"
    try:
        with writer_lock(settings.layout.lock, wait_seconds):
            publish_corrections(settings.layout)
    except WarehouseError as error:
        print(f"{told}; not published yet: {error}. The next gonghui ingest does it.")
    else:
        print(f"{told} and published.")
