"""Who a page says it comes from: source and author.

The source is the outlet that the page names (来源, 稿源, 转自, 摘自), a bare outlet in the info
line, the paper of a digital edition, or the outlet of the dateline (深圳特区报9月3日讯), in that
order. A portal's own banner is no source, and neither is 网络整理.
"""

from __future__ import annotations

import re

from tasks.parse.naming import title_parts
from tasks.parse.printed_dates import read_dates
from tasks.parse.sheet import Line, Sheet
from tasks.parse.words import (
    EDITION,
    INVISIBLE,
    NOT_A_SOURCE,
    OUTLET,
    PERSON_ROLE,
    PINYIN,
    SOURCE_NAMES,
    TODAY,
    either,
    fold,
)

# Who wrote it, or who sent it in: a source only where the page names no outlet.
_STRONG = either("""
    (?:文章|信息|稿件|新闻|本文|内容|资料|消息|图文|材料|原文|数据|文稿|作品|稿|转载)?来源
    来源(?:网站|媒体|单位|报刊|出处) [新资]讯来源 稿源 [讯信]源 出处 文章出自 出自 转自 转载自
    转载于 转载 转引自 引自 录自 摘自 摘编自 选自 原载 原刊 首发 源自 来自
    原文(?:载于|刊于|刊载于) 发布机构 发布单位 发文机关 发布媒体 媒体名称 报刊名称 所属报刊
    [Ss]ource SOURCE [Oo]rigin Via
""")
_WEAK = either("""
    供稿单位 信息提供 提供单位 报送单位 投稿单位 来稿单位 供稿
""")
_LABEL = re.compile(rf"{_STRONG}(?:于|自)?\s*[\])】）]?\s*[:：|丨/]\s*")
_WEAK_LABEL = re.compile(rf"{_WEAK}\s*[\])】）]?\s*[:：|丨]\s*")
_LABEL_ALONE = re.compile(
    r"(?:^|\s|[(（【\[—>-])(?:来源|稿源|出处|转自|转载自|摘自|选自|原载"
    r"|(?<=[【\[])(?:报纸|报刊|刊名|报名|媒体)(?=[】\]]))(?:于|自)?\s*[\])】）]?(?=[《〈\s]|[^\s，。]{2,14}$)\s*"
)
_IN_BRACKETS = re.compile(
    r"[(（【\[](?:文章|稿件|本文|信息)?(?:来源|稿源|转自|转载自|转引自|摘自|摘编自|引自|录自|选自|原载|刊于|载于|"
    r"(?:数字|数据|资料|消息|内容|素材|图文|综合)?据|综合)\s*[:：]?\s*"
    r"([^()（）【】\[\]，。]{2,20})[)）】\]]\W*$"
)
_FROM_PAPER = re.compile(
    r"(?:原载|刊于|载于|载|摘自|转自|选自|转载自|转引自|引自|录自|摘编自|首发于|刊发于|综合自|"
    r"整理自)"
    r"\s*[:：]?\s*《([^》]{2,16})》|"
    r"^\W*《\s*([^》]{2,16}?)\s*》\s*[(（]?\s*(?:(?:19|20)\d\d[-年/.]|第?\d+版)"
)
_NEXT_LABEL = either("""
    作者 责任?编辑 责编 记者 通讯员 点击 浏览 阅读 访问 发布 发表 日期 时间 字[号体] 审核
    编审 摄影 打印 评论 查看 更新 人气 次数 校对 供稿 分享 收藏
""")
_END = re.compile(
    r"\s{2,}|[|｜丨┊,，;；。\t]|\s(?=\S{1,8}[:：])|(?:19|20)\d\d\s*[-年/.]|(?<=\w\w\w)\s|"
    rf"{_NEXT_LABEL}(?:数|量|者|人|时间|日期|次数)?\s*[:：(（【\[\d]|【|\[|"
    rf"\s(?={_NEXT_LABEL}|我要|[大中小](?:\s|$))"
)
_TRIM = " \u3000《》〈〉<>【】[]()（）:：-—_·|“”\"'、"
_NAME = r"[\u4e00-\u9fff·]{2,4}"
_AUTHOR = re.compile(
    r"(?:作者|撰稿人?|撰文|供稿人|(?<![\u4e00-\u9fff])文(?:字|/图|图)?)\s*[:：/／|｜]\s*"
    r"([^\s|｜┊，,。;；)）\d:：]{2,12}(?:\s[\u4e00-\u9fff]{2,4}(?=\s|$))*)"
)
_REPORTER = re.compile(
    rf"{PERSON_ROLE}\s*[:：]?\s*({_NAME}(?:[\s、]+[\u4e00-\u9fff]{{2,3}}(?![\u4e00-\u9fff]))*)"
    r"(?=[\s)）,，:：/]|$|通讯员|实习|摄)"
)
_ROLES = re.compile(r"\s*(?:编辑|来源|阅读|通讯员|实习生|摄影|责编|审核|校对|浏览|点击)")
_PERSON = re.compile(rf"(?:{PERSON_ROLE}|作者|编辑|责任编辑)\s*[:：]?\s*{_NAME}|由\s.*?发布")
_EDITED_BY = re.compile(
    r"^\W*([\u4e00-\u9fff]{3,16}?(?:办公室|编辑部|总工会|局|处|委|室))\s*(?:主?编印?|编制)\W*$"
)
_BODY = re.compile(r"[会局处委办部社站室院校台网报刊厂司府镇乡街]$")
_VAGUE = ("据", "综合")  # 据《海棠晚报》 names an outlet, 据理力争 does not
_PAPER_OF_DAY = re.compile(r"^[^《]*\d日?\s*《([^《》]{2,16})》")  # 2014年5月6日《海棠日报》第3版
_TAKEN = re.compile(r"^(?:转载[自于]|转自|摘自|选自|引自)(?=...)")
_QUOTED = re.compile(
    r"^[\w]{0,4}[“「《\"]([^”」》\"]{2,16})[”」》\"]?\s*(?:微信|公众号|微博|客户端|公号|$)"
)
_AFTER_NAME = re.compile(
    r"(?<=...)(?:(?:(?:首席|见习|特约|全媒体)?记者|通讯员|作者|编辑|责编|微信公众号|公众号|官方微信|微信).*|"
    r"(?:https?:|www\.).*|(?:综合)?(?:整理|综合|报道|供稿))$"
)
_MEDIA = frozenset({"数字报", "电子报", "手机报", "多媒体报", "日报", "晚报"})
_CHINESE = re.compile(r"[\u4e00-\u9fff]+")
_DAY = r"(?:\d{1,2}月)?(?:\d{1,2}日|[一二三四五六七八九十]{1,3}日|[一二三四五六七八九十月]{3,6}日)?"
_DATELINE = re.compile(
    r"^[\s【\[(（]*([\u4e00-\u9fff]{1,9}?(?:社|报|网|台|在线|客户端|融媒))"
    rf"[\u4e00-\u9fff]{{0,6}}?{_DAY}专?(?:讯|电|消息)(?=[\s】\])）(（:：“,，]|$|[\u4e00-\u9fff“])"
)
_COUNTER = re.compile(r"[\u4e00-\u9fff]{2,8}[:：]\s*[\d,]+\s*[次人篇条个]")
_URL = re.compile(r"(?:https?:)?//\S+|(?:www\.)?[\w-]+(?:\.[a-z][\w-]+)+", re.I)
_COUNT = re.compile(
    r"(?:阅读|浏览|点击|访问|评论|查看|人气|围观|热度|字号|字体|原创|正文|发表于|次)\S*|\d\S*"
)
_BRACKETS = re.compile(r"[\[【(（]([^\[\]【】()（）]{0,12})[\])】）]")
_CLOCK = re.compile(
    r"(?:(?:19|20)\d\d\s*[-年/.]\s*)?(?<!\d)\d{1,2}\s*[-月/.]\s*\d{1,2}\s*日?\s*\d{1,2}[:：]\d\d(?:[:：]\d\d)?|"
    r"(?:19|20)\d\d\s*[-年/.]\s*\d{1,2}\s*[-月/.]\s*\d{1,2}\s*日?"
)


