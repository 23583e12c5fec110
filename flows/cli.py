"""The command line. Each command imports what it needs when it runs, so that --help is quick and
only `ingest` waits for Prefect.

Errors that we know how to explain are told here, once, in one line, with exit status 2. What a
command answers goes to standard output, in UTF-8 whatever the locale; all else to standard error.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from flows.cli_bulk import SOURCE_ALARM, backfill, replay, reprocess
from tasks.errors import GonghuiError

USAGE_ERROR, INTERRUPTED, BROKEN_PIPE = 2, 130, 141


class _Group(TyperGroup):
    """Commands whose known errors end in a line and not in a traceback."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except GonghuiError as error:
            print(f"gonghui: {error}", file=sys.stderr)
            raise typer.Exit(USAGE_ERROR) from error
        except KeyboardInterrupt as error:
            print("\ngonghui: interrupted", file=sys.stderr)
            raise typer.Exit(INTERRUPTED) from error
        except BrokenPipeError as error:
            # Who reads us has seen enough; what is still in the buffer must not complain at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(BROKEN_PIPE) from error


app = typer.Typer(
    cls=_Group,
    help="Statistics of Chinese trade unions (工会), read out of local news into DuckDB.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Paths = Annotated[list[str], typer.Argument(help="Files, folders or globs of .html, .htm, .txt.")]
SomePaths = Annotated[
    list[str] | None, typer.Argument(help="Files, folders or globs; none: the configured sources.")
]


class Format(StrEnum):
    """How an answer is written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


@app.command()
def ingest(
    paths: SomePaths = None,
    source: Annotated[
        list[str] | None,
        typer.Option("--source", "-s", help="A source of deployments/sources.yaml; repeatable."),
    ] = None,
    since: Annotated[str | None, typer.Option(help="Only pages from this day on.")] = None,
    until: Annotated[str | None, typer.Option(help="Only pages up to this day.")] = None,
    limit: Annotated[int | None, typer.Option(help="At most this many pages.")] = None,
    workers: Annotated[int | None, typer.Option(help="Processes that read pages.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read and count; load none.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Also what has not changed.")] = False,
    wait: Annotated[float | None, typer.Option(help="Seconds to wait for another run.")] = None,
) -> None:
    """Load pages into the warehouse, publish it, and show what is in it.

    With PATHS, --source names the source that they belong to. Ends with status 1 where a source
    failed or fell silent; the others are loaded all the same.
    """
    from flows.by_hand import run_ingest

    days = {"since": since, "until": until}
    how: dict[str, object] = {"workers": workers}
    how |= {"limit": limit, "dry_run": dry_run, "force": force, "wait_seconds": wait}
    if not run_ingest(paths or [], source or [], **days, **how):
        raise typer.Exit(SOURCE_ALARM)


@app.command()
def status() -> None:
    """Show how each source is doing: last success, yield against what is normal, next run.

    Ends with status 1 where a source failed, fell silent or is overdue.
    """
    from flows.status import show_status

    if not show_status():
        raise typer.Exit(SOURCE_ALARM)


for command in (backfill, reprocess, replay):
    app.command()(command)


@app.command()
def extract(paths: Paths) -> None:
    """Write the observations of pages as JSON lines, one a page; loads nothing."""
    with _importing():
        from flows.extract import write_lines

    write_lines(paths, sys.stdout)


@app.command()
def explain(
    page: Annotated[str, typer.Argument(help="A file, or the name of a page that was loaded.")],
) -> None:
    """Show every number of a page: what it was taken for and why, or why it was left alone."""
    with _importing():
        from flows.explain import explain_page

    explain_page(page)


@app.command()
def review(
    observation: Annotated[
        str | None, typer.Argument(help="The beginning of an observation's id; none: in turn.")
    ] = None,
    accept: Annotated[bool, typer.Option("--accept", help="The rules read it right.")] = False,
    reject: Annotated[bool, typer.Option("--reject", help="It says no such thing.")] = False,
    change: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="COLUMN=VALUE", help="What it says instead; repeatable."),
    ] = None,
    reason: Annotated[str, typer.Option(help="Why.")] = "",
    by: Annotated[str | None, typer.Option(envvar="GONGHUI_REVIEWER", help="Who says so.")] = None,
    listed: Annotated[bool, typer.Option("--list", help="Only list what is doubtful.")] = False,
    metric: Annotated[str | None, typer.Option(help="Only of this metric.")] = None,
    source: Annotated[str | None, typer.Option(help="Only of this source.")] = None,
    page: Annotated[str | None, typer.Option(help="Only of this page.")] = None,
    region: Annotated[str | None, typer.Option(help="Only of this region, code or name.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="How many at most.")] = 20,
    wait: Annotated[float, typer.Option(help="Seconds to wait for another run.")] = 60.0,
) -> None:
    """Accept, correct or reject what the rules read, the doubtful first; survives every rebuild."""
    from flows.review import Wanted, review_observations

    filters = {"metric": metric, "source": source, "page": page, "region": region}
    verdicts = (
        "accept" if accept else None,
        "reject" if reject else None,
        "correct" if change else None,
    )
    wanted = Wanted(filters, limit, listed)
    review_observations(observation, verdicts, change or [], reason, by, wanted, wait)


@app.command()
def sql(
    query: Annotated[str, typer.Argument(help="One question in SQL; - reads it from the input.")],
    format: Annotated[Format, typer.Option("--format", "-f")] = Format.TABLE,  # noqa: A002
    seconds: Annotated[float, typer.Option(min=0.1, help="Time that it may take.")] = 30.0,
    memory: Annotated[int, typer.Option(min=16, help="Memory that it may take, in MB.")] = 1024,
    rows: Annotated[int, typer.Option(min=1, help="Rows that a table shows.")] = 1000,
) -> None:
    """Ask the warehouse. Read-only; try: "FROM observation LIMIT 5"."""
    from flows.settings import get_settings
    from warehouse.ask import run_query
    from warehouse.query import Limits

    text = sys.stdin.read() if query == "-" else query
    limits = Limits(seconds=seconds, memory_mb=memory, rows=rows)
    run_query(get_settings().layout.published, text, format.value, limits, sys.stdout)


@app.command()
def report() -> None:
    """Show what is in the warehouse: pages, observations by metric, the newest figures."""
    from flows.show import show_warehouse

    show_warehouse()


@app.command()
def export(
    folder: Annotated[Path, typer.Argument(help="A new folder, or that of an earlier export.")],
) -> None:
    """Write everything as Parquet and CSV, with descriptions, licence, checksums and changes."""
    from flows.show import write_export

    write_export(folder)


@app.command()
def evaluate(
    folder: Annotated[Path, typer.Argument(help="A folder of pages with their gold.jsonl.")],
    only: Annotated[str, typer.Option(help="Pages whose name matches this glob.")] = "*",
    misses: Annotated[bool, typer.Option(help="List everything that is wrong.")] = True,
) -> None:
    """Score the extraction against annotated pages: core, full, by field and by metric."""
    from flows.score import show_scores

    show_scores(folder, only, misses)


@app.command()
def serve(
    port: Annotated[int, typer.Option(help="Of the server, where it starts its own.")] = 4200,
) -> None:
    """Run every schedule in this one process, until it is stopped."""
    from flows.serve import run_serve

    run_serve(port)


@app.command()
def alerts(
    url: Annotated[str, typer.Argument(help="A webhook (https://…) or a mail box (mailto://…).")],
) -> None:
    """Have Prefect's server tell a webhook or mail box of silent sources and failed runs."""
    from flows.subscribe import subscribe

    subscribe(url)


@app.command()
def doctor() -> None:
    """Show the settings, check this machine and the data folder, and say what to do."""
    from flows.doctor import run_doctor

    raise typer.Exit(not run_doctor())


@app.command()
def deployments() -> None:
    """Write deployments/prefect.yaml from sources.yaml and the settings."""
    from flows.schedules import write_prefect_file
    from flows.settings import get_settings

    print(write_prefect_file(get_settings()))


@app.callback(invoke_without_command=True)
def version(
    shown: Annotated[
        bool, typer.Option("--version", help="Show the version and the rules.")
    ] = False,
) -> None:
    if shown:
        from tasks.version import rules_version

        print(f"gonghui {rules_version()}")


@contextmanager
def _importing() -> Iterator[None]:
    """Import much at once: all of it stays, so nobody looks for waste two hundred times."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def main() -> None:
    """The entry point of `gonghui`."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:  # a lone surrogate becomes \\udXXX, which JSON understands
            reconfigure(encoding="utf-8", errors="backslashreplace")
    app()


if __name__ == "__main__":
    main()
