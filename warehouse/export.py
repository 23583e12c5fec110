"""The published warehouse as files to take away: Parquet, CSV, description, licence, changes.

CSV cells that a spreadsheet would execute get an apostrophe in front (Parquet keeps the text as it
is). Articles go without their text, which is not ours to give. The same content exported again
leaves the folder as it was; a new one is built beside it and put in its place.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import duckdb

from tasks.errors import WarehouseError
from warehouse.database import connect, explain_failure
from warehouse.dictionary import Column, Entry, Language, read_dictionary, to_markdown
from warehouse.export_changes import describe_changes
from warehouse.hashing import content_hash
from warehouse.package import (
    LICENCE_TEXT,
    Resource,
    describe_package,
    describe_resource,
    sha256_of,
)
from warehouse.render import FORMULA_HEADS
from warehouse.sql import fetch_row, literal

_ARTICLE, _METRIC, _REGION = (
    {"article_id": "article"},
    {"metric": "metric"},
    {"region_code": "region"},
)
RESOURCES = (
    Resource("observation", ("observation_id",), {**_ARTICLE, **_METRIC, **_REGION}),
    Resource("fact", ("observation_id",), {**_ARTICLE, **_METRIC, **_REGION}),
    Resource("fact_observation", ("observation_id",), {**_ARTICLE, **_METRIC, **_REGION}),
    Resource("article", ("article_id",), {"source": "source"}, ("text", "description", "run_id")),
    Resource("quantity", ("article_id", "quantity_start", "quantity_end"), _ARTICLE),
    Resource("practice", ("article_id", "practice", "quote_start"), _ARTICLE),
    Resource("flag", ("article_id", "flag"), _ARTICLE),
    Resource("reject", ("source", "page"), {"source": "source"}, ("run_id",)),
    Resource("metric", ("metric",), {}),
    Resource("region", ("region_code",), {}),
    Resource("place", ("region_code", "place"), _REGION),
    Resource("source", ("source",), {}),
)


def export(published: Path, folder: Path) -> bool:
    """Write the published file's content into `folder`; returns whether anything changed.

    One at a time may do so.
    Raises WarehouseError when `folder` holds something that is no export, or cannot be written.
    """
    folder = folder.resolve()
    if folder.exists() and any(folder.iterdir()) and not (folder / "datapackage.json").exists():
        raise WarehouseError(f"{folder}: is not empty and no export; name another folder")
    fresh = _beside(folder, "new")
    con = connect(published, read_only=True)
    try:
        content = content_hash(con)
        if _exported(folder) == content:
            return False
        shutil.rmtree(fresh, ignore_errors=True)
        _write(con, fresh, folder, content)
        _swap(fresh, folder)
    except (duckdb.IOException, OSError) as error:
        raise explain_failure(folder, error) from error
    finally:
        con.close()
        shutil.rmtree(fresh, ignore_errors=True)  # half of one, where the disk is full
    return True


def _exported(folder: Path) -> str | None:
    """Content hash of the export that is there."""
    path = folder / "datapackage.json"
    if not path.exists():
        return None
    found = json.loads(path.read_text(encoding="utf-8")).get("contentHash")
    return None if found is None else str(found)


def _write(con: duckdb.DuckDBPyConnection, fresh: Path, last: Path, content: str) -> None:
    (fresh / "csv").mkdir(parents=True)
    (fresh / "parquet").mkdir()
    entries = {entry.name: entry for entry in read_dictionary(con, Language.ENGLISH)}
    described = []
    for resource in RESOURCES:
        columns = _columns(entries[resource.name], resource)
        _write_table(con, fresh, resource, columns)
        description = entries[resource.name].description
        described.append(describe_resource(resource, description, columns, fresh))
    as_of = str((fetch_row(con, "SELECT max(started_at)::DATE FROM run") or ("",))[0])
    package = describe_package(described, as_of.replace("-", "."), f"{as_of}T00:00:00Z", content)
    _write_text(fresh / "datapackage.json", json.dumps(package, ensure_ascii=False, indent=1))
    for language in Language:
        text = to_markdown(read_dictionary(con, language), language)
        _write_text(fresh / f"dictionary.{language}.md", text)
    _write_text(fresh / "LICENSE.md", LICENCE_TEXT)
    _write_text(fresh / "CHANGES.md", describe_changes(con, fresh, last, as_of))
    files = sorted(path for path in fresh.rglob("*") if path.is_file())
    sums = [f"{sha256_of(path)}  {path.relative_to(fresh).as_posix()}\n" for path in files]
    _write_text(fresh / "SHA256SUMS", "".join(sums))


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def _columns(entry: Entry, resource: Resource) -> list[Column]:
    return [column for column in entry.columns if column.name not in resource.left_out]


def _write_table(
    con: duckdb.DuckDBPyConnection, folder: Path, resource: Resource, columns: list[Column]
) -> None:
    """One table as Parquet and as CSV, in the order of its key."""
    order = ", ".join(resource.key)
    plain = ", ".join(column.name for column in columns)
    con.execute(
        f"COPY (SELECT {plain} FROM {resource.name} ORDER BY {order}) TO "
        f"{literal(folder / 'parquet' / resource.name)[:-1]}.parquet' "
        "(FORMAT parquet, COMPRESSION zstd)"
    )
    cells = ", ".join(f"{_cell(column)} AS {column.name}" for column in columns)
    con.execute(
        f"COPY (SELECT {cells} FROM {resource.name} ORDER BY {order}) TO "
        f"{literal(folder / 'csv' / resource.name)[:-1]}.csv' (FORMAT csv, HEADER)"
    )


_HEADS = f"^[ \\t\\r\\n]*[{''.join(FORMULA_HEADS).replace('-', '')}-]"


def _cell(column: Column) -> str:
    """A column as CSV text: numbers plain, moments ISO, text guarded, structures as JSON."""
    name = column.name
    if column.type.startswith("DECIMAL"):
        return f"rtrim(rtrim({name}::VARCHAR, '0'), '.')"
    if column.type == "TIMESTAMP":
        return f"strftime({name}, '%Y-%m-%dT%H:%M:%SZ')"
    if column.type.endswith("[]"):
        return f"to_json({name})::VARCHAR"
    if column.type != "VARCHAR":
        return name
    return (
        f"CASE WHEN length({name}) > 1 AND regexp_matches({name}, {literal(_HEADS)}) "
        f"THEN '''' || {name} ELSE {name} END"
    )


def _beside(folder: Path, what: str) -> Path:
    """A name beside `folder` that nobody else uses, for what is there goes."""
    return folder.with_name(f".{folder.name}.gonghui-{what}")


def _swap(fresh: Path, folder: Path) -> None:
    """Put the new folder in the place of the old one."""
    old = _beside(folder, "old")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.rename(old)
    fresh.rename(folder)
    shutil.rmtree(old, ignore_errors=True)
