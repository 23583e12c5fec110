"""`gonghui review` from the list to the published correction, asked in turn and by flags."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
import typer

from flows import review
from flows.review import Wanted, review_observations
from flows.settings import get_settings
from tasks.errors import InputError, WarehouseError
from tasks.load.load import load_batch
from tests.warehouse.conftest import copy_template, template  # noqa: F401 - a fixture
from tests.warehouse.samples import linan, qingdao
from warehouse.corrections import read_corrections
from warehouse.database import open_reader, open_writer
from warehouse.layout import Layout
from warehouse.locking import writer_lock
from warehouse.publish import publish


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory, template: Path) -> Path:  # noqa: F811
    """A data folder with two pages, published."""
    layout = Layout(tmp_path_factory.mktemp("once"))
    copy_template(template, layout)
    with open_writer(layout) as con:
        load_batch(con, [qingdao(), linan()], [], "r1")
        publish(con, layout)
    return layout.folder


@pytest.fixture
def published(tmp_path: Path, once: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two pages in a data folder that the settings name; returns the published file."""
    monkeypatch.setenv("GONGHUI_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("GONGHUI_CORRECTIONS", str(tmp_path / "corrections.yaml"))
    shutil.copytree(once, tmp_path / "data")
    return get_settings().layout.published


def ask(path: Path, query: str) -> list[tuple[object, ...]]:
    with open_reader(path) as con:
        return con.execute(query).fetchall()


def members_id(path: Path) -> str:
    query = "SELECT observation_id::VARCHAR FROM observation_base WHERE metric = 'members.total'"
    return str(ask(path, query)[0][0])


def by_flags(
    name: str | None, *verdicts: str, changes: tuple[str, ...] = (), why: str = ""
) -> None:
    review_observations(name, verdicts, changes, why, "me", Wanted(), 0)


def test_the_list_shows_what_can_be_named(
    published: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    review_observations(None, (), (), "", None, Wanted({"region": "青岛"}, 9, only_list=True), 0)
    told = capsys.readouterr().out
    assert members_id(published)[:8] in told
    assert "members.total" in told
    assert "unions.total" in told
    assert "临安" not in told


def test_a_correction_by_flags_is_written_and_published(
    published: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    by_flags(members_id(published)[:8], "correct", changes=("value=2679000",), why="misprint")
    assert "1 written to" in capsys.readouterr().out
    query = "SELECT value, judged_by, judged_reason FROM provenance WHERE review = 'correct'"
    assert ask(published, query) == [(2679000, "me", "misprint")]
    by_flags(members_id(published), "reject", why="not of members at all")
    assert ask(published, "SELECT count(*) FROM observation WHERE metric = 'members.total'") == [
        (0,)
    ]
    assert len(read_corrections(get_settings().corrections)) == 2


@pytest.mark.parametrize(
    ("name", "verdicts", "changes", "why", "told"),
    [
        (None, ("accept",), (), "x", "name the observation"),
        ("ID", (), (), "x", "say one of"),
        ("ID", ("accept", "reject"), (), "x", "say one of"),
        ("ID", ("accept",), (), " ", "say why"),
        ("ID", ("correct",), ("value",), "x", "write COLUMN=VALUE"),
        ("ID", ("correct",), ("quote=x",), "x", "write COLUMN=VALUE"),
        ("ID", ("correct",), ("value=many",), "x", "meant.value"),
        ("ID", ("correct",), ("value=",), "x", "cannot be empty"),
        ("ID", ("correct",), ("metric=no.such",), "x", "^there is no metric no.such"),
        ("ID", ("correct",), ("region_code=999999",), "x", "no region 999999"),
        ("ffffffffffff", ("accept",), (), "x", "none begins so"),
        ("ab", ("accept",), (), "x", "at least six"),
        (None, (), (), "", "nobody to answer"),
    ],
)
def test_what_cannot_be_meant_is_told_and_not_written(
    published: Path, name: str | None, verdicts: tuple[str, ...], changes: tuple[str, ...],
    why: str, told: str,
) -> None:  # fmt: skip
    with pytest.raises(InputError, match=told):
        by_flags(
            members_id(published) if name == "ID" else name, *verdicts, changes=changes, why=why
        )
    assert read_corrections(get_settings().corrections) == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            "UPDATE warehouse_state SET state_value = 'x' WHERE state_key = 'definitions'",
            "ingest first",
        ),
        ("INSERT INTO schema_version SELECT 99, 'later', 'x', now()", "update gonghui"),
    ],
)
def test_a_file_of_another_version_is_told(published: Path, change: str, told: str) -> None:
    with duckdb.connect(str(published)) as con:
        con.execute(change)
    with pytest.raises(WarehouseError, match=told):
        review_observations(None, (), (), "", None, Wanted(only_list=True), 0)


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a person types next, Enter as ''; at the end the input is over."""
    typed: list[str] = []
    stream: Iterator[str] = iter(lambda: typed.pop(0) if typed else "EOF", None)

    def prompt(text: str, default: str | None = None, prompt_suffix: str = ": ") -> str:
        answer = next(stream)
        if answer == "EOF":
            raise EOFError
        return answer or default or ""

    monkeypatch.setattr(typer, "prompt", prompt)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    return typed


def test_in_turn(published: Path, answers: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    skipped = ["x", "s"]  # a key that means nothing, then skip
    rejected = ["r", "no rate"]
    changed = ["c", "no.such", *[""] * 7, "wrong metric", "c", "", "", ">", *[""] * 5, "看了"]
    answers += [*skipped, *rejected, *changed, "q"]
    review.review_in_turn(None, Wanted({"region": "青岛"}), "Li", 0)
    told = capsys.readouterr().out
    assert "1 of 3" in told
    assert "there is no metric no.such" in told
    assert "2 written to" in told
    verdicts = [(one.verdict, one.reason) for one in read_corrections(get_settings().corrections)]
    assert verdicts == [("reject", "no rate"), ("correct", "看了")]
    assert ask(published, "SELECT bound FROM observation WHERE review = 'correct'") == [(">",)]


def test_one_by_its_name_is_asked_about(published: Path, answers: list[str]) -> None:
    answers += ["r", "a target"]
    review_observations(members_id(published)[:8], (None,), (), "", "Li", Wanted(), 0)
    judged = read_corrections(get_settings().corrections)
    assert [(one.said.metric, one.verdict) for one in judged] == [("members.total", "reject")]


@pytest.mark.parametrize(
    ("kind", "name", "told"),
    [
        ("metric", "members.totl", "no metric members.totl; nearest: members.total"),
        ("region", "青島市", "no region 青島市; nearest: 青岛市"),
        ("source", "file", "no source file; nearest: files"),
        ("page", "x", "no page x$"),
    ],
)
def test_what_there_is_nothing_of_is_told(published: Path, kind: str, name: str, told: str) -> None:
    with pytest.raises(InputError, match=told):
        review_observations(None, (), (), "", None, Wanted({kind: name}, only_list=True), 0)


def test_an_input_that_ends_keeps_what_was_decided(published: Path, answers: list[str]) -> None:
    answers += ["a", ""]
    review.review_in_turn(None, Wanted(), None, 0)
    assert ask(published, "SELECT count(*) FROM observation WHERE review = 'accept'") == [(1,)]


def test_while_another_run_writes_it_counts_later(
    published: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with writer_lock(get_settings().layout.lock):
        by_flags(members_id(published), "accept", why="read it")
    assert "not published yet" in capsys.readouterr().out
    assert len(read_corrections(get_settings().corrections)) == 1
    by_flags(members_id(published), "accept", why="once more")
    assert ask(published, "SELECT count(*) FROM correction") == [(2,)]
