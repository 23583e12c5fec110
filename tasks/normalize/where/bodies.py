"""Names of bodies and sites below the county: zones, parks, companies, schools, federations.

They give an observation its `place`; its code comes from the region they stand in. A name runs
left from its ending (有限公司, 工会联合会, 开发区, 社区) up to a particle, a verb or punctuation.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_ZONE = (
    "经济技术开发区|经济开发区|高新技术产业开发区|高新技术产业园区|高新技术开发区|高新区|经开区|综合保税区|保税区|开发区"
    "|工业园区|工业集中区|工业园|工业区|产业集聚区|产业园区|产业园|物流园区|物流园|物流基地|科技园区|科技园|创业园|双创园"
    "|自贸片区|自贸区|片区|风景名胜区|风景区|景区管理局|景区|旅游度假区|度假区|示范区|试验区|管理区|新城|园区"
)
_BODY = (
    "行业工会联合会|工会联合会|联合工会|行业工会|工联会|有限责任公司|股份有限公司|有限公司|集团公司|总公司|分公司"
    "|子公司|集团|公司|厂区|厂(?=[区里内]?[的有一已共]|[，、])|煤矿|油田|电厂|钢厂|医院|大学(?!生)|学院|中学|小学|学校|幼儿园|社区"
    "|司机之家|职工活动中心|工人文化宫|文化宫|文体中心|职工之家|办事处"
)
_STOP = (
    r"[这那该某每本][家座所间处]|[^\u4e00-\u9fffA-Za-z·]|[的了在与为由把将被让是有这该全其及每各]|一家|一个|一处|两家|和|对|从|到|据|向|给|仅|如|像|靠|以|并"
    r"|新建|建成|建起|成立|组建|走进|指导|推动|依托|建立|设立|创建|投资|改造|改建|扩建|改扩建|迁建至|迁建"
    r"|评出|评为|获评|授予|资助|关心|加入|累计|其中|今年|去年|如今|已经|等地?|相关|计划|再建|[两三四五六七八九十几多余]个|[两三四]级"
)
# What stands between a figure and what it counts (个园区), or ends a date or a sum.
_COUNTING = re.compile("[万亿余多]*(?:(?P<measure>[个家处名座所条批])|[年月日元])")
_NAME = re.compile(rf"(?P<zone>{_ZONE})|(?P<body>{_BODY})")
_LEFT = re.compile(rf"(?:.*(?:{_STOP}))?(.*)", re.S)
_CITY_ZONE = re.compile(
    r"(?:国家|省)?级?(?:高新区|经开区|开发区|经济(?:技术)?开发区|高新技术[^，]*开发区|保税区|综合保税区|新区)"
)
# Words that tell the kind of a body and not which one (行业联合工会, 村级工会联合会): no name.
_NAMELESS = re.compile(
    r"(?:行业性?|产业|村级?|镇级?|乡级?|级|区域性?|基层|独立|联合|社区|园区|乡镇|街道|企业|单位|职工|各类|农村|商圈|楼宇"
    r"|市场|小微|镇街|村社|片区|农民工|驻外|跨国|民办|公办|省级?|市级?|县级?|区级|全?国|国家级|符合建会)*"
)
_HONOUR = re.compile("(?:模范|先进|示范|合格|优秀)$")  # 模范职工之家 is no place
_MAX = 20


@dataclass(frozen=True, slots=True)
class BodyMention:
    """A zone (`is_zone`) or another body named at `text[start:end]`.

    `bare` marks a zone that says what it is and no more (高新区, 经开区): its city's own.
    """

    start: int
    end: int
    name: str
    is_zone: bool
    bare: bool


def find_bodies(text: str) -> list[BodyMention]:
    """Every zone and body of `text` that has a name or is a city's own zone, in order."""
    found: list[BodyMention] = []
    floor = 0
    for match in _NAME.finditer(text):
        left = text[max(floor, match.start() - _MAX) : match.start()]
        stem, is_counted = _stem(left)
        name = stem + match[0]
        bare = bool(_CITY_ZONE.fullmatch(name)) and not is_counted
        if not bare and (_NAMELESS.fullmatch(stem) or _HONOUR.search(stem)):
            continue
        start = match.end() - len(name)
        found.append(BodyMention(start, match.end(), name, match["zone"] is not None, bare))
        floor = match.end()
    return found


def _stem(left: str) -> tuple[str, bool]:
    """The end of `left` that belongs to the name behind it; whether a figure counts that name."""
    found = _LEFT.fullmatch(left)
    stem = found[1] if found else ""
    before = left[: len(left) - len(stem)].rstrip()
    counting = _COUNTING.match(stem) if before[-1:].isdigit() else None
    if counting is None:
        return stem, False
    return stem[counting.end() :], counting["measure"] is not None
