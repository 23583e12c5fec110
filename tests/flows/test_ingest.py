"""One true run of the flow, in a data folder and a Prefect home of its own, and what it leaves.

The run takes some twenty seconds, because Prefect makes the database of its server; so there is
one, with all that a run can meet.
"""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.flows.command import GOLD, environment, run, run_plainly
from tests.flows.operated import Operated
from warehouse.database import open_writer
from warehouse.layout import Layout

GOOD = (GOLD / "d01.html").read_bytes()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one good page beside all that can go wrong."""
    folder = tmp_path_factory.mktemp("bad")
    (folder / "good.html").write_bytes(GOOD)
    (folder / "zero.html").touch()
    (folder / "picture|<b>.html").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(2000))
    (folder / "large.html").write_bytes(b"<p>" + bytes(30_000_000))
    nested = b"<div>" * 100_000 + "<p>工会会员三万人</p>".encode()
    (folder / "nested.html").write_bytes(b"<html><body>" + nested)
    odd = "<html><meta charset='rot13'><body>工会</body></html>"
    (folder / "rot13.html").write_text(odd, "utf-8")
    (folder / "dangling.html").symlink_to(folder / "nowhere")
    os.mkfifo(folder / "pipe.html")
    return folder


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def first(data: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    proxy = "http://127.0.0.1:9"  # nothing listens: no request of ours may go that way
    return run_plainly(
        data, "ingest", folder, "--source", "mixed", HTTP_PROXY=proxy, ALL_PROXY=proxy
    )


def ask(data: Path, query: str) -> list[dict[str, Any]]:
    done = run(data, "sql", query, "--format", "json")
    assert done.returncode == 0, done.stderr
    rows: list[dict[str, Any]] = json.loads(done.stdout)
    return rows


def test_the_good_page_loads_and_the_others_are_counted(
    first: subprocess.CompletedProcess[str],
) -> None:
    assert first.returncode == 0, first.stderr
    assert "8 pages" in first.stdout
    assert "1 new, 7 rejected" in first.stdout
    assert "rejected zero.html: empty" in first.stdout


def test_progress_is_told_in_plain_lines(first: subprocess.CompletedProcess[str]) -> None:
    assert first.stderr.splitlines()[0].startswith("Starting Prefect")
    assert "Reading pages: 8 of 8" in first.stderr
    assert "\x1b" not in first.stderr
    assert "Traceback" not in first.stderr


def test_summary_says_where_and_what_next(
    first: subprocess.CompletedProcess[str], data: Path
) -> None:
    assert str(data / "gonghui.duckdb") in first.stdout
    assert 'sql "SELECT' in first.stdout


def test_each_reject_is_a_row_with_its_reason(
    first: subprocess.CompletedProcess[str], data: Path
) -> None:
    rows = ask(data, "SELECT page, reason FROM reject ORDER BY page")
    assert {row["page"]: row["reason"] for row in rows} == {
        "dangling.html": "unreadable",
        "large.html": "too_large",
        "nested.html": "not_an_article",
        "picture|<b>.html": "binary",
        "pipe.html": "unreadable",
        "rot13.html": "not_an_article",
        "zero.html": "empty",
    }
    assert ask(data, "SELECT source, page FROM article") == [
        {"source": "mixed", "page": "good.html"}
    ]


def test_the_run_is_on_record(first: subprocess.CompletedProcess[str], data: Path) -> None:
    (row,) = ask(data, "SELECT flow, run_status, pages_new, pages_rejected, parameters FROM run")
    assert (row["flow"], row["run_status"]) == ("ingest", "partial")
    assert (row["pages_new"], row["pages_rejected"]) == (1, 7)
    assert json.loads(row["parameters"])["name"] == "mixed"


def test_prefect_keeps_tables_with_escaped_text(
    first: subprocess.CompletedProcess[str], data: Path
) -> None:
    with sqlite3.connect(data / "prefect" / "prefect.db") as con:
        artifacts = dict(con.execute("SELECT key, data FROM artifact").fetchall())
        states = con.execute("SELECT DISTINCT state_type, state_name FROM flow_run").fetchall()
    assert states == [("COMPLETED", "Partial")]
    keys = {"ingest-run", "ingest-rejects", "ingest-news", "ingest-progress"}
    assert set(artifacts) == keys
    assert artifacts["ingest-progress"] == 100
    assert "facts new" in artifacts["ingest-news"]
    assert "<b>" not in artifacts["ingest-rejects"]
    assert "&lt;b&gt;" in artifacts["ingest-rejects"]
    (row,) = json.loads(json.loads(artifacts["ingest-run"]))
    assert (row["source"], row["new"], row["rejected"]) == ("mixed", 1, 7)


def test_a_second_run_changes_nothing_and_needs_no_prefect(
    first: subprocess.CompletedProcess[str], data: Path, folder: Path
) -> None:
    before = (data / "gonghui.duckdb").stat()
    second = run(data, "ingest", folder, "--source", "mixed")
    assert second.returncode == 0
    assert second.stdout.startswith("Nothing changed: 8 pages as before.")
    assert "Prefect" not in second.stderr
    after = (data / "gonghui.duckdb").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_export_of_what_was_published(
    first: subprocess.CompletedProcess[str], data: Path, tmp_path: Path
) -> None:
    for told in ("Written to", "left as it was"):
        done = run(data, "export", tmp_path / "export")
        assert done.returncode == 0
        assert told in done.stdout
    assert (tmp_path / "export" / "datapackage.json").exists()


def test_reprocess_reads_what_was_kept_and_tells_what_changed(
    first: subprocess.CompletedProcess[str], data: Path, folder: Path, shared: Operated
) -> None:
    """Older rules are made up in the database; the files are gone, as they may be."""
    layout = Layout(data)
    with open_writer(layout) as con:
        con.execute("UPDATE article SET rules_version = 'older'")
        con.execute("UPDATE observation_base SET value = value + 1, confidence = 0.5 "
                    "WHERE metric = 'members.total'")  # fmt: skip
        ((count,),) = con.execute(
            "SELECT count(*) FROM observation_base WHERE metric = 'members.total'"
        ).fetchall()
    assert count
    corrections = {"GONGHUI_CORRECTIONS": str(data / "corrections.yaml")}
    query = "SELECT observation_id FROM observation WHERE value = 4099000"
    (wrong,) = ask(data, query)
    judged = run(
        data, "review", wrong["observation_id"], "--reject", "--reason", "x", **corrections
    )
    assert judged.returncode == 0, judged.stderr
    moved = folder.rename(folder.with_name("moved"))
    try:
        how = {"COLUMNS": "200", **corrections, **shared.address}
        done = run(data, "reprocess", **how)
        again = run(data, "reprocess", "--due", **how)
    finally:
        moved.rename(folder)
    assert done.returncode == 0, done.stderr
    assert "1 read again with new rules, 3 rejected" in done.stdout
    table = [line.split() for line in done.stdout.splitlines() if "members.total" in line]
    assert table[0] == ["members.total", str(count), str(count), str(count), "0", "0"]
    assert "rule_change" in done.stdout
    past = ask(data, "SELECT count(*) AS n FROM observation_past WHERE last_rules = 'older'")
    assert past == [{"n": count}]
    assert ask(data, query) == []
    assert "say of every page what was said before" in again.stdout


def test_no_process_is_left(first: subprocess.CompletedProcess[str], data: Path) -> None:
    running = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True)
    assert str(data) not in running.stdout


def test_the_server_ends_when_its_parent_does(tmp_path: Path) -> None:
    """Its standard input is at its end at once, as it is when the parent was killed."""
    import sys

    subprocess.run(
        [sys.executable, "-m", "flows.server", "bare", "1", str(tmp_path)],
        stdin=subprocess.DEVNULL,
        env=environment(tmp_path, PREFECT_HOME=str(tmp_path)),
        timeout=60,
        check=True,
    )
