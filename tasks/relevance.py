"""Whether a page can be about unions at all, asked of its bytes before anything is decoded.

Most of a crawl is about something else. The codebook's `relevant` words are searched for in every
form that pages write them in: simplified and traditional, in UTF-8, GB18030, Big5 and UTF-16, as
entities, and as UTF-8 that somebody read as GBK. A page without any is not parsed; it is a Reject
with the reason `off_topic`. Surprises: an automaton searches at 7 GB/s while its patterns are few
and at 0.1 beyond, so there are several, some of them asked only of pages with zero bytes; and
what is no text at all is left to the parser, which knows what it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import chain

import ahocorasick_rs

from tasks.normalize.codebook import load_codebook
from tasks.parse.charset import is_text
from tasks.records import Capture
from tasks.script import traditional_forms

_FEW = 64  # patterns of an automaton that is quick
_NARROW, _WIDE = ("utf-8", "gb18030", "big5hkscs"), ("utf-16-le", "utf-16-be")


class Prefilter:
    """Searches bytes for words; without words every page is relevant."""

    def __init__(self, words: Sequence[str]) -> None:
        self.words = tuple(words)
        written = {*words, *chain.from_iterable(map(traditional_forms, words))}
        narrow = {*_encoded(written, _NARROW), *_misread(written)}
        self._narrow = [*_automata(narrow), *_automata(_entities(written))]
        self._wide = _automata(_encoded(written, _WIDE))

    def finds(self, body: bytes) -> bool:
        """Whether one of the words stands in `body`, in whatever form."""
        if not self.words or any(one.find_matches_as_indexes(body) for one in self._narrow):
            return True
        return 0 in body and any(one.find_matches_as_indexes(body) for one in self._wide)


def _automata(patterns: set[bytes]) -> list[ahocorasick_rs.BytesAhoCorasick]:
    """As many automata, of about as many patterns each, as it takes for each to be quick."""
    count = -(-len(patterns) // _FEW)
    leftmost = ahocorasick_rs.MATCHKIND_LEFTMOST_FIRST  # only so may it search by vectors
    return [
        ahocorasick_rs.BytesAhoCorasick(sorted(patterns)[start::count], matchkind=leftmost)
        for start in range(count)
    ]


@cache
def default_prefilter() -> Prefilter:
    """The prefilter of the codebook that the product carries."""
    return Prefilter(load_codebook().relevant)


def is_off_topic(capture: Capture) -> bool:
    """Whether the page is text and none of its parts holds a word of the codebook."""
    finds = default_prefilter().finds
    if finds(capture.body) or any(finds(part.body) for part in capture.parts):
        return False
    return is_text(capture.body)


def _encoded(words: Iterable[str], charsets: Iterable[str]) -> set[bytes]:
    found = set()
    for word in words:
        for charset in charsets:
            try:
                found.add(word.encode(charset))
            except UnicodeEncodeError:  # simplified characters have no place in Big5
                continue
    return found


def _misread(words: Iterable[str]) -> set[bytes]:
    """工会 as 宸ヤ細: its UTF-8 taken for GBK, from its first byte on or from its second."""
    taken = [word.encode()[start:] for word in words for start in (0, 1)]
    read = [some[: len(some) // 2 * 2].decode("gb18030", "replace") for some in taken]
    return _encoded((one for one in read if "\ufffd" not in one and len(one) > 1), ["utf-8"])


def _entities(words: Iterable[str]) -> set[bytes]:
    shapes = ("&#{};", "&#x{:x};", "&#x{:X};", "&#X{:X};")
    return {
        "".join(map(shape.format, map(ord, word))).encode() for word in words for shape in shapes
    }
