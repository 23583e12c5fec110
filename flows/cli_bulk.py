"""Commands about many pages at once: those of WARC files, and those of the archive.

Apart from the other commands only because one file would be too long; they import what they need
when they run.
"""

from __future__ import annotations

from typing import Annotated

import typer

SOURCE_ALARM, DIFFERENT = 1, 1


def backfill(
    paths: Annotated[
        list[str],
        typer.Argument(help="WARC files, folders, globs or lists, as paths or urls (s3://…)."),
    ],
    source: Annotated[
        str | None, typer.Option("--source", "-s", help="The source that the pages belong to.")
    ] = None,
    scheduler: Annotated[
        str | None, typer.Option(help="A Dask scheduler, such as tcp://head:8786.")
    ] = None,
    workers: Annotated[
        int | None, typer.Option(help="Processes here instead; as many as there are cores.")
    ] = None,
    parts: Annotated[
        str | None, typer.Option(help="Folder or url of the parts, the same for all workers.")
    ] = None,
    base: Annotated[
        str | None, typer.Option(help="Where the names in lists start, such as s3://commoncrawl/.")
    ] = None,
    range_mb: Annotated[
        float | None, typer.Option(help="Size of a shard, in megabytes as packed (128).")
    ] = None,
    page_seconds: Annotated[
        float | None, typer.Option(help="A page that takes longer, twice, is given up (120).")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only count the shards.")] = False,
    wait: Annotated[float | None, typer.Option(help="Seconds to wait for another run.")] = None,
) -> None:
    """Load WARC files in bulk, read by several processes or a cluster; a relaunch goes on.

    Ends with status 1 where a shard failed; the others are loaded all the same.
    """
    from flows.in_bulk import run_backfill

    how: dict[str, object] = {"name": source, "scheduler": scheduler, "workers": workers}
    how |= {"parts": parts, "base": base, "range_mb": range_mb, "page_seconds": page_seconds}
    if not run_backfill(paths, **how, dry_run=dry_run, wait_seconds=wait):
        raise typer.Exit(SOURCE_ALARM)


def reprocess(
    source: Annotated[
        list[str] | None, typer.Option("--source", "-s", help="Only this source; repeatable.")
    ] = None,
    due: Annotated[
        bool, typer.Option("--due", help="Leave out pages that today's rules have read.")
    ] = False,
    workers: Annotated[int, typer.Option(min=1, max=256, help="Processes that read pages.")] = 1,
    wait: Annotated[float | None, typer.Option(help="Seconds to wait for another run.")] = None,
) -> None:
    """Read everything in the archive again with today's rules, and show what that changes.

    Uses no network. What earlier rules said is kept in observation_past.
    """
    from flows.reread import run_reprocess

    run_reprocess(source or [], due, workers, wait)


def replay(
    replace: Annotated[
        bool, typer.Option("--replace", help="Put the result in the place of the warehouse.")
    ] = False,
    wait: Annotated[float, typer.Option(help="Seconds to wait for another run.")] = 60.0,
) -> None:
    """Build the warehouse anew from the archive alone, and compare it with the one in use.

    Ends with status 1 where the two do not say the same.
    """
    from flows.replay import run_replay

    if not run_replay(replace, wait):
        raise typer.Exit(DIFFERENT)