def clean_source(raw: str) -> str | None:
    """The outlet's name without quotes, brackets and what follows it; None for none."""
    paper = _PAPER_OF_DAY.search(raw)
    name = _TAKEN.sub("", paper.group(1) if paper else raw.strip(_TRIM))
    name = re.sub(r"[(（【\[].*$", "", name).strip(_TRIM)
    name = re.sub(r"^[《〈]?([^《》〈〉]{2,16})[》〉].*$", r"\1", name)
    quoted = _QUOTED.match(name)
    name = quoted.group(1) if quoted else _AFTER_NAME.sub("", name).strip(_TRIM)
    name = re.sub(
        r"(?<=[报報刊])(?:[数數]字[报報]|[电電]子[版报報刊]|多媒体(?:报|数字版))$", "", name
    )
    if not 2 <= len(name) <= 24 or NOT_A_SOURCE.match(fold(name)):
        return None
    return name


def labelled_source(line: Line) -> str | None:
    """The outlet behind 来源 and its like in one line, or in brackets at a paragraph's end."""
    if line.grid is not None:
        return None
    bracketed = _IN_BRACKETS.search(line.folded)
    if bracketed is None and len(line.text) <= 60:
        bracketed = _FROM_PAPER.search(line.folded)
    if bracketed:
        group = bracketed.lastindex or 1
        name = clean_source(line.text[slice(*bracketed.span(group))])
        vague = bracketed.group().strip("(（【[").startswith(_VAGUE)
        return name if name and (not vague or OUTLET.search(fold(name))) else None
    if len(line.text) > 200 or (len(line.text) > 60 and line.folded.endswith("。")):
        return None
    patterns = (_LABEL, _LABEL_ALONE) if len(line.text) <= 100 else (_LABEL,)
    return _behind_label(line, patterns)


