"""What joins a head and its number: the words between them, made comparable.

Distances fall into buckets, numbers are masked, and the link has a class (nothing, a copula,
growth …), so that few examples teach much.
"""

from __future__ import annotations

import re
from functools import lru_cache

_NUMBER = re.compile(r"[0-9.,]+[万亿千百]?|[一二三四五六七八九十百千万亿两]{2,}")
_TIME = re.compile(
    r"(?:[0-9〇一二三四五六七八九十]+年)?(?:[0-9一二三四五六七八九十]+月)?[年月]?[底末初]|[去今前明上]年|目前|眼下|现在|如今|上年|同期"
)
_BUCKETS = (0, 1, 2, 4, 7, 11, 20, 40)


def bucket(distance: int) -> int:
    """The largest bound that `distance` reaches: distances matter less the larger they are."""
    return max(bound for bound in _BUCKETS if distance >= bound)


@lru_cache(maxsize=512)
def masked(words: str) -> str:
    """`words` with every number replaced by #, so that a link is the same whatever it links."""
    return _NUMBER.sub("#", words)


_LINKS = (
    ("nothing", re.compile(r"[“”’》]?")),
    (
        "copula",
        re.compile(
            r"[已现共总累计则就也均都还数量人次“”’]*(?:达到?|为|是|有|至|突破|超过?|逾|约|近|计|到|共|了|：)+[约近]?"
        ),
    ),
    (
        "grown",
        re.compile(
            r".*(?:提高|增加|上升|提升|扩大|增长|发展|增|升|攀升|扩展|下降|降|减少|减)[到至为了]?"
        ),
    ),
    ("from", re.compile(r"[也就已]*[由从].*")),
    ("brackets", re.compile(r"（[^（）]*）[^（）]{0,3}")),
    ("of", re.compile(r".*[的之]")),
    ("list", re.compile(r".*[、和与及].*")),
)


@lru_cache(maxsize=512)
def link_class(link: str) -> str:
    """What joins a head and its number: nothing, a copula, growth, an origin, a list, or words."""
    bare = _TIME.sub("", link)
    return next((name for name, pattern in _LINKS if pattern.fullmatch(bare)), "words")
