"""How each source of a run did: what it yielded against what is normal, and what was rejected.

Sources of the web were judged when they were fetched; here the pages are added that turned out to
be no articles, and the sources on this machine are judged, also when nothing of them was new.
"""

from __future__ import annotations

from pathlib import Path

from flows.report import Report
from tasks.fetch.archive import open_state
from tasks.fetch.record import record_local_run
from tasks.fetch.report import finish_runs
from tasks.fetch.selection import Selection
from tasks.load.load import LoadCounts


def judge(archive: Path, chosen: Selection, report: Report) -> None:
    """Complete the report of the sources, and end their runs; to be called when all is published.

    `archive` is the folder that keeps how runs of sources ended.
    """
    for web in chosen.web:
        seen = report.reasons(web.name, only_with_bytes=True)
        report.fetched.sources[web.name].rejected.update(seen)
    if chosen.web:
        with open_state(archive) as state:
            finish_runs(state, report.fetched)
    for source in chosen.local:
        counts = report.counts.get(source.name, LoadCounts())
        report.fetched.sources[source.name] = record_local_run(
            archive,
            source,
            read=counts.pages_total,
            unchanged=report.unread.get(source.name, 0),
            rejected=report.reasons(source.name),
        )
