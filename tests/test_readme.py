"""What the README shows of asking: every question and its answer, and the same from elsewhere."""

from __future__ import annotations

import re
import runpy
import shutil
import subprocess
from pathlib import Path

import duckdb
import pytest

from tests.readme import README, ask, cells, load_sample, questions

TEXT = README.read_text("utf-8")
FORBIDDEN = [
    "DELETE FROM article",
    "FROM read_csv('/etc/passwd')",
    "COPY (SELECT 1) TO 'stolen.csv'",
    "ATTACH 'other.duckdb'",
    "INSTALL fts",
    "SET memory_limit = '9GB'",
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as after `make ingest`, with the sample in data/."""
    folder = tmp_path_factory.mktemp("sample")
    load_sample(folder / "data")
    return folder


def block(title: str) -> str:
    """The indented lines below a line that begins with `title`."""
    found = re.search(rf"^{title}.*\n\n((?:    .*\n|\n)+)", TEXT, re.MULTILINE)
    assert found, title
    return "\n".join(line[4:] for line in found[1].rstrip().splitlines()) + "\n"


@pytest.mark.parametrize("number", range(len(questions(TEXT))))
def test_a_question_has_the_answer_that_is_printed(folder: Path, number: int) -> None:
    sql, answer = questions(TEXT)[number]
    told = ask(folder / "data" / "gonghui.duckdb", sql)
    assert cells(told) == cells(answer), "run python -m tests.readme, and read what it changed"


def test_there_are_ten_questions_and_more() -> None:
    assert len(questions(TEXT)) > 10


def test_python(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code = block("In Python")
    monkeypatch.chdir(folder)
    (folder / "shown.py").write_text(code, "utf-8")
    made = runpy.run_path(str(folder / "shown.py"))
    assert f"# {capsys.readouterr().out.strip()}" in code
    assert_safe(made["con"])


def test_r_by_its_settings_and_its_sql(folder: Path) -> None:
    code = block("In R")
    limits = dict(re.findall(r'(\w+) = "(\w+)"', code))
    assert set(limits) == {"enable_external_access", "memory_limit", "threads"}
    path = folder / "data" / "gonghui.duckdb"
    con = duckdb.connect(str(path), read_only=True, config=dict(limits))
    statements = re.findall(r'db\w+\(con, "([^"]+)"\)', code)
    assert len(statements) == 2
    rows = [con.execute(one).fetchall() for one in statements][-1]
    assert rows == [(2005, 10022500), (2006, 11481000)]
    assert_safe(con)


def assert_safe(con: duckdb.DuckDBPyConnection) -> None:
    """Nothing that is forbidden works."""
    with con:
        for sql in FORBIDDEN:
            with pytest.raises(duckdb.Error, match=r"disabled|read-only|locked"):
                con.execute(sql)


@pytest.mark.skipif(not shutil.which("duckdb"), reason="the DuckDB shell is not on the PATH")
def test_the_shell(folder: Path) -> None:
    (command,) = [line for line in block("In the DuckDB shell").splitlines() if line]
    asked = ";\n".join([*FORBIDDEN, ".shell ls", "SELECT 40 + 2 AS found;"])
    done = subprocess.run(
        ["/bin/sh", "-c", command], cwd=folder, input=asked.replace("ls;", "ls"), text=True,
        capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    assert "42" in done.stdout
    refused = re.findall(r"disabled|read-only|locked|safe mode", done.stderr)
    assert len(refused) == len(FORBIDDEN) + 1
