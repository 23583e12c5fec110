"""Runs of sources on this machine, kept beside those of the web: silence is heard there too.

A folder that someone should fill, and that is empty, is a source that yields too little.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tasks.clock import chinese_day
from tasks.fetch.archive import open_state
from tasks.fetch.kinds import LocalSource
from tasks.fetch.report import SourceReport
from tasks.fetch.yields import judge_yield


def record_local_run(
    folder: Path, source: LocalSource, read: int, unchanged: int, rejected: Counter[str]
) -> SourceReport:
    """Judge what a source on this machine yielded, and keep it in the state in `folder`.

    `read` are pages that were read now, `rejected` those of them that could not be.
    """
    now = datetime.now(UTC)
    report = SourceReport(
        source.name, listed=read + unchanged, fetched=read, unchanged=unchanged, rejected=rejected
    )
    report.judgement = judge_yield(source.normal, report.listed, None, chinese_day(now))
    folder.mkdir(parents=True, exist_ok=True)
    with open_state(folder) as state:
        run = state.begin(source.name, timedelta(0), now)
        state.finish(run, report.as_result(), now)
    return report
