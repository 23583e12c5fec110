"""What a named region does in its sentence: is a number about it, or does it merely stand there?

Origins (来自四川的农民工), destinations (赴昆山学习), comparisons (比上海高), honours (荣获浙江省
…), streets and goods are no subjects. Neither is a region above the page's own, unless it opens its
clause with a statement or makes a demand (全国总工会要求…). Surprise: a region that has nothing
to do with the page must open its clause, or stand in a list that does, to count.
"""

from __future__ import annotations

import re
from enum import StrEnum


class Role(StrEnum):
    """How a region stands in its clause."""

    SUBJECT = "subject"
    PLACE = "place"  # 在昆山: holds for its own sentence only
    DEMAND = "demand"  # a body of a higher level asks for something
    IDLE = "idle"


_IDLE_BEFORE = re.compile(
    r"(?:来自|奔赴|赶赴|前往|飞往|驶往|开往|运往|销往|寄往|返回|回到|抵达|途经|户籍|家住|祖籍|原籍|籍贯|老家|家在|嫁到"
    r"|调往|借鉴|学习|对标|对接|对口|援助|支援|帮扶|结对|比|较|超过|高于|低于|超越|赶超|仅次于|落后于|不如|不及|与|同"
    r"|跟|荣获|获得|获评|[喜斩又再]获|夺得|捧回|评为|评选为|授予|列为|入选|命名为|当选|[被经由](?=.*[省国])|赴|到(?!底)|去|往|籍|距|离|跑|逛|占|居|列|包括|涵盖"
    r"|参加|出席|加入|路过|乘坐|毕业于|隶属于?|位于|坐落在|坐落于)(?:了|过)?$"
)
_IDLE_BEHIND = re.compile(
    r"人(?!民|均|大|社|口|次|数|员|力|事|才)|籍|老乡|专线|方向|口音|农民工(?=[^会入就]|$)|打工|务工|店|分店|景区|风景|牌|\d+[日月]电|讯[（\s]|[一二三四五六七八九十]+日電"
    r"|的?(?:老|小)[\u4e00-\u9fff]|市场(?!监)|经验|模式|做法|[一二三]?等奖|大?地震"
)
_HONOUR = re.compile(
    r"(?:总工会)?(?:级)?(?:模范|五一|劳动模范|劳模|工人先锋|先进|优秀|示范|十佳|十大|最美|文明|青年|三八|科技)"
)
_EVENT_BEHIND = re.compile(
    r"(?:召开|举行|举办|开幕|揭牌|启动|落幕|闭幕|挂牌|成立|开班|签约|签订协议|结束|发布)"
)
_DEMAND = re.compile(
    r"[^，。；\n]{0,14}?(?:要求|规定|提出|明确|部署|下达|通知|力争|确定|安排|印发|希望|号召|压下来)"
)
_STATEMENT = re.compile(
    r"[省市县区州]?(?:各级工会|工会|职工|企业|会员)?(?:共|已|现|新|累计|总)*(?:有|全|各|达|建|发展|\d|超|近|约|逾|不少于)"
)
_COUNT = re.compile(r"(?:的)?(?:最新|初步)?(?:统计|汇总|测算|摸底|台账|掌握的)")
_LEAD_IN = re.compile(
    r"(?:[“”‘’「」『』（）《》【】\s]|其中|据悉|据|目前|截至|截止|同时|此外|另外|而|但|仅|如|像|省会|首府|邻近的|还有|以及|及"
    r"|今年|去年|明年|今后|未来|[去今这那上本]?年?[这那上本]届|近年来|近日|日前|昨日|昨天|当天|年底|年末|前|后|从|以|将|尤其是|特别是|比如|例如|沿海|内地|中国"
    r"|[一二三四五六七八九十\d]+(?:[、.．）]|是|年|月|日|季度)|[上下]半年|[，：；、])*"
)


def role_before(before: str) -> Role | None:
    """The role that the words in front of a name (same clause) give it; None for none."""
    if _IDLE_BEFORE.search(before):
        return Role.IDLE
    return Role.PLACE if before.endswith(("在", "于")) else None


def role_behind(behind: str) -> Role | None:
    """The role that the words behind a name give it; None for none."""
    return Role.IDLE if _IDLE_BEHIND.match(behind) or _HONOUR.match(behind) else None


def is_event_place(behind: str) -> bool:
    """Whether a meeting takes place there (在昆山举行)."""
    return bool(_EVENT_BEHIND.match(behind))


def is_demand(behind: str) -> bool:
    """Whether the words behind a higher body's name ask for something."""
    return bool(_DEMAND.match(behind))


def is_count(behind: str) -> bool:
    """Whether the body named before has counted what follows (市总工会统计，…)."""
    return bool(_COUNT.match(behind))


def opens_clause(before: str) -> bool:
    """Whether nothing but time words and connectives stands in front, in the same clause."""
    return bool(_LEAD_IN.fullmatch(before))


def is_statement(behind: str) -> bool:
    """Whether the words behind a region's name state something of it (江苏共有…, 全省5万名…)."""
    return bool(_STATEMENT.match(behind))
