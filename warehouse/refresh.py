"""What is derived from the loaded rows and kept: stories, facts, places, the search.

A load only marks which metrics and regions it touched (`stale_fact`), in its own transaction; so
a process that is killed between the load and this leaves a mark and no wrong fact. The choice
itself is SQL, warehouse/macros/choose_facts.sql; where that has changed, all are chosen anew.
"""

from __future__ import annotations

from collections.abc import Callable

import duckdb

from warehouse.definitions import HERE, digest_of
from warehouse.judge import refresh_judged
from warehouse.search_index import refresh_search
from warehouse.sql import fetch_count, get_state, set_state, transaction
from warehouse.stories import refresh_stories

# Memory that choosing takes for each of the observations whose facts are chosen at once: 2 KB, and
# as much again, for DuckDB (1.5.5) that runs out of memory in this query can take the process down.
OBSERVATION_BYTES = 4096
MACROS = HERE / "macros"


def refresh(con: duckdb.DuckDBPyConnection) -> None:
    """Bring everything derived up to date with what was loaded; cheap where nothing was."""
    for step in STEPS:
        step(con)


def refresh_facts(con: duckdb.DuckDBPyConnection, batch: int | None = None) -> int:
    """Choose the facts of all stale metrics and regions anew; returns the observations read.

    Region by region, so that the facts of one lie together and are found without reading the rest.
    The observations are read once and laid out in parts of `batch`, by default as many as the
    memory limit allows, for each part is then found by its place.
    """
    batch = batch or fetch_count(con, _FITTING, [OBSERVATION_BYTES])
    with transaction(con):
        _mark_where_chosen_otherwise(con)
        con.execute(_PARTS, {"batch": batch})
        con.execute(f"DELETE FROM fact_base AS base {_IS_STALE}")
        con.execute(_STALE)
        for part in range(fetch_count(con, "SELECT coalesce(max(part) + 1, 0) FROM stale_part")):
            con.execute(_CANDIDATES, [part])
            con.execute(_CHOSEN)
        stale = fetch_count(con, "SELECT count(*) FROM stale_observation")
        con.execute("DROP TABLE IF EXISTS candidate")
        con.execute("DROP TABLE stale_observation; DROP TABLE stale_part; DELETE FROM stale_fact")
    return stale


def _mark_where_chosen_otherwise(con: duckdb.DuckDBPyConnection) -> None:
    """Mark all facts where they were chosen by another version of the macros."""
    wanted = digest_of([MACROS / "choose_facts.sql", MACROS / "value_range.sql"])
    if get_state(con, "choice") != wanted:
        con.execute(_MARK_ALL)
        set_state(con, "choice", wanted)


_MARK_ALL = """
INSERT INTO stale_fact
SELECT metric, region_code FROM observation_now UNION SELECT metric, region_code FROM fact_base
EXCEPT SELECT metric, region_code FROM stale_fact
"""
_FITTING = "SELECT parse_formatted_bytes(current_setting('memory_limit')) // ?"
_IS_STALE = """
WHERE EXISTS (
    SELECT 1 FROM stale_fact WHERE stale_fact.metric = base.metric
    AND stale_fact.region_code IS NOT DISTINCT FROM base.region_code
)
"""

_PARTS = f"""
CREATE OR REPLACE TEMP TABLE stale_part AS
SELECT region_code, metric, size,
       (sum(size) OVER (ORDER BY region_code, metric) - size)::BIGINT // $batch AS part
FROM (
    SELECT region_code, metric, count(*) AS size FROM observation_now AS base {_IS_STALE}
    GROUP BY region_code, metric
)
"""
_STALE = """
CREATE OR REPLACE TEMP TABLE stale_observation AS
SELECT
    part, base.metric, base.region_code, observation_id, article_id, value, unit, bound,
    written_step, statistic, place, period_start, period_end, quote, confidence, review
FROM observation_now AS base
JOIN stale_part AS chosen
    ON chosen.metric = base.metric AND chosen.region_code IS NOT DISTINCT FROM base.region_code
ORDER BY part
"""
_CANDIDATES = """
CREATE OR REPLACE TEMP TABLE candidate AS
SELECT * EXCLUDE (part) FROM stale_observation WHERE part = ?
"""
_CHOSEN = """
INSERT INTO fact_base BY NAME SELECT * FROM choose_facts('candidate')
ORDER BY region_code, metric, statistic, period_end
"""


def refresh_places(con: duckdb.DuckDBPyConnection) -> None:
    """Make `place` hold, beside the gazetteer's towns, the places that observations name now."""
    with transaction(con):
        con.execute("DELETE FROM place WHERE NOT is_town")
        con.execute(
            """
            INSERT INTO place BY NAME
            SELECT DISTINCT region_code, place, false AS is_town
            FROM observation_now WHERE place IS NOT NULL AND region_code IS NOT NULL
            EXCEPT SELECT region_code, place, false FROM place
            """
        )


# In this order; each does its own transactions, and finds what is left by one that was killed.
STEPS: tuple[Callable[[duckdb.DuckDBPyConnection], object], ...] = (
    refresh_stories,
    refresh_judged,
    refresh_facts,
    refresh_places,
    refresh_search,
)
