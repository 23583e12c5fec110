"""Every table, column, view and macro is described, in English and in Chinese."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest

from tasks.errors import WarehouseError
from warehouse import definitions
from warehouse.sql import fetch_row

Con = duckdb.DuckDBPyConnection

_OBJECTS = """
SELECT table_name, comment FROM duckdb_tables() WHERE database_name = current_database()
UNION ALL SELECT view_name, comment FROM duckdb_views()
    WHERE database_name = current_database() AND NOT internal
UNION ALL SELECT function_name, comment FROM duckdb_functions()
    WHERE database_name = current_database() AND NOT internal
"""
_CONTRACT = (
    "page url title published publisher metric metric_name value unit bound statistic region_code "
    "region_name place period_start period_end quote quote_start quote_end confidence rule"
)
_COLUMNS = """
SELECT table_name || '.' || column_name, comment FROM duckdb_columns()
WHERE database_name = current_database() AND NOT internal
"""


@pytest.mark.parametrize("query", [_OBJECTS, _COLUMNS], ids=["objects", "columns"])
def test_all_is_described_in_both_languages(con: Con, query: str) -> None:
    rows = con.execute(query).fetchall()
    assert len(rows) > 10
    missing = [name for name, comment in rows if not comment]
    assert missing == []
    for name, comment in rows:
        english, _, chinese = comment.partition("\n")
        assert english.endswith("."), name
        assert chinese.endswith("。"), name
        assert re.search("[一-鿿]", chinese), name


def test_descriptions_of_tables_and_views_begin_with_their_grain(con: Con) -> None:
    rows = con.execute(
        "SELECT table_name, comment FROM duckdb_tables() WHERE database_name = current_database() "
        "UNION ALL SELECT view_name, comment FROM duckdb_views() "
        "WHERE database_name = current_database() AND NOT internal"
    ).fetchall()
    odd = [name for name, comment in rows if not comment.startswith("One row per ")]
    assert odd == []


@pytest.mark.parametrize(
    "column",
    [
        "page",
        "url",
        "title",
        "published",
        "publisher",
        "metric",
        "metric_name",
        "value",
        "unit",
        "bound",
        "statistic",
        "region_code",
        "region_name",
        "place",
        "period_start",
        "period_end",
        "quote",
        "quote_start",
        "quote_end",
        "confidence",
        "rule",
    ],
)
def test_the_view_observation_keeps_its_contract(con: Con, column: str) -> None:
    found = fetch_row(
        con,
        "SELECT data_type FROM duckdb_columns() WHERE table_name = 'observation' "
        "AND column_name = ? AND database_name = current_database()",
        [column],
    )
    assert found is not None
    expected = {"value": "DECIMAL(24,6)", "period_end": "DATE", "published": "DATE"}
    assert found[0] == expected.get(column, found[0])


@pytest.fixture
def own_views(con: Con, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of views beside the product's, for one test."""
    folder = tmp_path / "views"
    folder.mkdir()
    monkeypatch.setattr(definitions, "DEFINITIONS", (*definitions.DEFINITIONS, folder))
    return folder


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"CREATE OR REPLACE VIEW mine AS SELEC 1;", "syntax error"),
        (b"CREATE OR REPLACE VIEW mine AS SELECT nothing FROM article;", "nothing"),
        (b"\xff\xfe", "cannot be read"),
        (b"CREATE OR REPLACE VIEW fact AS SELECT 1 AS one;", "fact.sql defines fact already"),
    ],
)
def test_a_view_that_does_not_work_is_one_line_and_changes_nothing(
    con: Con, own_views: Path, content: bytes, told: str
) -> None:
    (own_views / "mine.sql").write_bytes(content)
    with pytest.raises(WarehouseError) as caught:
        definitions.apply_definitions(con)
    assert told in str(caught.value)
    assert ".sql" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert con.execute("FROM fact").fetchall() == []
    (own_views / "mine.sql").unlink()
    assert not definitions.apply_definitions(con)


def test_views_that_use_each_other_are_named(con: Con, own_views: Path) -> None:
    for one, other in (("a", "b"), ("b", "a")):
        text = f"CREATE OR REPLACE VIEW {one} AS FROM {other};"
        (own_views / f"{one}.sql").write_text(text)
    with pytest.raises(WarehouseError, match=r"a\.sql → b\.sql|b\.sql → a\.sql"):
        definitions.apply_definitions(con)
