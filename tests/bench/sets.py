"""The pages that benchmarks read: the sample, and the same pages within a site's furniture."""

from __future__ import annotations

import hashlib
from pathlib import Path
from random import Random

from tasks.parse import decode
from tasks.records import Capture
from tests.bench.pages.furniture import enlarge
from tests.bench.pages.story import make_story

GOLD = Path(__file__).parents[1] / "gold"
LARGE = 160_000


def sample() -> list[bytes]:
    """The pages of tests/gold, 3 KB on average."""
    return [path.read_bytes() for path in sorted(GOLD.glob("d*.html"))]


def enlarged() -> list[bytes]:
    """The same pages, each within 150 KB of menus, scripts and lists, in its charset."""
    return [_enlarge(body, number) for number, body in enumerate(sample())]


def _enlarge(body: bytes, number: int) -> bytes:
    rng, (text, charset) = Random(number), decode(body)
    grown = enlarge(text, LARGE, make_story(rng), rng)
    return grown.encode("gb18030" if charset == "ascii" else charset, "xmlcharrefreplace")


def capture(body: bytes) -> Capture:
    """The bytes as a page."""
    return Capture("page.html", "", body, hashlib.sha256(body).hexdigest(), "bench")
