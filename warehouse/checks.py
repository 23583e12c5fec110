"""Checks of what the warehouse holds: each file of warehouse/checks finds rows that may not be.

They stand in the place of constraints, whose indexes would make loads slow, and run before each
publish: what breaks one is a fault of the program, not of a page, so nothing is published.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from tasks.errors import WarehouseError
from warehouse.definitions import read_sql

CHECKS = Path(__file__).parent / "checks"


@dataclass(frozen=True, slots=True)
class Violation:
    """Rows that break a check: its name, what is wrong, how often, one of them."""

    check: str
    problem: str
    count: int
    example: str


def run_checks(con: duckdb.DuckDBPyConnection) -> list[Violation]:
    """Everything that breaks a check; empty for a sound warehouse."""
    return [found for file in sorted(CHECKS.glob("*.sql")) for found in _run(con, file)]


def _run(con: duckdb.DuckDBPyConnection, file: Path) -> list[Violation]:
    query = f"SELECT problem, count(*), min(example) FROM ({read_sql(file)}) GROUP BY 1 ORDER BY 1"
    try:
        rows = con.execute(query).fetchall()
    except (duckdb.ParserException, duckdb.BinderException, duckdb.CatalogException) as error:
        first, *_ = str(error).splitlines()
        raise WarehouseError(f"{file}: this check does not run ({first})") from error
    return [Violation(file.stem, problem, count, str(example)) for problem, count, example in rows]


def ensure_sound(con: duckdb.DuckDBPyConnection) -> None:
    """Raise WarehouseError that lists the checks which the connected warehouse breaks."""
    found = run_checks(con)
    if found:
        what = "; ".join(f"{v.check}: {v.problem} ({v.count}, such as {v.example})" for v in found)
        raise WarehouseError(f"not published, for the loaded rows are not sound: {what}")
