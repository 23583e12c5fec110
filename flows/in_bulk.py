"""`gonghui backfill`: WARC files in bulk, by hand."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

from flows.bulk_plan import plan
from flows.by_hand import print_report, tell_alarms, validated
from flows.parameters import Backfill
from flows.settings import get_settings
from flows.show import show_warehouse
from flows.starting import start_flow
from tasks.version import rules_version


def run_backfill(paths: Sequence[str], **more: object) -> bool:
    """Read and load the WARC files of the paths; tell on standard output what came of it.

    `more` are further parameters of the flow. False where a shard failed; the others are loaded
    all the same. Raises InputError for what is not there or does not fit.
    """
    asked = validated(Backfill, {"paths": list(paths), **more})
    # Only Prefect's log would tell of workers that come and go; here the bar does.
    os.environ.setdefault("DASK_DISTRIBUTED__LOGGING__DISTRIBUTED", "critical")
    settings = get_settings()
    planned = plan(asked, settings, rules_version())
    print(f"{planned}.", flush=True)
    if asked.dry_run:
        return True
    report, seconds = start_flow(settings, _load, asked)
    for note in report.notes[1:]:
        print(f"{note}.")
    print_report(report, seconds)
    print()
    show_warehouse()
    return tell_alarms(report)


def _load() -> Any:
    from flows.backfill import backfill

    return backfill
