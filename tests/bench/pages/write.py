"""Generated pages on the disk: folders of files, or WARC files as a crawler leaves them.

Both come with `gold.jsonl`, a line a page. The same seed gives the same bytes, WARC included, so
times and record ids in it are drawn from the page's number too.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from random import Random
from uuid import UUID

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from tests.bench.pages.make import Page, make_page

PER_FOLDER = 1000
_BEGAN = datetime(2025, 3, 1, tzinfo=UTC)


def make_pages(
    count: int, seed: int, size: int, other: float = 0.0, first: int = 0
) -> Iterator[Page]:
    """Pages `first` to `first + count` of a seed."""
    return (make_page(seed, number, size, other) for number in range(first, first + count))


def write_folder(out: Path, pages: Iterator[Page]) -> int:
    """A file a page, 1,000 a folder; gives the bytes written."""
    out.mkdir(parents=True, exist_ok=True)
    total = 0
    with (out / "gold.jsonl").open("w", encoding="utf-8") as gold:
        for index, page in enumerate(pages):
            folder = out / f"{index // PER_FOLDER:05}"
            folder.mkdir(exist_ok=True)
            total += (folder / page.name).write_bytes(page.body)
            gold.write(json.dumps(page.row, ensure_ascii=False) + "\n")
    return total


def write_many(out: Path, count: int, seed: int, size: int, other: float = 0.0) -> None:
    """The same files as `write_folder`, by as many processes as there are cores; no gold.jsonl."""
    out.mkdir(parents=True)
    work = partial(_write_part, out, count, seed, size, other)
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        for _ in pool.map(work, range(0, count, PER_FOLDER)):
            pass


def _write_part(out: Path, count: int, seed: int, size: int, other: float, first: int) -> None:
    """One folder of pages."""
    folder = out / f"{first // PER_FOLDER:05}"
    folder.mkdir()
    for page in make_pages(min(PER_FOLDER, count - first), seed, size, other, first):
        (folder / page.name).write_bytes(page.body)


def write_warcs(out: Path, pages: Iterator[Page], per_file: int = 1000) -> list[Path]:
    """Files of `per_file` responses, each record a gzip member of its own."""
    out.mkdir(parents=True, exist_ok=True)
    files: list[Path] = []
    with (out / "gold.jsonl").open("w", encoding="utf-8") as gold:
        page = next(pages, None)
        while page is not None:
            files.append(out / f"pages-{len(files):05}.warc.gz")
            with files[-1].open("wb") as stream:
                writer = WARCWriter(stream, gzip=True, warc_version="1.1")
                for _ in range(per_file):
                    if page is None:
                        break
                    _write_response(writer, page)
                    gold.write(
                        json.dumps({**page.row, "page": page.url}, ensure_ascii=False) + "\n"
                    )
                    page = next(pages, None)
    return files


def _write_response(writer: WARCWriter, page: Page) -> None:
    rng = Random(page.url)
    at = _BEGAN + timedelta(seconds=rng.randrange(10_000_000))
    kind = "text/plain" if page.name.endswith(".txt") else "text/html"
    head = StatusAndHeaders("200 OK", [("Content-Type", kind)], protocol="HTTP/1.1")
    headers = {
        "WARC-Date": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "WARC-Record-ID": f"<urn:uuid:{UUID(int=rng.getrandbits(128), version=4)}>",
    }
    record = writer.create_warc_record(
        page.url,
        "response",
        payload=io.BytesIO(page.body),
        http_headers=head,
        warc_headers_dict=headers,
    )
    writer.write_record(record)
