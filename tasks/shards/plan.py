"""From what a user names to shards: files, folders, globs, lists, on this machine or in a store.

A list is a text file with a WARC file a line, as Common Crawl's `warc.paths.gz`; lines with an
offset and a length behind the name are records, as its index gives them. The names in a list start
at `base`, else at the list's own folder.
"""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from tasks.errors import InputError
from tasks.fetch.warcs import is_warc, list_warcs
from tasks.shards.places import absolute, explained, filesystem, is_url, join, opened
from tasks.shards.shard import Piece, Shard, file_shards, record_shards

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
        for path in _list_files(place):
            yield from file_shards(source, region, path, _info(path), range_bytes)
        return
    home = absolute(base) if base else place.rpartition("/")[0]
    records = []
    for name, span in read_list(place):
        path = join(home, name)
        if span is None:
            yield from file_shards(source, region, path, _info(path), range_bytes)
        else:
            records.append(Piece(path, *span, exact=True))
    yield from record_shards(source, region, records, range_bytes)


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
            name, *span = next(csv.reader([line.strip().replace("\t", ",")]), [""])
            if not name or (number == 1 and span and not span[0].isdigit()):
                continue  # an empty line, or the head of a table
            if len(span) not in (0, 2) or not all(each.isdigit() for each in span):
                raise InputError(f"{place}: line {number} is neither a name nor a record")
            start, length = map(int, span or (0, 0))
            yield name, (start, start + length) if span else None


def _list_files(place: str) -> list[str]:
    if not is_url(place):
        return [str(path) for path in list_warcs([Path(place)])]
    system, path = filesystem(place)
    with explained(place):
        if system.isdir(path):
            found = [one for one in system.find(path) if is_warc(Path(one))]
        else:
            found = system.glob(path) if set(path) & set("*?[") else [path]
    return sorted(system.unstrip_protocol(one) for one in found)


def _info(path: str) -> dict[str, object]:
    """What a file is now: its size, and when it was written."""
    with explained(path):
        if is_url(path):
            system, name = filesystem(path)
            return dict(system.info(name))
        told = Path(path).stat()
        return {"size": told.st_size, "mtime": told.st_mtime_ns}
