"""How good the extraction is: its observations against annotated ones, miss by miss.

Definitions (tests/gold/README.md names the pages): `core` is agreement in metric and value, `full`
also in statistic, bound, one of the region's codes and the year of the period's end. Each annotated
observation is matched with one given observation at most, in the order of the annotation, a full
agreement before a core one. What is optional is neither rewarded nor punished. Only metrics of the
scored codebook count. The two sides are rows as in `tasks.rows`.
"""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tasks.errors import InputError

Row = Mapping[str, Any]
FIELDS = ("title", "published", "source")
PARTS = ("statistic", "bound", "region", "end")
# A value agrees within one in ten thousand, or in the second decimal of a share.
RELATIVE, ABSOLUTE = 1e-4, 0.006


@dataclass(slots=True)
class Tally:
    """Observations wanted, given and found; `found` is never more than either."""

    wanted: int = 0
    given: int = 0
    found: int = 0

    @property
    def precision(self) -> float:
        return self.found / self.given if self.given else 0.0

    @property
    def recall(self) -> float:
        return self.found / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Miss:
    """One thing that is wrong: `missed`, `surplus`, `differs` (core right, parts not), `field`."""

    page: str
    kind: str
    what: str
    words: str = ""


@dataclass(slots=True)
class Evaluation:
    """The scores of a folder; `agreeing` counts per part the core pairs that agree in it."""

    pages: int = 0
    core: Tally = field(default_factory=Tally)
    full: Tally = field(default_factory=Tally)
    by_metric: dict[str, tuple[Tally, Tally]] = field(default_factory=dict)
    fields: dict[str, int] = field(default_factory=lambda: dict.fromkeys(FIELDS, 0))
    agreeing: dict[str, int] = field(default_factory=lambda: dict.fromkeys(PARTS, 0))
    misses: list[Miss] = field(default_factory=list)


def read_gold(folder: Path) -> dict[str, dict[str, Any]]:
    """The rows of `gold.jsonl` by page; raises InputError for a missing file or broken line."""
    path = folder / "gold.jsonl"
    if not path.is_file():
        raise InputError(f"{folder}: there is no gold.jsonl in this folder")
    rows: dict[str, dict[str, Any]] = {}
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if line.strip():
            try:
                row = json.loads(line)
                rows[row["page"]] = row
            except (ValueError, KeyError, TypeError) as error:
                raise InputError(f"{path} line {number}: no row of a page ({error})") from error
    return rows


def read_scored(path: Path) -> frozenset[str]:
    """The codes of a scored codebook, a CSV file with a column `code`."""
    with path.open(encoding="utf-8", newline="") as stream:
        return frozenset(row["code"] for row in csv.DictReader(stream))


def evaluate(
    golds: Mapping[str, Row], guesses: Mapping[str, Row], scored: Collection[str]
) -> Evaluation:
    """Score what was read out of pages (`guesses`) against their annotation, both by page."""
    result = Evaluation(pages=len(golds))
    for page, gold in golds.items():
        guess = guesses.get(page, {"observations": []})
        _score_fields(result, page, gold, guess)
        _score_page(result, page, gold, guess, scored)
    return result


def _score_fields(result: Evaluation, page: str, gold: Row, guess: Row) -> None:
    for name in FIELDS:
        wanted, given = gold.get(name), guess.get(name) or None
        if wanted == given:
            result.fields[name] += 1
        else:
            result.misses.append(Miss(page, "field", f"{name}: wanted {wanted!r}, got {given!r}"))


def _score_page(
    result: Evaluation, page: str, gold: Row, guess: Row, scored: Collection[str]
) -> None:
    wanted = [one for one in gold["observations"] if not one.get("optional")]
    optional = [one for one in gold["observations"] if one.get("optional")]
    given = [one for one in guess["observations"] if one["metric"] in scored]
    _, spare = pair(wanted, given, agrees_in_core)
    tolerated = {id(guess) for _, guess in pair(optional, spare, agrees_in_core)[0]}
    given = [one for one in given if id(one) not in tolerated]
    pairs, surplus = pair(wanted, given, agrees_in_core)
    full_pairs, _ = pair(wanted, given, agrees_in_full)
    _count(result, wanted, given, pairs, full_pairs)
    _note_misses(result, page, wanted, pairs, surplus)


