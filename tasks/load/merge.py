"""The steps of a load inside its transaction, each one statement over whole sets.

They share temporary tables: `incoming` (each staged page with its verdict), `incoming_observation`
and `vanished` (observations that come, and that go); `stage_…` are the Arrow tables of the batch.
"""

from __future__ import annotations

import duckdb

from tasks.load.schemas import PARTS
from warehouse.sql import fetch_count


def classify(con: duckdb.DuckDBPyConnection, rules: str) -> None:
    """Table `incoming`: each staged page with its verdict and the article that it replaces."""
    con.execute(
        """
        CREATE TEMP TABLE incoming AS
        SELECT stage.article_id::UUID AS article_id, stage.captured_at,
               held.article_id AS held_id,
               CASE WHEN held.article_id IS NULL THEN 'new'
                    WHEN held.sha256 <> stage.sha256 AND stage.captured_at < seen.captured_at
                        THEN 'older'
                    WHEN held.sha256 <> stage.sha256 THEN 'changed'
                    WHEN held.rules_version <> ? THEN 'reread'
                    ELSE 'unchanged' END AS verdict
        FROM stage_capture AS stage
        LEFT JOIN article AS held USING (source, page)
        LEFT JOIN capture AS seen ON seen.article_id = held.article_id
        """,
        [rules],
    )


def keep_past(con: duckdb.DuckDBPyConnection, rules: str, run_id: str) -> int:
    """Tables `incoming_observation` (what comes) and `vanished` (what goes, also to the past).

    Returns how many come that were not there. Where all pages are new, that is all that is staged,
    and nothing needs to be looked up.
    """
    con.execute(
        """
        CREATE TEMP TABLE vanished AS
        SELECT base.* FROM observation_base AS base
        WHERE article_id IN (SELECT held_id FROM incoming WHERE verdict IN ('changed', 'reread'))
        """
    )
    if all_are_new(con):
        return fetch_count(con, "SELECT count(*) FROM stage_observation_base")
    con.execute(
        """
        CREATE TEMP TABLE incoming_observation AS
        SELECT stage.observation_id::UUID AS observation_id,
               held.observation_id IS NULL AS is_added,
               coalesce(held.first_rules, $rules) AS first_rules,
               CASE WHEN held.observation_id IS NULL THEN $run ELSE held.first_run END AS first_run
        FROM stage_observation_base AS stage
        JOIN incoming ON incoming.article_id = stage.article_id::UUID
             AND verdict IN ('new', 'changed', 'reread')
        LEFT JOIN vanished AS held
             ON held.observation_id = stage.observation_id::UUID
             AND held.rule = stage.rule AND held.confidence = stage.confidence
             AND held.unit = stage.unit AND held.quote = stage.quote
        """,
        {"rules": rules, "run": run_id},
    )
    con.execute(
        "DELETE FROM vanished WHERE observation_id IN "
        "(SELECT observation_id FROM incoming_observation WHERE NOT is_added)"
    )
    con.execute(
        """
        INSERT INTO observation_past BY NAME
        SELECT vanished.*, article.rules_version AS last_rules, ? AS replaced_by, ? AS replaced_in
        FROM vanished JOIN article USING (article_id)
        """,
        [rules, run_id],
    )
    return fetch_count(con, "SELECT count(*) FROM incoming_observation WHERE is_added")


