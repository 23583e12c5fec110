"""How far a page can be trusted, and why not further.

Trust falls with what was done to the text before it came here: synonyms swapped by a machine, lost
bytes, an intruder's words, a reposting site; and with what a reader needs to check it (date,
source). Words and weights stand in `warehouse/trust.yaml`. The figures are judgements, not
measured; the order of pages that they give is what counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from tasks.records import Article, RepairKind
from tasks.script import simplify

TRUST_FILE = Path(__file__).parents[2] / "warehouse" / "trust.yaml"


@dataclass(frozen=True, slots=True)
class TrustWords:
    """The shares that reasons take, and the words that give a page away."""

    reasons: dict[str, float]
    spun: tuple[str, ...]
    doubtful: tuple[str, ...]
    broken: tuple[str, ...]
    document_sites: tuple[str, ...]


@cache
def load_trust_words(path: Path = TRUST_FILE) -> TrustWords:
    """Read the file of reasons and words."""
    document = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
    reasons = {name: float(share) for name, share in document.pop("reasons").items()}
    return TrustWords(reasons, **{key: tuple(words.split()) for key, words in document.items()})


def trust_of(article: Article, flags: Iterable[str]) -> tuple[float, tuple[str, ...]]:
    """The trust from 0 to 1, and the reasons that lower it, sorted.

    `flags` are those of the article and of the checks; flags without a weight change nothing.
    """
    words = load_trust_words()
    found = {*flags, *article.flags, *_reasons(article, words)} & set(words.reasons)
    reasons = tuple(sorted(found))
    trust = 1.0
    for reason in reasons:
        trust *= 1 - words.reasons[reason]
    return round(trust, 2), reasons


def _reasons(article: Article, words: TrustWords) -> Iterator[str]:
    """What the article itself gives away, flags apart."""
    text = simplify(article.text)
    repaired = {repair.kind for repair in article.repairs}
    spun = sum(word in text for word in words.spun)
    doubtful = sum(word in text for word in words.doubtful)
    site = " ".join(filter(None, (article.url, article.site, *article.host_names)))
    yield from (
        reason
        for reason, is_so in (
            ("spun_text", spun > 1 or (spun == 1 and doubtful > 2)),
            ("broken_words", any(word in text for word in words.broken)),
            ("garbled_block", RepairKind.GARBLED in repaired or "\ufffd" in text),
            ("mojibake", RepairKind.MOJIBAKE in repaired),
            ("hacked_title", RepairKind.SPAM_TITLE in repaired),
            ("noise_injected", RepairKind.RANDOM_TAIL in repaired),
            ("document_site", any(name in site for name in words.document_sites)),
            ("no_date", article.published is None),
            ("no_source", article.publisher is None),
        )
        if is_so
    )
