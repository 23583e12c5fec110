"""`gonghui doctor`: every finding says what is so and what to do; nothing is changed by looking."""

from __future__ import annotations

import json
import locale
import shutil
import threading
from collections import namedtuple
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import version
from pathlib import Path
from typing import ClassVar

import pytest

from flows import checkup, prefect_checkup, schedules
from flows.findings import Finding, Verdict
from flows.settings import Settings
from tests.flows.conftest import Gonghui
from tests.warehouse.conftest import copy_template, template
from warehouse.database import open_writer
from warehouse.locking import writer_lock
from warehouse.publish import publish

__all__ = ["template"]
SOURCES = "sources: [{name: s, kind: files, publisher: p, paths: [.], schedule: 0 6 * * *}]"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "sources.yaml").write_text(SOURCES)
    return Settings(tmp_path / "data", tmp_path / "sources.yaml")


@pytest.fixture
def published(settings: Settings, template: Path) -> Settings:
    copy_template(template, settings.layout)
    with open_writer(settings.layout) as con:
        con.execute("UPDATE run SET run_status = 'succeeded', finished_at = started_at")
        publish(con, settings.layout)
    return settings


def told(findings: Iterator[Finding]) -> list[tuple[str, str]]:
    """Verdict and text of each finding; whoever finds something says what to do."""
    found = list(findings)
    assert all(one.advice for one in found if one.verdict is Verdict.BAD)
    return [(one.verdict.value, f"{one.check}: {one.found}") for one in found]


def test_a_fresh_machine_is_fit(gonghui: Gonghui, tmp_path: Path) -> None:
    done = gonghui("doctor", LC_ALL="C.UTF-8")
    assert done.returncode == 0, done.stdout
    assert f"data             {tmp_path / 'data'} " in done.stdout
    assert "nothing was published yet" in done.stdout
    assert "BAD" not in done.stdout
    assert not (tmp_path / "data").exists()


def test_what_keeps_a_run_from_its_work_is_status_1(gonghui: Gonghui, tmp_path: Path) -> None:
    (tmp_path / "s.yaml").write_text("sources: [{name: S}]")
    done = gonghui("doctor", GONGHUI_SOURCES=str(tmp_path / "s.yaml"))
    assert done.returncode == 1
    assert f"bad  sources   {tmp_path / 's.yaml'} line 1" in done.stdout
    assert "→ mend the file" in done.stdout


_Usage = namedtuple("_Usage", "total used free")


@pytest.mark.parametrize(
    ("free", "verdict"), [(10**12, "ok"), (500 * 10**6, "note"), (10**6, "bad")]
)
def test_room_on_the_disk(
    published: Settings, monkeypatch: pytest.MonkeyPatch, free: int, verdict: str
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: _Usage(0, 0, free))
    ((found, text),) = told(checkup.check_disk(published))
    assert (found, f"{free // 10**6:,} MB free" in text) == (verdict, True)


def test_a_file_in_the_place_of_the_data_folder(settings: Settings) -> None:
    settings.data.write_text("a file")
    ((verdict, text),) = told(checkup.check_disk(settings))
    assert verdict == "bad"
    assert f"{settings.data} cannot be written" in text


def test_database_and_its_last_run(published: Settings) -> None:
    first, second = told(checkup.check_database(published))
    assert first[0] == second[0] == "ok"
    assert "runs: last run: test succeeded at " in second[1]


def test_a_killed_run_is_pointed_at(published: Settings) -> None:
    with open_writer(published.layout) as con:
        con.execute("UPDATE run SET run_status = 'failed'")
        publish(con, published.layout)
    assert ("note", True) in [
        (v, "test failed" in t) for v, t in told(checkup.check_database(published))
    ]


def test_the_last_run_counts_also_where_it_published_nothing(published: Settings) -> None:
    with open_writer(published.layout) as con:
        con.execute("UPDATE run SET run_status = 'failed'")
    assert "test failed" in told(checkup.check_database(published))[-1][1]
    with open_writer(published.layout) as con:
        con.execute("UPDATE run SET run_status = 'running', finished_at = NULL")
    assert "test was killed, begun at" in told(checkup.check_database(published))[-1][1]
    with writer_lock(published.layout.lock):  # a run has the newest records
        assert "test succeeded" in told(checkup.check_database(published))[-1][1]