def sender(line: Line) -> str | None:
    """The body that sent the page in (供稿：县总工会办公室); never a person."""
    if line.grid is not None or len(line.text) > 200:
        return None
    name = _behind_label(line, (_WEAK_LABEL,))
    return name if name and (len(name) >= 5 or _BODY.search(fold(name))) else None


def _behind_label(line: Line, patterns: tuple[re.Pattern[str], ...]) -> str | None:
    """What stands behind the first label that has something behind it."""
    shown = PINYIN.sub("", "  ".join(line.pieces) if line.pieces else line.text)
    shown = shown.replace("\u3000", "  ")
    text = fold(shown)
    matches = next((found for p in patterns if (found := [*p.finditer(text)])), [])
    for match in matches:
        rest, original = text[match.end() :], shown[match.end() :]
        offset = len(rest) - len(rest.lstrip())
        end = _END.search(rest, offset)
        name = clean_source(original[: end.start()] if end else original)
        if name and not _LABEL.match(fold(name)):  # Source / 来源：海棠日报
            return name
    return None


def bare_source(text: str, known: list[str], stamped: bool) -> str | None:
    """An outlet that stands unlabelled in an info line, beside the date.

    `known` are the site's names; `stamped` says that the line carries a machine-read date.
    """
    if len(text) > 160 or not (stamped or read_dates(fold(text)) or _CLOCK.search(fold(text))):
        return None
    if TODAY.search(fold(text)) and not any(name in text for name in known):
        return None
    text = _BRACKETS.sub(
        lambda m: f"  {m[1]}  " if OUTLET.search(fold(m[1].strip())) else "  ", text
    )
    for pattern in (_URL, _PERSON, _COUNTER, _CLOCK, _COUNT):
        text = pattern.sub(" \0 " if pattern is _CLOCK else "  ", _halfwidth(text))
    # What stands behind the date is the outlet; before it the portal often names itself.
    before, _, behind = text.partition("\0")
    tokens = [*_tokens(behind), *reversed(_tokens(before))]
    outlets = [token for token in tokens if token in known or OUTLET.search(fold(token))]
    others = [token for token in outlets if token not in known]
    return clean_source((others or outlets)[0]) if outlets else None


