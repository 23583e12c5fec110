"""`gonghui extract`: pages to JSON lines, with the same steps as the flow and nothing else.

No Prefect, no network, no database. A page is named by its file's name here, as in a gold file.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from typing import Any, TextIO

from flows.progress import reporting
from tasks.fetch.files import PageFile, list_files, readable_name
from tasks.pipeline import read_page
from tasks.read import read_page_file
from tasks.records import PageResult, Reject
from tasks.rows import page_row, reject_row


def named_by_file(paths: Sequence[str]) -> list[PageFile]:
    """The files that the paths name, each page called as its file is."""
    return [PageFile(file.path, readable_name(file.path.name)) for file in list_files(paths)]


def read_rows(files: Sequence[PageFile]) -> Iterator[dict[str, Any]]:
    """A row a page (tasks/rows.py), in the order of the files."""
    for file in files:
        found: PageResult | Reject = read_page_file(file, "files", read_page)
        yield reject_row(found) if isinstance(found, Reject) else page_row(found)


def write_lines(paths: Sequence[str], out: TextIO) -> None:
    """Write a JSON line a page to `out`; progress goes to standard error."""
    files, rejected = named_by_file(paths), 0
    with reporting(quietly=out.isatty()) as told:
        told.begin("Reading pages", len(files))
        for row in read_rows(files):
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
            out.flush()
            rejected += "reject" in row
            told.advance()
    print(f"{len(files)} pages, {rejected} of them rejected", file=sys.stderr)
