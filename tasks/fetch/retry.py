"""When to ask again, and how long to wait before: the only layer that retries.

Exponential backoff with full jitter, as in Amazon's "Exponential Backoff And Jitter"; a server's
Retry-After beats it in both of its forms (RFC 9110, 10.2.3: seconds or a date).
"""

from __future__ import annotations

import random
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from tasks.errors import FetchFailed
from tasks.fetch.exchange import Exchange, Truncated
from tasks.fetch.settings import FetchSettings

# What a server says when asking later may help; 408 is "you were too slow".
AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524})


def is_trouble(answer: Exchange | FetchFailed) -> bool:
    """Whether the answer tells of a host in trouble, rather than of one url."""
    if isinstance(answer, FetchFailed):
        return answer.retryable or answer.reason in ("tls", "timeout")
    return answer.status in AGAIN or answer.truncated in (Truncated.TIME, Truncated.DISCONNECT)


def is_worth_asking_again(answer: Exchange | FetchFailed) -> bool:
    """Whether a second try may end better. A spent deadline is not: it cost enough."""
    if isinstance(answer, FetchFailed):
        return answer.retryable
    return answer.status in AGAIN or answer.truncated is Truncated.DISCONNECT


def backoff(attempt: int, settings: FetchSettings, rng: random.Random) -> float:
    """Seconds to wait behind attempt `attempt` (from 1): between half and all of the full step."""
    step = min(settings.backoff_cap, settings.backoff * 2.0 ** (attempt - 1))
    return step * (0.5 + rng.random() / 2)


def retry_after(answer: Exchange | FetchFailed, now: datetime) -> float | None:
    """The seconds that the server asks to wait; None where it does not say, or not readably."""
    told = answer.header("retry-after") if isinstance(answer, Exchange) else None
    if told is None:
        return None
    told = told.strip()
    if told.isascii() and told.isdigit():
        return float(told[:9])
    try:
        date = parsedate_to_datetime(told)
    except (ValueError, TypeError, IndexError):
        return None
    date = date if date.tzinfo else date.replace(tzinfo=UTC)
    return max(0.0, (date - now).total_seconds())
