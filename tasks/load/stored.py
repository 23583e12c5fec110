"""All pages that can be read again without the network.

Pages of the web by the archive's own state; pages of WARC files of others by those files; pages of
files by their bytes in the archive. What cannot be had any more is a Reject that says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

import duckdb

from tasks.errors import InputError
from tasks.fetch.archive import view_archive
from tasks.fetch.kept import KeptFile
from tasks.fetch.lots import Lot, archived_lots
from tasks.fetch.packed import Packed
from tasks.fetch.warc_write import Place
from tasks.fetch.warcs import warc_lot
from tasks.records import Reject

Regions = Mapping[str, str | None]


def stored_lots(con: duckdb.DuckDBPyConnection, archive: Path, regions: Regions) -> list[Lot]:
    """Lots of everything; `regions` are the codes that sources are mostly about."""
    return [
        *_fetched(archive, regions),
        *_foreign(con, regions),
        *_files(con, archive, regions),
    ]


def _fetched(archive: Path, regions: Regions) -> Iterator[Lot]:
    try:
        with view_archive(archive) as found:
            for source in found.sources():
                yield from archived_lots(found, source, regions.get(source))
    except InputError:  # nothing was ever fetched
        return


def _foreign(con: duckdb.DuckDBPyConnection, regions: Regions) -> Iterator[Lot]:
    """Pages that lie in WARC files outside the archive, which are named by their whole path."""
    files: dict[str, list[Path]] = defaultdict(list)
    for source, file in con.execute(_WARCS).fetchall():
        files[source].append(Path(file))
    for source, paths in files.items():
        yield warc_lot(source, [path for path in paths if path.exists()], regions.get(source))
        lost = [str(path) for path in paths if not path.exists()]
        gone = con.execute(_LOST, [source, lost]).fetchall()
        yield Lot(source, tuple(
            Reject(page, url, sha256, source, "not_archived", f"{file} is gone")
            for page, url, sha256, file in gone
        ))  # fmt: skip


_WARCS = """
SELECT DISTINCT source, archive_file FROM capture SEMI JOIN article USING (article_id)
WHERE starts_with(archive_file, '/') ORDER BY ALL
"""
_LOST = """
SELECT page, url, sha256, archive_file FROM capture SEMI JOIN article USING (article_id)
WHERE source = ? AND archive_file IN (SELECT unnest(?::VARCHAR[])) ORDER BY page
"""


def _files(con: duckdb.DuckDBPyConnection, archive: Path, regions: Regions) -> Iterator[Lot]:
    pages: dict[str, list[KeptFile]] = defaultdict(list)
    for source, page, url, sha256, seen, file, at in con.execute(_FILES).fetchall():
        place = None if file is None else Place(file, at)
        pages[source].append(KeptFile(page, url, source, sha256, archive, place, seen))
    for source, kept in pages.items():
        yield Lot(source, Packed(kept), regions.get(source))


_FILES = """
SELECT source, page, url, sha256, captured_at, archive_file, archive_offset
FROM capture SEMI JOIN article USING (article_id) WHERE starts_with(url, 'file:')
UNION ALL
SELECT source, page, url, sha256, NULL, archive_file, archive_offset
FROM reject ANTI JOIN article USING (source, page)
WHERE starts_with(url, 'file:') AND archive_file IS NOT NULL
ORDER BY source, archive_file, archive_offset, page
"""
