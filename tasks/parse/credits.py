"""Who a page says it comes from: source, author, and the names of the site itself.

The source is the outlet that the page names (来源, 稿源, 转自, 摘自), a bare outlet in the info
line, the paper of a digital edition, or the outlet of the dateline (深圳特区报9月3日讯), in that
order. A portal's own banner is no source, and neither is 网络整理.
"""

from __future__ import annotations

import re

from tasks.parse.dates import read_dates
from tasks.parse.headline import title_parts
from tasks.parse.lines import Line, Sheet
from tasks.parse.words import EDITION, FOOTER, NOT_A_SOURCE, OUTLET, PERSON_ROLE, SOURCE_NAMES, fold

_LABEL = re.compile(
    r"(?:(?:文章|信息|稿件|新闻|本文|内容|资料|消息|图文|材料|原文|数据)?(?:来源|来自)|稿源|出处|转自|转载自|转载于|摘自|选自|原载|源自|供稿单位|信息提供|提供单位)"
    r"(?:于|自)?\s*[\])】）]?\s*(?:[:：]|(?=[《〈【\s]))\s*"
)
_END = re.compile(
    r"\s{2,}|[|｜,，;；。\t]|\s(?=\S{1,8}[:：])|(?:19|20)\d\d\s*[-年/.]|"
    r"(?:作者|编辑|责任编辑|责编|记者|通讯员|点击|浏览|阅读|访问|发布|发表|日期|时间|字号|字体|审核|编审|摄影|打印|评论|查看|我要|更新|人气|次数|校对|供稿)(?:数|量|者|人|时间|日期|次数)?\s*[:：(（【\[\d]|"
    r"【|\[|\s(?=(?:记者|作者|通讯员|编辑|责任编辑|我要|字体|字号|大|中|小|点击|浏览|阅读)\b)"
)
_TRIM = " 　《》〈〉<>【】[]()（）:：-—_·|“”\"'、"
_AUTHOR = re.compile(
    r"(?:作者|撰稿人?|撰文|供稿人?|文)\s*[:：/／|｜]\s*([^\s|｜，,。;；)）\d:：]{2,12}(?:\s+[\u4e00-\u9fff]{2,4}(?=\s|$))*)"
)
_REPORTER = re.compile(
    rf"{PERSON_ROLE}\s*[:：]?\s*([\u4e00-\u9fff·]{{2,4}}(?:[\s、]+[\u4e00-\u9fff]{{2,3}}(?![\u4e00-\u9fff]))*)(?=[\s)）,，:：/]|$|通讯员|实习|摄)"
)
_DATELINE = re.compile(
    r"^[\s【\[(（]*([\u4e00-\u9fff]{2,10}?(?:社|报|网|台|在线|客户端|中新网))(?:[\u4e00-\u9fff]{2,6}?)?(?:\d{1,2}月)?(?:\d{1,2}|[一二三四五六七八九十]{1,3})?(?:日)?(?:专)?(?:讯|电|消息)(?=[\s】\])）(（:：“,，]|$|[\u4e00-\u9fff“])"
)
_OWN_REPORT = re.compile(r"^[\s【\[(（]*(?:本报|本报讯)|本报(?:记者|讯|评论员|通讯员)")
_PAPER = re.compile(r"([\u4e00-\u9fff]{2,8}(?:报|日报|晚报|时报))(?:社|数字报|电子版|电子报|网)?")
_COPYRIGHT = re.compile(
    r"(?:版权所有|copyright|©)\W*(?:\(c\))?[\s\d\-–—:：]*(?:by\s*)?([\u4e00-\u9fff]{3,20})|([\u4e00-\u9fff]{3,20}?)\s*(?:[©]|版权所有|主办)",
    re.I,
)
_URL = re.compile(r"(?:https?:)?//\S+|(?:www\.)?[\w-]+(?:\.[\w-]+)+")
_COUNT = re.compile(
    r"(?:阅读|浏览|点击|访问|评论|查看|人气|围观|热度|字号|字体|原创|正文|发表于|次)\S*|\d[\d.,:：]*\S*|[\[【(（].{0,12}[\])】）]"
)
_CLOCK = re.compile(
    r"(?:(?:19|20)\d\d\s*[-年/.]\s*)?\d{1,2}\s*[-月/.]\s*\d{1,2}\s*日?\s*(?:\d{1,2}[:：]\d\d(?:[:：]\d\d)?)?"
)


