"""Commands that need neither Prefect nor a database, as processes."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from flows.explain import explain_page
from flows.score import show_scores
from tests.flows.command import GOLD, ROOT, environment, run_plainly
from tests.flows.conftest import Gonghui

PAGE = """<html><head><meta charset="utf-8"><title>甲市工会</title></head><body>
<h1>青岛市工会会员达269.7万人</h1><div>2013-02-26 来源：某某日报</div>
<p>记者从市总工会获悉，截至2013年2月，青岛市工会会员达269.7万人，基层工会26683家。</p>
<p>下一步，全市各级工会将继续推进组建工作，把更多职工吸引到工会中来，维护他们的权益。</p>
</body></html>"""


def test_only_ingest_imports_prefect(tmp_path: Path) -> None:
    page, out = str(GOLD / "d01.html"), tmp_path / "out"
    commands = [
        ["--help"],
        ["extract", page],
        ["explain", page],
        ["sql", "SELECT 1"],
        ["report"],
        ["status"],
        ["replay"],
        ["export", str(tmp_path / "export")],
        ["evaluate", str(GOLD), "--only", "d01.html"],
    ]
    code = f"""
import sys
from contextlib import suppress
from flows.cli import app
for arguments in {commands!r}:
    with suppress(SystemExit):
        app(arguments)
sys.exit("prefect" in sys.modules)
"""
    with out.open("w") as stream:
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, env=environment(tmp_path), stdout=stream
        )
    assert done.returncode == 0
    assert "d01.html" in out.read_text("utf-8")


def test_help_lists_the_commands_and_is_quick(tmp_path: Path) -> None:
    begun = time.monotonic()
    done = run_plainly(tmp_path, "--help")
    assert time.monotonic() - begun < 3  # 0.3 s on an idle machine
    for command in (
        "ingest",
        "status",
        "replay",
        "extract",
        "explain",
        "sql",
        "report",
        "export",
        "evaluate",
    ):
        assert f" {command} " in done.stdout


def test_version_names_the_rules(gonghui: Gonghui) -> None:
    assert gonghui("--version").stdout.startswith("gonghui 0.1")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("ingest", "nowhere"), "no such file or folder: nowhere"),
        (("ingest", "--source", "nope"), "no source 'nope'"),
        (("ingest", "README.md", "-s", "a", "-s", "b"), "name --source once"),
        (("extract", "nowhere/*.html"), "nothing matches nowhere/*.html"),
        (("explain", "nowhere"), "no such file"),
        (("sql", "SELECT 1"), "load something first"),
        (("report",), "load something first"),
        (("replay",), "no WARC files in"),
        (("export", "nowhere"), "load something first"),
        (("evaluate", "flows"), "no gold.jsonl"),
        (("evaluate", str(GOLD), "--only", "x"), "no page is called like x"),
    ],
)
def test_what_is_not_there_is_one_line_and_status_2(
    gonghui: Gonghui, arguments: tuple[str, ...], told: str
) -> None:
    done = gonghui(*arguments)
    assert done.returncode == 2
    assert told in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


@pytest.mark.parametrize("option", ["--seconds=0", "--memory=1", "--rows=0"])
def test_limits_that_allow_nothing_are_refused(gonghui: Gonghui, option: str) -> None:
    done = gonghui("sql", "SELECT 1", option)
    assert done.returncode == 2
    assert "should be greater than" in done.stderr


def test_empty_folder_says_so(gonghui: Gonghui, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = gonghui("ingest", tmp_path / "empty")
    assert done.returncode == 0
    assert "no pages" in done.stdout
    assert "nothing was loaded" in done.stdout


def test_extract_writes_json_lines_in_utf8_whatever_the_terminal(tmp_path: Path) -> None:
    folder = tmp_path / "pages" / "deep"
    folder.mkdir(parents=True)
    (folder / "a.html").write_text(PAGE, "utf-8")
    (folder / "b.htm").write_bytes(PAGE.replace("utf-8", "gb2312").encode("gb18030"))
    (folder / "c.html").touch()
    told = {"PYTHONIOENCODING": "gbk", "LC_ALL": "C"}
    done = run_plainly(tmp_path / "data", "extract", tmp_path / "pages", **told)
    assert done.returncode == 0
    first, second, third = map(json.loads, done.stdout.splitlines())
    assert [first["page"], second["page"], third["page"]] == ["a.html", "b.htm", "c.html"]
    assert first["title"] == "青岛市工会会员达269.7万人"
    assert {**first, "page": ""} == {**second, "page": ""}
    assert (third["reject"], third["observations"]) == ("empty", [])
    assert "1 of them rejected" in done.stderr


def test_extract_into_a_closed_pipe_is_quiet(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(PAGE, "utf-8")
    command = f"'{sys.executable}' -m flows.cli extract '{tmp_path}' '{GOLD}/d01.html' | true"
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=ROOT,
        env=environment(tmp_path),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert "Error" not in done.stderr
    assert "Traceback" not in done.stderr


def test_explain_tells_of_each_number(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.html").write_text(PAGE.replace("下一步", "另有12头牛。下一步"), "utf-8")
    explain_page(str(tmp_path / "a.html"))
    told = capsys.readouterr().out
    assert "青岛市工会会员达269.7万人" in told
    assert "269.7万人 → 2697000 人 (count)" in told
    assert "12头 → 12 头 (count); not claimed: " in told


def test_explain_of_a_reject_says_why(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.html").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    explain_page(str(tmp_path / "a.html"))
    assert "rejected as binary" in capsys.readouterr().out


def test_evaluate_prints_scores_and_misses(capsys: pytest.CaptureFixture[str]) -> None:
    result = show_scores(GOLD, "d0[13].html")
    assert result.pages == 2
    told = capsys.readouterr().out
    assert [line.split(":")[0] for line in told.splitlines()[-2:]] == ["core", "full"]
    assert "members.migrant" in told
