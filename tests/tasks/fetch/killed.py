"""A fetch run in a process of its own, to be killed: `python -m tests.tasks.fetch.killed`.

Arguments: the archive's folder, the server's port, the number of pages.
"""

from __future__ import annotations

import ssl
import sys
from pathlib import Path

from tasks.fetch.settings import Politeness
from tests.tasks.fetch.crawling import QUICK, Crawl

if __name__ == "__main__":
    folder, port, count = sys.argv[1:]
    crawl = Crawl(Path(folder), ssl.create_default_context(), QUICK, Politeness(2, 0.0, True))
    hosts = ("a.test", "b.test")
    crawl(*(f"http://{host}:{port}/{n}" for n in range(int(count)) for host in hosts))
