"""One page from bytes to observations: the composition of all pure steps.

The same function runs in a flow, in a worker of a cluster, in a test and in `gonghui extract`.
"""

from __future__ import annotations

from dataclasses import replace

from tasks.extract.binding import TOO_MANY
from tasks.extract.checks import GUIDE_FLAGS, TOO_MANY_NUMBERS, raise_flags
from tasks.extract.document import Document
from tasks.extract.head_nouns import find_heads
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


def for_warehouse(result: PageResult) -> PageResult:
    """The same with what only the warehouse keeps: terms, and what unclaimed numbers count."""
    article, left = result.article, [one.quantity for one in result.unclaimed]
    claimed = [one.quantity for one in result.observations if one.quantity is not None]
    heads = find_heads(article.text, article.blocks, [*claimed, *left], left)
    return replace(
        result,
        terms=count_terms(article.text),
        unclaimed=tuple(
            replace(one, head=head) for one, head in zip(result.unclaimed, heads, strict=True)
        ),
    )


def read_for_warehouse(capture: Capture) -> PageResult:
    """One page with all that the warehouse keeps of it."""
    return for_warehouse(read_page(capture))