def test_a_damaged_writer_database(published: Settings) -> None:
    published.layout.writer.write_bytes(b"<html>" * 5000)
    first, second = told(checkup.check_database(published))
    assert (first[0], second[0]) == ("ok", "bad")
    assert str(published.layout.writer) in second[1]


def test_a_damaged_database(settings: Settings) -> None:
    settings.data.mkdir()
    settings.layout.published.write_bytes(b"<html>" * 5000)
    ((verdict, text),) = told(checkup.check_database(settings))
    assert verdict == "bad"
    assert "no DuckDB database" in text


def test_who_is_writing(settings: Settings) -> None:
    settings.data.mkdir()
    with writer_lock(settings.layout.lock):
        assert "writer: process " in told(checkup.check_database(settings))[0][1]
    assert len(told(checkup.check_database(settings))) == 1


def test_a_source_of_the_web_needs_someone_who_answers(settings: Settings) -> None:
    text = "sources: [{name: w, kind: urls, publisher: p, urls: ['https://a.example/']}]"
    settings.sources.write_text(text)
    assert told(checkup.check_sources(settings))[0][0] == "bad"
    settings.sources.write_text("contact: me@a.example\n" + text)
    assert told(checkup.check_sources(settings)) == [
        ("ok", "sources: 1, 0 of them with a schedule")
    ]


def test_an_archive_with_an_empty_file(settings: Settings) -> None:
    settings.archive.mkdir(parents=True)
    (settings.archive / "a.warc.gz").write_bytes(b"x" * 1000)
    assert told(checkup.check_archive(settings))[0][0] == "ok"
    (settings.archive / "b.warc.gz").touch()
    assert "; 1 empty" in told(checkup.check_archive(settings))[0][1]


def test_a_clock_that_was_set_back(published: Settings) -> None:
    assert told(checkup.check_clock(published))[0][0] in ("ok", "note")
    with open_writer(published.layout) as con:
        con.execute("UPDATE run SET finished_at = started_at + INTERVAL 1 DAY")
        publish(con, published.layout)
    ((verdict, text),) = told(checkup.check_clock(published))
    assert verdict == "bad"
    assert "a run ended at" in text


@pytest.mark.parametrize(("charset", "verdict"), [("UTF-8", "ok"), ("GBK", "note")])
def test_charset_of_the_terminal(
    monkeypatch: pytest.MonkeyPatch, charset: str, verdict: str
) -> None:
    monkeypatch.setattr(locale, "setlocale", lambda *_: "C")
    monkeypatch.setattr(locale, "nl_langinfo", lambda _: charset)
    assert told(checkup.check_terminal())[0][0] == verdict


class _Api(BaseHTTPRequestHandler):
    """A Prefect server, as far as doctor asks it."""

    deployed: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self._answer(version("prefect"))

    def do_POST(self) -> None:
        pool = {"name": schedules.POOL, "status": "NOT_READY"}
        rows = [{"name": name} for name in self.deployed]
        self._answer(rows if "deployments" in self.path else [pool])

    def _answer(self, content: object) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(content).encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[type[_Api]]:
    monkeypatch.setattr(prefect_checkup, "prefect_file", lambda: tmp_path / "prefect.yaml")
    with ThreadingHTTPServer(("127.0.0.1", 0), _Api) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setenv("PREFECT_API_URL", f"http://127.0.0.1:{server.server_port}/api")
        yield _Api
        server.shutdown()


def test_prefect_is_reached_and_compared(api: type[_Api], settings: Settings) -> None:
    api.deployed = ["s"]
    first, second, third = told(prefect_checkup.check_prefect(settings))
    assert first[0] == "ok"
    assert second == (
        "note",
        "schedules: not deployed: by-hand, backfill, reprocess, publish, export",
    )
    assert third == ("note", "worker: no worker is at work for the pool 'gonghui'")


def test_prefect_is_not_there(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:1/api")
    verdict, text = told(prefect_checkup.check_prefect(settings))[-1]
    assert verdict == "bad"
    assert "no answer from http://127.0.0.1:1/api" in text


def test_an_address_in_a_profile_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    monkeypatch.delenv("PREFECT_PROFILE", raising=False)
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path))
    assert prefect_checkup.api_url() is None
    text = 'active = "here"\n[profiles.here]\nPREFECT_API_URL = "http://127.0.0.1:9/api"\n'
    (tmp_path / "profiles.toml").write_text(text)
    assert prefect_checkup.api_url() == "http://127.0.0.1:9/api"
