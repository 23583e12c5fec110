"""Words that mean a region without naming it: 全市, 我县, 该区, 省总工会, 镇里.

What they point at depends on the page (regions.py); here they are only found, with the unit that
they speak of and whether their neighbours keep them from being what a number is about: 居全省第二,
占全市的三成, 全国模范职工之家 say nothing about the province, the city or the country.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

HERE = "这里"
TOWN_UNITS = frozenset({"镇", "乡", "街道", "村", "社区", "园区"})
_UNIT = "省|市|县|区|州|盟|旗|镇|乡|街道|村|社区|园区"
_BODIES = (
    "总工会|总(?=[^体数量结面经裁额计监部])|委|政府|里|内(?!外)|上(?=[的有已共先今去，])|财政|一级"
)
_GENERIC = re.compile(
    rf"(?<![安健完齐保周])全(?P<all>国|自治区|地区|{_UNIT})(?![域场])"
    rf"|(?:[我本该此]|这个?|那个)(?P<our>国|自治区|{_UNIT})(?![域场])"
    rf"|(?P<here>{HERE}|当地)"
    rf"|(?<![各两三四级全、和跨])(?P<body>自治区|{_UNIT})(?:{_BODIES})"
)
_RANK = re.compile(
    r"(?:各地|范围内?)?(?:模范|五一|劳动模范|劳模|工人先锋|先进|优秀|示范|首[批家个]|第[一二三四五六七八九十\d]+[^次届]"
    r"|前列|率先|领先|推广|平均|[^，。；\d]{0,4}最(?![后近新终])|百强|十佳|十大|排名|统一|人大|政协|两会|[一二三四]等奖|技能大赛|总数的)"
)
_DENOMINATOR = re.compile(
    r"(?:[占居列于比较向]|位居|排在|高于|低于|超过|快于|名列|走在|面向|获得?|荣获|被|由|经|报|按照|根据|来自|评为)$"
)
# 来自全省的58名焊工 are the province's; 来自全国各地 tells nothing.
_COUNTED_FROM = re.compile(r"全[省市县区州盟旗](?:各[市县区]|各地)?的?[\d一二三四五六七八九十百]")


@dataclass(frozen=True, slots=True)
class GenericMention:
    """`text[start:end]` speaks of the region's `unit` (国, 省, 市, 县, 区, 州, 盟, 旗, 镇, …).

    `unit` is `HERE` for 这里 and 当地. `body` is true for a federation or office of the unit
    (市总工会), false for 全市, 我市, 该市. `idle` marks a mention that its neighbours keep from
    being the subject of a number.
    """

    start: int
    end: int
    unit: str
    body: bool
    idle: bool


def find_generics(text: str) -> list[GenericMention]:
    """Every such word of `text`, in order."""
    found = []
    for match in _GENERIC.finditer(text):
        unit = match["all"] or match["our"] or match["body"] or HERE
        before = text[max(0, match.start() - 4) : match.start()]
        if before.endswith("来自") and _COUNTED_FROM.match(text, match.end() - 2):
            before = ""
        idle = bool(_DENOMINATOR.search(before) or _RANK.match(text, match.end()))
        if before.endswith("在") and not text[match.end() : match.end() + 1].isdigit():
            idle = True
        found.append(
            GenericMention(
                match.start(), match.end(), unit, body=match["body"] is not None, idle=idle
            )
        )
    return found
