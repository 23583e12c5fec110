"""How the candidates of one number compare: who is nearest, who is named most, and where."""

from __future__ import annotations

from tasks.extract.candidates import Candidate
from tasks.extract.feature_groups import NEAR
from tasks.extract.scene import RANK, Near

# What `feature_groups.of_rank` takes.
Rank = tuple[tuple[bool, bool] | None, bool | None, int, int]


class Contest:
    """How the candidates of one number compare: who is nearest, who has the longest word."""

    def __init__(self, candidates: list[Candidate]) -> None:
        firsts = [c.near[0] for c in candidates if c.near]
        near = [near.mention.term.weight for near in firsts if near.relation in NEAR]
        self.near_count = len(near)
        self._closest = min(map(_reach, firsts), default=0)
        self._longest = max(near, default=0)
        self._company = sorted({_company(c) for c in candidates}, reverse=True)

    def rank(self, candidate: Candidate) -> Rank:
        """Whether the candidate is the nearest, longest, most talked of."""
        is_closest, is_longest = None, None
        if candidate.near:
            first = candidate.near[0]
            is_closest = _reach(first) == self._closest, first.relation in NEAR
            if is_closest[1]:
                is_longest = first.mention.term.weight == self._longest
        company = min(3, self._company.index(_company(candidate)))
        return is_closest, is_longest, company, min(3, self.near_count)


def _reach(near: Near) -> int:
    """A rank by relation first, by distance second."""
    return RANK[near.relation] * 100 + min(near.distance, 99)


def _company(candidate: Candidate) -> int:
    """How many heads and clues of the metric the number's surroundings hold."""
    heads = len([near for near in candidate.near if near.relation not in {"T", "P2"}])
    return min(6, heads + len(candidate.clues) - 2 * len(candidate.vetoes))


def places(nears: tuple[Near, ...]) -> tuple[str, ...]:
    """Where `nears` stand: clause, sentence, paragraph, head or table; "none" for none."""
    if not nears:
        return ("none",)
    return tuple(sorted({_PLACES[near.relation] for near in nears}))


def _place(relation: str) -> str:
    if relation in {"span", "L0", "R0"}:
        return "clause"
    if relation[0] in "LR":
        return "sentence"
    if relation[0] == "P":
        return "paragraph"
    return "head" if relation in {"H", "T"} else "table"


_PLACES = {relation: _place(relation) for relation in RANK}
