"""A warehouse of 1,000,000 articles and 10,000,000 observations: load, questions, publish, memory.

    .venv/bin/pytest -m bench -s tests/bench/warehouse/test_size.py

Rows are made by a seeded generator in DuckDB and handed to the load as Arrow tables, in batches of
20,000 articles: ten short sentences with a figure each (about 130 characters), 340 regions and
90 metrics over 24 years, one article in ten a reprint. GONGHUI_BENCH_ARTICLES sets another size.
The yardstick of the load is DuckDB itself, inserting the same observations into a table without
anything else; that of the publish is a plain copy of the published file. At the end twenty articles
more are loaded and published, as a daily run would. Beside the time of the clock stands that of the
processor, which others on the machine change less. Takes a quarter of an hour and 12 GB of disk;
`make bench-warehouse` takes a tenth of the articles or less.
"""

from __future__ import annotations

import os
import resource
import shutil
import time
from collections.abc import Callable, Iterator, Sized
from pathlib import Path

import duckdb
import pytest

from tasks.load.dimensions import sync_dimensions
from tasks.load.load import load_tables
from tasks.load.runs import begin_run
from tasks.load.schemas import SCHEMAS
from tasks.load.tables import Tables, to_tables
from tasks.normalize.codebook import load_codebook
from tasks.normalize.gazetteer import Gazetteer
from tests.bench.results import Results
from warehouse.checks import ensure_sound
from warehouse.database import connect, open_reader, open_writer
from warehouse.layout import Layout
from warehouse.publish import publish
from warehouse.refresh import refresh_facts
from warehouse.search_index import refresh_search
from warehouse.stories import refresh_stories

pytestmark = pytest.mark.bench
ARTICLES = int(os.environ.get("GONGHUI_BENCH_ARTICLES", 1_000_000))
BATCH = 20_000
EACH = 10  # observations an article
SMALL = 20  # articles of the second load

_ARTICLE = """
CREATE OR REPLACE TEMP TABLE made AS
SELECT
    number,
    -- One in ten repeats the figures of the article before it.
    CASE WHEN number % 10 = 9 THEN number - 1 ELSE number END AS origin,
    md5('article' || number)::UUID::VARCHAR AS article_id
FROM range($first, $last) AS t(number)
"""
_OBSERVED = """
CREATE OR REPLACE TEMP TABLE observed AS
WITH drawn AS (
    SELECT article_id, number, spot, hash(origin, spot, 1) AS a, hash(origin, spot, 2) AS b,
           hash(origin // 3, 3) AS region_draw, (2000 + hash(origin, 4) % 24)::INTEGER AS year
    FROM made, range(10) AS s(spot)
), chosen AS (
    SELECT drawn.*, metrics[(1 + a % len(metrics))::BIGINT] AS one,
           regions[(1 + region_draw % len(regions))::BIGINT] AS region_code,
           (1000 + b % 900000)::DECIMAL(24, 6) AS value
    FROM drawn, (SELECT list(m ORDER BY m.metric) AS metrics FROM
        (SELECT {'metric': metric, 'unit': unit, 'name': metric_name[:6]} AS m FROM metric)),
        (SELECT list(region_code ORDER BY region_code) AS regions FROM region
         WHERE region_level IN ('province', 'prefecture') AND valid_to IS NULL)
)
SELECT
    md5(concat_ws(' ', number, spot))::UUID::VARCHAR AS observation_id,
    article_id, number, spot, one.metric AS metric, value, one.unit AS unit, region_code, year,
    format('{}{}人', one.name, value::BIGINT) AS quote
FROM chosen
"""
_TABLES = {
    "capture": """
        SELECT article_id, 'bench' AS source, number || '.html' AS page,
               'http://bench.test/' || number AS url, md5(number::VARCHAR) AS sha256,
               1000::BIGINT AS byte_count, TIMESTAMP '2026-01-01' AS captured_at,
               200::SMALLINT AS http_status, 'text/html' AS content_type,
               NULL::VARCHAR AS declared_charset, 'bench.warc.gz' AS archive_file,
               number::BIGINT AS archive_offset
        FROM made""",
    "article": """
        SELECT article_id, 'bench' AS source, number || '.html' AS page,
               'http://bench.test/' || number AS url, md5(number::VARCHAR) AS sha256,
               NULL::VARCHAR AS site, '工会工作 ' || number AS title,
               make_date(any_value(year), 1 + (number % 12)::INTEGER, 1) AS published,
               'day' AS published_precision, '报' || (number % 50) AS publisher,
               NULL::VARCHAR AS author, 'utf-8' AS charset, NULL::VARCHAR AS description,
               string_agg(quote, '。' ORDER BY spot) AS text, NULL::VARCHAR AS simplified,
               md5(string_agg(quote, '' ORDER BY spot)) AS text_hash,
               length(string_agg(quote, '。'))::INTEGER AS character_count,
               []::STRUCT(kind VARCHAR, span_start INTEGER, span_end INTEGER, detail VARCHAR)[]
                   AS repairs, ['工会网'] AS host_names, 1::DECIMAL(4, 3) AS trust,
               number % 10 = 9 AS is_reprint,
               list_transform(range(8), lambda i: hash(origin, i)) AS sketch,
               article_id AS story_id
        FROM observed JOIN made USING (article_id, number)
        GROUP BY article_id, number, origin""",
    "observation_base": """
        SELECT observation_id, article_id, metric, value, unit, '=' AS bound,
               1::DECIMAL(24, 6) AS written_step, 'level' AS statistic, region_code,
               [region_code] AS region_codes, NULL::VARCHAR AS place,
               NULL::DATE AS period_start, NULL::VARCHAR AS period_start_precision,
               make_date(year, 12, 31) AS period_end, 'year' AS period_end_precision, quote,
               (start - 1)::INTEGER AS quote_start, (start - 1 + length(quote))::INTEGER
                   AS quote_end,
               (start - 1)::INTEGER AS quantity_start, (start - 1 + length(quote))::INTEGER
                   AS quantity_end,
               'bench' AS rule, 0.95::DECIMAL(4, 3) AS confidence
        FROM (SELECT *, 1 + coalesce(sum(length(quote) + 1) OVER (
                  PARTITION BY article_id ORDER BY spot
                  ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)::INTEGER AS start
              FROM observed)""",
    "quantity": """
        SELECT article_id, (start - 1)::INTEGER AS quantity_start,
               (start - 1 + length(quote))::INTEGER AS quantity_end, quote AS quantity_text,
               value AS quantity_value, '人' AS quantity_unit, 'count' AS measure, '=' AS bound,
               '' AS words_before, '' AS words_after, 1 AS claims,
               NULL::VARCHAR AS unclaimed_reason, NULL::VARCHAR AS head
        FROM (SELECT *, 1 + coalesce(sum(length(quote) + 1) OVER (
                  PARTITION BY article_id ORDER BY spot
                  ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)::INTEGER AS start
              FROM observed)""",
    "term": """
        SELECT DISTINCT article_id, quote[:4] AS term, 1 AS occurrences FROM observed""",
}


