"""Regions of table cells: the row's head decides, then the column's, then the caption.

A head is read as a whole first, so that 和平, 城区 or a bare 沙县 count in a table where prose
would need more; then for a name in it; then as a town of the page's county.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tasks.normalize.gazetteer import Level, level_of
from tasks.normalize.places import PlaceKind, find_places
from tasks.normalize.where.mentions import build_paths
from tasks.normalize.where.scope import Relation, Scope
from tasks.records import Block
from tasks.script import simplify

_TOTAL = re.compile(
    r"(?:全[国省市县区州盟旗])?(?:合计|总计|总数|共计|小计|平均|汇总|总和|累计|计|全[国省市县区州盟旗]|本[市县区省])"
)
_OWN = re.compile(
    r"[省市县区州]?(?:直|本级|属)|产业|系统|机关|高新|经开|开发区|园区|工业园|管委会|新区|其[他它]"
)
_CLEAN = re.compile(r"[\s\d.、·（）()：:*]+|总工会$|工会$")


@dataclass(frozen=True, slots=True)
class HeadAnswer:
    """What a head says: a code, and a place where it stands below the county."""

    code: str
    place: str | None = None


def read_head(head: str, scope: Scope) -> HeadAnswer | None:
    """The region or place that the text of a head cell names; None where it names none."""
    name = _CLEAN.sub("", simplify(head))
    if not name or len(name) > 24 or scope.home is None:
        return None
    if _TOTAL.fullmatch(name):
        return HeadAnswer(scope.home)
    whole = scope.gazetteer.lookup(name, scope.published)
    code = scope.choose(whole) if whole else None
    if code and scope.relation(code) is not Relation.ABOVE:
        return HeadAnswer(code)
    return _named_in(name, scope) or _town(name, scope) or _own_part(name, scope)


def _named_in(name: str, scope: Scope) -> HeadAnswer | None:
    """A division or town named within a head."""
    for path in reversed(build_paths(name, find_places(name, scope.published))):
        code = scope.choose(path.candidates)
        if path.kind is PlaceKind.TOWN:
            code = scope.town_county(path.candidates, None, named=path.place != path.name)
        if code is None or path.weak or scope.relation(code) is Relation.ABOVE:
            continue
        if path.kind is PlaceKind.TOWN:
            return HeadAnswer(code, name)
        return HeadAnswer(code, name if path.end < len(name) else None)
    return None


def _town(name: str, scope: Scope) -> HeadAnswer | None:
    """A town of the page's own county, with or without its ending."""
    if scope.home is None or level_of(scope.home) is not Level.COUNTY:
        return None
    if re.search(r"(?:镇|乡|街道|办事处|办|村|社区|农场|林场)$", name):
        return HeadAnswer(scope.home, name)
    for code in (scope.home, *scope.acceptable(scope.home)):
        for town in scope.gazetteer.towns_of(code):
            if town.startswith(name) and len(town) - len(name) <= 2:
                return HeadAnswer(scope.home, town)
    return None


def _own_part(name: str, scope: Scope) -> HeadAnswer | None:
    """A part of the region without a code: 市直, 产业工会, 高新区."""
    return HeadAnswer(scope.home, name) if scope.home and _OWN.search(name) else None


def cell_answer(block: Block, row_start: tuple[str, ...], scope: Scope) -> HeadAnswer | None:
    """What the heads over a cell say; `row_start` are the cells before it in its row."""
    for heads in (block.row_heads, row_start, block.column_heads):
        for head in reversed(heads):
            answer = read_head(head, scope)
            if answer:
                return answer
    return None
