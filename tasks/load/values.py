"""Ids and single values as the warehouse holds them.

Ids are content-derived, so that loading a thing twice, in another order or in other batches gives
the same rows. A value that DECIMAL(24,6) cannot hold exactly is rounded half even in the seventh
place; one too large for it has no fixed form.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from datetime import UTC, date, datetime
from decimal import Decimal

from tasks.partial_date import PartialDate
from tasks.records import Observation

_SIXTH, _THIRD = Decimal("0.000001"), Decimal("0.001")
_LIMIT = Decimal(10) ** 18
_ARABIC = re.compile(r"\d[\d,]*(?:\.\d+)?")
_SURROGATES = dict.fromkeys(range(55296, 57344), "�")


def identify(*parts: object) -> str:
    """32 hexadecimal digits (a UUID's) that depend on the parts and on nothing else."""
    text = "\x1f".join("" if part is None else str(part) for part in parts)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def article_id(source: str, page: str, sha256: str) -> str:
    """The id of one content of a page: another source, page or byte gives another id."""
    return identify(source, page, sha256)


def observation_id(article: str, seen: Observation) -> str:
    """The id of an observation of `article`; rule and confidence are no part of it."""
    return identify(
        article,
        seen.metric,
        fixed(seen.value),
        seen.bound.value,
        seen.statistic.value,
        " ".join(seen.regions),
        seen.place,
        seen.start,
        seen.end,
        seen.quote_start,
        seen.quote_end,
    )


def clean(text: str) -> str:
    """Without lone surrogates, which DuckDB refuses; each becomes U+FFFD, offsets do not move."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.translate(_SURROGATES)
    return text


def clean_or_none(text: str | None) -> str | None:
    """`clean`, where there is a text."""
    return None if text is None else clean(text)


def fixed(value: Decimal) -> Decimal | None:
    """`value` with six decimals; None where the column cannot hold it."""
    return value.quantize(_SIXTH) if value.is_finite() and abs(value) < _LIMIT else None


def written_step(value: Decimal, words: str | None) -> Decimal:
    """The step in which a number is written: 1000 for 269.7万, 1 for 26683, 0.1 for 90.3%.

    `words` is the number as written; where they hold no single Arabic number, the place of the
    value's last digit that is not 0 stands for it (三万 is 10000).
    """
    numbers = _ARABIC.findall(unicodedata.normalize("NFKC", words or ""))
    if len(numbers) == 1 and (number := Decimal(numbers[0].replace(",", ""))):
        step = abs(value / number) * Decimal(1).scaleb(_exponent(number))
    else:
        step = Decimal(1).scaleb(_exponent(value.normalize()) if value else 0)
    return max(step.quantize(_SIXTH), _SIXTH)


def _exponent(number: Decimal) -> int:
    return int(number.as_tuple().exponent)


def share(value: float) -> Decimal:
    """A figure from 0 to 1 with three decimals; what lies outside is cut off."""
    return Decimal(min(max(value, 0.0), 1.0)).quantize(_THIRD)


def first_day(day: PartialDate | None) -> tuple[date | None, str | None]:
    """First day and precision of a date that may be missing."""
    return (None, None) if day is None else (day.first(), day.precision.value)


def last_day(day: PartialDate | None) -> tuple[date | None, str | None]:
    """Last day and precision of a date that may be missing."""
    return (None, None) if day is None else (day.last(), day.precision.value)


def in_utc(moment: datetime | None) -> datetime | None:
    """The same moment in UTC, without a zone; one without a zone is taken to be in UTC.

    The warehouse holds TIMESTAMP and not TIMESTAMPTZ, which DuckDB hands to Python only where
    pytz is installed.
    """
    if moment is None or moment.tzinfo is None:
        return moment
    return moment.astimezone(UTC).replace(tzinfo=None)


def squeezed_hash(text: str) -> str:
    """Hash of a text without its white space: equal for the same article set in another page."""
    return hashlib.sha256("".join(text.split()).encode()).hexdigest()