def _tokens(text: str) -> list[str]:
    tokens = [token.strip(_TRIM) for token in re.split(r"[\s\0\u3000|·•]+", text)]
    return [
        token
        for token in tokens
        if 3 <= len(token) <= 14 and not NOT_A_SOURCE.match(fold(token)) and ":" not in token
    ]


def editors_source(line: Line) -> str | None:
    """The office that a bulletin names as its editor: 某某总工会办公室编."""
    for piece in re.split(r"\s{2,}|\u3000", "  ".join(line.pieces or (line.text,))):
        match = _EDITED_BY.match(fold(piece))
        if match:
            return piece[match.start(1) : match.end(1)]
    return None


def account_source(line: Line) -> str | None:
    """The account that an unlabelled info line opens with, where the name is a link."""
    if not line.pieces or not line.linked or len(line.text) > 60 or not read_dates(line.spaced):
        return None
    first = line.pieces[0]
    if 4 <= len(first) <= 12 and _CHINESE.fullmatch(first) and line.linked >= len(first):
        return None if NOT_A_SOURCE.match(fold(first)) else first
    return None


def _halfwidth(text: str) -> str:
    return text.translate({c: chr(c - 0xFEE0) for c in (*range(0xFF10, 0xFF1A), 0xFF1A)})


def named_source(line: Line) -> str | None:
    """The outlet in an element whose class says that it is the source."""
    if not (line.names | line.box.names) & SOURCE_NAMES or len(line.text) > 80:
        return None
    for piece in line.pieces or (line.text,):
        folded = fold(piece)
        if read_dates(folded) or _COUNT.match(folded) or len(piece) > 16 or ":" in folded:
            continue
        name = clean_source(piece)
        chinese = len(_CHINESE.findall(folded)) > 0
        if name and chinese and len(name) >= 4 and not re.search(PERSON_ROLE, folded):
            return name
    return None


def paper_of(sheet: Sheet, title: str) -> str | None:
    """The newspaper, where the page is one of a digital edition."""
    lines = sheet.lines[:14] + sheet.lines[-8:]
    if not any(EDITION.search(line.folded) for line in lines if len(line.text) < 200):
        return None
    for text in [*title_parts(title), *(line.text for line in lines if len(line.text) < 160)]:
        match = re.match(
            r"\W*([\u4e00-\u9fff]{2,8}?[报報刊])(?:社|[数數]字[报報刊版]|[电電]子[版报報刊]|多媒体|\W|$)",
            text.strip(),
        )
        if match and OUTLET.search(fold(match.group(1))) and fold(match.group(1)) not in _MEDIA:
            return match.group(1)
    return None


def dateline_source(lines: list[Line], sites: list[str]) -> str | None:
    """The outlet of the dateline that opens the text, by the site's own name if it is that."""
    for line in lines[:3]:
        shown = INVISIBLE.sub("", line.text)
        match = _DATELINE.match(fold(shown))
        if match is None:
            continue
        name = shown[match.start(1) : match.end(1)]
        if fold(name).startswith(("本报", "本网", "本社", "本台", "记者")):
            continue
        if name == "中新网":
            return "中国新闻网"
        for site in sites:
            abbreviated = site[0] == name[0] and site[-1] == name[-1] and len(name) == 3
            if abbreviated and len(site) > len(name) and name[1] in site:
                return site
        return name
    return None


def find_author(lines: list[Line]) -> str | None:
    """The first author, reporter or correspondent named in the info lines or text."""
    for pattern in (_AUTHOR, _REPORTER):
        for line in lines:
            match = pattern.search(line.spaced) if line.grid is None else None
            name = _ROLES.split(match.group(1))[0].strip() if match else ""
            if len(name) >= 2 and not NOT_A_SOURCE.match(name):
                return name
    return None
