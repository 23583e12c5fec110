"""Pages and WARC files of any number, made from a seed number, with their known observations.

    python -m tests.bench.pages OUT --pages 1000 --seed 7 --size 20000 [--warc]

Page n of a seed is the same bytes on every machine, whatever else is made, so that processes can
make parts of one set. Words and figures stand in prose.yaml, the sites in templates/. What is
known of a page is a row in the shape of tests/gold. Places are real, all figures invented.
"""

from tests.bench.pages.make import Page, make_page

__all__ = ["Page", "make_page"]
