"""The same page in other dress gives the same observations.

Every variant is made from our own gold pages; what the page says is never touched, only how it is
encoded and marked up.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import opencc
import pytest

from tasks.parse import decode
from tasks.pipeline import read_page
from tasks.records import Capture

GOLD = Path(__file__).parents[2] / "gold"
# Every ninth page keeps the test short; a full run is `GONGHUI_ALL_PAGES=1`'s business elsewhere.
PAGES = sorted(GOLD.glob("d*.html"))[::9]
DIGIT = re.compile(r"(?<=[\u4e00-\u9fff])(\d{2,})(?=[万亿余多人家个份件名户元%])")


def observed(body: bytes, page: str) -> list[tuple[str, str, str, str]]:
    """Metric, value, bound and statistic of every observation, sorted."""
    capture = Capture(page, "", body, hashlib.sha256(body).hexdigest(), "test")
    return sorted(
        (o.metric, f"{o.value:f}", str(o.bound), str(o.statistic))
        for o in read_page(capture).observations
    )


@cache
def original(path: Path) -> list[tuple[str, str, str, str]]:
    return observed(path.read_bytes(), path.name)


def as_utf8(markup: str) -> bytes:
    """The page in UTF-8, with its own charset declarations out of the way."""
    return re.sub(r"charset=[\"']?[\w-]+", "charset=utf-8", markup).encode()


def in_gb18030(markup: str) -> bytes:
    return re.sub(r"charset=[\"']?[\w-]+", "charset=gb2312", markup).encode("gb18030")


def with_zero_width(markup: str) -> bytes:
    return as_utf8(DIGIT.sub(lambda m: m[1][0] + "\u200b" + m[1][1:], markup))


def with_spaces_before_units(markup: str) -> bytes:
    return as_utf8(DIGIT.sub(lambda m: f"{m[1]} ", markup))


def full_width(markup: str) -> bytes:
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    return as_utf8(DIGIT.sub(lambda m: m[1].translate(wide), markup))


def tags_around_digits(markup: str) -> bytes:
    return as_utf8(DIGIT.sub(r"<b>\1</b>", markup))


def with_navigation(markup: str) -> bytes:
    links = "".join(f'<li><a href="/{n}">工会会员{n}00人</a></li>' for n in range(3, 9))
    return as_utf8(
        re.sub(r"(?i)(<body[^>]*>)", rf"\1<div class=nav><ul>{links}</ul></div>", markup)
    )


def traditional(markup: str) -> bytes:
    return as_utf8(str(opencc.OpenCC("s2t").convert(markup)))


VARIANTS: list[Callable[[str], bytes]] = [
    as_utf8,
    in_gb18030,
    with_zero_width,
    with_spaces_before_units,
    full_width,
    tags_around_digits,
    with_navigation,
    traditional,
]


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: variant.__name__)
@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_same_observations_in_other_dress(path: Path, variant: Callable[[str], bytes]) -> None:
    markup, _ = decode(path.read_bytes())
    assert observed(variant(markup), path.name) == original(path)
