"""The checks find each kind of broken row, and keep it from being published."""

from __future__ import annotations

import duckdb
import pytest

from tasks.errors import WarehouseError
from tasks.load.load import load_batch
from tests.warehouse.samples import linan, qingdao, rejected
from warehouse.checks import CHECKS, run_checks
from warehouse.layout import Layout
from warehouse.publish import publish
from warehouse.refresh import refresh

Con = duckdb.DuckDBPyConnection
FAULTS = [
    ("keys", "article", "INSERT INTO article SELECT * FROM article LIMIT 1"),
    ("keys", "observation_base", "INSERT INTO observation_base SELECT * FROM observation_base"),
    ("keys", "fact_base", "INSERT INTO fact_base SELECT * FROM fact_base"),
    ("references", "fact without its observation", "DELETE FROM observation_base"),
    ("keys", "reject", "INSERT INTO reject SELECT * FROM reject"),
    ("keys", "region", "INSERT INTO region SELECT * FROM region LIMIT 1"),
    ("references", "article without its capture", "DELETE FROM capture"),
    ("references", "observation without its article", "DELETE FROM article"),
    ("references", "observation of a metric", "DELETE FROM metric WHERE metric = 'unions.total'"),
    ("references", "observation of a region", "DELETE FROM region WHERE region_code = '370200'"),
    ("references", "today_code", "DELETE FROM region WHERE region_code = '330112'"),
    ("ranges", "confidence", "UPDATE observation_base SET confidence = 1.5"),
    ("ranges", "ends before", "UPDATE observation_base SET period_start = '2030-01-01', "
     "period_start_precision = 'day'"),
    ("ranges", "without precision", "UPDATE observation_base SET period_end_precision = NULL"),
    ("ranges", "not the first", "UPDATE observation_base SET region_codes = []"),
    ("ranges", "neither claimed", "UPDATE quantity SET unclaimed_reason = NULL"),
    ("quotes", "observation", "UPDATE observation_base SET quote_start = quote_start + 1"),
    ("quotes", "quantity", "UPDATE quantity SET quantity_text = 'x'"),
]  # fmt: skip


@pytest.mark.parametrize(("check", "problem", "fault"), FAULTS)
def test_a_fault_is_found(con: Con, check: str, problem: str, fault: str) -> None:
    load_batch(con, [qingdao(), linan()], [rejected()], "r1")
    refresh(con)
    assert run_checks(con) == []
    con.execute(fault)
    assert any(found.check == check and problem in found.problem for found in run_checks(con))


def test_every_check_is_tested() -> None:
    assert {path.stem for path in CHECKS.glob("*.sql")} == {check for check, *_ in FAULTS}


def test_what_is_not_sound_is_not_published(con: Con, layout: Layout) -> None:
    load_batch(con, [qingdao()], [], "r1")
    con.execute("UPDATE observation_base SET confidence = 2")
    with pytest.raises(WarehouseError, match=r"ranges: confidence outside 0 to 1 \(3, such as"):
        publish(con, layout)
    assert not layout.published.exists()
