"""Parts: what was read of each shard, as Parquet files that a relaunch and the loader go by.

A part is a file named by its shard and its content, and beside it a marker in JSON, written last:
without a marker there is no part. A marker says which rules read the shard; with other rules it is
due again. Both are put in place in one go (a rename here, one PUT in an object store), so a kill
leaves at most a file that nothing names, and two workers on one shard do no harm.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import pyarrow as pa
import pyarrow.parquet as pq

from tasks.errors import InputError
from tasks.shards.places import copy_to, explained, filesystem, is_url, join
from tasks.shards.rows import SCHEMA

_MARKER, _PART, _TEMPORARY = ".json", ".parquet", ".tmp"
_ABANDONED = 86_400.0  # seconds after which a temporary file has nobody who writes it
_MEBI = 2**20


@dataclass(frozen=True, slots=True)
class Marker:
    """A shard that was read: its key and name, by which rules, and what came of it.

    `seconds` are those of the worker, `digest` is the part's SHA-256.
    """

    key: str
    name: str
    rules: str
    digest: str
    pages: int
    seconds: float

    @property
    def part(self) -> str:
        """The name of the part's file."""
        return f"{self.key}-{self.digest[:16]}{_PART}"


class Parts:
    """A folder of parts, on this machine or in an object store."""

    def __init__(self, folder: str) -> None:
        self.folder = folder

    def markers(self) -> dict[str, Marker]:
        """The markers by key of shard; a marker that cannot be read counts as none."""
        found = {}
        for data in self._read_markers():
            try:
                marker = Marker(**json.loads(data))
            except (ValueError, TypeError):  # written by another version
                continue
            found[marker.key] = marker
        return found

    def _read_markers(self) -> Iterator[bytes]:
        if not is_url(self.folder):
            yield from (path.read_bytes() for path in Path(self.folder).glob(f"*{_MARKER}"))
            return
        system, path = filesystem(self.folder)
        with explained(self.folder):
            names = system.glob(f"{path}/*{_MARKER}") if system.exists(path) else []
            yield from system.cat(names).values() if names else ()  # many at once

    @contextmanager
    def writing(self, key: str) -> Iterator[PartWriter]:
        """A part to be written; what was not finished leaves no trace."""
        with TemporaryDirectory(prefix="gonghui-") as folder:
            path = Path(folder) / f"{key}{_PART}"
            with pq.ParquetWriter(path, SCHEMA, compression="zstd") as out:
                yield PartWriter(self, key, path, out)

    def put(self, path: Path, name: str) -> None:
        """Put a file in its place in one go."""
        if is_url(self.folder):
            system, folder = filesystem(self.folder)
            with explained(self.folder):
                system.makedirs(folder, exist_ok=True)
                system.put_file(str(path), f"{folder}/{name}")
            return
        with explained(self.folder):
            Path(self.folder).mkdir(parents=True, exist_ok=True)
            near = Path(self.folder) / f".{uuid4().hex}{_TEMPORARY}"
            shutil.copyfile(path, near)
            with near.open("rb+") as stream:
                os.fsync(stream.fileno())
            near.replace(Path(self.folder) / name)

    def forget(self, marker: Marker) -> None:
        """Drop a marker, so that its shard is read again."""
        name = join(self.folder, f"{marker.key}{_MARKER}")
        if is_url(self.folder):
            system, path = filesystem(name)
            system.rm(path)
        else:
            Path(name).unlink(missing_ok=True)

    def sweep(self) -> None:
        """Remove what killed workers left on this machine."""
        if not is_url(self.folder):
            for path in Path(self.folder).glob(f".*{_TEMPORARY}"):
                if time.time() - path.stat().st_mtime > _ABANDONED:
                    path.unlink(missing_ok=True)

    @contextmanager
    def opened(self, marker: Marker) -> Iterator[pq.ParquetFile]:
        """A part to be read; raises InputError where it is gone or not what was written."""
        place = join(self.folder, marker.part)
        with TemporaryDirectory(prefix="gonghui-") as folder:
            path = Path(place)
            if is_url(place):
                path = Path(folder) / marker.part
                copy_to(place, path)
            with explained(place):
                found = digest_of(path)
            if found != marker.digest:
                raise InputError(f"{place}: is not what was written")
            with pq.ParquetFile(path) as part:
                yield part


class PartWriter:
    """Takes the rows of a shard; `finish` makes them a part."""

    def __init__(self, parts: Parts, key: str, path: Path, out: pq.ParquetWriter) -> None:
        self._parts, self._key, self._path, self._out = parts, key, path, out
        self.pages = 0

    def add(self, rows: pa.Table) -> None:
        """Rows of pages, in their order."""
        self._out.write_table(rows)
        self.pages += len(rows)

    def finish(self, name: str, rules: str, seconds: float) -> Marker:
        """Put the part in its place, then its marker."""
        self._out.close()
        marker = Marker(self._key, name, rules, digest_of(self._path), self.pages, seconds)
        self._parts.put(self._path, marker.part)
        note = self._path.with_suffix(_MARKER)
        note.write_text(json.dumps(asdict(marker), ensure_ascii=False), "utf-8")
        self._parts.put(note, note.name)
        return marker


def digest_of(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
