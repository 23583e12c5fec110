"""What a page's surroundings tell of its region: source, masthead, breadcrumb, licence numbers,
and what sources.yaml says of the source, the weakest of all.

Weaker than anything in the text. An outlet's name tells its place (永康日报), or is known
(`outlets.tsv`), or tells nothing (新华社). 浙公网安备 33011002… begins with a county's code, 苏ICP
备 with a province's character.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from tasks.normalize.places import PlaceKind, find_places
from tasks.normalize.where.mentions import RegionMention, build_paths
from tasks.records import Article
from tasks.script import simplify

_PAPER = re.compile(r"(?:日报|晚报|晨报|早报|商报|都市报|时报|工人报|广播|电视台|报)")
_NAMED_PAPER = re.compile(r"日报|晚报|晨报|早报|商报|都市报|时报|工人报")  # 中报, 通报 are none
_OF_PLACE = re.compile(
    r"[省市县区州]?(?:日报|晚报|晨报|早报|商报|都市报|时报|报|网|工会|总工会|工运|工友|职工|发布|在线|新闻|电视|广播|信息|门户|政府|人民"
    r"|热线|论坛|视窗|资讯|之窗|体育|融媒|统计|年鉴|公众|微|$|[·:：\s\-_>›»/|])"
)
_NETWORK = re.compile(r"(?:公网安备|网站标识码[:：]?|索引号[:：]?)\s*(\d{4})(\d{2})\d{4}")
_LICENCE = re.compile(
    r"([京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼])(?:ICP|公网)"
)
_CHARACTERS = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新"
_DIGITS = "11121314152122233132333435363741424344454650515253546162636465"
_PROVINCES = {char: _DIGITS[2 * i : 2 * i + 2] for i, char in enumerate(_CHARACTERS)}
Vote = tuple[tuple[str, ...], float]


@cache
def _outlets() -> dict[str, str]:
    text = files("warehouse.gazetteer").joinpath("outlets.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line[:1] != "#")
    return {row[0]: row[1] for row in rows}


def hint_votes(article: Article) -> list[Vote]:
    """Candidate codes and weights from everything around the article's text."""
    sources = [(article.publisher, 3.0), (article.site, 1.5)]
    if article.title and _NAMED_PAPER.search(article.title):
        sources.append((article.title, 1.5))
    sources += [(name, 1.5) for name in article.host_names]
    votes: list[Vote] = []
    seen: set[str] = set()
    for name, weight in sources:
        if name and name not in seen:
            seen.add(name)
            votes += _votes_of(simplify(name), weight, article)
    if article.region:
        votes.append(((article.region,), 1.0))
    return votes


def _votes_of(name: str, weight: float, article: Article) -> list[Vote]:
    votes: list[Vote] = [((code,), 1.5) for code in _numbers(name)]
    for outlet, code in _outlets().items():
        if outlet in name:
            if code:
                votes.append(((code,), weight * 0.5))
            name = name.replace(outlet, " ")
    marked = _PAPER.sub("网", name)  # a paper's name is no longer one, its place stays
    for path in build_paths(marked, find_places(marked, article.published)):
        if path.weak and not _OF_PLACE.match(marked, path.end):
            continue
        votes.append((meant(path), weight * (0.5 if path.weak else 1.0)))
    return votes


def _numbers(name: str) -> list[str]:
    """Codes that licence numbers begin with."""
    codes = [a + b for a, b in _NETWORK.findall(name)]
    return codes + [_PROVINCES[char] + "0000" for char in _LICENCE.findall(name)]


def meant(path: RegionMention) -> tuple[str, ...]:
    """Codes that a mention may mean; a new area means the district that it mostly lies in."""
    return path.candidates[:1] if path.kind is PlaceKind.ZONE else path.candidates
