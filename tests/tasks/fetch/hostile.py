"""A fetch run in a process of its own, to see what it needs: `python -m tests.tasks.fetch.hostile`.

Arguments: the archive's folder, the urls of pages, then `--`, then those of indexes. Prints JSON:
what each page and index came to, and the memory (MB) at the start and at its highest.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from tasks.fetch.addresses import FixedResolver
from tasks.fetch.kinds import (
    FeedSource,
    ListingSource,
    Polite,
    SitemapSource,
    UrlsSource,
    WebSource,
)
from tasks.fetch.run import fetch_sources
from tests.tasks.fetch.crawling import NAMES, QUICK


def memory(what: str) -> float:
    """VmRSS (now) or VmHWM (the highest so far) of this process in MB."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(what))


def main() -> None:
    folder, *urls = sys.argv[1:]
    cut = urls.index("--")
    common = {"publisher": "p", "polite": Polite(per_host=16, delay=0, robots=False)}
    sources: list[WebSource] = [
        UrlsSource.model_validate({"name": "pages", "kind": "urls", "urls": urls[:cut], **common})
    ]
    for number, url in enumerate(urls[cut + 1 :]):
        for model, kind in (
            (ListingSource, "listing"), (FeedSource, "feed"), (SitemapSource, "sitemap"),
        ):  # fmt: skip
            entry = {"name": f"{kind}-{number}", "kind": kind, "urls": [url], **common}
            sources.append(model.model_validate(entry))
    start = memory("VmRSS")
    settings = QUICK.with_(concurrency=16, deadline=90, read_timeout=90)
    report = fetch_sources(sources, Path(folder), settings, resolve=FixedResolver(NAMES))
    told = {
        "rejected": dict(report.sources["pages"].rejected),
        "problems": {name: each.problems for name, each in report.sources.items()},
        "start": start,
        "highest": memory("VmHWM"),
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
