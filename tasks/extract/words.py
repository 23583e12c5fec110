"""Word segmentation: jieba behind one door.

jieba is unmaintained (2020), prints to standard error while it loads and warns on Python 3.12 and
later; nothing else in the project imports it. Its dictionary is extended by the codebook's heads
and the gazetteer's names, so that 新就业形态 and 射阳县 stay whole.
"""

from __future__ import annotations

import logging
import re
import warnings
from collections import Counter
from functools import cache
from typing import Any

from tasks.extract.lexicon import expand
from tasks.normalize.codebook import load_codebook

_WORD = re.compile(r"[\u4e00-\u9fff]{2,}")


@cache
def _tokenizer() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba
    jieba.setLogLevel(logging.ERROR)
    tokenizer = jieba.Tokenizer()
    for word in sorted(user_words()):
        tokenizer.add_word(word)
    return tokenizer


def user_words() -> set[str]:
    """The codebook's heads that are plain words of two to eight characters."""
    return {
        parts[0]
        for metric in load_codebook().metrics.values()
        for head in metric.heads
        if "…" not in head
        for parts in expand(head)
        if 2 <= len(parts[0]) <= 8 and _WORD.fullmatch(parts[0])
    }


def segment(text: str) -> list[tuple[str, int, int]]:
    """The words of `text` with their offsets, end exclusive; punctuation included."""
    return [(word, start, end) for word, start, end in _tokenizer().tokenize(text, HMM=False)]


def count_terms(text: str) -> Counter[str]:
    """How often each Chinese word of two characters or more stands in `text`."""
    return Counter(word for word, _, _ in segment(text) if _WORD.fullmatch(word))
