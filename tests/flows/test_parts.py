"""The parts of a run that can be seen without a server: lock, record, tables, progress."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from flows.parameters import Asked
from flows.progress import Lines, Silent, reporter, reporting
from flows.report import Report, escape, escape_row
from flows.server import ServerError, has_database, start_server
from flows.settings import Settings, prepare_prefect
from tasks.errors import WarehouseError
from tasks.fetch.registry import read_sources
from tasks.load.known import published_pages
from tasks.load.load import LoadCounts
from tasks.load.steps import Run, close_run, open_run
from tasks.records import Reject
from warehouse.database import connect
from warehouse.locking import writer_lock

SOURCES = "sources: [{name: s, kind: files, publisher: p, note: n, paths: [.]}]"
RUN = Run("run-1", "ingest", "0.1+abc", {"paths": ["x"]})


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "sources.yaml").write_text(SOURCES)
    return Settings(tmp_path / "data", tmp_path / "sources.yaml")


@pytest.fixture
def no_prefect(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("PREFECT")]:
        monkeypatch.delenv(name)


def runs(settings: Settings) -> list[tuple[str, str]]:
    con = connect(settings.layout.writer, read_only=True)
    try:
        return con.execute("SELECT run_id, run_status FROM run").fetchall()
    finally:
        con.close()


def test_a_run_that_stumbles_is_recorded_as_failed_and_publishes_nothing(
    settings: Settings,
) -> None:
    from prefect.settings import PREFECT_API_URL, temporary_settings

    from flows.running import recorded

    def stumble() -> None:
        with recorded(settings, RUN, Report("run-1"), Asked()) as known:
            assert known == {}
            raise RuntimeError("the disk burns")

    nowhere = {PREFECT_API_URL: "http://127.0.0.1:9/api"}  # or Prefect would start a server
    with temporary_settings(nowhere), pytest.raises(RuntimeError, match="the disk burns"):
        stumble()
    assert runs(settings) == [("run-1", "failed")]
    assert not settings.layout.published.exists()
    with writer_lock(settings.layout.lock):
        pass  # the lock is free again


def test_a_held_lock_is_waited_for_and_told(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    from flows.running import recorded

    def wait() -> None:
        with reporting(), recorded(settings, RUN, Report("run-1"), Asked(wait_seconds=0.1)):
            raise AssertionError("the lock was held by two")

    settings.data.mkdir()
    with (
        writer_lock(settings.layout.lock),
        pytest.raises(WarehouseError, match=f"process {os.getpid()}"),
    ):
        wait()
    assert "Waiting for another run, 0.1 s at most" in capsys.readouterr().err


def test_nothing_is_known_before_the_first_publish_or_after_a_change_of_a_source(
    settings: Settings,
) -> None:
    def known() -> object:
        sources = read_sources(settings.sources).values()
        return published_pages(settings.layout, sources)

    assert known() is None
    settings.data.mkdir()
    open_run(settings.layout, RUN, read_sources(settings.sources).values())
    close_run(settings.layout, RUN, LoadCounts())
    assert known() == {}
    settings.sources.write_text(SOURCES.replace("note: n", "note: m"))
    assert known() is None


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("plain 工会", "plain 工会"),
        ("<script>", "&lt;script&gt;"),
        ("[a](javascript:b)", "\\[a\\](javascript:b)"),
        ("a|b\nc`d", "a\\|b c\\`d"),
    ],
)
def test_text_of_pages_is_no_markup(text: str, escaped: str) -> None:
    assert escape(text) == escaped


def test_report_adds_up() -> None:
    report = Report("r", unread={"a": 3})
    reject = Reject("<p>", "file:///p", None, "b", "empty", "0 bytes")
    report.add("b", LoadCounts(pages_new=1), [reject])
    report.add("b", LoadCounts(pages_new=2, pages_rejected=1), [])
    assert report.total == LoadCounts(pages_new=3, pages_rejected=1)
    first, second = report.rows()
    assert (first["source"], first["new"], first["unchanged"]) == ("a", 0, 3)
    assert (second["source"], second["new"], second["rejected"]) == ("b", 3, 1)
    (rejected,) = report.reject_rows()
    assert (rejected["page"], escape_row(rejected)["page"]) == ("<p>", "&lt;p&gt;")


def test_lines_tell_the_end_and_little_before(capsys: pytest.CaptureFixture[str]) -> None:
    with reporting() as told:
        assert isinstance(reporter(), Lines)
        told.begin("Reading pages", 3)
        for _ in range(3):
            told.advance()
    assert isinstance(reporter(), Silent)
    assert capsys.readouterr().err == "Reading pages: 3\nReading pages: 3 of 3\n"


@pytest.mark.usefixtures("no_prefect")
def test_prefect_is_kept_at_home_and_silent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "environ", dict(os.environ))
    prepare_prefect(Settings(tmp_path, tmp_path))
    assert os.environ["PREFECT_HOME"] == str(tmp_path / "prefect")
    assert os.environ["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"
    assert os.environ["DO_NOT_TRACK"] == "1"
    assert not has_database()


@pytest.mark.usefixtures("no_prefect")
@pytest.mark.parametrize("name", ["PREFECT_API_URL", "PREFECT_HOME"])
def test_what_the_user_has_chosen_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    (tmp_path / "profiles.toml").touch()
    chosen = {"PREFECT_API_URL": "http://127.0.0.1:1/api", "PREFECT_HOME": str(tmp_path)}[name]
    monkeypatch.setattr(os, "environ", {**os.environ, name: chosen})
    prepare_prefect(Settings(tmp_path / "data", tmp_path))
    start_server()()
    assert os.environ[name] == chosen
    assert {"PREFECT_API_URL", "PREFECT_HOME"} & set(os.environ) == {name}


@pytest.mark.usefixtures("no_prefect")
def test_a_home_that_cannot_be_written_is_told_with_the_way_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()  # rights would not stop root
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path / "file" / "prefect"))
    with pytest.raises(ServerError, match=r"cannot be written .*GONGHUI_DATA"):
        start_server()


@pytest.mark.usefixtures("no_prefect")
def test_a_machine_that_cannot_reach_itself_is_told_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreachable(*_: object, **__: object) -> None:
        raise OSError(101, "Network is unreachable")

    monkeypatch.setenv("PREFECT_HOME", str(tmp_path))
    monkeypatch.setattr("socket.create_connection", unreachable)
    with pytest.raises(ServerError, match=r"127\.0\.0\.1 \(Network is unreachable\)"):
        start_server()
    assert not list(tmp_path.iterdir())
