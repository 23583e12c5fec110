"""The generator's command line."""

from __future__ import annotations

import argparse
from pathlib import Path

from tests.bench.pages.write import make_pages, write_folder, write_warcs


def main() -> None:
    """Write the pages that were asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.pages", description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--first", type=int, default=0, help="number of the first page")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--size", type=int, default=12_000, help="characters a page")
    parser.add_argument("--other", type=float, default=0.0, help="share without unions")
    parser.add_argument("--warc", type=int, default=0, metavar="N", help="WARC files of N pages")
    given = parser.parse_args()
    pages = make_pages(given.pages, given.seed, given.size, given.other, given.first)
    if given.warc:
        print(f"{len(write_warcs(given.out, pages, given.warc))} files in {given.out}")
    else:
        print(f"{write_folder(given.out, pages) / 1e6:.1f} MB in {given.out}")


if __name__ == "__main__":
    main()
