"""Where the time of a page goes: the pipeline taken apart into its stages, each timed alone."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from tasks.errors import PageRejected
from tasks.extract.checks import raise_flags
from tasks.extract.document import Document
from tasks.extract.lexicon import default_lexicon
from tasks.extract.observe import Observer
from tasks.extract.practices import find_practices
from tasks.extract.scene import Scene
from tasks.extract.trust import trust_of
from tasks.load.load import make_tables
from tasks.parse.article import parse_article
from tasks.parse.charset import decode
from tasks.parse.markup import read_markup
from tasks.pipeline import read_for_warehouse
from tasks.relevance import is_off_topic
from tests.bench.results import Table
from tests.bench.sets import capture


def table(sets: Mapping[str, Sequence[bytes]]) -> Table:
    """Milliseconds a page by stage, a column for each set of pages."""
    profiles = [profile(pages) for pages in sets.values()]
    rows = [(stage, *(f"{one[stage]:.2f}" for one in profiles)) for stage in profiles[0]]
    sums = ("all", *(f"{sum(one.values()):.2f}" for one in profiles))
    return Table("Milliseconds of one core a page.", ("stage", *sets), [*rows, sums])


def profile(pages: Sequence[bytes]) -> dict[str, float]:
    """Milliseconds of the processor a page, by stage; pages without an article are left out."""
    spent: dict[str, float] = defaultdict(float)
    counted = 0
    for body in (*pages[:5], *pages):  # the first five load what is loaded once
        counted += 1
        if counted == 6:
            spent.clear()
        try:
            _page(body, spent)
        except PageRejected:
            continue
    return {stage: seconds / len(pages) * 1000 for stage, seconds in spent.items()}


def _page(body: bytes, spent: dict[str, float]) -> None:
    page = capture(body)
    with _timed(spent, "prefilter: words in the bytes"):
        is_off_topic(page)
    before = time.process_time()
    with _timed(spent, "charset"):
        text, _ = decode(body)
    with _timed(spent, "markup: lxml, styles, BeautifulSoup"):
        read_markup(text)
    parts = time.process_time() - before
    before = time.process_time()
    article = parse_article(page)
    spent["lines, main text, headline, source, date"] += time.process_time() - before - parts
    with _timed(spent, "numbers and codebook's words"):
        scene = Scene(Document(article), default_lexicon())
    with _timed(spent, "places and times"):
        observer = Observer(scene)
    with _timed(spent, "words (rjieba)"):
        scene.words_in(0, 1)
    with _timed(spent, "what each number counts, when and where"):
        observations, _ = observer.observe()
    with _timed(spent, "checks, practices, trust"):
        raise_flags(scene.document, scene.quantities, observations)
        find_practices(scene.document)
        trust_of(article, set())
    result = read_for_warehouse(page)
    with _timed(spent, "rows for the warehouse"):
        make_tables([result], [])


@contextmanager
def _timed(spent: dict[str, float], stage: str) -> Iterator[None]:
    begun = time.process_time()
    yield
    spent[stage] += time.process_time() - begun
