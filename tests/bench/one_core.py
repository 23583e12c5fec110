"""Bytes to observations on one core, beside trafilatura on the same pages; a JSON line.

    python -m tests.bench.one_core SET HALF

Both see each page for the first time, as in a crawl: trafilatura keeps the dates of pages that it
has seen. What is loaded once a process (models, its languages) is loaded on the other half of the
pages before. Seconds are those of the processor, which other programs slow less than the clock.
"""

from __future__ import annotations

import json
import logging
import sys
import time
from collections.abc import Callable, Sequence

import trafilatura

from tasks.pipeline import read_page
from tasks.read import read_capture
from tests.bench.sets import capture, enlarged, sample

SETS = {"sample": sample, "large": enlarged}


def ours(body: bytes) -> object:
    """What `gonghui extract` does with a page."""
    return read_capture(capture(body), read_page)


def theirs(body: bytes) -> object:
    """The yardstick."""
    return trafilatura.bare_extraction(body, with_metadata=True)


WORKS = {"trafilatura": theirs, "ours": ours}


def seconds(work: Callable[[bytes], object], page: bytes) -> float:
    """Of the processor, for one page."""
    begun = time.process_time()
    work(page)
    return time.process_time() - begun


def compare(pages: Sequence[bytes]) -> dict[str, float]:
    """Milliseconds a page of both, who take turns: what slows one slows the other."""
    spent = dict.fromkeys(WORKS, 0.0)
    for page in pages:
        for name, work in WORKS.items():
            spent[name] += seconds(work, page)
    return {name: total / len(pages) * 1000 for name, total in spent.items()}


def main() -> None:
    """Measure one half of a set of pages, with the other half as warming."""
    logging.disable()
    pages, half = SETS[sys.argv[1]](), int(sys.argv[2])
    compare(pages[1 - half :: 2])
    print(json.dumps(compare(pages[half::2])))


if __name__ == "__main__":
    main()
