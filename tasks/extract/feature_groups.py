"""Features that always come together, each group a function of very little.

What is told of a candidate falls into a dozen groups that come back on every page: of a metric and
a unit, of a relation and a distance. Training wants the features' names, so there a group is a
tuple of them; in use only the sum of their weights counts, so there a group is that sum, reckoned
once and kept. Groups of one reading are added, and `Groups` is the table of them for either.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Generic, TypeVar

from tasks.extract.links import link_class, masked
from tasks.extract.weights import Weights
from tasks.records import BlockKind

Group = tuple[str, ...]
T = TypeVar("T", Group, float)
NEAR = frozenset({"span", "L0", "R0", "TC", "TR"})
_MANY = 1 << 12  # of each group; a crawl has more, and memory must not grow with it


@dataclass(frozen=True)
class Groups(Generic[T]):
    """The groups of features that a reading may have, as names or as sums of weights."""

    of_names: Callable[[Group], T]
    of_words: Callable[[str, Sequence[str]], Callable[[str], T]]
    of_metric: Callable[[str, str, str, str], T]
    of_size: Callable[[str, str, str, str], T]
    of_unnamed: Callable[[str, str, bool], T]
    of_head: Callable[[str, bool, int, str], T]
    of_term: Callable[[str, str, tuple[str, ...], int], T]
    of_link: Callable[[str, str], T]
    of_behind: Callable[[str, str, str], T]
    of_others: Callable[[str, str, frozenset[str], bool], T]
    of_rank: Callable[[tuple[bool, bool] | None, bool | None, int, int], T]
    of_company: Callable[[str, tuple[str, ...], tuple[str, ...]], T]
    of_before: Callable[[str, str, Group, bool | None], T]
    of_earlier: Callable[[str, str | None, Group], T]
    of_place: Callable[[str, str, bool, BlockKind | None], T]
    of_side: Callable[[str, str | None, str], T]


def of_words(place: str, words: Sequence[str]) -> Callable[[str], Group]:
    """For any metric or family the words of a place.

    `word` is near the number, `around` further away, `next` right behind it, `between` it and the
    number before.
    """
    return lambda owner: tuple(f"{owner}|{place}={word}" for word in words)


def of_metric(code: str, unit: str, written: str, kind: str) -> Group:
    """The metric and the unit that the number is written with."""
    return (
        *("bias", f"metric={code}", f"unit={unit}|{written}", f"{code}|unit={written}"),
        *(f"kind={kind}|{unit}", f"{code}|{kind}"),
    )


def of_size(code: str, unit: str, relation: str, size: str) -> Group:
    """How large the number is (`tasks.extract.number_features.size_of`)."""
    return f"{code}|size={size}", f"unit={unit}|size={size}", f"rel={relation}|size={size}|{unit}"


def of_unnamed(code: str, relation: str, bare: bool) -> Group:
    """A candidate that no head names."""
    return f"rel={relation}", f"{code}|rel={relation}", f"rel={relation}|bare={bare}"


def of_head(relation: str, bare: bool, distance: int, unit: str) -> Group:
    """How the best head stands to the number; `distance` is a bucket."""
    return (
        f"rel={relation}|bare={bare}",
        f"rel={relation}|d={distance}",
        f"rel={relation}|unit={unit}",
    )


def of_term(code: str, relation: str, parts: tuple[str, ...], weight: int) -> Group:
    """A head's words and how it stands to the number."""
    near = relation in NEAR
    return (
        *(
            f"rel={relation}",
            f"near={near}",
            f"rel={relation}|w={weight}",
            f"near={near}|w={weight}",
        ),
        *(f"{code}|rel={relation}", f"{code}|near={near}"),
        *(f"{code}|term={'…'.join(parts)}", f"parts={len(parts)}|{relation}"),
    )


def of_link(relation: str, words: str) -> Group:
    """The words between a head and its number."""
    link = masked(words)
    tail = link[-2:] if relation == "L0" else link[:2]
    return (
        f"linked={relation}|{link_class(words)}",
        f"link={relation}|{link[:6]}",
        f"tail={relation}|{tail}",
    )


