"""Answers as a table for people, as CSV, or as JSON.

CSV is safe to open in a spreadsheet: text that would be taken for a formula gets an apostrophe in
front, numbers never. JSON is one array of objects with a row on each line; DECIMAL is written as a
number with all its digits, NaN and infinity as null, dates as ISO text. A table is never cut
silently: long cells are folded, too many columns are shown one below the other, and rows beyond
the limit are announced.
"""

from __future__ import annotations

import csv
import json
import math
import re
from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from decimal import Decimal
from itertools import islice
from typing import Literal, TextIO

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from warehouse.query import Answer, Limits

# With the full-width forms, which spreadsheets in East Asian locales read as formulas too.
FORMULA_HEADS = "=+-@＝＋－＠"
_CONTROLS = {code: "\ufffd" for code in (*range(32), 127, *range(128, 160)) if code not in (9, 10)}
_NUMBER = re.compile(r"U?(TINY|SMALL|BIG|HUGE)?INT|INTEGER|DECIMAL|DOUBLE|FLOAT|REAL|NUMBER")
_MIN_WIDTH = 6  # columns narrower than this are no longer read as a table


def plain_number(value: Decimal) -> str:
    """All digits of `value` without trailing zeros or exponent: 2697000, 90.3."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def guard_cell(text: str) -> str:
    """`text` such that no spreadsheet takes it for a formula; a lone sign stays as it is."""
    head = text.lstrip(" \t\r\n")[:1]
    return f"'{text}" if head and head in FORMULA_HEADS and len(text) > 1 else text


def json_text(value: object) -> str:
    """`value` as JSON; what JSON has no form for becomes text, what is no number becomes null."""
    if isinstance(value, Decimal):
        return plain_number(value) if value.is_finite() else "null"
    if isinstance(value, float):
        return json.dumps(value) if math.isfinite(value) else "null"
    if value is None or isinstance(value, bool | int | str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, dict):
        pairs = (
            f"{json.dumps(str(k), ensure_ascii=False)}: {json_text(v)}" for k, v in value.items()
        )
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, list | tuple | set):
        return "[" + ", ".join(map(json_text, value)) + "]"
    return json.dumps(_plain(value), ensure_ascii=False)


def _plain(value: object) -> str:
    """A single value as text: numbers plain, dates ISO, structures as JSON, NULL empty."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return plain_number(value) if value.is_finite() else str(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, dict | list | tuple):
        return json_text(value)
    return str(value)


def _csv_cell(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float | Decimal):
        return _plain(value)
    return guard_cell(_plain(value))


def write_csv(answer: Answer, out: TextIO, limits: Limits) -> None:
    """Every row, with a head line, as RFC 4180 says but with bare newlines."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([guard_cell(name) for name in answer.columns])
    writer.writerows([_csv_cell(value) for value in row] for row in answer.rows)


def write_json(answer: Answer, out: TextIO, limits: Limits) -> None:
    """Every row as an object, in one array, a row on each line."""
    out.write("[")
    for number, row in enumerate(answer.rows):
        out.write(",\n " if number else "\n ")
        out.write(json_text(dict(zip(_distinct(answer.columns), row, strict=True))))
    out.write("\n]\n")


def _distinct(names: Iterable[str]) -> list[str]:
    """Names with a number behind those that were there before, as keys of an object."""
    found: list[str] = []
    for name in names:
        fresh, number = name, 2
        while fresh in found:
            fresh, number = f"{name}_{number}", number + 1
        found.append(fresh)
    return found


def write_table(answer: Answer, out: TextIO, limits: Limits, width: int | None = None) -> None:
    """Up to `limits.rows` rows as a table that fits the terminal, wide characters aligned."""
    rows = [[_cell(value) for value in row] for row in islice(answer.rows, limits.rows)]
    rest = sum(1 for _ in answer.rows)
    console = Console(file=out, width=width, highlight=False)
    if answer.columns:
        wide = (_MIN_WIDTH + 3) * len(answer.columns) > console.width
        (_print_records if wide else _print_grid)(console, answer, rows)
    shown = f"{len(rows)} row{'s' * (len(rows) != 1)}"
    console.print(f"{shown} shown, {rest} more: use --format csv or json" if rest else shown)


def to_printable(text: str) -> str:
    """`text` with control characters made harmless; tabs and line ends stay."""
    return text.translate(_CONTROLS)


def _cell(value: object) -> Text:
    """A cell as plain text: markup means nothing, control characters of a page cannot act."""
    return Text("NULL", style="dim") if value is None else Text(to_printable(_plain(value)))


def _print_grid(console: Console, answer: Answer, rows: list[list[Text]]) -> None:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name, kind in zip(answer.columns, answer.types, strict=True):
        side: Literal["left", "right"] = "right" if _NUMBER.match(kind) else "left"
        table.add_column(Text(name), overflow="fold", justify=side)
    for row in rows:
        table.add_row(*row)
    console.print(table)


def _print_records(console: Console, answer: Answer, rows: list[list[Text]]) -> None:
    """Each row as a block of lines, for more columns than the terminal has room for."""
    for number, row in enumerate(rows, 1):
        console.rule(f"row {number}", align="left", characters="-")
        table = Table(box=None, show_header=False, pad_edge=False)
        table.add_column(no_wrap=True)
        table.add_column(overflow="fold")
        for name, cell in zip(answer.columns, row, strict=True):
            table.add_row(Text(name, style="bold"), cell)
        console.print(table)


WRITERS: dict[str, Callable[[Answer, TextIO, Limits], None]] = {
    "table": write_table,
    "csv": write_csv,
    "json": write_json,
}
