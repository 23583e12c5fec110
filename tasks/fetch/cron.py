"""Cron lines, in Chinese time wherever they stand: whether one can be understood."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from cronsim import CronSim, CronSimError
from pydantic import AfterValidator

_AN_INSTANT = datetime(2026, 1, 1)


def _check(text: str) -> str:
    try:
        CronSim(text, _AN_INSTANT)
    except CronSimError as error:
        raise ValueError(f"no cron line such as '15 6 * * *': {error}") from None
    return text


CronLine = Annotated[str, AfterValidator(_check)]
