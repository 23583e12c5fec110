"""One page from bytes to observations: the composition of all pure steps.

The same function runs in a flow, in a worker of a cluster, in a test and in `gonghui extract`.
"""

from __future__ import annotations

from dataclasses import replace

from tasks.extract.binding import TOO_MANY
from tasks.extract.checks import GUIDE_FLAGS, TOO_MANY_NUMBERS, raise_flags
from tasks.extract.document import Document
from tasks.extract.lexicon import default_lexicon
from tasks.extract.observe import Observer
from tasks.extract.practices import find_practices
from tasks.extract.ranker import Models
from tasks.extract.scene import Scene
from tasks.extract.terms import count_terms
from tasks.extract.trust import trust_of
from tasks.parse import parse_article
from tasks.records import Capture, PageResult


def read_page(capture: Capture, models: Models | None = None) -> PageResult:
    """All that one capture holds; raises PageRejected for what is no article.

    `models` are those that the product carries unless others are given (held-out scores).
    """
    article = parse_article(capture)
    scene = Scene(Document(article), default_lexicon())
    observations, unclaimed = Observer(scene, models).observe()
    flags = {*article.flags, *raise_flags(scene.document, scene.quantities, observations)}
    flags |= {TOO_MANY_NUMBERS} if any(one.reason == TOO_MANY for one in unclaimed) else set()
    trust, reasons = trust_of(article, flags)
    return PageResult(
        capture=capture,
        article=article,
        observations=tuple(observations),
        unclaimed=tuple(unclaimed),
        flags=tuple(sorted(flags | (set(reasons) - GUIDE_FLAGS))),
        practices=tuple(find_practices(scene.document)),
        trust=trust,
    )


def with_terms(result: PageResult) -> PageResult:
    """The same with the article's terms, which only the warehouse keeps."""
    return replace(result, terms=count_terms(result.article.text))


def read_for_warehouse(capture: Capture) -> PageResult:
    """One page with its terms."""
    return with_terms(read_page(capture))
