"""Two files that would be one page: same source, same name, both there.

A page is known by its source and its name, and loose pages belong to a source called after their
folder. So pages/1.html of one place would quietly replace pages/1.html of another. It is refused
as long as both files exist; where the old one is gone, the pages have moved.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tasks.errors import InputError
from tasks.fetch.files import PageFile
from tasks.fetch.kept import path_of
from tasks.fetch.lots import Known, Lot


def refuse_mixups(lots: Iterable[Lot], known: Known) -> None:
    """Raise InputError for the first file whose page is known from another file that exists."""
    for lot in lots if known else ():
        here: set[Path] | None = None  # of a large lot it is large too, and hardly ever needed
        for page in lot.pages:
            held = known.get((lot.source, page.page))
            if held is None or not isinstance(page, PageFile) or not held[2].startswith("file:"):
                continue
            before = path_of(held[2])
            if before == page.path or not before.exists():
                continue
            here = here or {one.path for one in lot.pages if isinstance(one, PageFile)}
            if before not in here and not before.samefile(page.path):
                raise InputError(
                    f"{page.path}: the page '{page.page}' of source '{lot.source}' was loaded from "
                    f"{before}; give these pages a source of their own with --source NAME"
                )
