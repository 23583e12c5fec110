"""Reprints in clusters: articles of one text, or nearly one, share a `story_id`.

Equal texts first, then pairs whose sketches meet, each judged on its whole text. A load marks what
it added and removed (`stale_story`); only articles that share a shingle with those are looked at
again, with their whole clusters, so that the result is that of looking at all. Shingles that more
than MOST texts share are set phrases and make no pair.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

import duckdb
import pyarrow as pa

from warehouse.likeness import Likeness, is_same_story, likeness
from warehouse.sql import fetch_count, transaction

MOST = 100
PAIRS_AT_ONCE = 10_000  # each time all texts are read through; bounds the texts in memory
_LIKENESSES = 256  # 100 KB each for 1,100 characters

Pair = tuple[int, int]


def refresh_stories(con: duckdb.DuckDBPyConnection, pairs_at_once: int = PAIRS_AT_ONCE) -> int:
    """Bring `article.story_id` up to date; returns how many articles went to another story.

    The facts that those report are marked stale.
    """
    if not fetch_count(con, "SELECT count(*) FROM stale_story"):
        return 0
    with transaction(con):
        for statement in (_TEXTS, _TOUCHED, _AFFECTED, _SHINGLES, _PAIRS):
            con.execute(statement)
        links = [pair for lot in _pairs(con, pairs_at_once) for pair in _judge(con, lot)]
        moved = _move(con, _components(links))
        con.execute("DELETE FROM stale_story")
        for table in ("story_text", "touched", "affected", "shingle", "pair", "moved"):
            con.execute(f"DROP TABLE {table}")
    return moved


# Texts by number and not by hash: shingles and pairs of a million articles are many. The numbers
# go as the hashes do, so that a pair is judged the same way round whatever else is there.
_TEXTS = """
CREATE OR REPLACE TEMP TABLE story_text AS
SELECT (row_number() OVER (ORDER BY text_hash))::INTEGER AS text_no, text_hash, article_id
FROM (SELECT text_hash, min(article_id) AS article_id FROM article GROUP BY text_hash)
"""
_TOUCHED = """
CREATE OR REPLACE TEMP TABLE touched AS
SELECT hash, count(*) AS times
FROM (SELECT unnest(sketch) AS hash FROM stale_story) GROUP BY hash
"""
_SPELLED = """
SELECT text_no, unnest(sketch) AS hash
FROM story_text JOIN article USING (article_id)
"""
# Besides the texts themselves, what shares with them a shingle that made a pair before or does now.
_AFFECTED = f"""
CREATE OR REPLACE TEMP TABLE affected AS
WITH spread AS MATERIALIZED (
    SELECT text_no, hash, times FROM ({_SPELLED}) JOIN touched USING (hash)
), common AS (
    SELECT hash FROM spread GROUP BY hash HAVING count(*) > {MOST} + any_value(times)
), near AS (
    SELECT text_hash
    FROM (SELECT DISTINCT text_no FROM spread ANTI JOIN common USING (hash))
    JOIN story_text USING (text_no)
    UNION SELECT text_hash FROM stale_story
), story AS (
    SELECT DISTINCT story_id FROM article SEMI JOIN near USING (text_hash)
), member AS (
    SELECT text_hash FROM article SEMI JOIN story USING (story_id)
    UNION SELECT text_hash FROM near
)
SELECT text_no, text_hash FROM story_text SEMI JOIN member USING (text_hash)
"""
_SHINGLES = f"""
CREATE OR REPLACE TEMP TABLE shingle AS
WITH own AS MATERIALIZED (
    FROM ({_SPELLED}) SEMI JOIN affected USING (text_no)
), spread AS (
    SELECT hash FROM ({_SPELLED}) SEMI JOIN own USING (hash)
    GROUP BY hash HAVING count(*) BETWEEN 2 AND {MOST}
)
SELECT text_no, hash FROM own SEMI JOIN spread USING (hash)
"""
_PAIRS = """
CREATE OR REPLACE TEMP TABLE pair AS
WITH size AS MATERIALIZED (
    SELECT text_no, count(*) AS size FROM shingle GROUP BY text_no
), met AS (
    SELECT one.text_no AS one, other.text_no AS other, count(*) AS shared
    FROM shingle AS one
    JOIN shingle AS other ON other.hash = one.hash AND one.text_no < other.text_no
    GROUP BY ALL
)
SELECT (row_number() OVER (ORDER BY one, other) - 1)::BIGINT AS pair_no, one, other
FROM met
JOIN size AS one_size ON one_size.text_no = one
JOIN size AS other_size ON other_size.text_no = other
WHERE shared >= 0.3 * least(one_size.size, other_size.size)
"""


def _pairs(con: duckdb.DuckDBPyConnection, at_once: int) -> Iterator[list[Pair]]:
    """The candidate pairs of texts, some at a time."""
    count = fetch_count(con, "SELECT count(*) FROM pair")
    for start in range(0, count, at_once):
        yield con.execute(
            "SELECT one, other FROM pair WHERE pair_no >= ? AND pair_no < ? ORDER BY pair_no",
            [start, start + at_once],
        ).fetchall()


def _judge(con: duckdb.DuckDBPyConnection, pairs: Sequence[Pair]) -> list[Pair]:
    """Those of the pairs that are one story, judged on their texts."""
    wanted = sorted({text_no for pair in pairs for text_no in pair})
    texts = dict(con.execute(_WANTED, [wanted]).fetchall())

    @lru_cache(maxsize=_LIKENESSES)
    def known(text_no: int) -> Likeness:
        return likeness(texts[text_no])

    return [(one, other) for one, other in pairs if is_same_story(known(one), known(other))]


_WANTED = """
SELECT text_no, coalesce(simplified, text)
FROM (SELECT unnest(?::INTEGER[]) AS text_no)
JOIN story_text USING (text_no) JOIN article USING (article_id)
"""


def _components(links: Iterable[Pair]) -> dict[int, int]:
    """Each linked text with the one that stands for all that hang together."""
    parent: dict[int, int] = {}

    def root(item: int) -> int:
        while (above := parent.setdefault(item, item)) != item:
            parent[item] = parent[above]
            item = above
        return item

    for one, other in links:
        low, high = sorted((root(one), root(other)))
        parent[high] = low
    return {item: root(item) for item in list(parent)}


def _move(con: duckdb.DuckDBPyConnection, components: dict[int, int]) -> int:
    """Give the affected articles the story of their component: its smallest article_id."""
    table = pa.table(
        {
            "text_no": pa.array(components.keys(), pa.int32()),
            "component": pa.array(components.values(), pa.int32()),
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
        article.article_id,
        story_id,
        min(article.article_id) OVER (PARTITION BY coalesce(component, text_no)) AS fresh_id
    FROM article
    JOIN affected USING (text_hash)
    LEFT JOIN story_component USING (text_no)
) WHERE story_id <> fresh_id
"""
