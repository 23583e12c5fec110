"""What one published version says that the one before did not: facts, and conflicts of stories.

Both are files that nobody writes any more, opened read-only beside each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb

from warehouse.export_changes import COMPARED
from warehouse.sql import literal

LISTED = 50  # changes that are named; all of them are counted


@dataclass(frozen=True, slots=True)
class Change:
    """A fact that is new (`old` None), gone (`new` None) or has another value."""

    metric: str
    region: str
    place: str
    period_end: date | None
    old: Decimal | None
    new: Decimal | None
    url: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two stories that exclude each other on a fact; `low` and `high` are what they say."""

    metric: str
    region: str
    low: Decimal
    high: Decimal
    low_url: str
    high_url: str


@dataclass(frozen=True, slots=True)
class News:
    """How many facts are new, have another value or are gone, and which (`LISTED` at most).

    `is_first` where there is no version to compare with: then everything is new.
    """

    fresh: int = 0
    other: int = 0
    gone: int = 0
    changes: tuple[Change, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    is_first: bool = False


def news_between(old: Path | None, new: Path) -> News:
    """What the published file `new` says that `old` does not; raises duckdb.Error."""
    with _beside(old, new) as con:
        con.execute(f"CREATE TEMP TABLE fact_change AS {COMPARED.format(old=_OLD, new=_NEW)}")
        fresh, gone, other = con.execute(_COUNTS).fetchall()[0]
        changes = tuple(Change(*row) for row in con.execute(_LISTED).fetchall())
        conflicts = tuple(Conflict(*row) for row in con.execute(_CONFLICTS).fetchall())
    return News(fresh, other, gone, changes, conflicts, is_first=old is None)


@contextmanager
def _beside(old: Path | None, new: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection in which both stand, as `old_version` and `new_version`."""
    con = duckdb.connect(":memory:")
    try:
        con.execute(f"ATTACH {literal(new)} AS new_version (READ_ONLY)")
        if old is None:
            con.execute("ATTACH ':memory:' AS old_version")
            for view in ("fact", "fact_conflict"):
                con.execute(f"CREATE TABLE old_version.{view} AS FROM new_version.{view} LIMIT 0")
        else:
            con.execute(f"ATTACH {literal(old)} AS old_version (READ_ONLY)")
        yield con
    finally:
        con.close()


_OLD, _NEW = "old_version.fact", "new_version.fact"
_COUNTS = """
SELECT count(*) FILTER (old_value IS NULL), count(*) FILTER (new_value IS NULL),
       count(*) FILTER (old_value IS NOT NULL AND new_value IS NOT NULL)
FROM fact_change
"""
# Other values first: they are what a reader must look at.
_LISTED = f"""
SELECT metric, region_name, place, period_end, old_value, new_value, url FROM fact_change
ORDER BY old_value IS NULL, new_value IS NULL, region_name, place, metric, period_end LIMIT {LISTED}
"""
_CONFLICTS = """
SELECT metric, coalesce(region_name, ''), low_value, high_value, low_url, high_url
FROM new_version.fact_conflict
ANTI JOIN old_version.fact_conflict USING (metric, low_value, high_value, low_url, high_url)
ORDER BY ALL
"""