def of_behind(relation: str, behind: str, written: str) -> Group:
    """What follows the number, for a head of this relation: 三个村 counts 村, wherever it is."""
    return f"{relation}|behind={behind}", f"{relation}|behind={behind}|{written}"


def of_others(code: str, relation: str, others: frozenset[str], is_shadowed: bool) -> Group:
    """Where further heads stand; whether the best is a piece of another metric's longer word."""
    shadow = (f"shadowed|{relation[0]}", f"{code}|shadowed") if is_shadowed else ()
    return (*(f"also={other}" for other in sorted(others)), *shadow)


def of_company(code: str, clues: tuple[str, ...], vetoes: tuple[str, ...]) -> Group:
    """Clues and vetoes by how near they stand."""
    told = [f"clue={place}" for place in clues] + [f"veto={place}" for place in vetoes]
    return (*told, *(f"{code}|{name}" for name in told))


def of_before(same: str, kind: str, links: Group, is_aligned: bool | None) -> Group:
    """How a reading goes with that of the number before, what joins them, and an enumeration."""
    aligned = () if is_aligned is None else (f"aligned={is_aligned}",)
    if not links:
        return (*aligned, f"start|before={same}")
    before = f"before={same}"
    return (*aligned, before, f"{before}|{kind}", *(f"{before}|{link}" for link in links))


def of_earlier(code: str, before: str | None, earlier: Group) -> Group:
    """The metrics that were given before, each with this one."""
    return (f"{before}>{code}", *(f"{one}>>{code}" for one in earlier))


def of_place(code: str, kind: str, is_seen: bool, block: BlockKind | None) -> Group:
    """Whether the page has given the metric already, and the kind of block."""
    where = () if block is None else (f"block={block}",)
    titled = (f"{code}|title",) if block is BlockKind.TITLE else ()
    return (f"seen={is_seen}|{kind}", *where, *titled)


def of_side(side: str, given: str | None, code: str) -> Group:
    """How the cell above or to the left was read."""
    return (f"{side}={'none' if given is None else given == code}",)


def of_rank(
    closest: tuple[bool, bool] | None, is_longest: bool | None, company: int, rivals: int
) -> Group:
    """How a candidate compares with the others; see `tasks.extract.contest`.

    `closest` tells whether its head is the closest, and whether it is near; None without a head.
    """
    close = () if closest is None else (f"closest={closest[0]}|{closest[1]}",)
    long = () if is_longest is None else (f"longest={is_longest}",)
    return (*close, *long, f"company={company}", f"rivals={rivals}|{closest is not None}")


NAMED = Groups[Group](
    of_names=lambda names: names,
    of_words=of_words,
    of_metric=of_metric,
    of_size=of_size,
    of_unnamed=of_unnamed,
    of_head=of_head,
    of_term=of_term,
    of_link=of_link,
    of_behind=of_behind,
    of_others=of_others,
    of_rank=of_rank,
    of_company=of_company,
    of_before=of_before,
    of_earlier=of_earlier,
    of_place=of_place,
    of_side=of_side,
)


def weighed(weights: Weights) -> Groups[float]:
    """The groups as sums of weights; a feature without a weight weighs nothing."""
    weight = lru_cache(1 << 14)(weights.of_feature)

    def total(names: Group) -> float:
        return sum(map(weight, names))

    def kept(group: Callable[..., Group]) -> Callable[..., float]:
        return lru_cache(_MANY)(lambda *given: total(group(*given)))

    def words_of(place: str, words: Sequence[str]) -> Callable[[str], float]:
        rows = [weights.row(f"{place}={word}") for word in words]
        return lambda owner: sum([row[owner] for row in rows if owner in row])

    groups: dict[str, Callable[..., Any]] = {n: kept(group) for n, group in vars(NAMED).items()}
    return Groups(**groups | {"of_names": total, "of_words": words_of})
