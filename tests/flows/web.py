"""A small web on 127.0.0.1 for whole runs of `gonghui`, and the sources that name its sites."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tasks.fetch.warc_read import read_records
from tests.flows.command import environment
from tests.flows.forked import run_forked
from tests.flows.operated import Operated
from tests.tasks.fetch.server import Asked, Handler, Server, reply
from warehouse.database import open_reader

ARTICLE = """<html><head><meta charset="utf-8"><title>{title}</title></head><body>
<h1>{title}</h1><div>2026-03-01 来源：海棠日报</div>
<p>记者从市总工会获悉，截至2026年2月，{place}工会会员达{count}万人，比上年有所增加。</p>
<p>下一步，全市各级工会将继续推进组建工作，把更多职工吸引到工会中来。</p>{more}</body></html>"""


def article(count: int, place: str = "青岛市", more: str = "") -> str:
    """An article of one figure: `count` times ten thousand members."""
    return ARTICLE.format(title=f"{place}总工会召开会议", place=place, count=count, more=more)


@dataclass
class Web:
    """The server, a data folder whose sources it serves, and the Prefect server of its runs."""

    server: Server
    folder: Path
    authority: Path
    prefect: Operated

    def write_sources(self, *entries: str) -> None:
        """Make sources.yaml of these entries, all asked without delay."""
        self.sources.write_text(
            "contact: mailto:tests@example.org\n"
            f"fetch: {{allow_networks: [127.0.0.1/32], authorities: ['{self.authority}']}}\n"
            "sources:\n",
            "utf-8",
        )
        for each in entries:
            self.add_source(each)

    def add_source(self, entry: str) -> None:
        """Add an entry (a YAML mapping in braces) to sources.yaml."""
        polite = "" if "kind: warc" in entry else ", polite: {delay: 0, per_host: 2}"
        with self.sources.open("a", encoding="utf-8") as stream:
            stream.write(f"  - {entry.removesuffix('}')}, publisher: p{polite}}}\n")

    @property
    def sources(self) -> Path:
        return self.folder / "sources.yaml"

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def command(self, *arguments: object) -> tuple[list[str], dict[str, str]]:
        """How to run `gonghui ARGUMENTS` here: arguments and environment."""
        more = {"GONGHUI_SOURCES": str(self.sources), "COLUMNS": "200"}
        module = [sys.executable, "-m", "tests.flows.named", *map(str, arguments)]
        return module, environment(self.data, **self.prefect.address, **more)

    def run(self, *arguments: object) -> subprocess.CompletedProcess[str]:
        """`gonghui ARGUMENTS` to its end, forked."""
        return run_forked([*map(str, arguments)], self.command()[1], named=True)

    def ask(self, query: str) -> list[dict[str, Any]]:
        """The rows that a question gets from the published warehouse."""
        with open_reader(self.data / "gonghui.duckdb") as con:
            found = con.execute(query)
            names = [column[0] for column in found.description or ()]
            return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def call(self, patch: pytest.MonkeyPatch, function: Callable[..., bool], *given: Any) -> bool:
        """Call what a command calls, in this process and with the settings of this folder."""
        patch.setenv("GONGHUI_DATA", str(self.data))
        patch.setenv("GONGHUI_SOURCES", str(self.sources))
        patch.setenv("COLUMNS", "200")
        return function(*given)

    def archived(self) -> set[str]:
        """The urls of which a whole response stands in the archive."""
        archive = self.data / "archive"
        return {
            record.url
            for path in [*archive.glob("*.warc.gz"), *archive.glob("*.open")]
            for record in read_records(path)
            if record.kind == "response" and not record.torn
        }


def fresh(body: str, version: str) -> Handler:
    """A page with an ETag, or 304 for who has it."""

    def answer(asked: Asked) -> Iterable[bytes | float]:
        if asked.headers.get("if-none-match") == version:
            return [b"HTTP/1.1 304 Not Modified\r\n\r\n"]
        return reply(body.encode(), headers={"ETag": version})

    return answer


MakeWeb = Callable[[str], Web]
