"""Enumerations: which of several heads belongs to which of several numbers.

`建会率、入会率分别为92%和94.5%` maps in order; `建会率、入会率均达98%` gives one number to both.
The heads are the pieces of the enumeration before the marker (分别, 均, …); a piece that leaves its
noun to the last one (非公企业和外资企业建会率) borrows the end of the last piece.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tasks.extract.history import History
from tasks.extract.lexicon import Lexicon, Role
from tasks.extract.scene import Scene
from tasks.records import Quantity

_IN_ORDER = re.compile(r"分别|依次|各(?:为|是|有|达)")
_ALIKE = re.compile(r"均|都|双双|皆|同为|同步")
_CHAIN = re.compile(r"(?:[、，,]|和|及|与|以及|，和|、和)?")
_JOIN = re.compile(r"[、]|以及|和|与|及")
_CLAUSE = re.compile(r"[，；：。！？\n\t]")
LONGEST = 80  # characters before the marker in which heads are sought


@dataclass(frozen=True, slots=True)
class Place:
    """A number's place in a run of numbers that are told 分别 of something."""

    index: int
    length: int
    run_start: int
    heads: tuple[frozenset[str], ...]  # empty where the run's clause names no heads


class Alignment:
    """The metrics that enumerations give to the quantities of one page."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._places: dict[int, Place] = {}
        self._alike: dict[int, list[frozenset[str]]] = {}
        for run in _runs(scene):
            if len(run) > 1:
                self._align_run(run)
        for quantity in scene.quantities:
            self._align_alike(quantity)

    def metrics_for(self, quantity: Quantity, history: History) -> frozenset[str] | None:
        """The metrics that stand at this number's place; None without enumeration.

        Where the clause of 分别 names no heads, the numbers go on with the metrics told just
        before it, as many as there are (会员…人，企业…家，分别增长19%和12.5%).
        """
        place = self._places.get(quantity.start)
        if place is None:
            alike = self._alike.get(quantity.start)
            return frozenset().union(*alike) if alike else None
        if place.heads:
            return place.heads[place.index]
        told = history.told_before(place.run_start, place.length)
        return frozenset({told[place.index]}) if told else None

    def shared_heads(self, quantity: Quantity) -> list[frozenset[str]]:
        """Each head (as the metrics it may mean) that this one number is told of, two or more."""
        return self._alike.get(quantity.start, [])

    def _align_run(self, run: list[Quantity]) -> None:
        pieces = self._pieces(run[0], _IN_ORDER)
        if pieces is None:
            return
        heads: list[frozenset[str]] = []
        if len(pieces) >= len(run):
            heads = _heads_of(pieces[-len(run) :], self._scene.lexicon)
        if heads and all(heads):
            given = tuple(heads)
        elif any(heads):
            return
        else:
            given = ()
        for index, quantity in enumerate(run):
            self._places[quantity.start] = Place(index, len(run), run[0].start, given)

    def _align_alike(self, quantity: Quantity) -> None:
        pieces = self._pieces(quantity, _ALIKE)
        if pieces is None or len(pieces) < 2:
            return
        heads = _heads_of(pieces, self._scene.lexicon)
        while heads and not heads[0]:
            heads.pop(0)
        if len(heads) > 1 and all(heads):
            self._alike[quantity.start] = heads

    def _pieces(self, quantity: Quantity, marker: re.Pattern[str]) -> list[str] | None:
        """The enumeration before the marker that stands before the quantity; None without one."""
        gap = self._scene.left_gap(quantity)
        left = self._scene.text[max(gap.start, gap.end - LONGEST) : gap.end]
        places = list(marker.finditer(left))
        if not places or _CLAUSE.search(left, places[-1].end()):
            return None
        before = _CLAUSE.split(left[: places[-1].start()])[-1]
        return [piece for piece in _JOIN.split(before) if piece]


def _runs(scene: Scene) -> list[list[Quantity]]:
    """Quantities that follow each other with nothing but commas and 和 between."""
    runs: list[list[Quantity]] = []
    for quantity in scene.quantities:
        between = scene.text[runs[-1][-1].end : quantity.start] if runs else None
        if between is not None and len(between) < 4 and _CHAIN.fullmatch(between):
            runs[-1].append(quantity)
        else:
            runs.append([quantity])
    return runs


def _heads_of(pieces: list[str], lexicon: Lexicon) -> list[frozenset[str]]:
    """The metrics that the end of each piece names, if need be with the last piece's end."""
    last = pieces[-1]
    endings = [last[-length:] for length in range(2, min(7, len(last)) + 1)]
    return [
        _ending_metrics(piece, lexicon)
        or next(filter(None, (_borrowed(piece, e, lexicon) for e in endings)), frozenset())
        for piece in pieces
    ]


def _ending_metrics(piece: str, lexicon: Lexicon) -> frozenset[str]:
    """The metrics of the longest heads that end where `piece` ends."""
    heads = [m for m in lexicon.find(piece) if m.term.role is Role.HEAD and m.end >= len(piece) - 2]
    longest = max((m.term.weight for m in heads), default=0)
    return frozenset(m.term.metric for m in heads if m.term.weight == longest)


def _borrowed(piece: str, ending: str, lexicon: Lexicon) -> frozenset[str]:
    """The metrics of heads that begin in `piece` and need the borrowed `ending`."""
    heads = [
        m
        for m in lexicon.find(piece + ending)
        if m.term.role is Role.HEAD and m.start < len(piece) and m.end == len(piece) + len(ending)
    ]
    longest = max((m.term.weight for m in heads), default=0)
    return frozenset(m.term.metric for m in heads if m.term.weight == longest)
