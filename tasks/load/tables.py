"""Page results as Arrow tables: one table a kind of row, columns named as in the warehouse.

Pure: no database, no clock. The same tables can be written to Parquet by a worker and loaded by
another process later. An observation whose value the warehouse cannot hold is left out, and its
number stays among the quantities with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import pyarrow as pa

from tasks.load.schemas import SCHEMAS
from tasks.load.values import (
    article_id,
    clean,
    clean_or_none,
    first_day,
    fixed,
    in_utc,
    last_day,
    observation_id,
    share,
    squeezed_hash,
    written_step,
)
from tasks.records import Observation, PageResult, Quantity, Reject
from tasks.script import simplify
from warehouse.likeness import sketch

CONTEXT = 12  # characters kept on each side of a quantity
REPRINT = "reprint"
TOO_LARGE = "value_too_large"

Tables = dict[str, pa.Table]
Row = tuple[Any, ...]


def to_tables(results: Sequence[PageResult], rejects: Sequence[Reject] = ()) -> Tables:
    """The rows of a batch, as one Arrow table for each name in `SCHEMAS`."""
    pages = [(article_id(r.capture.source, r.capture.page, r.capture.sha256), r) for r in results]
    tables = {
        name: to_table(SCHEMAS[name], (row for key, result in pages for row in make(key, result)))
        for name, make in _MAKERS.items()
    }
    tables["reject"] = to_table(SCHEMAS["reject"], map(_reject_row, rejects))
    return tables


def to_table(schema: pa.Schema, rows: Iterable[Row]) -> pa.Table:
    """Rows as an Arrow table; each row has a value for each field of the schema, in its order."""
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    arrays = [
        pa.array(column, type=kind) for column, kind in zip(columns, schema.types, strict=True)
    ]
    return pa.table(arrays, schema=schema)


def _capture_rows(key: str, result: PageResult) -> Iterable[Row]:
    capture = result.capture
    yield (
        key,
        capture.source,
        clean(capture.page),
        clean(capture.url),
        capture.sha256,
        len(capture.body),
        in_utc(capture.captured_at),
        capture.status,
        clean_or_none(capture.content_type),
        clean_or_none(capture.charset),
        capture.archive_file,
        capture.archive_offset,
    )


def _article_rows(key: str, result: PageResult) -> Iterable[Row]:
    capture, article = result.capture, result.article
    text = clean(article.text)
    simplified = _simplified(text)
    yield (
        key,
        capture.source,
        clean(capture.page),
        clean(capture.url),
        capture.sha256,
        clean_or_none(article.site),
        clean_or_none(article.title),
        *first_day(article.published),
        clean_or_none(article.publisher),
        clean_or_none(article.author),
        article.charset,
        clean_or_none(article.description),
        text,
        simplified,
        squeezed_hash(text),
        len(text),
        [(r.kind.value, r.start, r.end, clean(r.detail)) for r in article.repairs],
        [clean(name) for name in article.host_names],
        share(result.trust),
        REPRINT in {*result.flags, *article.flags},
        sketch(simplified or text),
        key,
    )


def _simplified(text: str) -> str | None:
    """The text in simplified characters (offsets as in the text); None where that is the same."""
    simple = simplify(text)
    return None if simple == text else simple


def _observation_rows(key: str, result: PageResult) -> Iterable[Row]:
    rows = {observation_id(key, seen): seen for seen in result.observations}
    for name, seen in rows.items():
        if fixed(seen.value) is not None:
            yield (name, key, *_observation_row(seen))


def _observation_row(seen: Observation) -> Row:
    quantity = seen.quantity
    return (
        seen.metric,
        fixed(seen.value),
        seen.unit,
        seen.bound.value,
        written_step(seen.value, None if quantity is None else quantity.text),
        seen.statistic.value,
        seen.regions[0] if seen.regions else None,
        seen.regions,
        clean_or_none(seen.place),
        *first_day(seen.start),
        *last_day(seen.end),
        clean(seen.quote),
        seen.quote_start,
        seen.quote_end,
        None if quantity is None else quantity.start,
        None if quantity is None else quantity.end,
        seen.rule,
        share(seen.confidence),
    )


def _quantity_rows(key: str, result: PageResult) -> Iterable[Row]:
    text = clean(result.article.text)
    claims: dict[tuple[int, int], int] = {}
    found: dict[tuple[int, int], tuple[Quantity, str | None, str | None]] = {}
    for quantity, reason, head in _quantities(result):
        span = quantity.start, quantity.end
        claims[span] = claims.get(span, 0) + (reason is None)
        if span not in found or reason is None:
            found[span] = quantity, reason, head
    for (start, end), (quantity, reason, head) in found.items():
        yield (
            key,
            start,
            end,
            clean(quantity.text),
            fixed(quantity.value),
            clean(quantity.unit),
            quantity.measure.value,
            quantity.bound.value,
            text[max(0, start - CONTEXT) : start],
            text[end : end + CONTEXT],
            claims[start, end],
            reason,
            clean_or_none(head),
        )


def _quantities(result: PageResult) -> Iterable[tuple[Quantity, str | None, str | None]]:
    """Every number of the page, with None or the reason why no metric claims it; and its head."""
    for seen in result.observations:
        if seen.quantity is not None:
            yield seen.quantity, None if fixed(seen.value) is not None else TOO_LARGE, None
    for left in result.unclaimed:
        yield left.quantity, left.reason, left.head


def _practice_rows(key: str, result: PageResult) -> Iterable[Row]:
    for one in dict.fromkeys(result.practices):
        yield key, clean(one.name), one.kind, clean(one.quote), one.quote_start, one.quote_end


def _term_rows(key: str, result: PageResult) -> Iterable[Row]:
    counts: dict[str, int] = {}
    for term, count in result.terms:
        counts[clean(term)] = counts.get(clean(term), 0) + count
    return ((key, term, count) for term, count in counts.items())


def _flag_rows(key: str, result: PageResult) -> Iterable[Row]:
    return ((key, flag) for flag in sorted({*result.flags, *result.article.flags}))


def _reject_row(reject: Reject) -> Row:
    return (
        reject.source,
        clean(reject.page),
        clean(reject.url),
        reject.sha256,
        reject.reason,
        clean(reject.detail),
        reject.archive_file,
        reject.archive_offset,
    )


_MAKERS: dict[str, Callable[[str, PageResult], Iterable[Row]]] = {
    "capture": _capture_rows,
    "article": _article_rows,
    "observation_base": _observation_rows,
    "quantity": _quantity_rows,
    "practice": _practice_rows,
    "term": _term_rows,
    "flag": _flag_rows,
}
