"""The steps of `gonghui ingest` without Prefect, as a yardstick for what Prefect takes.

    python -m tests.bench.plain_run FOLDER WORKERS

Into the data folder that GONGHUI_DATA names. Tells the seconds of reading and loading.
"""

from __future__ import annotations

import sys
import time

from flows.parameters import Ingest
from flows.readers import Readers
from flows.report import Report
from flows.settings import get_settings
from tasks.fetch.lots import find_due
from tasks.fetch.selection import select
from tasks.load import steps
from tasks.load.steps import Run
from tasks.version import rules_version
from warehouse.locking import writer_lock


def main() -> None:
    """Read, load and publish."""
    settings, report = get_settings(), Report("plain")
    asked = Ingest(paths=(sys.argv[1],), workers=int(sys.argv[2]))
    run = Run("plain", "plain", rules_version())
    chosen = select(settings.sources, (), asked.paths)
    with writer_lock(settings.layout.lock):
        due = find_due(chosen.lots, steps.open_run(settings.layout, run, []), run.rules)
        begun = time.perf_counter()
        with Readers(asked) as readers:
            for batch in readers.ahead(due):
                pages = readers.read(batch)
                counts = steps.load_tables(settings.layout, run, pages.tables)
                report.add(batch.source, counts, pages.rejects, pages.flags)
        print(time.perf_counter() - begun)
        steps.close_run(settings.layout, run, report.total)


if __name__ == "__main__":
    main()