def batches(con: duckdb.DuckDBPyConnection, begin: int, end: int) -> Iterator[Tables]:
    """The rows of the articles from `begin` to before `end`, as readers hand them to the load."""
    empty = to_tables([], [])
    for first in range(begin, end, BATCH):
        last = min(first + BATCH, end)
        con.execute(_ARTICLE, {"first": first, "last": last})
        con.execute(_OBSERVED)
        made = {
            name: con.execute(query).to_arrow_table().cast(SCHEMAS[name])
            for name, query in _TABLES.items()
        }
        yield {**empty, **made}


class Clock:
    """Seconds of named steps, by the clock and by the processor, and the most memory until now."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.busy: dict[str, float] = {}

    def time(self, name: str, work: Callable[[], object]) -> float:
        begun, busy = time.perf_counter(), time.process_time()
        work()
        spent = time.perf_counter() - begun
        self.seconds[name] = self.seconds.get(name, 0.0) + spent
        self.busy[name] = self.busy.get(name, 0.0) + time.process_time() - busy
        return spent

    def said(self, name: str) -> str:
        return f"{self.seconds[name]:.0f} s ({self.busy[name]:.0f} s of processor)"

    @staticmethod
    def memory_gb() -> float:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


def test_size(tmp_path: Path, results: Results) -> None:
    layout, clock = Layout(tmp_path / "data", keep=1), Clock()
    maker = duckdb.connect(":memory:", config={"memory_limit": "1GB"})
    _load(layout, clock, maker)
    count = ARTICLES * EACH
    rate = count / clock.seconds["load"]
    tell("load", f"{rate:,.0f} observations/s", clock.said("load"))
    tell("load", f"{clock.seconds['load'] / clock.seconds['bare insert']:.1f} of a bare insert")
    _refresh_and_publish(layout, clock)
    plain = clock.time("file copy", lambda: shutil.copyfile(layout.published, tmp_path / "copy"))
    tell("publish", f"{clock.seconds['publish'] / plain:.1f} times a plain copy of the file")
    answers = _ask(layout.published)
    _load_more(layout, clock, maker)
    memory, item = clock.memory_gb(), f"{ARTICLES:,} articles"
    tell("memory", f"{memory:.1f} GB at most")
    bare = f"a bare insert, {count / clock.seconds['bare insert']:,.0f}"
    second = f"{SMALL} articles more, load to publish"
    held = [
        results.at_least(item, "observations loaded a second", rate, 100_000, bare),
        _answered(results, item, answers, "fact", 0.2),
        _answered(results, item, answers, "panel", 2.0),
        results.at_most(item, "a second load", clock.seconds["second load"], 60, second, " s"),
        results.at_most(item, "memory", memory, 4, "load, stories, search, publish", " GB"),
    ]
    assert all(held)


def _answered(
    results: Results, item: str, answers: dict[str, tuple[float, str]], name: str, bar: float
) -> bool:
    seconds, told = answers[name]
    return results.at_most(item, f"`{name}`", seconds, bar, told, " s")


def _refresh_and_publish(layout: Layout, clock: Clock) -> None:
    """Each step by itself, in the order of `warehouse.refresh.refresh`."""
    with open_writer(layout) as con:
        for name, step in (
            ("stories", refresh_stories),
            ("facts", refresh_facts),
            ("search", refresh_search),
            ("checks", ensure_sound),
        ):
            clock.time(name, lambda: step(con))  # noqa: B023
            tell(name, clock.said(name), f"{clock.memory_gb():.1f} GB until now")
        clock.time("publish", lambda: publish(con, layout))
    size = layout.published.stat().st_size / 2**30
    tell("publish, with checks", clock.said("publish"), f"{size:.1f} GB")


def _load_more(layout: Layout, clock: Clock, maker: duckdb.DuckDBPyConnection) -> None:
    """Load and publish a few articles more, as the run of a day does."""
    (tables,) = batches(maker, ARTICLES, ARTICLES + SMALL)

    def work() -> None:
        with open_writer(layout) as con:
            begin_run(con, "second", "bench", "rules")
            load_tables(con, tables, "second")
            publish(con, layout)

    clock.time("second load", work)
    tell("second load", clock.said("second load"), f"{SMALL} articles")


def _load(layout: Layout, clock: Clock, maker: duckdb.DuckDBPyConnection) -> None:
    bare = connect(layout.folder.parent / "bare.duckdb", read_only=False)
    with open_writer(layout) as con:
        sync_dimensions(con, load_codebook().metrics.values(), Gazetteer.load())
        begin_run(con, "bench", "bench", "rules")
        for name in ("metric", "region"):
            maker.register("given", con.execute(f"FROM {name}").to_arrow_table())
            maker.execute(f"CREATE TABLE {name} AS FROM given")
        for tables in batches(maker, 0, ARTICLES):
            clock.time("load", lambda: load_tables(con, tables, "bench"))  # noqa: B023
            bare.register("given", tables["observation_base"])
            clock.time(
                "bare insert",
                lambda: bare.execute(
                    "CREATE TABLE IF NOT EXISTS bare AS FROM given LIMIT 0; "
                    "INSERT INTO bare FROM given"
                ),
            )
        clock.time("load", lambda: con.execute("CHECKPOINT"))
        clock.time("bare insert", lambda: bare.execute("CHECKPOINT"))
    bare.close()


def _ask(published: Path) -> dict[str, tuple[float, str]]:
    """Seconds of the median of five answers, each by a fresh connection, and what was answered.

    Whole answers in columns, as DuckDB gives them to its shell, Arrow, pandas, Polars and R; the
    time until they are tuples of Python is told beside.
    """
    questions = {
        "fact": "FROM fact WHERE region_code = '370200'",
        "facts_of": "FROM facts_of('青岛')",
        "series_of": "FROM series_of('members.total', '青岛')",
        "panel": "FROM panel WHERE metric = 'members.total'",
        "search": "SELECT title, snippet FROM search('女职工')",
    }
    found = {}
    for name, question in questions.items():
        seconds, rows = _median(published, lambda con: con.execute(question).to_arrow_table())  # noqa: B023
        tuples, _ = _median(published, lambda con: con.execute(question).fetchall())  # noqa: B023
        found[name] = seconds, f"all {rows:,} rows, median of five; as tuples {tuples:.2f} s"
        tell(name, f"{seconds * 1000:.0f} ms", found[name][1])
    return found


def _median(
    published: Path, ask: Callable[[duckdb.DuckDBPyConnection], Sized]
) -> tuple[float, int]:
    """Seconds of the median of five answers, and the rows of one."""
    times, rows = [], 0
    for _ in range(5):
        with open_reader(published) as con:
            begun = time.perf_counter()
            rows = len(ask(con))
            times.append(time.perf_counter() - begun)
    return sorted(times)[2], rows


def tell(*parts: str) -> None:
    print("  ".join(parts), flush=True)
