"""Ad-hoc SQL: reads only its file, within its limits; answers in three forms."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tasks.errors import WarehouseError
from tasks.load.load import load_batch
from tests.warehouse.conftest import copy_template
from tests.warehouse.samples import linan, qingdao
from warehouse.ask import run_query
from warehouse.database import open_writer
from warehouse.layout import Layout
from warehouse.publish import publish
from warehouse.query import Limits, asked
from warehouse.render import guard_cell, write_csv, write_json, write_table


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory, template: Path) -> Path:
    layout = Layout(tmp_path_factory.mktemp("published"))
    copy_template(template, layout)
    with open_writer(layout) as con:
        load_batch(con, [qingdao(), linan()], [], "r1")
        publish(con, layout)
    return layout.published


def ask(published: Path, sql: str, form: str = "csv", rows: int = 1000, width: int = 80) -> str:
    """The answer without the child process."""
    out = io.StringIO()
    limits = Limits(seconds=20, rows=rows)
    with asked(published, sql, limits) as answer:
        if form == "table":
            write_table(answer, out, limits, width)
        else:
            {"csv": write_csv, "json": write_json}[form](answer, out, limits)
    return out.getvalue()


def refusal(published: Path, sql: str) -> str:
    with pytest.raises(WarehouseError) as caught:
        ask(published, sql)
    return str(caught.value)


@pytest.mark.parametrize(
    ("sql", "part"),
    [
        ("DELETE FROM article", "only reads"),
        ("INSERT INTO flag VALUES (uuid(), 'x')", "only reads"),
        ("CREATE TABLE memory.x AS SELECT 1", "only reads"),
        ("COPY article TO '/tmp/stolen.csv'", "only reads"),
        ("ATTACH '/tmp/other.db'", "only reads"),
        ("INSTALL httpfs", "only reads"),
        ("LOAD httpfs", "only reads"),
        ("SET memory_limit = '100GB'", "only reads"),
        ("EXPORT DATABASE '/tmp/stolen'", "only reads"),
        ("SELECT 1; DROP TABLE article", "only reads"),
        ("SELECT 1; SELECT 2", "one question at a time"),
        ("", "no question"),
        ("-- nothing", "no question"),
        ("SELECT * FROM read_text('/etc/passwd')", "nothing but the warehouse"),
        ("SELECT * FROM read_csv('/etc/passwd')", "nothing but the warehouse"),
        ("SELECT * FROM read_blob('/etc/hostname')", "nothing but the warehouse"),
        ("SELECT * FROM glob('/etc/*')", "nothing but the warehouse"),
        ("SELECT * FROM parquet_metadata('/tmp/x.parquet')", "nothing but the warehouse"),
        ("SELECT * FROM '/etc/passwd'", "does not exist"),
        ("SELECT * FROM limits", "does not exist"),
        ("SELECT * FROM observations", 'Did you mean "observation'),
        ("SELECT metrics FROM observation", "metric"),
        ("SELECT metrics FROM observation", 'gonghui sql "DESCRIBE fact"'),
        ("SELEC 1", "syntax error"),
        ("SELECT '1e9x'::INTEGER", "Could not convert"),
    ],
)
def test_what_is_refused_says_why(published: Path, sql: str, part: str) -> None:
    assert part in refusal(published, sql)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT 1 AS a",
        "FROM metric",
        "WITH a AS (SELECT 1) FROM a",
        "DESCRIBE observation",
        "SHOW TABLES",
        "SUMMARIZE metric",
        "EXPLAIN SELECT 1",
        "PIVOT observation ON bound USING count(*) GROUP BY metric",
        "SELECT 1 AS a; -- with a remark",
    ],
)
def test_what_only_reads_is_answered(published: Path, sql: str) -> None:
    assert len(ask(published, sql).splitlines()) >= 2


def test_csv_holds_plain_numbers_dates_and_quotes(published: Path) -> None:
    sql = (
        "SELECT value, bound, published, period_start, region_codes, quote, -1.50 AS low, "
        "1 = 1 AS yes FROM observation ORDER BY value DESC LIMIT 1"
    )
    head, row = csv.reader(io.StringIO(ask(published, sql)))
    assert head[:2] == ["value", "bound"]
    assert row == [
        "2697000", "=", "2013-02-26", "", '["370200"]', "工会会员269.7万人", "-1.5", "true",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "guarded"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+8653212351", "'+8653212351"),
        ("-1+cmd", "'-1+cmd"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1+1", "'\t=1+1"),
        ("\n=1+1", "'\n=1+1"),
        ("＝1+1", "'＝1+1"),
        ("=", "="),
        ("工会=家", "工会=家"),
        ("", ""),
        ("98%", "98%"),
    ],
)
def test_text_is_no_formula(text: str, guarded: str) -> None:
    assert guard_cell(text) == guarded


def test_csv_guards_text_and_names_but_no_numbers(published: Path) -> None:
    text = ask(published, """SELECT '=1+1' AS "=a", -2 AS b, -2.5::DOUBLE AS c, ['=1'] AS d""")
    assert list(csv.reader(io.StringIO(text))) == [
        ["'=a", "b", "c", "d"],
        ["'=1+1", "-2", "-2.5", '["=1"]'],
    ]


def test_json_is_an_array_with_numbers_and_nulls(published: Path) -> None:
    sql = (
        "SELECT 2697000.100::DECIMAL(24, 6) AS value, 'nan'::DOUBLE AS a, '-inf'::DOUBLE AS b, "
        "DATE '2013-02-28' AS day, [1.5, NULL] AS list, {'k': '“六有”'} AS thing, "
        "123456789012345678.123456::DECIMAL(24, 6) AS long, true AS yes, 1 AS x, 2 AS x"
    )
    text = ask(published, sql, "json")
    assert "123456789012345678.123456" in text
    assert json.loads(text) == [
        {
            "value": 2697000.1, "a": None, "b": None, "day": "2013-02-28", "list": [1.5, None],
            "thing": {"k": "“六有”"}, "long": 123456789012345678.123456, "yes": True,
            "x": 1, "x_2": 2,
        }
    ]  # fmt: skip
    assert json.loads(ask(published, "SELECT 1 WHERE false", "json")) == []
    rows = json.loads(ask(published, "SELECT page, quote FROM observation", "json"))
    assert len(rows) == 4


def test_a_table_aligns_chinese_and_says_what_it_leaves_out(published: Path) -> None:
    text = ask(published, "SELECT metric_name, value FROM observation ORDER BY value", "table", 2)
    lines = text.rstrip().splitlines()
    assert lines[-1] == "2 rows shown, 2 more: use --format csv or json"
    ends = [
        len(line.rstrip().encode("gbk")) for line in lines if line.rstrip().endswith(("90", "235"))
    ]
    assert len(ends) == 2
    assert ends[0] == ends[1]


def test_long_cells_are_folded_and_many_columns_stacked(published: Path) -> None:
    text = ask(published, "SELECT repeat('工会', 100) AS words, 1 AS n", "table")
    assert text.count("工会") + text.count("工\n") >= 95
    stacked = ask(published, "SELECT * FROM observation LIMIT 1", "table")
    assert "period_end_precision" in stacked
    assert "row 1" in stacked


def test_a_page_cannot_act_on_the_terminal(published: Path) -> None:
    text = ask(published, "SELECT chr(27) || '[31m[bold]x' AS a", "table")
    assert "\x1b" not in text
    assert "[bold]x" in text


@pytest.mark.parametrize(
    ("sql", "seconds", "part"),
    [
        ("SELECT count(*) FROM range(1000000000000)", 1, r"longer than 1 s.*--seconds"),
        ("FROM range(1000000000000)", 1, "longer than 1 s"),  # while it is being read
        ("SELECT repeat('x', 100000000) FROM range(100)", 60, "more than 100 MB"),
        ("SELECT range(1000000000)", 60, "more than 100 MB"),
        ("DROP TABLE article", 60, "only reads"),
    ],
)
def test_limits_hold_in_the_child(published: Path, sql: str, seconds: float, part: str) -> None:
    with pytest.raises(WarehouseError, match=part):
        run_query(published, sql, "csv", Limits(seconds=seconds, memory_mb=100), io.StringIO())


def test_the_child_answers(published: Path) -> None:
    out = io.StringIO()
    run_query(published, "SELECT metric_name FROM observation WHERE value = 90", "csv", None, out)
    assert out.getvalue() == "metric_name\n职工入会率\n"
    with pytest.raises(WarehouseError, match="table, csv or json"):
        run_query(published, "SELECT 1", "xlsx")
