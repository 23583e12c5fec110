"""The names of the site that shows an article, and whether the article is its own.

`site_names` are those that the page gives itself (meta tags, title, copyright, account);
`host_names` adds what else names the place: masthead, breadcrumb, yearbook, imprint. The
second are weaker, and serve only as hints of the region and of the yearbook's edition.
"""

from __future__ import annotations

import re

from tasks.parse.naming import is_site, title_parts
from tasks.parse.sheet import Line, Sheet, bare
from tasks.parse.words import BREADCRUMB, EDITION, FOOTER, SPAM, either, fold

_TRIM = " \u3000《》〈〉<>【】[]()（）:：-—_·|“”\"'、"
_DEVICE = re.compile(r"\(?(?:手机版|触屏版|移动版|繁[体體]版|简体版|wap版|首[页頁])\)?$", re.I)
_NAMED = re.compile(r"^[^\d:：].*[\u4e00-\u9fff]{2}")
# Platforms that carry everybody's pages, and what print views call themselves.
_NO_SITE = re.compile(
    r"^(?:微信公众(?:平台|号)|微信|今日头条|百家号|搜狐号|网易号|企鹅号|新浪(?:微博|博客)|微博|"
    r"(?:统计|综合)?年鉴|页面执行时间|打印(?:页面|文章|本页|预览|版)?|正文|首页|文章|详情|内容页?)$"
)
_COPYRIGHT = re.compile(
    r"(?:版权所有|(?i:copyright)|©)\W*(?:\([cC]\))?[\s\d\-–—:：]*(?:(?i:by)\s*)?([\u4e00-\u9fff]{3,20})"
    r"|([\u4e00-\u9fff]{3,20}?)\s*(?:©|版权所有|主办)"
)
_ORGANISATION = re.compile(
    r"[\u4e00-\u9fff]{2,16}?"
    + either("""
        总工会 工会(?:在线|之窗|网|委员会)? (?:人民)?政府(?:门户网站?|网站?|网)? 门户网站? 信息网
        新闻网 公众信息网 信息港 统计局 地方志办公室 地方志编纂委员会(?:办公室)? 调查总?队
        年鉴(?:社|编辑部)? 在线 [日晚晨早周商]报(?:社)? 论坛 社区 热线 有限(?:责任)?公司
        \\w{0,4}管理[处局] 委员会
    """)
    + r"(?:网站)?(?=$|[^\u4e00-\u9fff])"
)
_YEARBOOK = re.compile(
    r"[\u4e00-\u9fff]{2,8}(?:统计)?(?:年鉴|市志|县志|区志|地情网)"
    r"(?:\W{0,3}(?:19|20)\d\d[)）]?)?"
    r"|(?<!\d)(?:19|20)\d\d年?[\u4e00-\u9fff]{0,8}年鉴"
)
_OFFICIAL = re.compile(r"政府|门户|工会|职工|工运|工在线|女性|妇联|政务|机关|党建|中国·")
_UNIONS = re.compile(r"总工会|工会|职工|工运|工在线|工友")
_PLAIN_NAME = re.compile(r"[省市区县总网站]|在线$|社$")
_OWN_DESK = re.compile(r"^[区县市省州旗街镇](?!.*报)|(?:街道|镇|乡|办公室)$(?<!地方志办公室)")
_DESK = re.compile(
    r"^[处局厂校院所厅科公司本委会党组政工宣办团女]{1,3}(?:办公室|工会|[部科室处办])"
)
_BESIDE_URL = re.compile(
    r"([\u4e00-\u9fff·]{2,14}(?:网站?|在线|门户|信息港|工会|政府))\W*(?i:https?:|www\.)"
)
_GENERIC = re.compile(
    r"^(?:(?:新闻|广告|服务|维权|客服|职工|举报|投稿|咨询|报料)热线|"
    r"(?:区县|县区|基层|镇街|企业|产业|行业|各级|党建|省市|地方)工会)$"
)
_TOP, _END = 8, 8  # lines of the page's head and foot that may name it


