"""What the warehouse holds already: which pages, read by which rules, of which sources.

Asked before a run begins, so that one with nothing to do ends at once: nothing here imports Arrow.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import duckdb

from tasks.fetch.kinds import Source
from warehouse.corrections import corrections_digest, read_corrections
from warehouse.database import open_reader
from warehouse.layout import Layout
from warehouse.migrate import is_current
from warehouse.sql import get_state


class Known(NamedTuple):
    """What the warehouse holds of a page: the bytes' hash, the rules that read them, its url."""

    sha256: str | None
    rules_version: str
    url: str


KnownPages = dict[tuple[str, str], Known]


def known_captures(con: duckdb.DuckDBPyConnection) -> KnownPages:
    """(source, page) of every page loaded or rejected, with what it was.

    A page whose hash and rules version are the same need not be read again.
    """
    rows = con.execute(
        "SELECT source, page, sha256, rules_version, url FROM article UNION ALL "
        "SELECT source, page, sha256, rules_version, url FROM reject"
    ).fetchall()
    return {(source, page): Known(*held) for source, page, *held in rows}


def record_sources(con: duckdb.DuckDBPyConnection, sources: Iterable[Source]) -> None:
    """Make the table `source` say of the configured sources what their file says.

    Pages of a source whose region has changed are to be read again: it is a hint to their reading.
    """
    for row in _source_rows(sources):
        con.execute(_FORGET_REGION, [row[0], row[_SOURCE.index("source_region")]])
        con.execute("DELETE FROM source WHERE source = ?", row[:1])
        marks = ", ".join("?" * len(row))
        con.execute(f"INSERT INTO source ({', '.join(_SOURCE)}) VALUES ({marks})", row)


_FORGET_REGION = """
UPDATE article SET rules_version = rules_version || ' with another region'
WHERE source IN (SELECT source FROM source WHERE source = $1 AND source_region IS DISTINCT FROM $2)
"""
_SOURCE = (
    "source",
    "source_kind",
    "source_publisher",
    "source_region",
    "note",
    "expected_articles",
    "expected_age_days",
)


def _source_rows(sources: Iterable[Source]) -> list[tuple[str | int | None, ...]]:
    return [
        (
            one.name,
            one.kind,
            one.publisher,
            one.region,
            one.note or None,
            one.normal.fewest,
            one.normal.newest_days,
        )
        for one in sources
    ]


def published_pages(layout: Layout, sources: Iterable[Source]) -> KnownPages | None:
    """What the published file knows of every page.

    None where it must be made anew whatever the pages: there is none, or schema, views,
    corrections or the description of a source have changed.
    """
    if not layout.published.exists():
        return None
    corrections = corrections_digest(read_corrections(layout.corrections))
    with open_reader(layout.published) as con:
        if not is_current(con) or (get_state(con, "corrections") or "") != corrections:
            return None
        told = set(con.execute(f"SELECT {', '.join(_SOURCE)} FROM source").fetchall())
        return known_captures(con) if told.issuperset(_source_rows(sources)) else None
