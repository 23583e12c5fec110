"""Place mentions put together: 浙江省湖州市南浔区 is one path, 德清、长兴、安吉 is one list.

A path keeps the candidates of its deepest part that lie in the parts before it. A name that is
also an ordinary word loses its `weak` mark with support: its parent in front, a union or a colon
behind, or neighbours in a list. The others count only where the page is about them anyway.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from tasks.normalize.gazetteer import Gazetteer
from tasks.normalize.places import PlaceKind, PlaceMention

_LINK = re.compile(r"(?:、|和|与|及|以及|，)")
_SUPPORT_BEHIND = re.compile(
    r"(?:[市县区旗])?(?:总工会|各级工会|工会系统|工会[：]|职工总数|(?:[两二三四五六七八九十\d]+|等)[个地]?[市县区旗州地])"
)
_LIST_END = re.compile(r"(?:[两二三四五六七八九十\d]+|等)[个]?(?:[市县区旗州]|地(?!区)|省)")


@dataclass(frozen=True, slots=True)
class RegionMention:
    """A path of names at `text[start:end]`; `candidates` are codes of its deepest part.

    `place` is the town, where the deepest part is one; `list_id` numbers the list that the
    mention stands in (-1 outside of any).
    """

    start: int
    end: int
    name: str
    kind: PlaceKind
    candidates: tuple[str, ...]
    place: str | None = None
    weak: bool = False
    list_id: int = -1


def build_paths(text: str, mentions: list[PlaceMention]) -> list[RegionMention]:
    """Join neighbours that lie within each other, number the lists, weigh the weak names."""
    gazetteer = Gazetteer.load()
    paths: list[RegionMention] = []
    for mention in mentions:
        path = _single(mention)
        if paths and paths[-1].end == mention.start:
            joined = _join(gazetteer, paths[-1], path)
            if joined:
                paths[-1] = joined
                continue
        paths.append(path)
    paths = _name_towns(text, paths)
    return [
        replace(path, weak=False) if path.weak and _supported(text, path) else path
        for path in _number_lists(text, paths)
    ]


def _single(mention: PlaceMention) -> RegionMention:
    place = mention.name if mention.kind in (PlaceKind.TOWN, PlaceKind.ZONE) else None
    return RegionMention(
        mention.start,
        mention.end,
        mention.name,
        mention.kind,
        mention.candidates,
        place,
        mention.weak,
    )


def _join(gazetteer: Gazetteer, outer: RegionMention, inner: RegionMention) -> RegionMention | None:
    """`inner` read as a part of `outer`; None where it is none."""
    if outer.kind in (PlaceKind.TOWN, PlaceKind.HINT, PlaceKind.COUNTRY):
        return None
    within = tuple(
        code
        for code in inner.candidates
        if any(
            gazetteer.is_within(code, parent)
            and (code != parent or inner.kind in (PlaceKind.TOWN, PlaceKind.ZONE))
            for parent in outer.candidates
        )
    )
    if not within:
        return None
    name = outer.name + inner.name
    return replace(inner, start=outer.start, name=name, candidates=within, weak=False)


def _name_towns(text: str, paths: list[RegionMention]) -> list[RegionMention]:
    """Read 新河 as the town where the text has 温岭新河镇, and no county or city of that name.

    The town's county must be named in front of it once: a bare 长安镇 may lie in 长安 itself.
    """
    towns = {
        path.place[: -1 - path.place.endswith("街道")]: path
        for path in paths
        if path.kind is PlaceKind.TOWN and path.place and path.place != path.name
    }
    towns = {
        name: path
        for name, path in towns.items()
        if not re.search(rf"{re.escape(name)}[省市县区旗州盟]", text)
    }
    if not towns:
        return paths
    return [
        replace(path, kind=PlaceKind.TOWN, candidates=town.candidates, place=town.place, weak=False)
        if path.kind is PlaceKind.SHORT
        and (town := towns.get(path.name)) is not None
        and not {*path.candidates} & {*town.candidates}
        else path
        for path in paths
    ]


def _number_lists(text: str, paths: list[RegionMention]) -> list[RegionMention]:
    """Give neighbours that only 、 or 和 divides one list number."""
    numbered: list[RegionMention] = []
    current = -1
    for index, path in enumerate(paths):
        linked = index > 0 and _LINK.fullmatch(text, paths[index - 1].end, path.start)
        if linked and text[path.start - 1] != "，":
            if numbered[-1].list_id < 0:
                current += 1
                numbered[-1] = replace(numbered[-1], list_id=current)
            path = replace(path, list_id=numbered[-1].list_id)
        numbered.append(path)
    return _lift_lists(text, numbered)


def _lift_lists(text: str, paths: list[RegionMention]) -> list[RegionMention]:
    """Take the weak mark off lists with a sure member or a closing count (南湖、秀洲两区)."""
    sure: set[int] = set()
    for path in paths:
        if path.list_id >= 0 and (not path.weak or _LIST_END.match(text, path.end)):
            sure.add(path.list_id)
    return [replace(p, weak=False) if p.weak and p.list_id in sure else p for p in paths]


def _supported(text: str, path: RegionMention) -> bool:
    """Whether a weak name has support next to it."""
    if not path.weak or _SUPPORT_BEHIND.match(text, path.end):
        return True
    starts = path.start == 0 or text[path.start - 1] in "\n\t“《【"
    return starts and text[path.end : path.end + 1] == "："
