"""The description of an export: datapackage.json (Data Package, version 2) and its licence.

Fields, types and descriptions come from the data dictionary. CSV is described field by field and
can be validated; the Parquet files beside it hold the same rows and describe themselves.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from warehouse.dictionary import Column

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
LICENCE = {
    "name": "CC0-1.0",
    "title": "Creative Commons Zero v1.0 Universal",
    "path": "https://creativecommons.org/publicdomain/zero/1.0/",
}
LICENCE_TEXT = """# Licence of the data

The figures, codes and dates of this data set are facts. As far as any right in their compilation
exists it is waived under CC0 1.0 (https://creativecommons.org/publicdomain/zero/1.0/).

Quotes and titles belong to the outlets that published them; they are short citations, given so
that every figure can be traced to its words. Full articles are not part of this data set.

Division codes and their successors: yescallop/areacodes (CC0). Names of towns and sub-districts:
china-division (WTFPL).

Sources marked as samples were composed for testing; their figures are partly invented.
"""
_TYPES = {
    "DATE": ("date", "default"),
    "BOOLEAN": ("boolean", "default"),
    "UUID": ("string", "uuid"),
    "DOUBLE": ("number", "default"),
    "TIMESTAMP": ("datetime", "default"),
}


@dataclass(frozen=True, slots=True)
class Resource:
    """One exported table: its rows' key, and the tables that its columns point to."""

    name: str
    key: tuple[str, ...]
    references: Mapping[str, str]
    left_out: tuple[str, ...] = ()


def field_of(column: Column) -> dict[str, Any]:
    """A column as a field of a table schema."""
    if column.type.endswith("[]"):
        kind, form = "array", "default"
    elif column.type.endswith("INT") or column.type == "INTEGER":
        kind, form = "integer", "default"
    elif column.type.startswith("DECIMAL"):
        kind, form = "number", "default"
    else:
        kind, form = _TYPES.get(column.type, ("string", "default"))
    field: dict[str, Any] = {"name": column.name, "type": kind, "description": column.description}
    if form != "default":
        field["format"] = form
    if column.type.startswith("ENUM("):
        values = column.type.removeprefix("ENUM(").removesuffix(")").split(", ")
        field["constraints"] = {"enum": values}
    return field


def describe_resource(
    resource: Resource, description: str, columns: Sequence[Column], folder: Path
) -> dict[str, Any]:
    """The CSV file of a table with its schema, and its Parquet file as another form of it.

    A Parquet file of its own would be a resource that the validators of today cannot read.
    """
    schema: dict[str, Any] = {
        "fields": [field_of(column) for column in columns],
        "missingValues": [""],
        "primaryKey": list(resource.key),
    }
    schema["foreignKeys"] = [
        {"fields": [column], "reference": {"resource": table, "fields": [column]}}
        for column, table in resource.references.items()
    ]
    if not resource.references:
        del schema["foreignKeys"]
    csv, parquet = f"csv/{resource.name}.csv", f"parquet/{resource.name}.parquet"
    return {
        "name": resource.name,
        "type": "table",
        "description": description,
        "path": csv,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        **_measure(folder / csv),
        "schema": schema,
        "otherForms": [
            {
                "path": parquet,
                "mediatype": "application/vnd.apache.parquet",
                **_measure(folder / parquet),
            }
        ],
    }


def describe_package(
    resources: Sequence[dict[str, Any]], version: str, created: str, content: str
) -> dict[str, Any]:
    """The whole descriptor; `content` is the warehouse's content hash."""
    return {
        "$schema": PROFILE,
        "name": "gonghui",
        "title": "Statistics of Chinese trade unions, as read out of local news",
        "description": (
            "Every figure with metric, unit, bound, region code, period and the literal words "
            "that it came from. See dictionary.en.md and dictionary.zh.md."
        ),
        "version": version,
        "created": created,
        "licenses": [LICENCE],
        "contentHash": content,
        "resources": list(resources),
    }


def sha256_of(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _measure(path: Path) -> dict[str, Any]:
    return {"bytes": path.stat().st_size, "hash": f"sha256:{sha256_of(path)}"}
