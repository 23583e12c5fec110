"""The weights of a model: a table that people can read, and that is read itself only where asked.

A feature is `OWNER|ROW`, as `members.total|word=职工`: the owner is a metric, a statistic or
"none", and a feature that is shared by all has none. A file has a line a row, the owners with their
weights behind it, `*` for the shared one:

    word=职工	members.total 0.12 aid.workers -0.03

A page asks for some hundred of 20,000 rows, so a row stays text until it is asked for: that loads
in 20 ms, where a mapping of all features took 200.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

SHARED = "*"
_LEAST = 0.02  # smaller ones, and more digits, make no better readings of held-out pages
_NO_OWNER = frozenset("= ")
_ESCAPES = {"\\": "\\\\", "\n": "\\n", "\t": "\\t"}
_ESCAPED = re.compile(r"\\(.)")
_NONE: Mapping[str, float] = {}

Row = Mapping[str, float]


def parted(feature: str) -> tuple[str, str]:
    """The owner and the row of a feature."""
    owner, bar, row = feature.partition("|")
    return (owner, row) if bar and not _NO_OWNER & set(owner) else (SHARED, feature)


class Weights:
    """Weights by row and owner."""

    def __init__(self, lines: dict[str, str]) -> None:
        """`lines` are the rows' texts, as they stand in a file."""
        self._lines = lines
        self._rows: dict[str, Row] = {}

    @classmethod
    def of(cls, weights: Mapping[str, float]) -> Weights:
        """The weights of features, to two digits, the least left out."""
        rows: dict[str, dict[str, str]] = defaultdict(dict)
        for feature, weight in sorted(weights.items()):
            if abs(weight) >= _LEAST:
                owner, row = parted(feature)
                rows[row][owner] = str(round(weight, 2))
        return cls({row: " ".join(map(" ".join, owned.items())) for row, owned in rows.items()})

    @classmethod
    def read(cls, path: Path) -> Weights:
        """Those of a file; none where there is no such file."""
        if not path.exists():
            return cls({})
        fields = path.read_bytes().decode().replace("\n", "\t").split("\t")[:-1]
        lines = dict(zip(fields[::2], fields[1::2], strict=True))
        for escaped in [row for row in lines if "\\" in row]:
            lines[_plain(escaped)] = lines.pop(escaped)
        return cls(lines)

    def write(self, path: Path) -> None:
        """Write them; the same weights give the same bytes."""
        rows = sorted(self._lines.items())
        path.write_bytes("".join(f"{_escaped(row)}\t{line}\n" for row, line in rows).encode())

    def of_feature(self, feature: str) -> float:
        """The weight of one feature; none for one that was never learned."""
        owner, row = parted(feature)
        return self.row(row).get(owner, 0.0)

    def row(self, name: str) -> Row:
        """The weights of a row by owner; none for a row that was never learned."""
        known = self._rows.get(name)
        if known is None:
            line = self._lines.get(name)
            if line is None:
                return _NONE
            said = line.split()
            known = dict(zip(said[::2], map(float, said[1::2]), strict=True))
            self._rows[name] = known
        return known


def _escaped(row: str) -> str:
    return "".join(_ESCAPES.get(char, char) for char in row)


def _plain(row: str) -> str:
    return _ESCAPED.sub(lambda found: {"n": "\n", "t": "\t"}.get(found[1], found[1]), row)
