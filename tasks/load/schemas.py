"""The Arrow form of each warehouse table that a page fills; names as in warehouse/migrations.

Columns that only the load knows (run, rules version) are not here: they are added by the load.
"""

from __future__ import annotations

import pyarrow as pa

VALUE = pa.decimal128(24, 6)
SHARE = pa.decimal128(4, 3)
_ID = ("article_id", pa.string())
_QUOTE = (("quote", pa.string()), ("quote_start", pa.int32()), ("quote_end", pa.int32()))
_REPAIR = pa.struct(
    [
        ("kind", pa.string()),
        ("span_start", pa.int32()),
        ("span_end", pa.int32()),
        ("detail", pa.string()),
    ]
)

_NAME = pa.struct(
    [("region_name", pa.string()), ("valid_from", pa.int32()), ("valid_to", pa.int32())]
)

SCHEMAS: dict[str, pa.Schema] = {
    "capture": pa.schema(
        [
            _ID,
            ("source", pa.string()),
            ("page", pa.string()),
            ("url", pa.string()),
            ("sha256", pa.string()),
            ("byte_count", pa.int64()),
            ("captured_at", pa.timestamp("us")),
            ("http_status", pa.int16()),
            ("content_type", pa.string()),
            ("declared_charset", pa.string()),
            ("archive_file", pa.string()),
            ("archive_offset", pa.int64()),
        ]
    ),
    "article": pa.schema(
        [
            _ID,
            ("source", pa.string()),
            ("page", pa.string()),
            ("url", pa.string()),
            ("sha256", pa.string()),
            ("site", pa.string()),
            ("title", pa.string()),
            ("published", pa.date32()),
            ("published_precision", pa.string()),
            ("publisher", pa.string()),
            ("author", pa.string()),
            ("charset", pa.string()),
            ("description", pa.string()),
            ("text", pa.string()),
            ("simplified", pa.string()),
            ("text_hash", pa.string()),
            ("character_count", pa.int32()),
            ("repairs", pa.list_(_REPAIR)),
            ("host_names", pa.list_(pa.string())),
            ("trust", SHARE),
            ("is_reprint", pa.bool_()),
            ("sketch", pa.list_(pa.uint64())),
            ("story_id", pa.string()),
        ]
    ),
    "observation_base": pa.schema(
        [
            ("observation_id", pa.string()),
            _ID,
            ("metric", pa.string()),
            ("value", VALUE),
            ("unit", pa.string()),
            ("bound", pa.string()),
            ("written_step", VALUE),
            ("statistic", pa.string()),
            ("region_code", pa.string()),
            ("region_codes", pa.list_(pa.string())),
            ("place", pa.string()),
            ("period_start", pa.date32()),
            ("period_start_precision", pa.string()),
            ("period_end", pa.date32()),
            ("period_end_precision", pa.string()),
            *_QUOTE,
            ("quantity_start", pa.int32()),
            ("quantity_end", pa.int32()),
            ("rule", pa.string()),
            ("confidence", SHARE),
        ]
    ),
    "quantity": pa.schema(
        [
            _ID,
            ("quantity_start", pa.int32()),
            ("quantity_end", pa.int32()),
            ("quantity_text", pa.string()),
            ("quantity_value", VALUE),
            ("quantity_unit", pa.string()),
            ("measure", pa.string()),
            ("bound", pa.string()),
            ("words_before", pa.string()),
            ("words_after", pa.string()),
            ("claims", pa.int32()),
            ("unclaimed_reason", pa.string()),
            ("head", pa.string()),
        ]
    ),
    "practice": pa.schema(
        [_ID, ("practice", pa.string()), ("practice_kind", pa.string()), *_QUOTE]
    ),
    "term": pa.schema([_ID, ("term", pa.string()), ("occurrences", pa.int32())]),
    "flag": pa.schema([_ID, ("flag", pa.string())]),
    "reject": pa.schema(
        [
            ("source", pa.string()),
            ("page", pa.string()),
            ("url", pa.string()),
            ("sha256", pa.string()),
            ("reason", pa.string()),
            ("detail", pa.string()),
            ("archive_file", pa.string()),
            ("archive_offset", pa.int64()),
        ]
    ),
}

DIMENSIONS: dict[str, pa.Schema] = {
    "metric": pa.schema(
        [
            ("metric", pa.string()),
            ("unit", pa.string()),
            ("metric_name", pa.string()),
            ("metric_name_en", pa.string()),
            ("definition", pa.string()),
            ("is_flow", pa.bool_()),
            ("plausible_low", VALUE),
            ("plausible_high", VALUE),
        ]
    ),
    "region": pa.schema(
        [
            ("region_code", pa.string()),
            ("region_name", pa.string()),
            ("short_name", pa.string()),
            ("region_level", pa.string()),
            ("parent_code", pa.string()),
            ("valid_from", pa.int32()),
            ("valid_to", pa.int32()),
            ("successors", pa.list_(pa.string())),
            ("today_code", pa.string()),
            ("names", pa.list_(_NAME)),
        ]
    ),
    "place": pa.schema(
        [("region_code", pa.string()), ("place", pa.string()), ("is_town", pa.bool_())]
    ),
}

# The tables whose rows belong to one article and are replaced with it.
PARTS = ("observation_base", "quantity", "practice", "term", "flag")
