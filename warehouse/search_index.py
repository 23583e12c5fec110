"""The inverted table behind `search`: pairs of neighbouring characters, and jieba's words.

Pairs make it complete: an article that contains a phrase contains all its pairs, whatever a
segmenter made of it, so every phrase that LIKE finds is found. Words serve the ranking: 工会 as a
word counts for more than 工会 inside 职工会员. Articles are added in segments, which are joined
when there are too many. The numbers of replaced articles stay in them and match nothing; when they
are half of all, everything is added anew.
"""

from __future__ import annotations

import duckdb

from warehouse.sql import fetch_count, get_state, set_state, transaction

# Articles a segment: bounds the memory of building one (60 KB an article of 1,100 characters).
SEGMENT = 10_000
MOST_SEGMENTS = 8
JOINED_AT_ONCE = 10_000_000  # postings


def refresh_search(con: duckdb.DuckDBPyConnection, segment: int = SEGMENT) -> int:
    """Add the articles that the search does not know yet; returns how many there were."""
    with transaction(con):
        con.execute(
            "DELETE FROM search_article WHERE article_id NOT IN (SELECT article_id FROM article)"
        )
        live = fetch_count(con, "SELECT count(*) FROM search_article")
        if live < int(get_state(con, _NUMBERS) or 0) / 2:
            con.execute("DELETE FROM search_posting; DELETE FROM search_article")
            set_state(con, _NUMBERS, "0")
        new = fetch_count(con, _NEW)
        for _ in range(0, new, segment):
            _add_segment(con, segment)
        if fetch_count(con, "SELECT count(DISTINCT segment) FROM search_posting") > MOST_SEGMENTS:
            _join_segments(con)
    return new


_NEW = "SELECT count(*) FROM article ANTI JOIN search_article USING (article_id)"
_NUMBERS = "search_numbers"  # how many were given; never used twice, for postings keep them


def _add_segment(con: duckdb.DuckDBPyConnection, most: int) -> None:
    """Number up to `most` new articles and write their tokens as one segment."""
    given = int(get_state(con, _NUMBERS) or 0)
    con.execute("CREATE OR REPLACE TEMP TABLE fresh AS " + _FRESH, [given, most])
    set_state(con, _NUMBERS, str(given + fetch_count(con, "SELECT count(*) FROM fresh")))
    number = fetch_count(con, "SELECT coalesce(max(segment), 0) + 1 FROM search_posting")
    con.execute("INSERT INTO search_article SELECT article_id, article_no FROM fresh")
    con.execute(_ADD, [number])
    con.execute("DROP TABLE fresh")


_FRESH = """
SELECT
    article_id,
    (? + row_number() OVER (ORDER BY article_id))::UINTEGER AS article_no,
    text,
    simplified
FROM (
    SELECT article_id, text, simplified FROM article ANTI JOIN search_article USING (article_id)
    ORDER BY article_id LIMIT ?
)
"""
# Each character begins a pair, the last one with a newline: so one character can be sought too.
_ADD = """
INSERT INTO search_posting
WITH spelled AS (
    SELECT article_no, string_split(text || chr(10), '') AS characters FROM fresh
    UNION ALL
    SELECT article_no, string_split(simplified || chr(10), '') FROM fresh
    WHERE simplified IS NOT NULL
), pair AS (
    SELECT article_no, unnest(characters) AS first, unnest(characters[2:]) AS second FROM spelled
), found AS (
    SELECT pair_token(first, second) AS token, article_no,
           least(count(*), 65535)::USMALLINT AS occurrences
    FROM pair WHERE second IS NOT NULL GROUP BY token, article_no
    UNION ALL
    SELECT word_token(term), article_no, least(sum(occurrences), 65535)::USMALLINT
    FROM term JOIN fresh USING (article_id) GROUP BY word_token(term), article_no
)
SELECT
    ?::INTEGER AS segment,
    token,
    list({'article_no': article_no, 'occurrences': occurrences}) AS articles
FROM found GROUP BY token ORDER BY token
"""


def _join_segments(con: duckdb.DuckDBPyConnection) -> None:
    """Make one segment of the newest ones, as far back as they are not much larger.

    So each posting is written again only as often as its segment doubles.
    """
    first, size = 0, 0
    for number, postings in con.execute(_SIZES).fetchall():
        if size and postings > 2 * size:
            break
        first, size = number, size + postings
    parts = size // JOINED_AT_ONCE + 1
    con.execute("CREATE OR REPLACE TEMP TABLE joined AS SELECT * FROM search_posting LIMIT 0")
    for part in range(parts):
        con.execute(_JOIN, [first, first, parts, part])
    con.execute("DELETE FROM search_posting WHERE segment >= ?", [first])
    con.execute("INSERT INTO search_posting SELECT * FROM joined ORDER BY token")
    con.execute("DROP TABLE joined")


_SIZES = """
SELECT segment, sum(len(articles))::BIGINT
FROM search_posting GROUP BY segment ORDER BY segment DESC
"""
_JOIN = """
INSERT INTO joined
SELECT
    ?::INTEGER AS segment,
    token,
    flatten(list(articles)) AS articles
FROM search_posting WHERE segment >= ? AND abs(token) % ? = ?
GROUP BY token
"""
