"""Settings: environment before file before default, each told where it comes from."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

import pytest

from flows.settings import Settings, get_settings, read_settings, settings_file
from tasks.errors import InputError
from tests.flows.command import ROOT


@pytest.fixture(autouse=True)
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of settings in the place of the project's, and nothing in the environment."""
    for name in [name for name in os.environ if name.startswith("GONGHUI")]:
        monkeypatch.delenv(name)
    file = tmp_path / "etc" / "settings.toml"
    file.parent.mkdir()
    file.write_text("")
    monkeypatch.setenv("GONGHUI_SETTINGS", str(file))
    return file


def test_by_default_all_lies_in_the_project() -> None:
    corrections = ROOT / "warehouse" / "corrections.yaml"
    expected = Settings(ROOT / "data", ROOT / "deployments" / "sources.yaml", corrections)
    assert get_settings() == expected
    assert get_settings().layout.published == ROOT / "data" / "gonghui.duckdb"


def test_environment_before_file_before_default(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_text('data = "../pages"\nkeep = 7\nwait_seconds = 5')
    monkeypatch.setenv("GONGHUI_KEEP", "9")
    monkeypatch.setenv("GONGHUI_WAIT_SECONDS", "")
    settings, origins = read_settings()
    assert (settings.keep, settings.wait_seconds, settings.when_busy) == (9, 5.0, "wait")
    assert settings.data == file.parents[1] / "etc" / ".." / "pages"
    assert origins["keep"] == "the environment"
    assert origins["wait_seconds"] == str(file)
    assert origins["when_busy"] == "the default"


def test_cancel_means_no_patience() -> None:
    here = Path("/nowhere")
    assert Settings(here, here, wait_seconds=5).patience == 5
    assert Settings(here, here, when_busy="cancel", wait_seconds=5).patience == 0


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("keep = -1", "setting 'keep' (from "),
        ('when_busy = "hope"', "'wait' or 'cancel', but is 'hope'"),
        ('export_schedule = "daily"', "no cron line"),
        ("kep = 1", "there is no setting 'kep'; known: data, sources, corrections"),
        ("keep: 1", "cannot be read"),
        ("wait_seconds = inf", "finite"),
    ],
)
def test_a_mistake_is_told_with_its_place(file: Path, text: str, told: str) -> None:
    file.write_text(text)
    with pytest.raises(InputError) as caught:
        get_settings()
    assert told in str(caught.value)
    assert str(file) in str(caught.value)


def test_a_mistake_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGHUI_KEEP", "many")
    with pytest.raises(InputError, match=r"'keep' \(from the environment\).*'many'"):
        get_settings()


def test_a_file_that_is_named_must_be_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GONGHUI_SETTINGS", str(tmp_path / "none.toml"))
    with pytest.raises(InputError, match="there is no such file"):
        get_settings()


def test_the_file_that_is_shipped_shows_every_setting_and_its_default(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("GONGHUI_SETTINGS")
    shipped = settings_file().read_text("utf-8")
    assert tomllib.loads(shipped) == {}
    lines = [line[2:] for line in shipped.splitlines() if line.startswith("# ") and " = " in line]
    file = tmp_path / "deployments" / "settings.toml"
    file.parent.mkdir()
    file.write_text("\n".join(lines))
    monkeypatch.setenv("GONGHUI_SETTINGS", str(file))
    settings, origins = read_settings()
    assert set(origins.values()) == {str(file)}
    assert (settings.keep, settings.log) == (3, "plain")
    assert settings.wait_seconds == Settings(tmp_path, tmp_path).wait_seconds
