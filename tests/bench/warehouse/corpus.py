"""Articles of any number for the search: sentences of the sample and of made pages, drawn anew.

An article has twenty-five sentences (some 1,000 characters), a few of them frequent, most rare, and
digits of its own, so that figures differ from article to article. Words are those that the load
would find, counted once a sentence.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

import pyarrow as pa

from tasks.extract.terms import count_terms
from tasks.load.schemas import SCHEMAS
from tasks.load.tables import Tables, to_tables
from tasks.parse import parse_article
from tests.bench.pages import make_page
from tests.bench.sets import capture, sample

SENTENCES = 25  # an article
_DIGITS = "0123456789"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and its words with their counts."""

    text: str
    terms: dict[str, int]


def sentences(made: int = 300) -> list[Sentence]:
    """All different sentences of the sample and of `made` pages, in a fixed order."""
    bodies = [*sample(), *(make_page(5, number, size=0).body for number in range(made))]
    texts = (parse_article(capture(body)).text for body in bodies)
    found = dict.fromkeys(
        part.strip() for text in texts for part in re.split(r"(?<=[。！？])|\n", text)
    )
    return [Sentence(one, dict(count_terms(one))) for one in found if len(one) > 5]


def batches(count: int, known: Sequence[Sentence], size: int = 10_000) -> Iterator[Tables]:
    """Tables of `count` articles, as the readers hand them to the load."""
    rng = Random(11)
    for first in range(0, count, size):
        yield _tables(range(first, min(first + size, count)), known, rng)


def _tables(numbers: Sequence[int], known: Sequence[Sentence], rng: Random) -> Tables:
    rows: dict[str, list[dict[str, object]]] = {"article": [], "capture": [], "term": []}
    for number in numbers:
        # The square makes the first sentences as frequent as an agency's phrases.
        spots = [int(rng.random() ** 2 * len(known)) for _ in range(SENTENCES)]
        drawn = [known[spot] for spot in spots]
        digits = str.maketrans(_DIGITS, "".join(rng.sample(_DIGITS, 10)))
        text = "".join(one.text for one in drawn).translate(digits)
        terms: Counter[str] = Counter()
        for one in drawn:
            terms.update(one.terms)
        _add(rows, number, text, terms)
    made = {name: pa.Table.from_pylist(rows[name], SCHEMAS[name]) for name in rows}
    return {**to_tables([], []), **made}


def _add(
    rows: dict[str, list[dict[str, object]]], number: int, text: str, terms: Counter[str]
) -> None:
    digest = hashlib.sha256(str(number).encode()).hexdigest()
    name = f"{digest[:8]}-{digest[8:12]}-{digest[12:16]}-{digest[16:20]}-{digest[20:32]}"
    page = {"article_id": name, "source": "bench", "page": f"{number}.html",
            "url": f"http://bench.test/{number}", "sha256": digest}  # fmt: skip
    rows["capture"].append({**page, "byte_count": 1000})
    rows["article"].append({
        **page, "title": text[:20], "charset": "utf-8", "text": text, "text_hash": digest,
        "character_count": len(text), "repairs": [], "host_names": [], "trust": 1,
        "is_reprint": False, "sketch": [], "story_id": name,
    })  # fmt: skip
    rows["term"] += [{"article_id": name, "term": t, "occurrences": n} for t, n in terms.items()]
