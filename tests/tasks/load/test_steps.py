"""The end of a run: published where it changed anything, and on record in any case."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

from tasks.load import steps
from tasks.load.load import LoadCounts
from tasks.load.runs import begin_run
from tasks.load.steps import Run, close_run, load_pages
from tasks.records import PageResult
from tests.warehouse.conftest import RULES, copy_template
from tests.warehouse.samples import linan, qingdao
from warehouse.database import connect, open_reader, open_writer
from warehouse.layout import Layout
from warehouse.publish import versions


@pytest.fixture
def loaded(layout: Layout, template: Path) -> Layout:
    """A warehouse whose only version the run `first` has published."""
    copy_template(template, layout)
    assert run(layout, "first", qingdao())
    return layout


def run(layout: Layout, name: str, *pages: PageResult, loads: bool = True) -> bool:
    """A run from its beginning to its end; returns whether it published."""
    now = Run(name, "test", RULES)
    with open_writer(layout) as con:
        begin_run(con, now.run_id, now.flow, now.rules)
    counts = load_pages(layout, now, pages, [])
    return close_run(layout, now, counts if loads else LoadCounts(), failed=not loads)


def runs(path: Path) -> list[str]:
    with open_reader(path) as con:
        query = "SELECT run_id FROM run WHERE run_status = 'succeeded' AND run_id <> 'r1'"
        return [name for (name,) in con.execute(f"{query} ORDER BY started_at").fetchall()]


def test_a_run_without_news_leaves_what_readers_have(loaded: Layout) -> None:
    before = loaded.published.stat()
    assert not run(loaded, "second", qingdao())
    assert not run(loaded, "third")
    after = loaded.published.stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
    assert versions(loaded) == []
    assert runs(loaded.published) == ["first"]
    assert runs(loaded.writer) == ["first", "second", "third"]


def test_versions_differ_and_bring_the_runs_between_them(loaded: Layout) -> None:
    assert not run(loaded, "second", qingdao())
    assert run(loaded, "third", linan())
    assert not run(loaded, "fourth", linan(), qingdao())
    (older,) = versions(loaded)
    assert runs(older) == ["first"]
    assert runs(loaded.published) == ["first", "second", "third"]


def test_what_a_broken_off_run_has_loaded_is_published_by_the_next(loaded: Layout) -> None:
    assert not run(loaded, "second", linan(), loads=False)
    assert run(loaded, "third", linan())
    with open_reader(loaded.published) as con:
        assert con.execute("SELECT count(*) FROM article").fetchall() == [(2,)]


def test_a_step_has_as_many_threads_as_its_memory_feeds(
    loaded: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    def connect_of_many_cores(path: Path, **given: Any) -> duckdb.DuckDBPyConnection:
        con = connect(path, **given)
        con.execute("SET threads = 64")
        return con

    seen = []

    def step(con: duckdb.DuckDBPyConnection) -> None:
        query = "SELECT current_setting('threads'), current_setting('memory_limit')"
        seen.extend(con.execute(query).fetchall())

    monkeypatch.setattr(steps, "connect", connect_of_many_cores)
    monkeypatch.setattr(steps, "STEPS", (step,))
    assert not run(loaded, "second", qingdao())
    assert seen == [(2, "95.3 MiB")]
