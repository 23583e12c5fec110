"""The observations that a person should look at, with what is needed to judge one.

Asked of the view `review` in the published file; one that was judged before can be named by its id
and judged again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

import duckdb
from pydantic import ValidationError

from tasks.errors import InputError
from tasks.partial_date import PartialDate, Precision
from warehouse.corrections import Correction, Reading, Verdict

_AROUND = 120  # characters of the page shown on each side of a quote
_FEW = 20_000  # names that are compared with a misspelt one within a second
_NAMES = {
    "metric": "SELECT metric FROM metric",
    "source": "SELECT source FROM source UNION SELECT source FROM article",
    "page": "SELECT page FROM article",
    "region": "SELECT region_code FROM region UNION SELECT region_name FROM region "
    "UNION SELECT short_name FROM region UNION SELECT unnest(names).region_name FROM region",
}
_FILTERS = {
    "metric": "metric = ?",
    "source": "source = ?",
    "page": "page = ?",
    "region": "region_code IN (SELECT region_code FROM region WHERE today_code IN "
    "(SELECT today_code FROM today_codes(?)))",
}


@dataclass(frozen=True, slots=True)
class Doubt:
    """An observation as the rules read it, its words in the page, and why to look at it.

    `others` are what other stories say of the same fact: value, bound, publisher, url.
    """

    observation_id: str
    doubt: float
    raised_because: str | None
    is_contested: bool
    flags: tuple[str, ...]
    confidence: Decimal
    rule: str
    metric_name: str | None
    region_name: str | None
    unit: str
    source: str
    page: str
    title: str | None
    published: date | None
    publisher: str | None
    url: str
    quote: str
    quote_start: int
    quantity_text: str | None
    before: str
    after: str
    said: Reading
    others: tuple[tuple[Decimal, str, str | None, str], ...]


def doubtful(
    con: duckdb.DuckDBPyConnection, limit: int, filters: Mapping[str, str | None] | None = None
) -> list[Doubt]:
    """The `limit` most doubtful; `filters` are values of metric, source, page and region.

    A region may be given by its code or by any of its names. Raises InputError where the
    warehouse has nothing of such a name.
    """
    given = {name: value for name, value in (filters or {}).items() if value}
    for name, value in given.items():
        _refuse_unknown(con, name, value)
    chosen = {_FILTERS[name]: value for name, value in given.items()}
    where = " AND ".join(chosen) or "true"
    query = (
        f"SELECT observation_id FROM review WHERE {where} "
        "ORDER BY doubt DESC, confidence, observation_id LIMIT ?"
    )
    return _read(con, [one for (one,) in con.execute(query, [*chosen.values(), limit]).fetchall()])


def _refuse_unknown(con: duckdb.DuckDBPyConnection, kind: str, name: str) -> None:
    """Raise InputError where there is no metric, source, page or region `name`."""
    known = {one for (one,) in con.execute(_NAMES[kind]).fetchall() if one}
    if name not in known:
        near = ", ".join(get_close_matches(name, known, 3)) if len(known) < _FEW else ""
        raise InputError(f"there is no {kind} {name}" + (f"; nearest: {near}" if near else ""))


def find_observation(con: duckdb.DuckDBPyConnection, name: str) -> Doubt:
    """The observation whose id is or begins with `name`, judged or not; raises InputError."""
    if len(name) < 6:
        raise InputError(f"{name}: give at least six characters of the observation's id")
    query = (
        "SELECT observation_id FROM observation_base "
        "WHERE starts_with(observation_id::VARCHAR, ?) LIMIT 2"
    )
    found = con.execute(query, [name.lower()]).fetchall()
    if len(found) != 1:
        raise InputError(f"{name}: {'several observations begin' if found else 'none begins'} so")
    return _read(con, [found[0][0]])[0]


def _read(con: duckdb.DuckDBPyConnection, ids: Sequence[object]) -> list[Doubt]:
    cursor = con.execute(_DETAILS, [[str(one) for one in ids], _AROUND])
    names = [column[0] for column in cursor.description or []]
    found = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return [_doubt(row) for row in found]


_DETAILS = """
WITH wanted AS (
    SELECT unnest($1::UUID[]) AS observation_id, unnest(range(len($1))) AS place
), rival AS (
    SELECT told.observation_id,
           list((other.value, other.bound::VARCHAR, other.publisher, other.url)
                ORDER BY other.is_chosen DESC, other.observation_id) AS others
    FROM fact_observation AS told JOIN fact_observation AS other USING (fact_id)
    WHERE told.observation_id IN (SELECT observation_id FROM wanted)
          AND other.observation_id <> told.observation_id
    GROUP BY told.observation_id
)
SELECT
    base.observation_id::VARCHAR AS observation_id,
    coalesce(review.doubt, 0) AS doubt,
    review.raised_because,
    coalesce(review.is_contested, false) AS is_contested,
    coalesce(review.flags, []) AS flags,
    base.confidence, base.rule, base.unit, base.quote, base.quote_start,
    metric.metric_name, region.region_name,
    article.source, article.page, article.title, article.published, article.publisher, article.url,
    substr(article.text, quantity_start + 1, quantity_end - quantity_start) AS quantity_text,
    substr(article.text, greatest(0, quote_start - $2) + 1, least($2, quote_start)) AS before,
    substr(article.text, quote_end + 1, $2) AS after,
    base.metric, base.value, base.bound, base.statistic, base.region_code, base.place,
    base.period_start, base.period_start_precision, base.period_end, base.period_end_precision,
    coalesce(rival.others, []) AS others
