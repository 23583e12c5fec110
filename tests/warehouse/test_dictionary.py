"""The dictionary says in both languages what the comments say."""

from __future__ import annotations

import duckdb
import pytest

from warehouse.dictionary import Language, read_dictionary, to_markdown


@pytest.mark.parametrize(
    ("language", "parts"),
    [
        (
            Language.ENGLISH,
            ["# Data dictionary", "### observation\n\nOne row per number", "GB/T 2260 code of the"],
        ),
        (
            Language.CHINESE,
            ["# 数据字典", "### observation\n\n一行是", "| `page` | VARCHAR | 页面在"],
        ),
    ],
)
def test_the_dictionary_is_made_of_the_comments(
    con: duckdb.DuckDBPyConnection, language: Language, parts: list[str]
) -> None:
    entries = read_dictionary(con, language)
    assert all(entry.description for entry in entries)
    assert all(column.description for entry in entries for column in entry.columns)
    text = to_markdown(entries, language)
    for part in parts:
        assert part in text


def test_enums_show_their_values_and_no_html(con: duckdb.DuckDBPyConnection) -> None:
    text = to_markdown(read_dictionary(con, Language.ENGLISH), Language.ENGLISH)
    assert "ENUM(=, >, &lt;, ~)" in text
