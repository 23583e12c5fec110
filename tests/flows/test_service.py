"""What an operator installs: units that systemd accepts, an environment, deployments as written."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from flows import schedules
from flows.schedules import plan, prefect_file, to_yaml, write_prefect_file
from flows.settings import Settings
from tasks.errors import InputError
from tests.flows.command import ROOT, environment

UNITS = ROOT / "deployments" / "systemd"
needs_systemd = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed"
)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The units as they would lie in /etc, with the programs and the user of this machine."""
    folder = tmp_path_factory.mktemp("units")
    shutil.copytree(UNITS, folder, dirs_exist_ok=True)
    programs = folder / "opt" / ".venv" / "bin"
    programs.mkdir(parents=True)
    for name in ("prefect", "gonghui"):
        (programs / name).symlink_to(sys.executable)
    for file in folder.rglob("*"):
        if file.suffix in (".service", ".conf"):
            text = file.read_text().replace("/opt/gonghui", str(folder / "opt"))
            file.write_text(text.replace("=gonghui\n", "=root\n"))
    return folder


@needs_systemd
def test_systemd_accepts_the_units(installed: Path) -> None:
    units = sorted(installed.glob("*.service"))
    assert [unit.stem for unit in units] == ["gonghui-serve", "gonghui-server", "gonghui-worker"]
    done = subprocess.run(
        ["systemd-analyze", "verify", *units], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr, done.stdout) == (0, "", "")


@needs_systemd
@pytest.mark.parametrize("unit", ["server", "worker", "serve"])
def test_the_units_are_hardened(installed: Path, unit: str) -> None:
    """The threshold is in tenths; systemd calls up to 2.4 OK, and a unit without anything 9.6."""
    command = ["systemd-analyze", "security", "--offline=true", "--threshold=20"]
    file = installed / f"gonghui-{unit}.service"
    done = subprocess.run([*command, file], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-300:]


def test_the_environment_names_settings_that_there_are(tmp_path: Path) -> None:
    lines = (UNITS / "environment").read_text().splitlines()
    named = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PREFECT", "GONGHUI"))}
    code = "from flows.settings import get_settings; print(get_settings().data)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=kept | named, capture_output=True, text=True
    )
    assert done.stdout.strip() == "/var/lib/gonghui", done.stderr
    unknown = [name for name in named if name.startswith("GONGHUI") and name not in _NAMES]
    assert unknown == []


_NAMES = {"GONGHUI_DATA", "GONGHUI_LOG", "GONGHUI_CORRECTIONS"}


def test_the_file_of_deployments_is_up_to_date() -> None:
    settings = Settings(ROOT / "data", ROOT / "deployments" / "sources.yaml")
    assert prefect_file().read_text("utf-8") == to_yaml(plan(settings))


def test_every_source_is_a_deployment_with_its_schedule_in_chinese_time(tmp_path: Path) -> None:
    entry = "kind: files, publisher: p, paths: [.]"
    (tmp_path / "s.yaml").write_text(
        f"sources: [{{name: a, {entry}, schedule: 5 6 * * *}}, {{name: b, {entry}}}]"
    )
    settings = Settings(tmp_path, tmp_path / "s.yaml", export_schedule="0 5 * * 1")
    rows = {row["name"]: row for row in yaml.safe_load(to_yaml(plan(settings)))["deployments"]}
    assert list(rows) == ["a", "b", "by-hand", "backfill", "reprocess", "publish", "export"]
    assert rows["a"]["schedules"] == [{"cron": "5 6 * * *", "timezone": "Asia/Shanghai"}]
    assert rows["a"]["parameters"] == {"asked": {"sources": ["a"]}}
    assert rows["b"]["schedules"] == []
    assert rows["export"]["schedules"][0]["cron"] == "0 5 * * 1"


def test_the_command_writes_the_file_of_the_project_as_it_is() -> None:
    before = prefect_file().read_bytes()
    done = subprocess.run(
        [sys.executable, "-m", "flows.cli", "deployments"],
        cwd=ROOT,
        env=environment(ROOT / "data"),
        capture_output=True,
        text=True,
        check=True,
    )
    assert "as it was" in done.stdout
    assert prefect_file().read_bytes() == before


def test_a_checkout_that_may_not_be_written_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schedules, "prefect_file", lambda: tmp_path / "gone" / "prefect.yaml")
    settings = Settings(tmp_path, ROOT / "deployments" / "sources.yaml")
    with pytest.raises(InputError, match=r"prefect\.yaml: cannot be written"):
        write_prefect_file(settings)
