"""The names of practices as data: `warehouse/practices.yaml`, read once.

The file's head explains its rows. A wrong row raises `InputError` and names the practice.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tasks.errors import InputError
from tasks.extract.lexicon import expand

PRACTICES_FILE = Path(__file__).parents[2] / "warehouse" / "practices.yaml"
_KEYS = {"name", "kind", "spellings", "near"}


@dataclass(frozen=True, slots=True)
class KnownPractice:
    """A practice with all its spellings; one word of `near` must share its sentence, if any."""

    name: str
    kind: str
    spellings: tuple[str, ...]
    near: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SloganWords:
    """What tells a slogan with a number from other short names in quotation marks."""

    syllables: tuple[str, ...]
    before: tuple[str, ...]
    behind: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OrdinaryNames:
    """Quoted names that are no practice, by the whole name, its parts or its neighbours."""

    exact: frozenset[str]
    starts: tuple[str, ...]
    ends: tuple[str, ...]
    before: tuple[str, ...]
    behind: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PracticeNames:
    """The whole file; `endings` maps a last word (行动) to its kind, longest words first."""

    known: tuple[KnownPractice, ...]
    endings: dict[str, str]
    kind_by_word: dict[str, tuple[str, ...]]
    slogan: SloganWords
    ordinary: OrdinaryNames


@cache
def load_practice_names(path: Path = PRACTICES_FILE) -> PracticeNames:
    """Read the file; raises InputError for a row with a missing, unknown or doubtful part."""
    document = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
    known = tuple(_known(row, document["kinds"]) for row in document["practices"])
    if len({practice.name for practice in known}) < len(known):
        raise InputError(f"{path.name}: a name stands twice")
    endings = {word: kind for kind, words in document["endings"].items() for word in words.split()}
    slogan = {key: tuple(words.split()) for key, words in document["slogan"].items()}
    ordinary = {key: tuple(words.split()) for key, words in document["ordinary"].items()}
    return PracticeNames(
        known=known,
        endings=dict(sorted(endings.items(), key=lambda item: -len(item[0]))),
        kind_by_word={k: tuple(w.split()) for k, w in document["kind_by_word"].items()},
        slogan=SloganWords(**slogan),
        ordinary=OrdinaryNames(exact=frozenset(ordinary.pop("exact")), **ordinary),
    )


def _known(row: dict[str, Any], kinds: dict[str, str]) -> KnownPractice:
    name = row.get("name", "a practice without name")
    if not _KEYS >= set(row) >= {"name", "kind"}:
        raise InputError(f"practices: {name}: missing or unknown key")
    if row["kind"] not in kinds:
        raise InputError(f"practices: {name}: unknown kind {row['kind']}")
    patterns = row.get("spellings", "").split()
    spellings = {"".join(parts) for pattern in patterns for parts in expand(pattern)}
    return KnownPractice(
        name, row["kind"], tuple(sorted(spellings | {name})), tuple(row.get("near", "").split())
    )