Pairs = Sequence[tuple[Row, Row]]


def pair(
    golds: Iterable[Row], guesses: Iterable[Row], agree: Callable[[Row, Row], bool]
) -> tuple[list[tuple[Row, Row]], list[Row]]:
    """Pairs of annotated and given observations, and the given ones that are left over."""
    free, pairs = list(guesses), []
    for gold in golds:
        fitting = [index for index, guess in enumerate(free) if agree(gold, guess)]
        if fitting:
            best = next((i for i in fitting if agrees_in_full(gold, free[i])), fitting[0])
            pairs.append((gold, free.pop(best)))
    return pairs, free


def agrees_in_core(gold: Row, guess: Row) -> bool:
    """Same metric, same value."""
    if gold["metric"] != guess["metric"] or guess["value"] is None:
        return False
    return math.isclose(
        float(gold["value"]), float(guess["value"]), rel_tol=RELATIVE, abs_tol=ABSOLUTE
    )


def agrees_in_full(gold: Row, guess: Row) -> bool:
    """Core, and statistic, bound, region and the year of the end."""
    return agrees_in_core(gold, guess) and all(_agrees_in(part, gold, guess) for part in PARTS)


def _agrees_in(part: str, gold: Row, guess: Row) -> bool:
    if part == "region":
        wanted, given = _codes(gold.get(part)), _codes(guess.get(part))
        return not wanted.isdisjoint(given) if wanted else not given
    if part == "end":
        return (gold.get(part) or "")[:4] == (guess.get(part) or "")[:4]
    default = "level" if part == "statistic" else "="
    return bool(gold.get(part, default) == guess.get(part, default))


def _codes(region: Any) -> set[str]:
    """A code, a list of codes or nothing, as a set of six-digit codes."""
    listed = [region] if isinstance(region, str | int) and region else region or []
    return {str(code)[:6] for code in listed}


def _count(
    result: Evaluation,
    wanted: Sequence[Row],
    given: Sequence[Row],
    pairs: Pairs,
    full_pairs: Pairs,
) -> None:
    for one in wanted:
        for tally in _tallies(result, one):
            tally.wanted += 1
    for one in given:
        for tally in _tallies(result, one):
            tally.given += 1
    for place, found in enumerate((pairs, full_pairs)):
        for gold, _ in found:
            (result.core, result.full)[place].found += 1
            result.by_metric[gold["metric"]][place].found += 1
    for gold, guess in pairs:
        for part in PARTS:
            result.agreeing[part] += _agrees_in(part, gold, guess)


def _tallies(result: Evaluation, one: Row) -> tuple[Tally, ...]:
    """Every tally that an observation of this metric counts in."""
    own = result.by_metric.setdefault(one["metric"], (Tally(), Tally()))
    return result.core, result.full, *own


def _note_misses(
    result: Evaluation, page: str, wanted: Sequence[Row], pairs: Pairs, surplus: Sequence[Row]
) -> None:
    hit = {id(gold) for gold, _ in pairs}
    for kind, rows in (("missed", [o for o in wanted if id(o) not in hit]), ("surplus", surplus)):
        for one in rows:
            what = f"{one['metric']} {one['value']}"
            result.misses.append(Miss(page, kind, what, one.get("quote") or ""))
    for gold, guess in pairs:
        wrong = [part for part in PARTS if not _agrees_in(part, gold, guess)]
        if wrong:
            parts = "; ".join(f"{p}: wanted {gold.get(p)}, got {guess.get(p)}" for p in wrong)
            what = f"{gold['metric']} {gold['value']}: {parts}"
            result.misses.append(Miss(page, "differs", what, guess.get("quote") or ""))
