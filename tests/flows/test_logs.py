"""The log: one line an event, readable for people and for machines, whatever a page is called."""

from __future__ import annotations

import json
import logging

import pytest

from flows.logs import LOGGER, JsonLines, log_event


@pytest.fixture
def records(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.INFO, LOGGER.name)
    return caplog


def test_an_event_is_one_line_with_its_fields(records: pytest.LogCaptureFixture) -> None:
    log_event("page_rejected", run="r1", page="a b%s\n工会.html", reason="empty", detail=None)
    (record,) = records.records
    assert record.getMessage() == 'page_rejected run=r1 page="a b%s\\n工会.html" reason=empty'


def test_as_json_the_fields_stand_beside_time_and_level(records: pytest.LogCaptureFixture) -> None:
    log_event("batch_loaded", run="r1", pages_new=2)
    (record,) = records.records
    record.flow_run_id = "f1"
    line = JsonLines("default", None, "%").format(record)
    assert "\n" not in line
    row = json.loads(line)
    assert row.pop("time").endswith("+00:00")
    assert row == {
        "level": "INFO",
        "logger": "gonghui",
        "event": "batch_loaded",
        "run": "r1",
        "pages_new": 2,
        "flow_run_id": "f1",
    }


def test_what_others_log_is_a_line_too(records: pytest.LogCaptureFixture) -> None:
    logging.getLogger("gonghui.other").warning("two\nlines of %s", "工会")
    row = json.loads(JsonLines().format(records.records[0]))
    assert (row["event"], row["message"]) == ("log", "two\nlines of 工会")


def test_debug_is_left_out_at_info(records: pytest.LogCaptureFixture) -> None:
    log_event("page_read", logging.DEBUG, title="some words of a page")
    assert records.records == []
