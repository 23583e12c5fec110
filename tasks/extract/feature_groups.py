"""Features that always come together, as tuples that are made once and weighed once.

What is told of a candidate falls into a few groups, each a function of very little (a metric and a
unit, a relation and a distance), so the same groups come back on every page. `Model.weigh` keeps
the sum of a group's weights; a reading of a number then costs a dozen look-ups instead of making
and weighing fifty strings.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import chain

from tasks.extract.links import link_class, masked
from tasks.records import BlockKind

Group = tuple[str, ...]
NEAR = frozenset({"span", "L0", "R0", "TC", "TR"})
_MANY = 1 << 14


def flat(groups: Iterable[Group]) -> list[str]:
    """All features of the groups, in order."""
    return list(chain.from_iterable(groups))


@lru_cache(_MANY)
def of_metric(code: str, unit: str, written: str, kind: str) -> Group:
    """The metric and the unit that the number is written with."""
    return (
        *("bias", f"metric={code}", f"unit={unit}|{written}", f"{code}|unit={written}"),
        *(f"kind={kind}|{unit}", f"{code}|{kind}"),
    )


@lru_cache(_MANY)
def of_unnamed(code: str, relation: str, bare: bool) -> Group:
    """A candidate that no head names."""
    return f"rel={relation}", f"{code}|rel={relation}", f"rel={relation}|bare={bare}"


@lru_cache(_MANY)
def of_head(relation: str, bare: bool, distance: int, unit: str) -> Group:
    """How the best head stands to the number; `distance` is a bucket."""
    return (
        f"rel={relation}|bare={bare}",
        f"rel={relation}|d={distance}",
        f"rel={relation}|unit={unit}",
    )


@lru_cache(_MANY)
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


@lru_cache(_MANY)
def of_link(relation: str, words: str) -> Group:
    """The words between a head and its number."""
    link = masked(words)
    tail = link[-2:] if relation == "L0" else link[:2]
    return (
        f"linked={relation}|{link_class(words)}",
        f"link={relation}|{link[:6]}",
        f"tail={relation}|{tail}",
    )


@lru_cache(_MANY)
def of_others(code: str, relation: str, others: frozenset[str], is_shadowed: bool) -> Group:
    """Where further heads stand; whether the best is a piece of another metric's longer word."""
    shadow = (f"shadowed|{relation[0]}", f"{code}|shadowed") if is_shadowed else ()
    return (*(f"also={other}" for other in sorted(others)), *shadow)


@lru_cache(_MANY)
def of_company(code: str, clues: tuple[str, ...], vetoes: tuple[str, ...]) -> Group:
    """Clues and vetoes by how near they stand."""
    told = [f"clue={place}" for place in clues] + [f"veto={place}" for place in vetoes]
    return (*told, *(f"{code}|{name}" for name in told))


@lru_cache(_MANY)
def of_before(same: str, kind: str, links: Group, is_aligned: bool | None) -> Group:
    """How a reading goes with that of the number before, what joins them, and an enumeration."""
    aligned = () if is_aligned is None else (f"aligned={is_aligned}",)
    if not links:
        return (*aligned, f"start|before={same}")
    before = f"before={same}"
    return (*aligned, before, f"{before}|{kind}", *(f"{before}|{link}" for link in links))


@lru_cache(_MANY)
def of_earlier(code: str, before: str | None, earlier: Group) -> Group:
    """The metrics that were given before, each with this one."""
    return (f"{before}>{code}", *(f"{one}>>{code}" for one in earlier))


@lru_cache(_MANY)
def of_place(code: str, kind: str, is_seen: bool, block: BlockKind | None) -> Group:
    """Whether the page has given the metric already, and the kind of block."""
    where = () if block is None else (f"block={block}",)
    titled = (f"{code}|title",) if block is BlockKind.TITLE else ()
    return (f"seen={is_seen}|{kind}", *where, *titled)


@lru_cache(_MANY)
def of_side(side: str, given: str | None, code: str) -> Group:
    """How the cell above or to the left was read."""
    return (f"{side}={'none' if given is None else given == code}",)
