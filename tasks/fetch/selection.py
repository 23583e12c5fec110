"""Which pages a run is about: sources by name, or paths that someone typed.

A path that lies in a configured source belongs to it, under the page name that it has there; so
loading one file by hand and loading its source later are the same page. Any other path forms a
source of its own, called after its folder, unless a name is given.
"""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from tasks.errors import InputError
from tasks.fetch.files import base_folder, list_files, readable_name
from tasks.fetch.kinds import NAME, FilesSource, LocalSource, Source, WarcSource, WebSource
from tasks.fetch.lots import Lot
from tasks.fetch.packed import Packed
from tasks.fetch.registry import read_sources
from tasks.fetch.warcs import is_warc, list_warcs, warc_lot


@dataclass(frozen=True, slots=True)
class Selection:
    """What a run is about: pages on this machine, and sources of the web that are to be asked.

    `local` are the sources that are in the lots with all of their pages.
    """

    lots: tuple[Lot, ...]
    web: tuple[WebSource, ...] = ()
    local: tuple[LocalSource, ...] = ()

    @property
    def count(self) -> int:
        """The pages on this machine."""
        return sum(len(lot.pages) for lot in self.lots)


def select(
    sources_file: Path,
    names: Sequence[str] = (),
    paths: Sequence[str | Path] = (),
    as_source: str | None = None,
) -> Selection:
    """The pages of `paths` (as source `as_source`), or else of the named or of all sources.

    Raises InputError for whatever does not exist.
    """
    registry, folder = read_sources(sources_file), sources_file.parent
    if paths:
        return Selection(select_paths(paths, as_source, registry, folder))
    return select_sources(names, registry, folder)


def select_sources(names: Sequence[str], sources: Mapping[str, Source], folder: Path) -> Selection:
    """The named sources, or all; `folder` is where their relative paths start.

    Raises InputError for a name that is not configured, and for a path that is not there.
    """
    for name in names:
        if name not in sources:
            known = ", ".join(sources) or "none"
            raise InputError(f"there is no source '{name}'; configured are: {known}")
    chosen = [sources[name] for name in dict.fromkeys(names or sources)]
    local = tuple(source for source in chosen if isinstance(source, LocalSource))
    web = tuple(source for source in chosen if isinstance(source, WebSource))
    return Selection(tuple(local_lot(source, folder) for source in local), web, local)


def local_lot(source: LocalSource, folder: Path) -> Lot:
    """The pages of a source on this machine; raises InputError for a path that is not there."""
    try:
        if isinstance(source, WarcSource):
            return warc_lot(source.name, list_warcs(source.resolved(folder)), source.region)
        return Lot(source.name, list_files(source.resolved(folder)), source.region)
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
    if name is not None and not re.match(NAME, name):
        raise InputError(f"'{name}' is no name of a source: use a-z, 0-9, - and _")
    homes = _Homes(sources or {}, folder)
    configured: dict[str, list[str | Path]] = defaultdict(list)
    loose: dict[str, list[str | Path]] = defaultdict(list)
    for path in paths:
        home = homes.of(path) if name is None else None
        if home is None:
            loose[name or _name_of(base_folder(path))].append(path)
        else:
            configured[home].append(path)
    lots = [homes.lot(home, given) for home, given in configured.items()]
    if name is None:
        _refuse_namesakes(loose)
    return (*lots, *(_loose_lot(own, given) for own, given in loose.items()))


def _refuse_namesakes(loose: Mapping[str, Sequence[str | Path]]) -> None:
    """Raise InputError for two folders of one name: their files could be the same pages."""
    for own, given in loose.items():
        folders = sorted({str(base_folder(path).resolve()) for path in given})
        if len(folders) > 1:
            raise InputError(
                f"two folders are called '{own}': {folders[0]} and {folders[1]}; load one after "
                "the other, each with --source NAME"
            )


def _loose_lot(name: str, given: Sequence[str | Path]) -> Lot:
    """Paths that are no configured source's: pages, and WARC files that were named themselves."""
    warcs = [Path(path) for path in given if is_warc(Path(path)) and Path(path).is_file()]
    rest = [path for path in given if Path(path) not in warcs]
    files = list_files(rest)
    return Lot(name, Packed(chain(warc_lot(name, warcs).pages, files)) if warcs else files)


def _name_of(folder: Path) -> str:
    return readable_name(folder.resolve().name) or "files"


class _Homes:
    """To which configured source a path belongs, and under what names."""

    def __init__(self, sources: Mapping[str, Source], folder: Path) -> None:
        self._folder = folder
        self._files = {
            name: source for name, source in sources.items() if isinstance(source, FilesSource)
        }

    def of(self, path: str | Path) -> str | None:
        base = Path(os.path.normpath(base_folder(path).absolute()))
        for name, source in self._files.items():
            for root in source.resolved(self._folder):
                if base.is_relative_to(os.path.normpath(base_folder(root).absolute())):
                    return name
        return None

    def lot(self, name: str, given: Sequence[str | Path]) -> Lot:
        """The pages of the source that the paths name, as the source calls them."""
        source = self._files[name]
        wanted = {str(file.path) for file in list_files(given)}
        own = list_files(source.resolved(self._folder))
        return Lot(name, Packed(f for f in own if str(f.path) in wanted), source.region)