def all_are_new(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether no page of the batch was there before."""
    return not fetch_count(con, "SELECT count(*) FROM incoming WHERE verdict <> 'new'")


def mark_stale(con: duckdb.DuckDBPyConnection) -> None:
    """Remember whose facts and reprints must be looked at anew (warehouse/refresh.py)."""
    con.execute(
        """
        INSERT INTO stale_story
        SELECT text_hash, sketch FROM article
        WHERE article_id IN (SELECT held_id FROM incoming WHERE verdict IN ('changed', 'reread'))
        UNION ALL
        SELECT text_hash, sketch FROM stage_article AS stage
        SEMI JOIN incoming ON incoming.article_id = stage.article_id::UUID
             AND verdict IN ('new', 'changed', 'reread')
        """
    )
    con.execute(
        """
        INSERT INTO stale_fact
        SELECT metric, region_code FROM vanished
        UNION
        SELECT metric, region_code FROM stage_observation_base AS stage
        SEMI JOIN incoming ON incoming.article_id = stage.article_id::UUID
             AND verdict IN ('new', 'changed', 'reread')
        EXCEPT SELECT metric, region_code FROM stale_fact
        """
    )


def replace_rows(con: duckdb.DuckDBPyConnection, rules: str, run_id: str) -> None:
    """Put the rows of new, changed and reread pages in the place of what was there."""
    if fetch_count(con, "SELECT count(*) FROM incoming WHERE verdict IN ('changed', 'reread')"):
        for table in ("article", "search_article", *PARTS):
            con.execute(
                f"DELETE FROM {table} WHERE article_id IN "
                "(SELECT held_id FROM incoming WHERE verdict IN ('changed', 'reread'))"
            )
    are_new = all_are_new(con)
    for table in ("article", *PARTS):
        _insert(con, table, {"rules": rules, "run": run_id}, are_new)


def _insert(
    con: duckdb.DuckDBPyConnection, table: str, values: dict[str, str], are_new: bool
) -> None:
    """The staged rows of one table; where all pages are new nothing needs to be looked up."""
    more, join = _EXTRA.get(table, ""), ""
    if table == "observation_base":
        more = _FIRST if are_new else ", came.first_rules, came.first_run, $run AS run_id"
    if not are_new:
        join = _OF_LOADED if table != "observation_base" else _OF_CAME
    used = {name: value for name, value in values.items() if f"${name}" in more}
    con.execute(
        f"INSERT INTO {table} BY NAME SELECT stage.*{more} FROM stage_{table} AS stage {join}", used
    )


_EXTRA = {"article": ", $rules AS rules_version, $run AS run_id"}
_FIRST = ", $rules AS first_rules, $run AS first_run, $run AS run_id"
_OF_CAME = "JOIN incoming_observation AS came ON came.observation_id = stage.observation_id::UUID"
_OF_LOADED = (
    "SEMI JOIN incoming ON incoming.article_id = stage.article_id::UUID "
    "AND verdict IN ('new', 'changed', 'reread')"
)


def record_captures(con: duckdb.DuckDBPyConnection, run_id: str) -> None:
    """Remember every content that a page ever had, and when it was last seen."""
    con.execute(
        """
        UPDATE capture SET captured_at = incoming.captured_at
        FROM incoming
        WHERE capture.article_id = incoming.article_id
              AND incoming.captured_at > capture.captured_at
        """
    )
    con.execute(
        """
        INSERT INTO capture BY NAME
        SELECT stage.*, ? AS run_id FROM stage_capture AS stage
        ANTI JOIN capture ON capture.article_id = stage.article_id::UUID
        """,
        [run_id],
    )
    con.execute(
        """
        INSERT INTO source (source)
        SELECT DISTINCT source FROM stage_capture ANTI JOIN source USING (source)
        """
    )


def record_rejects(con: duckdb.DuckDBPyConnection, rules: str, run_id: str) -> None:
    """One row a page: the newest reason; none once the page could be read."""
    con.execute(
        """
        DELETE FROM reject WHERE (source, page) IN (
            SELECT (source, page) FROM stage_capture UNION SELECT (source, page) FROM stage_reject
        )
        """
    )
    con.execute(
        """
        INSERT INTO reject BY NAME
        SELECT DISTINCT ON (source, page) *, ? AS rules_version, ? AS run_id
        FROM stage_reject ORDER BY source, page, reason, sha256, detail
        """,
        [rules, run_id],
    )