def clean_source(raw: str) -> str | None:
    """The outlet's name without quotes, brackets and what follows it; None for none."""
    name = raw.strip(_TRIM)
    name = re.sub(r"[(（【\[].*$", "", name).strip(_TRIM)
    if not 2 <= len(name) <= 24 or NOT_A_SOURCE.match(fold(name)):
        return None
    return name


def labelled_source(line: Line) -> str | None:
    """The outlet behind 来源 and its like in one line."""
    if line.grid is not None or len(line.text) > 260:
        return None
    shown = "  ".join(line.pieces) if line.pieces else line.text
    text = fold(shown)
    for match in _LABEL.finditer(text):
        if match.start() > 60 and len(text) > 120:
            continue
        rest, original = text[match.end() :].lstrip(), shown[match.end() :].lstrip()
        end = _END.search(rest)
        name = clean_source(original[: end.start()] if end else original)
        if name:
            return name
    return None


def bare_source(line: Line, known: list[str]) -> str | None:
    """An outlet that stands unlabelled in the info line, beside the date."""
    shown = "  ".join(line.pieces) if line.pieces else line.text
    if len(shown) > 120 or not (
        read_dates(fold(shown)) or _CLOCK.search(fold(shown)) or line.times
    ):
        return None
    text = shown
    for pattern in (_URL, _CLOCK, _COUNT):
        text = pattern.sub("  ", _halfwidth(text))
    tokens = [t.strip(_TRIM) for t in re.split(r"[\s　|·•]+", text)]
    fits = [
        t for t in tokens if 3 <= len(t) <= 14 and not NOT_A_SOURCE.match(fold(t)) and ":" not in t
    ]
    for token in fits:
        if token in known or OUTLET.search(fold(token)):
            return token
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
        if name and len(name) >= 4 and not re.search(PERSON_ROLE, folded):
            return name
    return None


def paper_of(sheet: Sheet, title: str) -> str | None:
    """The newspaper, where the page is one of a digital edition."""
    lines = sheet.lines[:14] + sheet.lines[-8:]
    if not any(EDITION.search(line.folded) for line in lines if len(line.text) < 200):
        return None
    for text in [*title_parts(title), *(line.text for line in lines if len(line.text) < 160)]:
        match = re.match(
            r"\W*([\u4e00-\u9fff]{2,8}[报報])(?:社|[数數]字[报報]|[电電]子版|[电電]子[报報]|\W|$)",
            text.strip(),
        )
        if match and match.group(1) not in {"数字报", "电子报", "手机报"}:
            return match.group(1)
    return None


def dateline_source(lines: list[Line], sites: list[str]) -> str | None:
    """The outlet of the dateline that opens the text, by the site's own name if it is that."""
    for line in lines[:3]:
        match = _DATELINE.match(line.folded)
        if match is None:
            continue
        name = line.text[match.start(1) : match.end(1)]
        if name.startswith(("本报", "本报", "本网", "本社", "本台", "记者")):
            continue
        if name == "中新网":
            return "中国新闻网"
        for site in sites:
            if len(site) > len(name) and all(char in site for char in name):
                return site
        return name
    return None


def find_author(lines: list[Line]) -> str | None:
    """The first author, reporter or correspondent named in the info lines or text."""
    for pattern in (_AUTHOR, _REPORTER):
        for line in lines:
            match = pattern.search(line.spaced)
            if match and not NOT_A_SOURCE.match(match.group(1)):
                return match.group(1).strip()
    return None


def site_names(sheet: Sheet, title: str, meta: dict[str, str], headline: str) -> list[str]:
    """Names of the site: meta tags, the title's suffix, mastheads, the copyright line."""
    names = [
        meta[key]
        for key in ("sitename", "og:site_name", "ld:publisher", "application-name")
        if key in meta
    ]
    parts = [part.strip(_TRIM) for part in title_parts(title)]
    if len(parts) > 1:
        names += [part for part in reversed(parts) if part and part not in headline]
    for line in sheet.lines[-12:]:
        if FOOTER.search(line.folded):
            for match in _COPYRIGHT.finditer(line.folded):
                group = 1 if match.group(1) else 2
                names.append(line.text[match.start(group) : match.end(group)])
    return list(dict.fromkeys(name for name in names if 3 <= len(name) <= 20))
