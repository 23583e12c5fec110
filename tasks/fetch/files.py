"""Pages that lie in files: paths, folders and globs to Captures, or to Rejects with a reason.

Nothing that a folder may hold stops the rest: what cannot be read is a Reject. Only a path that
the user named and that does not exist raises, because then nothing was understood. What the bytes
are (a picture, a page of links, nothing) is the parser's question, not ours.

Surprises: a page in a folder is named by its path below that folder, so that two `index.html` stay
two pages; and a file that is no regular file (a pipe) is never opened, since that could block.
"""

from __future__ import annotations

import errno
import glob
import hashlib
import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tasks.errors import InputError
from tasks.fetch.packed import Packed
from tasks.records import Capture, Reject

# How pages are named, also as wget leaves them; all else in a folder is not looked at.
SUFFIXES = frozenset(
    {".html", ".htm", ".xhtml", ".shtml", ".shtm", ".asp", ".aspx", ".jsp", ".php", ".txt"}
)
MAX_BYTES = 10_000_000  # the parser's cap too; a news page of 1 MB is already rare
_REASONS = {
    errno.EACCES: "permission denied",
    errno.ENOENT: "a link to nothing",
    errno.ELOOP: "a link to itself",
    errno.EISDIR: "a folder, not a file",
}


@dataclass(frozen=True, slots=True)
class PageFile:
    """One file (or what looks like one), and the page's name within its source."""

    path: Path
    page: str


def list_files(given: Iterable[str | Path]) -> Packed[PageFile]:
    """The page files that paths, folders and globs name, each once, in a stable order.

    A folder or glob yields pages by their suffix, hidden ones left out; a file named by itself is
    always listed. Raises InputError for a path or glob that names nothing.
    """
    return Packed(_list_once(list(given)))


def _list_once(given: Sequence[str | Path]) -> Iterator[PageFile]:
    found: set[str] = set()
    taken: set[str] = set()
    for one in given:
        for path, below in _expand(one):
            absolute = os.path.normpath(path.absolute())  # links keep their own name
            if absolute in found:
                continue
            if len(given) > 1:  # one path alone gives each file once
                found.add(absolute)
            file = Path(absolute)
            page = _free_name(file, below, taken)
            taken.add(page)
            yield PageFile(file, page)


def _expand(given: str | Path) -> Iterator[tuple[Path, Path]]:
    """Each file of one argument, with its path below the folder that it was found through."""
    path, base = Path(given), base_folder(given)
    if path.is_dir():
        inside = _walk(path)
    elif os.path.lexists(path):
        inside = iter([path])
    elif glob.has_magic(str(given)):
        inside = iter(_matches(str(given)))
    else:
        raise InputError(f"no such file or folder: {given}")
    for one in inside:
        yield one, Path(one.name) if one == base else one.relative_to(base)


def base_folder(given: str | Path) -> Path:
    """The folder that page names start from: the folder itself, or that around a file or glob."""
    path = Path(given)
    if path.is_dir():
        return path
    if os.path.lexists(path):
        return path.parent
    fixed = [part for part in path.parents if not glob.has_magic(str(part))]
    return fixed[0] if fixed else path.parent


def _matches(pattern: str) -> list[Path]:
    """The page files that a glob names; `**` goes down any number of folders."""
    names = glob.glob(pattern, recursive=True)  # noqa: PTH207 - Path.glob takes no absolute pattern
    if not names:
        raise InputError(f"nothing matches {pattern}")
    return [path for path in map(Path, sorted(names)) if _is_page(path) and not path.is_dir()]


def _is_page(path: Path) -> bool:
    return not path.name.startswith(".") and path.suffix.lower() in SUFFIXES


def _walk(folder: Path) -> Iterator[Path]:
    """Page files in and below `folder`, sorted; also each folder that may not be listed."""
    barred: list[Path] = []
    for here, folders, names in os.walk(folder, onerror=lambda e: barred.append(Path(e.filename))):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if _is_page(Path(name)):
                yield Path(here, name)
    yield from barred


def _free_name(path: Path, below: Path, taken: set[str]) -> str:
    """The path below its folder, lengthened to the left while another page has that name."""
    for length in range(len(below.parts), len(path.parts)):
        name = readable_name("/".join(path.parts[-length:]))
        if name not in taken:
            return name
    return readable_name(str(path))


def readable_name(name: str) -> str:
    """A file's name as text: archives made on Chinese Windows hold names in GB18030."""
    raw = os.fsencode(name)
    for charset in ("utf-8", "gb18030"):
        try:
            return raw.decode(charset)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "replace")


def read_file(file: PageFile, source: str, max_bytes: int = MAX_BYTES) -> Capture | Reject:
    """The bytes of one file with their hash, or why there are none.

    Reasons: `unsupported` (by its name no page), `unreadable` (permission, dangling link, no
    regular file), `too_large`, `empty`.
    """
    suffix = file.path.suffix.lower()  # of 新闻2013.2.26 it is .26, which tells nothing
    if suffix[1:].isalpha() and suffix not in SUFFIXES and not file.path.is_dir():
        return _reject(file, source, "unsupported", f"a {suffix} file, not a page")
    try:
        details = file.path.stat()
        if not stat.S_ISREG(details.st_mode) and not stat.S_ISDIR(details.st_mode):
            return _reject(file, source, "unreadable", "not a regular file")
        if details.st_size > max_bytes:
            return _reject(
                file, source, "too_large", f"{details.st_size:,} bytes, the cap is {max_bytes:,}"
            )
        with file.path.open("rb") as stream:
            body = stream.read(max_bytes + 1)
    except OSError as error:
        detail = _REASONS.get(error.errno or 0) or (error.strerror or str(error)).lower()
        return _reject(file, source, "unreadable", detail)
    if len(body) > max_bytes:
        return _reject(file, source, "too_large", f"more than {max_bytes:,} bytes")
    digest = hashlib.sha256(body).hexdigest()
    if not body:
        return _reject(file, source, "empty", "a file of 0 bytes", digest)
    return Capture(
        page=file.page,
        url=file.path.absolute().as_uri(),
        body=body,
        sha256=digest,
        source=source,
        captured_at=datetime.now(UTC),
    )


def _reject(
    file: PageFile, source: str, reason: str, detail: str, sha256: str | None = None
) -> Reject:
    return Reject(file.page, file.path.absolute().as_uri(), sha256, source, reason, detail)


def read_files(files: Sequence[PageFile], source: str) -> Iterator[Capture | Reject]:
    """`read_file` for each; lazily, so that only one page's bytes are held."""
    return (read_file(file, source) for file in files)
