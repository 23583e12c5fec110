"""Did a source yield what it normally yields? Silence is the failure that nobody sees.

Judged is what the source offers (links, entries), not what was new: a site that was redesigned
offers nothing, a pattern that is too wide offers everything.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from tasks.fetch.kinds import Normal


class Verdict(StrEnum):
    """How a run of a source is to be taken, best first."""

    OK = "ok"
    WARNED = "warned"
    ALARM = "alarm"
    FAILED = "failed"


ALARMS = frozenset({Verdict.ALARM, Verdict.FAILED})


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict with what led to it."""

    verdict: Verdict
    detail: str = ""


def judge_yield(normal: Normal, articles: int, newest: date | None, today: date) -> Judgement:
    """Too few fails, an old newest article is an alarm, too many warns."""
    if articles < normal.fewest:
        return Judgement(Verdict.FAILED, f"{articles} articles, normally at least {normal.fewest}")
    if normal.newest_days is not None and newest is not None:
        age = (today - newest).days
        if age > normal.newest_days:
            told = f"nothing new for {age} days, normally at most {normal.newest_days}"
            return Judgement(Verdict.ALARM, told)
    if normal.most is not None and articles > normal.most:
        return Judgement(Verdict.WARNED, f"{articles} articles, normally at most {normal.most}")
    return Judgement(Verdict.OK)


def newest_of(days: Iterable[date | None], today: date) -> date | None:
    """The newest day that is not in the future: sites have wrong clocks and announce events."""
    return max((day for day in days if day and day <= today + timedelta(days=1)), default=None)
