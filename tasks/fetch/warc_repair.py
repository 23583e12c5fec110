"""Files that a killed run left open: the torn tail cut off, the file given its final name.

A record is one gzip member, so what is whole ends where a member ends. Nothing before the tear is
touched.
"""

from __future__ import annotations

import zlib
from pathlib import Path

from tasks.fetch.warc_write import OPEN

_CHUNK = 2**20


def repair_tail(path: Path) -> int:
    """Cut `path` behind its last whole gzip member; returns the bytes that were cut off."""
    whole, size = _whole_until(path), path.stat().st_size
    if whole < size:
        with path.open("r+b") as stream:
            stream.truncate(whole)
    return size - whole


def _whole_until(path: Path) -> int:
    """The offset behind the last whole member."""
    whole = position = 0
    data = b""
    member = _new()
    with path.open("rb") as stream:
        while data or (data := stream.read(_CHUNK)):
            try:
                member.decompress(data)
            except zlib.error:
                return whole
            position += len(data) - len(member.unused_data)
            data = member.unused_data
            if member.eof:
                whole, member = position, _new()
    return whole


def _new() -> zlib._Decompress:
    return zlib.decompressobj(zlib.MAX_WBITS + 16)


def close_open_files(folder: Path) -> list[Path]:
    """Repair and rename what a killed run left in `folder`; returns the files, oldest first.

    A file with no whole record is removed: it held nothing.
    """
    closed = []
    for path in sorted(folder.glob(f"*{OPEN}")):
        repair_tail(path)
        if path.stat().st_size == 0:
            path.unlink()
            continue
        closed.append(path.rename(path.with_name(path.name.removesuffix(OPEN))))
    return closed
