"""Chinese days, whatever the zone of the machine: sources, schedules and "today" are China's.

Moments are kept in UTC. No id, period or content of what is loaded depends on any clock.
"""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

ZONE = "Asia/Shanghai"
CHINA = ZoneInfo(ZONE)


def chinese_day(moment: datetime) -> date:
    """The day that it is in China at a moment with a zone."""
    return moment.astimezone(CHINA).date()
