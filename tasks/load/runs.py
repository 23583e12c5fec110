"""Runs: who loaded what, with which rules, how it ended. The only place here that asks the clock.

Run ids and times are in no id and no content hash of what is loaded.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict

import duckdb

from tasks.load.load import LoadCounts
from warehouse.sql import utc_now


def begin_run(
    con: duckdb.DuckDBPyConnection,
    run_id: str,
    flow: str,
    rules_version: str,
    parameters: Mapping[str, object] | None = None,
) -> None:
    """Record a run that starts now; runs that a killed process left `running` become `failed`.

    Only the holder of the writer's lock comes here, so no other run can be alive.
    """
    con.execute("UPDATE run SET run_status = 'failed' WHERE run_status = 'running'")
    con.execute("DELETE FROM run WHERE run_id = ?", [run_id])
    con.execute(
        """
        INSERT INTO run
        SELECT ?, ?, 'running', ?, NULL, ?, ?, 0, 0, 0, 0, 0, 0, 0, 0
        """,
        [run_id, flow, utc_now(), rules_version, json.dumps(dict(parameters or {}), default=str)],
    )


def finish_run(
    con: duckdb.DuckDBPyConnection, run_id: str, counts: LoadCounts, *, failed: bool = False
) -> None:
    """Record how a run ended: `failed`, `partial` where pages were rejected, else `succeeded`."""
    status = "failed" if failed else "partial" if counts.pages_rejected else "succeeded"
    values = asdict(counts)
    assignments = ", ".join(f"{name} = ${name}" for name in values)
    con.execute(
        f"UPDATE run SET run_status = $status, finished_at = $now, {assignments} "
        "WHERE run_id = $run_id",
        {"status": status, "run_id": run_id, "now": utc_now(), **values},
    )
