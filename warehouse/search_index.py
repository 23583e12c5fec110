"""The inverted table behind `search`: characters, pairs of neighbouring ones, and words.

An article that contains a phrase contains all its pairs, so every phrase that LIKE finds is found.
The 128 most frequent characters are also kept in triples, for their pairs stand in most articles.
Words serve the ranking: 工会 as a word counts for more than 工会 inside 职工会员. Rows lie in the
order of their tokens. Articles are added in segments, which are joined when there are too many;
when half of all articles were replaced, everything is added anew.
The fts extension (5,000 articles, one thread) took 52 ms on jieba's words, where this takes 34, and
missed articles of 11 phrases in 26; on pairs it missed none, found some too many, and took 88 ms.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from warehouse.sql import fetch_count, get_state, set_state, transaction

# Characters of the texts of a segment: bounds the memory of building one (100 bytes each).
SEGMENT = 1_100_000
MOST_SEGMENTS = 4
JOINED_AT_ONCE = 2_000_000  # rows: bounds the memory of joining them (50 bytes a row)
LARGEST = 60_000_000  # rows of a joined segment: what DuckDB deletes at once, it keeps in memory
FORM = "1"  # raise it when what stands in search_posting changes: all is then added anew
_NUMBERS = "search_numbers"  # how many were given; never used twice, for postings keep them


def refresh_search(con: duckdb.DuckDBPyConnection, segment: int = SEGMENT) -> int:
    """Add the articles that the search does not know yet; returns how many there were.

    Segment by segment, so that what is not yet committed stays small.
    """
    with transaction(con):
        _drop_replaced(con)
    new = left = fetch_count(con, _NEW)
    while left > 0:
        with transaction(con):
            left -= _add_segment(con, segment)
            _join_segments(con)
    return new


def _drop_replaced(con: duckdb.DuckDBPyConnection) -> None:
    """Forget articles that are gone; forget all where most are, or the form is another."""
    con.execute(
        "DELETE FROM search_article WHERE article_id NOT IN (SELECT article_id FROM article)"
    )
    live = fetch_count(con, "SELECT count(*) FROM search_article")
    same_form = get_state(con, "search_form") == FORM
    if live < int(get_state(con, _NUMBERS) or 0) / 2 or not same_form:
        con.execute("DELETE FROM search_posting; DELETE FROM search_article")
        set_state(con, _NUMBERS, "0")
        set_state(con, "search_form", FORM)


_NEW = "SELECT count(*) FROM article ANTI JOIN search_article USING (article_id)"


def _add_segment(con: duckdb.DuckDBPyConnection, most: int) -> int:
    """Number new articles of about `most` characters, write their tokens; returns how many."""
    given = int(get_state(con, _NUMBERS) or 0)
    con.execute("CREATE OR REPLACE TEMP TABLE fresh AS " + _FRESH, [given, most])
    added = fetch_count(con, "SELECT count(*) FROM fresh")
    set_state(con, _NUMBERS, str(given + added))
    number = fetch_count(con, "SELECT coalesce(max(segment), 0) + 1 FROM search_posting")
    con.execute("INSERT INTO search_article SELECT article_id, article_no FROM fresh")
    con.register("spelled", _spell(con.execute(_TEXTS).fetchall()))
    for found in (_WORDS, *_CHARACTERS):  # in the order of their tokens
        con.execute(_INSERT.format(found=found), [number])
    con.unregister("spelled")
    con.execute("DROP TABLE fresh")
    return added


_FRESH = """
SELECT article_id, (? + row_number() OVER (ORDER BY article_id))::UINTEGER AS article_no
FROM (
    SELECT article_id, sum(character_count) OVER (
        ORDER BY article_id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) AS characters_before
    FROM article ANTI JOIN search_article USING (article_id)
) WHERE coalesce(characters_before, 0) < ?
"""
_TEXTS = """
SELECT article_no, text FROM fresh JOIN article USING (article_id)
UNION ALL
SELECT article_no, simplified FROM fresh JOIN article USING (article_id)
WHERE simplified IS NOT NULL
"""


def _spell(texts: Sequence[tuple[int, str]]) -> pa.Table:
    """One row a character: its article, its code point and the two behind it.

    The columns are windows of one buffer; two zeros divide the texts and end the last one.
    """
    joined = "\0\0".join(text for _, text in texts) + "\0\0\0\0"
    codes = pa.Array.from_buffers(
        pa.uint32(), len(joined), [None, pa.py_buffer(joined.encode("utf-32-le"))]
    )
    size = len(joined) - 2
    ends, end = [], 0
    for _, text in texts:
        end += len(text) + 2
        ends.append(end)
    numbers = pa.RunEndEncodedArray.from_arrays(
        pa.array(ends, pa.int32()), pa.array([number for number, _ in texts], pa.uint32())
    )
    windows = [codes.slice(start, size) for start in range(3)]
    return pa.table([pc.run_end_decode(numbers), *windows], ["article_no", "one", "two", "three"])


# A phrase holds no white space, so tokens need none.
_FREQUENT = "{} IN (SELECT unicode(unnest(string_split(frequent_characters(), ''))))"
_CHARACTERS = (
    "SELECT one::BIGINT AS token, article_no, count(*) AS occurrences FROM spelled "
    "WHERE one > 32 GROUP BY ALL",
    "SELECT (one::BIGINT << 21) | two AS token, article_no, count(*) AS occurrences FROM spelled "
    "WHERE one > 32 AND two > 32 GROUP BY ALL",
    "SELECT (one::BIGINT << 42) | (two::BIGINT << 21) | three AS token, article_no, "
    "count(*) AS occurrences FROM spelled WHERE "
    f"{' AND '.join(_FREQUENT.format(name) for name in ('one', 'two', 'three'))} GROUP BY ALL",
)
_WORDS = """
SELECT word_token(term) AS token, article_no, sum(occurrences) AS occurrences
FROM term JOIN fresh USING (article_id) GROUP BY ALL
"""
_INSERT = """
INSERT INTO search_posting
SELECT ?::INTEGER AS segment, token, article_no, least(occurrences, 65535)::USMALLINT
FROM ({found}) ORDER BY token, article_no
"""


def _join_segments(con: duckdb.DuckDBPyConnection) -> None:
    """Where there are too many small segments, make one of the newest, as far back as they are
    not much larger.

    So each row is written again only as often as its segment doubles.
    """
    sizes = con.execute(_SIZES).fetchall()
    if sum(rows < LARGEST / 2 for _, rows in sizes) <= MOST_SEGMENTS:
        return
    fresh, first, size = sizes[0][0] + 1, 0, 0
    for number, rows in sizes:
        if size and (rows > 2 * size or size + rows > LARGEST):
            break
        first, size = number, size + rows
    parts = size // JOINED_AT_ONCE + 1
    edges = [None, *(edge for (edge,) in con.execute(_EDGES, [first, parts]).fetchall()), None]
    for low, high in pairwise(edges):
        con.execute(_JOIN, {"fresh": fresh, "first": first, "low": low, "high": high})
    con.execute("DELETE FROM search_posting WHERE segment BETWEEN ? AND ?", [first, fresh - 1])


_SIZES = "SELECT segment, count(*) FROM search_posting GROUP BY segment ORDER BY segment DESC"
# Tokens that cut the rows into parts of about one size, judged by one row in a hundred.
_EDGES = """
SELECT DISTINCT token FROM (
    SELECT token, ntile(greatest(1, $2)) OVER (ORDER BY token) AS part
    FROM (SELECT token, segment, article_no FROM search_posting)
    WHERE segment >= $1 AND article_no % 100 = 0
) QUALIFY row_number() OVER (PARTITION BY part ORDER BY token) = 1 AND part > 1 ORDER BY token
"""
_JOIN = """
INSERT INTO search_posting
SELECT $fresh::INTEGER AS segment, token, article_no, occurrences FROM search_posting
WHERE segment >= $first AND segment < $fresh
      AND token >= coalesce($low, token) AND token < coalesce($high, token + 1)
ORDER BY token, article_no
"""
