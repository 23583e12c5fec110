"""The data dictionary, read out of the database's own comments, in English or in Chinese.

A comment's first line is English, its second Chinese. COMMENT ON is the only home of a
description; what is written here is always made from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import duckdb

_OBJECTS = """
SELECT 'table' AS kind, table_name AS name, comment FROM duckdb_tables()
WHERE database_name = current_database() AND NOT internal
UNION ALL
SELECT 'view', view_name, comment FROM duckdb_views()
WHERE database_name = current_database() AND NOT internal
UNION ALL
SELECT DISTINCT 'macro', function_name || '(' || array_to_string(parameters, ', ') || ')', comment
FROM duckdb_functions() WHERE database_name = current_database() AND NOT internal
ORDER BY kind, name
"""
_COLUMNS = """
SELECT table_name, column_name, data_type, is_nullable, comment FROM duckdb_columns()
WHERE database_name = current_database() AND NOT internal
ORDER BY table_name, column_index
"""


class Language(StrEnum):
    """The languages of the dictionary, in the order of a comment's lines."""

    ENGLISH = "en"
    CHINESE = "zh"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table or view; views do not say whether NULL may stand in it."""

    name: str
    type: str
    is_nullable: bool
    description: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A table, view or macro (with its parameters in its name, and no columns)."""

    kind: str
    name: str
    description: str
    columns: tuple[Column, ...]


def read_dictionary(con: duckdb.DuckDBPyConnection, language: Language) -> list[Entry]:
    """Every table, view and macro of the connected database, in that order of kinds and by name."""
    columns: dict[str, list[Column]] = {}
    for table, name, kind, nullable, comment in con.execute(_COLUMNS).fetchall():
        column = Column(name, _short_type(kind), bool(nullable), _line(comment, language))
        columns.setdefault(table, []).append(column)
    entries = [
        Entry(kind, name, _line(comment, language), tuple(columns.get(name, ())))
        for kind, name, comment in con.execute(_OBJECTS).fetchall()
    ]
    return sorted(entries, key=lambda entry: (_KINDS.index(entry.kind), entry.name))


_KINDS = ("table", "view", "macro")
_HEADS = {
    Language.ENGLISH: ("Data dictionary", "Tables", "Views", "Macros", "column", "type", "meaning"),
    Language.CHINESE: ("数据字典", "表", "视图", "宏", "列", "类型", "含义"),
}


def _line(comment: str | None, language: Language) -> str:
    english, _, chinese = (comment or "").partition("\n")
    return chinese if language is Language.CHINESE else english


def _short_type(name: str) -> str:
    """An ENUM by its values, a DECIMAL by its name and digits, anything else as it is."""
    return name.replace("'", "") if name.startswith("ENUM") else name


def to_markdown(entries: list[Entry], language: Language) -> str:
    """The dictionary as one Markdown text."""
    title, *kinds, column, kind_name, meaning = _HEADS[language]
    lines = [f"# {title}"]
    for kind, heading in zip(_KINDS, kinds, strict=True):
        lines += ["", f"## {heading}"]
        for entry in (one for one in entries if one.kind == kind):
            lines += ["", f"### {entry.name}", "", _escape(entry.description)]
            if entry.columns:
                lines += ["", f"| {column} | {kind_name} | {meaning} |", "| --- | --- | --- |"]
            lines += [
                f"| `{one.name}` | {_escape(one.type)} | {_escape(one.description)} |"
                for one in entry.columns
            ]
    return "\n".join(lines) + "\n"


def _escape(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")
