"""Where the warehouse's files lie, all beside each other in one data folder.

Analysts open `published`; loads go to `writer`. They are two files because DuckDB lets nobody
read a file that another process writes.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Layout:
    """The files of one warehouse; `keep` is how many older published versions stay.

    `corrections` is the file of what people say about observations; none counts without one.
    """

    folder: Path = Path("data")
    keep: int = 3
    corrections: Path | None = None

    @property
    def published(self) -> Path:
        """What analysts open; replaced whole."""
        return self.folder / "gonghui.duckdb"

    @property
    def writer(self) -> Path:
        """What loads write to; one process at a time."""
        return self.folder / "writer.duckdb"

    @property
    def lock(self) -> Path:
        """Held by the process that writes; its text names the holder."""
        return self.folder / "writer.lock"

    @property
    def archive(self) -> Path:
        """Folder of the bytes that pages were read from."""
        return self.folder / "archive"

    @property
    def versions(self) -> Path:
        """Folder of the versions that were published before."""
        return self.folder / "versions"

    def before_upgrade(self, schema: int) -> Path:
        """The copy of the writer database that was taken before its schema changed."""
        return self.versions / f"before-upgrade-of-schema-{schema}.duckdb"
