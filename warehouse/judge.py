"""Corrections put to work: what each is about, whether it still holds, and what counts then.

A correction is about the observation of its page with its quote and number. It holds while the
rules read the same there. When they read something else, or the words are gone, it is raised for a
person to look again; a correction or a rejection goes on counting meanwhile, as long as the rules
still claim the number for the same metric, for the person has read the words. Of several about one
observation the last one counts. Rows of `observation_base` are never touched.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import duckdb
import pyarrow as pa

from tasks.errors import InputError
from tasks.load.values import first_day, fixed, last_day, written_step
from warehouse.corrections import Correction, Reading, corrections_digest
from warehouse.sql import fetch_count, get_state, set_state, transaction

_COMPARED = tuple(Reading.model_fields)
_READING = pa.struct(
    [
        ("metric", pa.string()),
        ("value", pa.decimal128(24, 6)),
        ("bound", pa.string()),
        ("statistic", pa.string()),
        ("region_code", pa.string()),
        ("place", pa.string()),
        ("period_start", pa.date32()),
        ("period_start_precision", pa.string()),
        ("period_end", pa.date32()),
        ("period_end_precision", pa.string()),
    ]
)
_SCHEMA = pa.schema(
    [
        ("correction_no", pa.int32()),
        ("source", pa.string()),
        ("page", pa.string()),
        ("quote", pa.string()),
        ("quote_start", pa.int32()),
        ("quantity_text", pa.string()),
        ("said", _READING),
        ("said_columns", pa.list_(pa.string())),
        ("verdict", pa.string()),
        ("meant", _READING),
        ("meant_columns", pa.list_(pa.string())),
        ("meant_step", pa.decimal128(24, 6)),
        ("judged_reason", pa.string()),
        ("judged_by", pa.string()),
        ("judged_on", pa.date32()),
    ]
)


def record_corrections(con: duckdb.DuckDBPyConnection, corrections: Sequence[Correction]) -> bool:
    """Make the table `correction` say what the file says; False where it did.

    They count from the next `refresh` on. Raises InputError for a metric or a region that there
    is not, with the number of the entry.
    """
    digest = corrections_digest(corrections)
    if (get_state(con, "corrections") or "") == digest:
        return False
    for number, told in unknown_names(con, corrections):
        page = corrections[number - 1].page
        raise InputError(f"corrections, entry {number} of {len(corrections)} ({page}): {told}")
    rows = [_row(number, one) for number, one in enumerate(corrections, 1)]
    with transaction(con):
        con.execute(_MARK)
        con.execute("DELETE FROM correction")
        con.register("stage_correction", pa.Table.from_pylist(rows, _SCHEMA))
        con.execute(
            "INSERT INTO correction BY NAME SELECT *, false AS is_applied FROM stage_correction"
        )
        con.unregister("stage_correction")
        set_state(con, "corrections", digest)
    return True


def unknown_names(
    con: duckdb.DuckDBPyConnection, corrections: Sequence[Correction]
) -> Iterator[tuple[int, str]]:
    """The corrections, by number, that mean a metric or a region that there is not; and which."""
    for column, table in (("metric", "metric"), ("region_code", "region")):
        known = {name for (name,) in con.execute(f"SELECT {column} FROM {table}").fetchall()}
        for number, one in enumerate(corrections, 1):
            meant = getattr(one.meant, column)
            if meant is not None and meant not in known:
                yield number, f"there is no {table} {meant}"


def _row(number: int, one: Correction) -> dict[str, Any]:
    value = one.meant.value
    return {
        "correction_no": number,
        "source": one.source,
        "page": one.page,
        "quote": one.quote,
        "quote_start": one.quote_start,
        "quantity_text": one.quantity_text,
        "said": _struct(one.said),
        "said_columns": one.said.columns,
        "verdict": one.verdict,
        "meant": _struct(one.meant),
        "meant_columns": one.meant.columns,
        "meant_step": None if value is None else written_step(value, None),
        "judged_reason": one.reason,
        "judged_by": one.by,
        "judged_on": one.day,
    }


def _struct(reading: Reading) -> dict[str, Any]:
    start, start_precision = first_day(reading.period_start)
    end, end_precision = last_day(reading.period_end)
    return {
        **reading.model_dump(),
        "value": None if reading.value is None else fixed(reading.value),
        "period_start": start,
        "period_start_precision": start_precision,
        "period_end": end,
        "period_end_precision": end_precision,
    }


def refresh_judged(con: duckdb.DuckDBPyConnection) -> None:
    """Find what each correction is about, and what counts therefore; marks the facts concerned."""
    kept = "(SELECT count(*) FROM correction) + (SELECT count(*) FROM observation_judged)"
    if not fetch_count(con, f"SELECT {kept}"):
        return
    with transaction(con):
        con.execute(_MARK)
        con.execute(_FOUND)
        con.execute(_STANDING)
        con.execute("DELETE FROM observation_judged")
        con.execute(_JUDGED)
        con.execute(_MARK)
        con.execute("DROP TABLE found")


# The facts of everything judged are chosen anew; corrections are few.
_MARK = """
INSERT INTO stale_fact
SELECT metric, region_code FROM observation_judged
UNION
SELECT metric, region_code FROM observation_base
SEMI JOIN (SELECT observation_id FROM correction WHERE is_applied) USING (observation_id)
EXCEPT SELECT metric, region_code FROM stale_fact
"""


def _differing(meant: bool) -> str:
    """SQL: the columns in which an observation is not what was said (or meant, where stated)."""
    parts = []
    for name in _COMPARED:
        want, stated = f"said.{name}", f"list_contains(said_columns, '{name}')"
        if meant:
            is_meant = f"list_contains(meant_columns, '{name}')"
            want = f"CASE WHEN {is_meant} THEN meant.{name} ELSE {want} END"
            stated = f"({is_meant} OR {stated})"
        unlike = f"base.{name}::VARCHAR IS DISTINCT FROM ({want})::VARCHAR"
        parts.append(f"CASE WHEN {stated} AND {unlike} THEN '{name}' END")
    return f"list_filter([{', '.join(parts)}], lambda one: one IS NOT NULL)"


_FOUND = f"""
CREATE OR REPLACE TEMP TABLE found AS
WITH entry AS (
    SELECT correction.*, article.article_id, contains(article.text, quote) AS has_quote,
           article.text
    FROM correction LEFT JOIN article
        ON article.source = correction.source AND article.page = correction.page
), target AS (
    SELECT
        correction_no,
        base.observation_id,
        base.metric,
        CASE WHEN len(meant_columns) > 0 AND len({_differing(meant=True)}) = 0 THEN []
             ELSE {_differing(meant=False)} END AS differing,
        {{
            'differing': len({_differing(meant=False)}),
            'distance': abs(base.quote_start - coalesce(entry.quote_start, 0)),
            'name': base.observation_id
        }} AS rank
    FROM entry JOIN observation_base AS base USING (article_id)
    WHERE base.quote = entry.quote
          AND (entry.quantity_text IS NULL OR entry.quantity_text IS NOT DISTINCT FROM
               substr(text, base.quantity_start + 1, base.quantity_end - base.quantity_start))
    QUALIFY row_number() OVER (PARTITION BY correction_no ORDER BY rank) = 1
)
SELECT
    correction_no,
    article_id,
    has_quote,
    target.observation_id,
    target.differing,
    NOT list_contains(said_columns, 'metric') OR target.metric = said.metric AS is_same_metric,
    row_number() OVER (
        PARTITION BY source, page, quote,
                     coalesce(target.observation_id::VARCHAR, concat(quantity_text, said.metric))
        ORDER BY correction_no DESC
    ) > 1 AS is_replaced
