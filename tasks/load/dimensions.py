"""The dimensions metric, region and place, filled from codebook and gazetteer.

They are replaced as a whole when their content changed. Surprise: a code that was absorbed by one
that went on (闸北 by 静安) or merged with others (塘沽 into 滨海新区) keeps a line of its own, for
its figures are a part of the successor's and not an earlier point of the same series. Only a
change of one whole division into one new one (临安市 to 临安区) is followed by `today_code`.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import duckdb

from tasks.load.schemas import DIMENSIONS
from tasks.load.tables import to_table
from tasks.load.values import fixed
from tasks.normalize.codebook import Metric
from tasks.normalize.gazetteer import COUNTRY, TODAY, Division, Gazetteer, level_of
from warehouse.refresh import refresh_places
from warehouse.sql import get_state, set_state, transaction

__all__ = ["metric_rows", "refresh_places", "region_rows", "sync_dimensions", "sync_rows"]

Row = tuple[Any, ...]


def sync_dimensions(
    con: duckdb.DuckDBPyConnection, metrics: Iterable[Metric], gazetteer: Gazetteer
) -> bool:
    """Make metric, region and place say what codebook and gazetteer say; False if they did."""
    towns = [(code, town, True) for town, codes in gazetteer.towns.items() for code in codes]
    rows = {
        "metric": metric_rows(metrics),
        "region": region_rows(gazetteer.by_code),
        "place": sorted(set(towns)),
    }
    return sync_rows(con, rows)


def sync_rows(con: duckdb.DuckDBPyConnection, dimensions: Mapping[str, Sequence[Row]]) -> bool:
    """Replace the named dimensions' rows, all or none; False where they were the same already."""
    digest = hashlib.sha256(repr(sorted(dimensions.items())).encode()).hexdigest()
    if get_state(con, "dimensions") == digest:
        return False
    with transaction(con):
        for name, rows in dimensions.items():
            con.execute(f"DELETE FROM {name}")
            con.register("stage_dimension", to_table(DIMENSIONS[name], rows))
            con.execute(f"INSERT INTO {name} BY NAME SELECT * FROM stage_dimension")
            con.unregister("stage_dimension")
        set_state(con, "dimensions", digest)
    return True


def metric_rows(metrics: Iterable[Metric]) -> list[Row]:
    """Rows of `metric`, in the codebook's order."""
    return [
        (
            one.code,
            one.unit,
            one.name_zh,
            one.name_en,
            one.definition,
            one.is_flow,
            *(map(_decimal, one.plausible) if one.plausible else (None, None)),
        )
        for one in metrics
    ]


def _decimal(number: float) -> Decimal | None:
    return fixed(Decimal(str(number)))


def region_rows(by_code: Mapping[str, Sequence[Division]]) -> list[Row]:
    """Rows of `region`: every code once, with all names and years, by code."""
    follows = _single_steps(by_code)
    rows: list[Row] = [_THE_COUNTRY]
    for code, divisions in by_code.items():
        spans = sorted(divisions, key=lambda d: d.since)
        last = spans[-1]
        rows.append(
            (
                code,
                last.name,
                last.short or None,
                level_of(code).name.lower(),
                _parent(code, by_code),
                spans[0].since,
                _ended(last),
                [] if last.until == TODAY else [s[:6] for s in last.successors.split()],
                _follow(code, follows),
                [(d.name, d.since, _ended(d)) for d in reversed(spans)],
            )
        )
    return sorted(rows, key=lambda row: str(row[0]))


_NAMES = [("全国", None, None)]
_THE_COUNTRY: Row = (COUNTRY, "全国", "中国", "country", None, None, None, [], COUNTRY, _NAMES)


def _ended(division: Division) -> int | None:
    return None if division.until == TODAY else division.until


def _parent(code: str, by_code: Mapping[str, Sequence[Division]]) -> str:
    above = (code[:4] + "00", code[:2] + "0000")
    return next((up for up in above if up != code and up in by_code), COUNTRY)


def _single_steps(by_code: Mapping[str, Sequence[Division]]) -> dict[str, str]:
    """Code to successor, where one whole division became one that was new then, and alone did."""
    heirs: dict[str, str] = {}
    parents: dict[tuple[str, int], int] = defaultdict(int)
    for code, divisions in by_code.items():
        last = max(divisions, key=lambda d: d.until)
        for successor in last.successors.split() if last.until != TODAY else ():
            parents[successor[:6], last.until] += 1
        if last.until != TODAY and len(last.successors) == 6 and last.successors != code:
            heirs[code] = last.successors
    return {
        code: heir
        for code, heir in heirs.items()
        for until in [max(d.until for d in by_code[code])]
        if parents[heir, until] == 1
        and any(d.since == until for d in by_code.get(heir, ()))
        and not any(d.since < until for d in by_code[heir])
    }


def _follow(code: str, steps: Mapping[str, str]) -> str:
    seen = {code}
    while (heir := steps.get(code)) and heir not in seen:
        seen.add(heir)
        code = heir
    return code
