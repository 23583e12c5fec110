"""Reprints in clusters: articles of one text, or nearly one, share a `story_id`.

Equal texts first, then pairs whose sketches meet, each judged on its whole text. A load marks what
it added and removed (`stale_story`); only articles that share a shingle with those are looked at
again, with their whole clusters, so that the result is that of looking at all. Shingles that more
than MOST texts share are set phrases and make no pair.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import duckdb
import pyarrow as pa

from warehouse.likeness import is_same_story, likeness
from warehouse.sql import fetch_count, transaction

MOST = 100
_PAIRS_AT_ONCE = 500  # bounds the memory of judging: two texts' shingles a pair

Pair = tuple[str, str]


def refresh_stories(con: duckdb.DuckDBPyConnection) -> int:
    """Bring `article.story_id` up to date; returns how many articles went to another story.

    The facts that those report are marked stale.
    """
    if not fetch_count(con, "SELECT count(*) FROM stale_story"):
        return 0
    with transaction(con):
        for statement in (_TEXTS, _AFFECTED, _SHINGLES, _PAIRS):
            con.execute(statement)
        links = [pair for pairs in _pairs(con) for pair in _judge(con, pairs)]
        moved = _move(con, _components(links))
        con.execute("DELETE FROM stale_story")
        for table in ("story_text", "affected", "shingle", "pair", "moved"):
            con.execute(f"DROP TABLE {table}")
    return moved


_TEXTS = """
CREATE OR REPLACE TEMP TABLE story_text AS
SELECT text_hash, any_value(sketch) AS sketch FROM article GROUP BY text_hash
"""
# Besides the texts themselves, what shares with them a shingle that made a pair before or does now.
_AFFECTED = f"""
CREATE OR REPLACE TEMP TABLE affected AS
WITH touched AS (
    SELECT hash, count(*) AS times
    FROM (SELECT unnest(sketch) AS hash FROM stale_story) GROUP BY hash
), spread AS (
    SELECT hash, list(text_hash) AS texts, any_value(times) AS times
    FROM (SELECT text_hash, unnest(sketch) AS hash FROM story_text) JOIN touched USING (hash)
    GROUP BY hash
), near AS (
    SELECT unnest(texts) AS text_hash FROM spread WHERE len(texts) <= {MOST} + times
    UNION SELECT text_hash FROM stale_story
), story AS (
    SELECT DISTINCT story_id FROM article SEMI JOIN near USING (text_hash)
)
SELECT DISTINCT text_hash FROM (
    SELECT text_hash FROM article SEMI JOIN story USING (story_id)
    UNION ALL SELECT text_hash FROM article SEMI JOIN near USING (text_hash)
)
"""
_SHINGLES = f"""
CREATE OR REPLACE TEMP TABLE shingle AS
WITH own AS (
    SELECT text_hash, unnest(sketch) AS hash FROM story_text SEMI JOIN affected USING (text_hash)
), spread AS (
    SELECT hash FROM (SELECT unnest(sketch) AS hash FROM story_text)
    SEMI JOIN own USING (hash)
    GROUP BY hash HAVING count(*) BETWEEN 2 AND {MOST}
)
SELECT text_hash, hash FROM own SEMI JOIN spread USING (hash)
"""
_PAIRS = """
CREATE OR REPLACE TEMP TABLE pair AS
WITH size AS (SELECT text_hash, count(*) AS size FROM shingle GROUP BY text_hash)
SELECT one.text_hash AS one, other.text_hash AS other
FROM shingle AS one
JOIN shingle AS other ON other.hash = one.hash AND one.text_hash < other.text_hash
JOIN size AS one_size ON one_size.text_hash = one.text_hash
JOIN size AS other_size ON other_size.text_hash = other.text_hash
GROUP BY one.text_hash, other.text_hash
HAVING count(*) >= 0.3 * least(any_value(one_size.size), any_value(other_size.size))
"""


def _pairs(con: duckdb.DuckDBPyConnection) -> Iterator[list[Pair]]:
    """The candidate pairs of text hashes, some at a time."""
    pairs = con.execute("SELECT one, other FROM pair ORDER BY one, other").fetchall()
    for start in range(0, len(pairs), _PAIRS_AT_ONCE):
        yield pairs[start : start + _PAIRS_AT_ONCE]


def _judge(con: duckdb.DuckDBPyConnection, pairs: list[Pair]) -> Iterator[Pair]:
    """Those of the pairs that are one story, judged on their texts."""
    wanted = sorted({text_hash for pair in pairs for text_hash in pair})
    rows = con.execute(
        "SELECT text_hash, any_value(coalesce(simplified, text)) FROM article "
        "WHERE text_hash IN (SELECT unnest(?::VARCHAR[])) GROUP BY text_hash",
        [wanted],
    ).fetchall()
    known = {text_hash: likeness(text) for text_hash, text in rows}
    return ((one, other) for one, other in pairs if is_same_story(known[one], known[other]))


def _components(links: Iterable[Pair]) -> dict[str, str]:
    """Each linked text with the one that stands for all that hang together."""
    parent: dict[str, str] = {}

    def root(item: str) -> str:
        while (above := parent.setdefault(item, item)) != item:
            parent[item] = parent[above]
            item = above
        return item

    for one, other in links:
        low, high = sorted((root(one), root(other)))
        parent[high] = low
    return {item: root(item) for item in list(parent)}


def _move(con: duckdb.DuckDBPyConnection, components: dict[str, str]) -> int:
    """Give the affected articles the story of their component: its smallest article_id."""
    table = pa.table(
        {
            "text_hash": pa.array(components.keys(), pa.string()),
            "component": pa.array(components.values(), pa.string()),
        }
    )
    con.register("story_component", table)
    con.execute(_MOVED)
    con.unregister("story_component")
    con.execute(
        "UPDATE article SET story_id = moved.fresh_id FROM moved "
        "WHERE article.article_id = moved.article_id"
    )
    con.execute(
        "INSERT INTO stale_fact SELECT DISTINCT metric, region_code FROM observation_base "
        "SEMI JOIN moved USING (article_id) EXCEPT SELECT metric, region_code FROM stale_fact"
    )
    return fetch_count(con, "SELECT count(*) FROM moved")


_MOVED = """
CREATE OR REPLACE TEMP TABLE moved AS
SELECT article_id, fresh_id FROM (
    SELECT
        article_id,
        story_id,
        min(article_id) OVER (PARTITION BY coalesce(component, text_hash)) AS fresh_id
    FROM article
    SEMI JOIN affected USING (text_hash)
    LEFT JOIN story_component USING (text_hash)
) WHERE story_id <> fresh_id
"""
