"""What is compared: a bare httpx loop, and a whole fetch run with its archive.

`python -m tests.bench.fetch.loops bare|ours PORT PAGES FOLDER` prints a JSON line: pages a second,
and the memory of the process (MB) at its start, at a quarter and at the end.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from pathlib import Path
from typing import Any

import httpx

from tasks.fetch.kinds import Polite, UrlsSource
from tasks.fetch.report import Progress
from tasks.fetch.run import fetch_sources
from tasks.fetch.settings import FetchSettings
from tests.flows.named import resolve_here

HOSTS, CONCURRENCY = 20, 16
NAMES = [f"h{number}.test" for number in range(HOSTS)]


def urls_of(port: int, pages: int) -> list[str]:
    return [f"http://{NAMES[n % HOSTS]}:{port}/{n // HOSTS}.html" for n in range(pages)]


def memory() -> float:
    """Resident memory of this process in MB."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


async def bare(urls: list[str]) -> int:
    """All urls by httpx alone: no archive, no robots.txt, no guards."""
    waiting, size = urls[::-1], 0
    limits = httpx.Limits(max_connections=CONCURRENCY, max_keepalive_connections=CONCURRENCY)
    async with httpx.AsyncClient(limits=limits, trust_env=False) as client:

        async def worker() -> None:
            nonlocal size
            while waiting:
                response = await client.get(waiting.pop())
                size += len(response.content)

        await asyncio.gather(*(worker() for _ in range(CONCURRENCY)))
    return size


def ours(urls: list[str], folder: Path, quarter: list[float]) -> int:
    """The same by a fetch run of one source, politeness off."""
    polite = Polite(per_host=CONCURRENCY, delay=0, robots=False)
    source = UrlsSource(
        name="bench", kind="urls", publisher="p", urls=tuple(urls), most_pages=len(urls),
        polite=polite,
    )  # fmt: skip
    settings = FetchSettings(
        contact="bench@example.org", concurrency=CONCURRENCY, allow_networks=("127.0.0.1/32",)
    )

    def told(progress: Progress) -> None:
        if progress.pages == len(urls) // 4:
            quarter.append(memory())

    report = fetch_sources([source], folder, settings, told)
    assert report.sources["bench"].fetched == len(urls), report.sources
    return len(urls)


def measure(kind: str, port: int, pages: int, folder: Path) -> dict[str, Any]:
    quarter: list[float] = []
    urls, start = urls_of(port, pages), memory()
    begun, cpu = time.perf_counter(), time.process_time()
    if kind == "bare":
        asyncio.run(bare(urls))
    else:
        ours(urls, folder, quarter)
    seconds, cpu = time.perf_counter() - begun, time.process_time() - cpu
    told = {"start": start, "quarter": quarter[-1] if quarter else 0, "end": memory()}
    return {"rate": pages / seconds, "cpu_rate": pages / cpu, **told}


if __name__ == "__main__":
    resolve_here()
    kind, port, pages, folder = sys.argv[1:]
    print(json.dumps(measure(kind, int(port), int(pages), Path(folder))))