def site_names(sheet: Sheet, title: str, meta: dict[str, str], headline: str) -> list[str]:
    """Names of the site, surest first: meta tags, account, the title's suffix, the copyright."""
    keys = ("sitename", "og:site_name", "application-name")
    names = [meta[key] for key in keys if key in meta]
    names += [sheet.account] if sheet.account else []
    parts = [part.strip(_TRIM) for part in title_parts(title)]
    if len(parts) > 1 or is_site(title):
        names += [part for part in reversed(parts) if part and part not in headline]
    for line in sheet.lines[-12:]:
        if FOOTER.search(line.folded):
            for match in _COPYRIGHT.finditer(line.folded):
                group = 1 if match.group(1) else 2
                names.append(line.text[match.start(group) : match.end(group)])
    return _fitting(names)


def host_names(sheet: Sheet, title: str, top: int, end: int) -> list[str]:
    """Further names: yearbook, masthead, breadcrumb and imprint, outside lines `top` to `end`.

    A print view names its site beside the address, under the headline.
    """
    before = sheet.lines[max(0, top - 40) : top]
    behind = sheet.lines[end + 1 :][-_END:]
    names = [match.group() for match in _YEARBOOK.finditer(title)]
    for line in (*before, *behind):
        if line.grid is None and len(line.text) < 160:
            names += [line.text[slice(*m.span())] for m in _YEARBOOK.finditer(line.folded)]
    for line in sheet.lines[max(0, top - 2) : top + 5]:
        names += [match.group(1) for match in _BESIDE_URL.finditer(line.folded)]
    heads = [line for line in before if BREADCRUMB.search(line.plain)]
    for line in (*sheet.lines[: min(_TOP, top)], *heads, *filter(_is_imprint, behind)):
        if line.grid is None and len(line.text) < 120 and not EDITION.search(line.folded):
            names += _organisations(line)
    return _fitting(names)


def _is_imprint(line: Line) -> bool:
    return bool(
        FOOTER.search(line.folded) or re.search("编$|出版|地址|备案|主管|编纂", line.folded)
    )


def _organisations(line: Line) -> list[str]:
    pieces = re.split(r"[\s|｜┊·>›»→/<:：—-]+", "  ".join(line.pieces or (line.text,)))
    pieces = [re.sub(r"(?:主编|编纂|编印|编|主办|承办)$", "", piece) for piece in pieces]
    found = [piece for piece in pieces if _ORGANISATION.fullmatch(fold(piece.strip(_TRIM)))]
    return [] if len(found) > 2 or "链接" in line.folded else found


def _fitting(names: list[str]) -> list[str]:
    short = [_DEVICE.sub("", name).strip(_TRIM) for name in names]
    fits = [n for n in short if 3 <= len(n) <= 20 and _NAMED.search(n) and not SPAM.search(fold(n))]
    found: list[str] = []
    for name in fits:
        known = _NO_SITE.match(fold(name)) or _GENERIC.match(fold(name))
        if not known and not any(name in other for other in found):
            found.append(name)
    return found


def is_reprint(publisher: str, labelled: bool, sites: list[str]) -> bool:
    """Whether the source is another outlet than the site.

    A bare 县总工会 or a street's office on the portal of its own area is the site's own desk, and
    so is 处办公室 anywhere; a union's paper on a union's site is not, its research office is.
    """
    name = fold(publisher)
    if bare(publisher) in map(bare, sites) or _DESK.search(name):
        return False
    key = _PLAIN_NAME.sub("", bare(publisher))
    plain = [_PLAIN_NAME.sub("", bare(site)) for site in sites]
    if any(key in site or site in key for site in plain if len(site) > 2):
        return False
    if not sites:
        return labelled
    folded = [fold(site) for site in sites]
    if re.search(r"总工会.{0,6}$", name) and any(_UNIONS.search(site) for site in folded):
        return False
    return not (any(map(_OFFICIAL.search, folded)) and _OWN_DESK.search(name))
