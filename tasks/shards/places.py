"""Files on this machine and in object stores, by one name: a path, or a url such as s3://….

Urls go through fsspec, which is imported only where it is needed. What a store needs beyond that
(s3fs, gcsfs, ossfs) is the user's to install. Surprise: a url without a path in it (`memory://`)
is a folder too.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from tasks.errors import InputError


def is_url(place: str) -> bool:
    """Whether a place is named by a url."""
    return "://" in place


def join(folder: str, name: str) -> str:
    """A name in a folder; a name that is a url or an absolute path stands for itself."""
    if is_url(name) or name.startswith("/"):
        return name
    return f"{folder.rstrip('/')}/{name}" if not folder.endswith("://") else folder + name


def absolute(place: str) -> str:
    """The place as another machine would have to name it."""
    return place if is_url(place) else str(Path(place).expanduser().absolute())


def filesystem(place: str) -> tuple[Any, str]:
    """The fsspec file system of a place, and the place's name in it.

    Raises InputError for a protocol that is unknown, or whose package is not installed.
    """
    from fsspec.core import url_to_fs

    try:
        system, path = url_to_fs(place)
    except (ImportError, ValueError) as error:
        raise InputError(f"{place}: {error}") from error
    return system, path


@contextmanager
def explained(place: str) -> Iterator[None]:
    """What goes wrong at a place as InputError that names it."""
    try:
        yield
    except (OSError, ValueError) as error:
        raise InputError(f"{place}: {type(error).__name__}: {str(error)[:200]}") from error


@contextmanager
def opened(place: str) -> Iterator[IO[bytes]]:
    """The bytes of a file, to be read from anywhere; raises InputError where it cannot be."""
    with explained(place):
        system, path = filesystem(place)
        stream = system.open(path, "rb")
    with stream:
        yield stream


def copy_bytes(stream: IO[bytes], out: IO[bytes], start: int, end: int) -> None:
    """Copy a range of a stream, in blocks."""
    stream.seek(start)
    left = end - start
    while left > 0 and (block := stream.read(min(left, _BLOCK))):
        out.write(block)
        left -= len(block)


_BLOCK = 2**20


def copy_to(place: str, path: Path) -> None:
    """Bring a file from wherever it lies."""
    with opened(place) as stream, path.open("wb") as out, explained(place):
        shutil.copyfileobj(stream, out, _BLOCK)
