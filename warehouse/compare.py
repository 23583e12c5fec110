"""Two published files held against each other: whether they say the same, and where not."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import duckdb

from warehouse.database import open_reader
from warehouse.hashing import CONTENT, content_hash, table_digest


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between an old file and a new one.

    `tables` are those with other content, with their rows in both; `only_old` counts, by source,
    pages that the new one lacks; `older_rules` are pages of the old one that were read by rules
    which the new one does not use.
    """

    old_hash: str
    new_hash: str
    tables: tuple[tuple[str, int, int], ...]
    only_old: Counter[str]
    older_rules: int

    @property
    def is_equal(self) -> bool:
        return self.old_hash == self.new_hash


@dataclass(frozen=True, slots=True)
class _Side:
    content: str
    digests: dict[str, tuple[int, int]]
    pages: set[tuple[str, str]]
    rules: Counter[str]


def compare(old: Path, new: Path) -> Comparison:
    """Compare two published files; raises WarehouseError for what cannot be opened."""
    before, after = _look(old), _look(new)
    tables = tuple(
        (table, before.digests[table][0], after.digests[table][0])
        for table in CONTENT
        if before.digests[table] != after.digests[table]
    )
    older = sum(count for rules, count in before.rules.items() if rules not in after.rules)
    lost = Counter(source for source, _ in before.pages - after.pages)
    return Comparison(before.content, after.content, tables, lost, older if after.rules else 0)


def _look(path: Path) -> _Side:
    with open_reader(path) as con:
        return _Side(
            content_hash(con),
            {table: table_digest(con, table) for table in CONTENT},
            set(con.execute("SELECT source, page FROM article").fetchall()),
            _rules(con),
        )


def _rules(con: duckdb.DuckDBPyConnection) -> Counter[str]:
    query = "SELECT rules_version, count(*) FROM article GROUP BY ALL"
    return Counter(dict(con.execute(query).fetchall()))
