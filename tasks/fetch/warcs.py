"""WARC files on this machine as sources: ours, and those of wget, Common Crawl and other makers.

Their pages are listed by reading the files once from end to end; the bytes of a page are taken
from its file when its turn comes. A page is named by its url, and the newest of several captures
counts, whatever file it stands in.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path

from tasks.errors import InputError
from tasks.fetch.archive import PageRef, read_warcs
from tasks.fetch.lots import Lot
from tasks.fetch.packed import Packed

_SUFFIXES = (".warc", ".warc.gz")


def is_warc(path: Path) -> bool:
    """Whether a file is called like a WARC file."""
    return path.name.lower().endswith(_SUFFIXES)


def list_warcs(given: Iterable[Path]) -> list[Path]:
    """The WARC files that files, folders (with all below them) and globs name, sorted, each once.

    A file that is named itself counts whatever its name. Raises InputError for a path or glob
    that names nothing.
    """
    found: set[Path] = set()
    for path in given:
        if path.is_dir():
            found |= {each for each in path.rglob("*") if is_warc(each) and each.is_file()}
        elif path.exists():
            found.add(path)
        else:
            matches = {each for each in _glob(path) if each.is_file()}
            if not matches:
                raise InputError(f"no such file or folder: {path}")
            found |= matches
    return sorted(Path(os.path.normpath(path.absolute())) for path in found)


def _glob(pattern: Path) -> Iterable[Path]:
    return Path(pattern.anchor).glob(str(pattern.relative_to(pattern.anchor)))


def warc_lot(name: str, paths: Sequence[Path], region: str | None = None) -> Lot:
    """All pages of the files as pages of source `name`; a file that is none is a Reject."""
    with read_warcs(paths, Path("/"), name) as archive:
        pages = sorted(archive.pages(name), key=_place)
        return Lot(name, Packed(chain(pages, archive.rejects(name))), region)


def _place(ref: PageRef) -> tuple[str, int]:
    """Where its bytes begin: files are read from front to back."""
    body = ref.visits[0].body
    return (body.place.file, body.place.offset) if body else ("", 0)
