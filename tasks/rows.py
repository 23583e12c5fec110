"""What was read out of a page as plain values: the JSON line that `gonghui extract` writes.

The shape is that of a gold file (tests/gold), so that the two can be compared, with offsets, rule
and confidence added.
"""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Any

from tasks.extract.checks import GUIDE_FLAGS
from tasks.partial_date import PartialDate
from tasks.records import Observation, PageResult, Reject


def page_row(result: PageResult) -> dict[str, Any]:
    """One page: its fields, flags and observations; dates in ISO form, values as numbers."""
    article = result.article
    return {
        "page": result.capture.page,
        "title": article.title,
        "published": _date(article.published),
        "source": article.publisher,
        "region": _region(result.observations),
        "flags": sorted(GUIDE_FLAGS & {*result.flags, *article.flags}),
        "observations": [observation_row(one) for one in result.observations],
    }


def reject_row(reject: Reject) -> dict[str, Any]:
    """A page that could not be read: the same shape, without content, and the reason."""
    return {
        "page": reject.page,
        "title": None,
        "published": None,
        "source": None,
        "region": [],
        "flags": [],
        "observations": [],
        "reject": reject.reason,
        "detail": reject.detail,
    }


def observation_row(one: Observation) -> dict[str, Any]:
    """One observation; `region` lists the acceptable codes, today's last."""
    return {
        "metric": one.metric,
        "value": plain_number(one.value),
        "unit": one.unit,
        "bound": one.bound.value,
        "statistic": one.statistic.value,
        "region": list(one.regions),
        "place": one.place,
        "start": _date(one.start),
        "end": _date(one.end),
        "quote": one.quote,
        "quote_start": one.quote_start,
        "quote_end": one.quote_end,
        "confidence": round(one.confidence, 3),
        "rule": one.rule,
    }


def plain_number(value: Decimal) -> int | float:
    """A JSON number: whole where it is whole."""
    return int(value) if value == value.to_integral_value() else float(value)


def _date(day: PartialDate | None) -> str | None:
    return None if day is None else str(day)


def _region(observations: tuple[Observation, ...]) -> list[str]:
    """The region that most of the page's numbers are about."""
    counts = Counter(one.regions for one in observations if one.regions)
    return list(counts.most_common(1)[0][0]) if counts else []