FROM wanted
JOIN observation_base AS base USING (observation_id)
JOIN article USING (article_id)
LEFT JOIN review USING (observation_id)
LEFT JOIN rival USING (observation_id)
LEFT JOIN metric ON metric.metric = base.metric
LEFT JOIN region ON region.region_code = base.region_code
ORDER BY place
"""


def _doubt(row: dict[str, Any]) -> Doubt:
    dates = {
        name: _partial(row.pop(name), row.pop(f"{name}_precision"))
        for name in ("period_start", "period_end")
    }
    plain = {name: row.pop(name) for name in Reading.model_fields if name not in dates}
    row["flags"], row["others"] = tuple(row["flags"]), tuple(map(tuple, row["others"]))
    return Doubt(said=Reading.model_validate({**plain, **dates}), **row)


def _partial(day: date | None, precision: str | None) -> PartialDate | None:
    if day is None:
        return None
    month = None if precision == Precision.YEAR else day.month
    return PartialDate(day.year, month, day.day if precision == Precision.DAY else None)


def to_correction(
    doubt: Doubt, verdict: Verdict, meant: Mapping[str, object], reason: str, by: str, day: date
) -> Correction:
    """The entry for the file; raises InputError for what cannot be meant."""
    try:
        return Correction.model_validate(
            {
                "source": doubt.source,
                "page": doubt.page,
                "quote": doubt.quote,
                "quote_start": doubt.quote_start,
                "quantity_text": doubt.quantity_text,
                "said": doubt.said,
                "verdict": verdict,
                **({"meant": dict(meant)} if meant else {}),
                "reason": reason,
                "by": by,
                "day": day,
            }
        )
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        message = first["msg"].removeprefix("Value error, ")
        raise InputError(f"{where + ': ' if where else ''}{message}") from error


@dataclass(frozen=True, slots=True)
class Lost:
    """A correction whose figure is no longer there: its number in the file, and why."""

    correction_no: int
    page: str
    quote: str
    raised_because: str


def lost_corrections(con: duckdb.DuckDBPyConnection) -> list[Lost]:
    """The corrections to look at again that belong to no observation of today, in file order."""
    rows = con.execute(
        "SELECT correction_no, page, quote, raised_because FROM correction "
        "WHERE raised_because IS NOT NULL AND observation_id IS NULL ORDER BY correction_no"
    ).fetchall()
    return [Lost(*row) for row in rows]