FROM entry LEFT JOIN target USING (correction_no)
"""
_STANDING = """
UPDATE correction SET
    observation_id = found.observation_id,
    is_applied = coalesce(
        NOT is_replaced
        AND (len(differing) = 0 OR (correction.verdict <> 'accept' AND is_same_metric)),
        false
    ),
    raised_because = CASE
        WHEN is_replaced OR found.article_id IS NULL OR len(differing) = 0 THEN NULL
        WHEN found.observation_id IS NOT NULL
            THEN 'the rules read otherwise: ' || array_to_string(differing, ', ')
        WHEN NOT has_quote THEN 'the page no longer has these words'
        WHEN correction.verdict <> 'reject' THEN 'the rules no longer read a figure here'
    END
FROM found WHERE found.correction_no = correction.correction_no
"""


def _counted(name: str) -> str:
    return (
        f"CASE WHEN list_contains(meant_columns, '{name}') THEN meant.{name} ELSE base.{name} END"
    )


def _dated(name: str) -> str:
    precision = f"{name}_precision"
    return (
        f"{_counted(name)} AS {name}, CASE WHEN list_contains(meant_columns, '{name}') "
        f"THEN meant.{precision} ELSE base.{precision} END AS {precision}"
    )


_JUDGED = f"""
INSERT INTO observation_judged BY NAME
SELECT
    base.* REPLACE (
        {_counted("metric")} AS metric,
        {_counted("value")} AS value,
        {_counted("bound")} AS bound,
        {_counted("statistic")} AS statistic,
        {_counted("region_code")} AS region_code,
        {_counted("place")} AS place,
        {_dated("period_start")},
        {_dated("period_end")},
        coalesce(meant_step, base.written_step) AS written_step,
        CASE WHEN NOT list_contains(meant_columns, 'region_code') THEN base.region_codes
             WHEN meant.region_code IS NULL THEN [] ELSE [meant.region_code] END AS region_codes,
        CASE WHEN ({_counted("statistic")}) = 'change' THEN 'percent'
             WHEN len(meant_columns) = 0 THEN base.unit
             ELSE metric.unit END AS unit
    ),
    correction.verdict AS review
FROM correction
JOIN observation_base AS base USING (observation_id)
LEFT JOIN metric ON metric.metric = ({_counted("metric")})
WHERE correction.is_applied AND correction.verdict <> 'reject'
"""
