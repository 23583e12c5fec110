"""Words inside longer words: a mention that a longer one covers names something else.

职工之家 is no 职工, and 集体合同签订率 no 集体合同.
"""

from __future__ import annotations

from functools import lru_cache

from tasks.extract.lexicon import Lexicon, Mention, Role
from tasks.extract.reading import read_words


def covers(outer: Mention, inner: Mention) -> bool:
    """Whether `outer` is an unbroken longer word that has `inner` inside."""
    return (
        outer.end - outer.start == outer.term.weight
        and outer.start <= inner.start
        and inner.end <= outer.end
        and outer.end - outer.start > inner.end - inner.start
    )


@lru_cache(maxsize=4096)
def mentions_of(lexicon: Lexicon, words: str) -> tuple[Mention, ...]:
    """The mentions in a head or caption, without those that are pieces of a longer word."""
    mentions = lexicon.find(read_words(words))
    return tuple(
        mention
        for mention in mentions
        if not any(
            other.term.role is Role.HEAD
            and other.term.metric != mention.term.metric
            and covers(other, mention)
            for other in mentions
        )
    )
