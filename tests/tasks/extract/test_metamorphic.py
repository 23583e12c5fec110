"""The same page in other dress gives the same observations.

Every dress is put on our own gold pages; what the page says is never touched, only how it is
encoded and marked up. A sample stands in the gate; all pages in all dresses take some minutes:
`pytest -m bench tests/tasks/extract/test_metamorphic.py`.
"""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path
from unicodedata import normalize

import pytest

from tasks.parse import decode
from tasks.parse.words import visible
from tasks.pipeline import read_page
from tasks.records import Capture, Observation
from tests.tasks.extract.dresses import DRESSES

PAGES = sorted((Path(__file__).parents[2] / "gold").glob("d*.html"))
SAMPLE = PAGES[::16]
Fact = tuple[str, ...]


def same(text: str | None) -> str:
    """A name or headline without what the dresses change."""
    return re.sub(r"\s", "", visible(normalize("NFKC", text or "")))


def fact(one: Observation) -> Fact:
    return (
        one.metric,
        f"{one.value.normalize():f}",
        str(one.bound),
        str(one.statistic),
        " ".join(one.regions),
        same(one.place),
        f"{one.start} to {one.end}",
    )


def facts(body: bytes, page: str) -> list[Fact]:
    """The head of a page and every observation with all its fields, sorted."""
    result = read_page(Capture(page, "", body, hashlib.sha256(body).hexdigest(), "test"))
    article = result.article
    head = (same(article.title), str(article.published), same(article.publisher))
    return [head, *sorted(map(fact, result.observations))]


@cache
def original(path: Path) -> list[Fact]:
    return facts(path.read_bytes(), path.name)


def check(path: Path, dress: str) -> None:
    markup, _ = decode(path.read_bytes())
    assert facts(DRESSES[dress](markup), path.name) == original(path)


@pytest.mark.parametrize("dress", DRESSES)
@pytest.mark.parametrize("path", SAMPLE, ids=lambda path: path.stem)
def test_same_observations_in_other_dress(path: Path, dress: str) -> None:
    check(path, dress)


@pytest.mark.bench
@pytest.mark.parametrize("dress", DRESSES)
@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_all_pages_in_all_dresses(path: Path, dress: str) -> None:
    check(path, dress)
