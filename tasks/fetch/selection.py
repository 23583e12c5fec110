"""Which pages a run is about: sources by name, or paths that someone typed.

A path that lies in a configured source belongs to it, under the page name that it has there; so
loading one file by hand and loading its source later are the same page. Any other path forms a
source of its own, called after its folder, unless a name is given.
"""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tasks.errors import InputError
from tasks.fetch.files import PageFile, base_folder, list_files, read_file, readable_name
from tasks.fetch.kinds import NAME, FilesSource, Source
from tasks.fetch.registry import read_sources
from tasks.records import Capture

Known = Mapping[tuple[str, str], tuple[str | None, str]]


@dataclass(frozen=True, slots=True)
class Lot:
    """Page files of one source, in a stable order."""

    source: str
    files: tuple[PageFile, ...]


def select(
    sources_file: Path,
    names: Sequence[str] = (),
    paths: Sequence[str | Path] = (),
    as_source: str | None = None,
) -> tuple[Lot, ...]:
    """The pages of `paths` (as source `as_source`), or else of the named or of all sources.

    Raises InputError for whatever does not exist.
    """
    registry, folder = read_sources(sources_file), sources_file.parent
    if paths:
        return select_paths(paths, as_source, registry, folder)
    return select_sources(names, registry, folder)


def select_sources(
    names: Sequence[str], sources: Mapping[str, Source], folder: Path
) -> tuple[Lot, ...]:
    """The pages of the named sources, or of all; `folder` is where their relative paths start.

    Raises InputError for a name that is not configured, and for a path that is not there.
    """
    for name in names:
        if name not in sources:
            known = ", ".join(sources) or "none"
            raise InputError(f"there is no source '{name}'; configured are: {known}")
        if not isinstance(sources[name], FilesSource):
            raise InputError(
                f"source '{name}' is of kind '{sources[name].kind}'; only files are loaded so far"
            )
    chosen = [sources[name] for name in dict.fromkeys(names or sources)]
    files = [source for source in chosen if isinstance(source, FilesSource)]
    return tuple(Lot(source.name, _files_of(source, folder)) for source in files)


def _files_of(source: FilesSource, folder: Path) -> tuple[PageFile, ...]:
    try:
        return tuple(list_files(source.resolved(folder)))
    except InputError as error:
        raise InputError(f"source '{source.name}': {error}") from error


def select_paths(
    paths: Sequence[str | Path],
    name: str | None = None,
    sources: Mapping[str, Source] | None = None,
    folder: Path = Path(),
) -> tuple[Lot, ...]:
    """The pages that paths, folders and globs name, as lots; `name` makes them one source.

    Raises InputError for a path that names nothing and for a name that cannot be one.
    """
    if name is not None:
        if not re.match(NAME, name):
            raise InputError(f"'{name}' is no name of a source: use a-z, 0-9, - and _")
        return (Lot(name, tuple(list_files(paths))),)
    homes = _Homes(sources or {}, folder)
    configured: dict[str, dict[Path, PageFile]] = defaultdict(dict)
    loose: dict[str, list[str | Path]] = defaultdict(list)
    for path in paths:
        home = homes.of(path)
        if home is None:
            loose[_name_of(base_folder(path))].append(path)
        else:
            wanted = {file.path for file in list_files([path])}
            configured[home] |= {f.path: f for f in homes.files(home) if f.path in wanted}
    lots = [Lot(home, tuple(files.values())) for home, files in configured.items()]
    return (*lots, *(Lot(own, tuple(list_files(given))) for own, given in loose.items()))


def _name_of(folder: Path) -> str:
    return readable_name(folder.resolve().name) or "files"


class _Homes:
    """To which configured source a path belongs; sources are listed only when asked for."""

    def __init__(self, sources: Mapping[str, Source], folder: Path) -> None:
        self._folder = folder
        self._files = {
            name: source for name, source in sources.items() if isinstance(source, FilesSource)
        }
        self._listed: dict[str, tuple[PageFile, ...]] = {}

    def of(self, path: str | Path) -> str | None:
        base = Path(os.path.normpath(base_folder(path).absolute()))
        for name, source in self._files.items():
            for root in source.resolved(self._folder):
                if base.is_relative_to(os.path.normpath(base_folder(root).absolute())):
                    return name
        return None

    def files(self, name: str) -> tuple[PageFile, ...]:
        if name not in self._listed:
            self._listed[name] = _files_of(self._files[name], self._folder)
        return self._listed[name]


@dataclass(frozen=True, slots=True)
class Due:
    """What of the lots must be read, and how many pages per source need not be."""

    lots: tuple[Lot, ...]
    unchanged: Mapping[str, int]

    @property
    def count(self) -> int:
        return sum(len(lot.files) for lot in self.lots)

    def batches(self, size: int) -> Iterator[Lot]:
        """The lots in pieces of at most `size` pages."""
        for lot in self.lots:
            for start in range(0, len(lot.files), size):
                yield Lot(lot.source, lot.files[start : start + size])


def find_due(lots: Iterable[Lot], known: Known, rules: str) -> Due:
    """Leave out what was read before: same bytes, same rules.

    `known` maps (source, page) to the hash and the rules that are in the warehouse.
    """
    due, unchanged = [], {}
    for lot in lots:
        fresh = tuple(file for file in lot.files if not _is_known(file, lot.source, known, rules))
        unchanged[lot.source] = len(lot.files) - len(fresh)
        due.append(Lot(lot.source, fresh))
    return Due(tuple(due), unchanged)


def _is_known(file: PageFile, source: str, known: Known, rules: str) -> bool:
    before = known.get((source, file.page))
    if before is None or before[1] != rules:
        return False
    read = read_file(file, source)
    return read.sha256 == before[0] and (before[0] is not None or not isinstance(read, Capture))
