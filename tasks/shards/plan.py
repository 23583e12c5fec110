"""From what a user names to shards: files, folders, globs, lists, on this machine or in a store.

A list is a text file with a WARC file a line, as Common Crawl's `warc.paths.gz`; lines with an
offset and a length behind the name are records, as its index gives them. The names in a list start
at `base`, else at the list's own folder.
"""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from tasks.errors import InputError
from tasks.fetch.files import base_folder, readable_name
from tasks.fetch.warcs import is_warc, list_warcs
from tasks.shards.places import absolute, explained, filesystem, is_url, join, opened
from tasks.shards.shard import Piece, Shard, file_shards, record_shards

Info = Mapping[str, object]
_LISTS = (".paths", ".txt", ".list", ".csv", ".tsv")


def plan_shards(
    given: Sequence[str], source: str, region: str | None, base: str | None, range_bytes: int
) -> list[Shard]:
    """The shards of all that is given, in a stable order, each once.

    Raises InputError for what is not there, or is no WARC file and no list.
    """
    shards: dict[str, Shard] = {}
    for place in given:
        for shard in _plan(absolute(place), source, region, base, range_bytes):
            shards.setdefault(shard.key, shard)
    return list(shards.values())


def _plan(
    place: str, source: str, region: str | None, base: str | None, range_bytes: int
) -> Iterator[Shard]:
    if not is_list(place):
        for path, info in _list_files(place):
            yield from file_shards(source, region, path, info, range_bytes)
        return
    home = absolute(base) if base else place.rpartition("/")[0]
    infos = _Infos()
    records = []
    for name, span in read_list(place):
        path = join(home, name)
        if span is None:
            yield from file_shards(source, region, path, infos.of(path), range_bytes)
        else:
            records.append(Piece(path, *span, exact=True))
    yield from record_shards(source, region, records, range_bytes)


def name_source(place: str) -> str:
    """What pages are called after that no source is named for: the folder that they lie in."""
    if not is_url(place):
        return readable_name(base_folder(place).resolve().name) or "files"
    parents = place.partition("://")[2].split("/")
    fixed = [part for part in parents if part and not set(part) & set("*?[") and not is_file(part)]
    return fixed[-1] if fixed else "files"


def is_file(name: str) -> bool:
    """Whether a name is that of a WARC file or a list of them."""
    return is_warc(Path(name)) or is_list(name)


def is_list(place: str) -> bool:
    """Whether a place is called like a list of WARC files."""
    return place.lower().removesuffix(".gz").endswith(_LISTS)


def read_list(place: str) -> Iterator[tuple[str, tuple[int, int] | None]]:
    """The names in a list, with the first byte of a record and the one behind its last, if told.

    Raises InputError for a line that is neither.
    """
    with opened(place) as raw, explained(place):
        stream = gzip.GzipFile(fileobj=raw) if place.lower().endswith(".gz") else raw
        text = io.TextIOWrapper(stream, "utf-8-sig")
        for number, line in enumerate(text, 1):
            name, *span = next(csv.reader([line.strip().replace("\t", ",")]), None) or [""]
            if not name or (number == 1 and span and not span[0].isdigit()):
                continue  # an empty line, or the head of a table
            if len(span) not in (0, 2) or not all(each.isdigit() for each in span):
                raise InputError(f"{place}: line {number} is neither a name nor a record")
            start, length = map(int, span or (0, 0))
            yield name, (start, start + length) if span else None


def _list_files(place: str) -> list[tuple[str, Info]]:
    if not is_url(place):
        return [(str(path), _local_info(path)) for path in list_warcs([Path(place)])]
    system, path = filesystem(place)
    with explained(place):
        if set(path) & set("*?["):
            found = system.glob(path, detail=True)
        elif system.isdir(path):
            found = system.find(path, detail=True)
            found = {name: info for name, info in found.items() if is_warc(Path(name))}
        else:
            found = {path: system.info(path)}
    return sorted((system.unstrip_protocol(name), info) for name, info in found.items())


class _Infos:
    """What files of a list are now. A folder of a store is listed as a whole, which is one request
    for a thousand files; where a store has no listing (http), each file is asked for.
    """

    def __init__(self) -> None:
        self._folder, self._listed = "", dict[str, Info]()

    def of(self, path: str) -> Info:
        """Size, and when it was written; raises InputError for what is not there."""
        if not is_url(path):
            with explained(path):
                return _local_info(Path(path))
        system, name = filesystem(path)
        folder = path.rpartition("/")[0]
        if folder != self._folder:
            self._folder, self._listed = folder, _listing(system, folder)
        with explained(path):
            return self._listed.get(name) or dict(system.info(name))


def _listing(system: Any, folder: str) -> dict[str, Info]:
    if "http" in str(system.protocol):
        return {}
    try:
        return {str(info["name"]): info for info in system.ls(folder, detail=True)}
    except OSError:  # not allowed to, perhaps
        return {}


def _local_info(path: Path) -> Info:
    told = path.stat()
    return {"size": told.st_size, "mtime": told.st_mtime_ns}
