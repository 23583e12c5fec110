"""How the candidates of one number compare: who is nearest, who is named most, and where."""

from __future__ import annotations

from collections.abc import Iterator

from tasks.extract.candidates import Candidate
from tasks.extract.scene import RANK, Near

NEAR = frozenset({"span", "L0", "R0", "TC", "TR"})


class Contest:
    """How the candidates of one number compare: who is nearest, who has the longest word."""

    def __init__(self, candidates: list[Candidate]) -> None:
        firsts = [c.near[0] for c in candidates if c.near]
        self.near_count = sum(near.relation in NEAR for near in firsts)
        self._closest = min(
            (RANK[near.relation] * 100 + min(near.distance, 99) for near in firsts), default=0
        )
        self._longest = max(
            (n.mention.term.weight for n in firsts if n.relation in NEAR), default=0
        )
        self._company = sorted({_company(c) for c in candidates}, reverse=True)

    def features(self, candidate: Candidate) -> Iterator[str]:
        """Whether the candidate is the nearest, longest, most talked of."""
        if candidate.near:
            first = candidate.near[0]
            reach = RANK[first.relation] * 100 + min(first.distance, 99)
            yield f"closest={reach == self._closest}|{first.relation in NEAR}"
            if first.relation in NEAR:
                yield f"longest={first.mention.term.weight == self._longest}"
        yield f"company={min(3, self._company.index(_company(candidate)))}"
        yield f"rivals={min(3, self.near_count)}|{bool(candidate.near)}"


def _company(candidate: Candidate) -> int:
    """How many heads and clues of the metric the number's surroundings hold."""
    heads = sum(near.relation not in {"T", "P2"} for near in candidate.near)
    return min(6, heads + len(candidate.clues) - 2 * len(candidate.vetoes))


def places(nears: tuple[Near, ...]) -> tuple[str, ...]:
    """Where `nears` stand: clause, sentence, paragraph, head or table; "none" for none."""
    return tuple(sorted({_place(near.relation) for near in nears})) or ("none",)


def _place(relation: str) -> str:
    if relation in {"span", "L0", "R0"}:
        return "clause"
    if relation[0] in "LR":
        return "sentence"
    if relation[0] == "P":
        return "paragraph"
    return "head" if relation in {"H", "T"} else "table"
