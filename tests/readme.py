"""The questions in the README and the answers printed under them.

`python -m tests.readme` prints the README with the answers that the sample gives today; read what
it changed against the pages before you keep it. Cells are compared, not the space between them.
"""

from __future__ import annotations

import io
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from unittest import mock

from flows.batches import read_pages
from flows.parameters import Ingest
from tasks.fetch.registry import read_sources
from tasks.fetch.selection import local_lot
from tasks.load import steps
from tasks.load.steps import Run
from tasks.version import rules_version
from warehouse.ask import run_query
from warehouse.layout import Layout

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
_QUESTION = re.compile(
    r'^    (?:\.venv/bin/)?gonghui sql "(?P<sql>[^"]+)"\n\n(?P<answer>(?:    .*\n)+)', re.MULTILINE
)


class Question(NamedTuple):
    """A question of the README as it stands there, and the answer below it."""

    sql: str
    answer: str


def questions(text: str) -> list[Question]:
    """All questions with an answer, in their order."""
    return [Question(one["sql"], one["answer"]) for one in _QUESTION.finditer(text)]


def cells(answer: str) -> list[list[str]]:
    """What stands in an answer, line by line, without rules and spaces."""
    lines = [line.split() for line in answer.splitlines()]
    return [line for line in lines if line and not set("".join(line)) <= {"─"}]


def load_sample(folder: Path) -> Path:
    """The published file of the sample, as `make ingest` makes it but without Prefect."""
    folder.mkdir(exist_ok=True)
    layout, run = Layout(folder), Run("readme", "ingest", rules_version())
    file = ROOT / "deployments" / "sources.yaml"
    sources = read_sources(file)
    steps.open_run(layout, run, sources.values())
    lot = local_lot(sources["sample"], file.parent)  # type: ignore[arg-type]
    counts = steps.load_tables(layout, run, read_pages(lot, Ingest()).tables)
    steps.close_run(layout, run, counts)
    return layout.published


def ask(path: Path, sql: str) -> str:
    """What `gonghui sql` prints in a terminal of 94 columns."""
    out = io.StringIO()
    with mock.patch.dict("os.environ", COLUMNS="94"):
        run_query(path, sql, out=out)
    return out.getvalue()


@contextmanager
def sample() -> Iterator[Path]:
    """`load_sample` in a folder that goes away."""
    with tempfile.TemporaryDirectory() as folder:
        yield load_sample(Path(folder))


def main() -> None:
    """Write the README with today's answers to standard output."""
    with sample() as path:

        def fresh(found: re.Match[str]) -> str:
            lines = map(str.rstrip, ask(path, found["sql"]).splitlines())
            told = "".join(f"    {line}\n" for line in lines if line)
            return found[0].removesuffix(found["answer"]) + told

        sys.stdout.write(_QUESTION.sub(fresh, README.read_text("utf-8")))


if __name__ == "__main__":
    main()
