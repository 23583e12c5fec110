"""Terms: which words an article holds and how often, for the table `term` and for searches.

jieba segments, with a user dictionary of the codebook's heads and the gazetteer's names. It takes
half a second to load and 4 ms a page, so only pages on their way into the warehouse pay for it;
what the ranker wants to know of a clause comes from `tasks.extract.words`. jieba prints to
standard error and warns on Python 3.12 and later: nothing else in the project imports it.
"""

from __future__ import annotations

import logging
import re
import warnings
from collections import Counter
from functools import cache
from typing import Any

from tasks.extract.words import codebook_words
from tasks.normalize.gazetteer import Gazetteer

_WORD = re.compile(r"[\u4e00-\u9fff]{2,}")


@cache
def _tokenizer() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba
    jieba.setLogLevel(logging.ERROR)
    tokenizer = jieba.Tokenizer()
    for word in sorted(codebook_words() | Gazetteer.load().full_names.keys()):
        tokenizer.add_word(word)
    return tokenizer


def count_terms(text: str) -> tuple[tuple[str, int], ...]:
    """Each Chinese word of two characters or more with its count, in the order of the words."""
    words = _tokenizer().cut(text, HMM=False)
    return tuple(sorted(Counter(word for word in words if _WORD.fullmatch(word)).items()))
