"""Search over 100,000 articles of Chinese prose, one thread, beside a scan by LIKE.

Times are processor time of the process, with one thread: what the answer takes on one core that
nobody else uses. The fts extension is no yardstick here, for it cannot be had without a download,
and finds nothing in Chinese that is not segmented.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

import duckdb
import pytest

from tasks.load.load import load_tables
from tasks.load.runs import begin_run
from tests.bench.results import Results, Table
from tests.bench.warehouse.corpus import Sentence, batches, sentences
from warehouse.database import connect, open_writer
from warehouse.layout import Layout
from warehouse.publish import publish

pytestmark = pytest.mark.bench
ARTICLES, ROUNDS, BAR_MS = 100_000, 5, 100.0
HEADS = ("search", "articles that have it", "ms", "LIKE, ms")
# Words and phrases frequent and rare, several at once, characters, figures, and what is not there.
WORDS = (
    *("工会", "会员", "农民工 入会", "女职工", "集体合同 覆盖率", "劳动模范", "年 工会 职工", "人"),
    *("。", "25家", "万人", "工会会员", "全市各级工会", "职工书屋 女职工 困难", "量子计算机"),
)


@pytest.fixture(scope="module")
def known() -> list[Sentence]:
    return sentences()


@pytest.fixture(scope="module")
def con(
    tmp_path_factory: pytest.TempPathFactory, known: list[Sentence]
) -> Iterator[duckdb.DuckDBPyConnection]:
    """The published warehouse of all articles, asked by one thread."""
    layout = Layout(tmp_path_factory.mktemp("search"), keep=0)
    with open_writer(layout) as writer:
        begin_run(writer, "bench", "bench", "rules")
        for tables in batches(ARTICLES, known):
            load_tables(writer, tables, "bench")
        publish(writer, layout)
    asked = connect(layout.published, read_only=True)
    asked.execute("SET threads = 1")
    yield asked
    asked.close()


def milliseconds(con: duckdb.DuckDBPyConnection, query: str) -> float:
    """Processor time of an answer, the least of some."""
    times = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        con.execute(query).fetchall()
        times.append(time.process_time() - begun)
    return min(times) * 1000


def like(words: str) -> str:
    """The condition that a scan would put to the texts."""
    return " AND ".join(f"text LIKE '%{word}%'" for word in words.split())


def test_a_search_takes_less_than_a_tenth_of_a_second(
    con: duckdb.DuckDBPyConnection, known: list[Sentence], results: Results
) -> None:
    long = [one.text[2:14] for one in known[:: len(known) // 5] if len(one.text) > 14]
    rows = []
    for words in (*WORDS, *(one for one in long if "'" not in one)):
        have = con.execute(f"SELECT count(*) FROM article WHERE {like(words)}").fetchall()[0][0]
        ours = milliseconds(con, f"FROM search('{words}')")
        scan = milliseconds(con, f"SELECT title, url FROM article WHERE {like(words)} LIMIT 300")
        rows.append((words, have, ours, scan))
    results.tables["Search"] = Table(
        f"{ARTICLES:,} articles of some 1,000 characters, one thread, processor time.", HEADS,
        [(words, f"{have:,}", f"{ours:.0f}", f"{scan:.0f}") for words, have, ours, scan in rows],
    )  # fmt: skip
    slowest, scanned = max(ours for *_, ours, _ in rows), max(scan for *_, scan in rows)
    against = f"a scan by LIKE takes up to {scanned:.0f} ms"
    assert results.at_most("Search", "slowest of all", slowest, BAR_MS, against, " ms")


def test_what_like_finds_is_found(con: duckdb.DuckDBPyConnection) -> None:
    """Phrases drawn from the articles themselves, as many as 300 rows can show."""
    con.execute("SELECT setseed(0.4)")
    drawn = con.execute(
        "SELECT text[start:start + size] FROM (SELECT text, (1 + random() * (length(text) - 12))"
        "::INTEGER AS start, (1 + random() * 9)::INTEGER AS size FROM article USING SAMPLE 60 "
        "(reservoir, 4))"
    ).fetchall()
    for (phrase,) in drawn:
        if any(char.isspace() or char == "'" for char in phrase):
            continue
        wanted = con.execute(
            "SELECT page FROM article WHERE contains(text, ?)", [phrase]
        ).fetchall()
        found = con.execute(f"SELECT page FROM search('{phrase}')").fetchall()
        assert len(found) == min(len(wanted), 300), phrase
        assert set(found) <= set(wanted), phrase
