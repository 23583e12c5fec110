"""What a page's head calls its article and its site: `<title>` and meta tags, taken apart.

The `<title>` names headline, channel and site in one line, mostly in this order, with dividers
of a dozen kinds. Surprise: 工会 ends the names of sites and the titles of chapters alike.
"""

from __future__ import annotations

import re

from tasks.parse.sheet import Sheet, bare
from tasks.parse.words import BREADCRUMB, FOOTER, SPAM, fold

_META_TITLES = ("og:title", "ld:headline", "articletitle", "enp:title", "twitter:title", "title")
_DIVIDERS = re.compile(r"\s*(?:_+|\s[-–—|｜]+\s|\||｜|--+|——\s|\s-|-\s|-(?=[^-]{2,12}$)|－)\s*")
_WORDS = re.compile(r"[\u4e00-\u9fff]{3,}")
_SITE = re.compile(
    r"(?:网|网站|在线|报社|数字报|政府|论坛|社区|博客|频道|热线|视窗|客户端|手机版|首页|门户|电视台|广播|新闻中心|总工会|工会|bbs)$",
    re.I,
)
_CHAPTER = re.compile(r"^\W*(?:第[一二三四五六七八九十百\d]+[章节编篇卷]|\d+[-－–—.]\d+)")
_OTHER_PART = 0.6  # how far a part of the `<title>` that is not the first speaks for a headline


def title_parts(title: str) -> list[str]:
    """The `<title>` cut at its dividers: headline, channel, site in most cases."""
    return [part for part in _DIVIDERS.split(title) if part and part.strip()]


def named_article(title: str, meta: dict[str, str]) -> dict[str, float]:
    """What the page's head calls the article, and how surely.

    The first part of the `<title>` is the headline, or the last where the first is the site;
    the others name channel, blog or forum.
    """
    cut = title_parts(title)
    parts = [part for part in cut if not is_site(part)]
    whole = [] if len(cut) == 1 and is_site(title) else [title]
    leading = parts[-1:] if cut and is_site(cut[0]) else parts[:1]
    sure = [*whole, *leading, *(meta[name] for name in _META_TITLES if name in meta)]
    weights = {bare(name): 1.0 for name in sure}
    weights |= {bare(name): _OTHER_PART for name in parts if bare(name) not in weights}
    return {key: weight for key, weight in weights.items() if len(key) >= 4}


def is_site(part: str) -> bool:
    """Whether a part of the `<title>` names a site; a chapter (第一章 工会) never does."""
    return bool(_SITE.search(fold(part))) and not _CHAPTER.match(fold(part))


def site_keys(sheet: Sheet, title: str) -> set[str]:
    """What the page calls its own site, in breadcrumbs, `<title>` and the foot: no headline."""
    parts = title_parts(title)
    keys = {bare(part) for part in parts if len(parts) > 1 and is_site(part)}
    for index, line in enumerate(sheet.lines):
        if len(line.text) > 200:
            continue
        if FOOTER.search(line.plain):
            keys.update(bare(word) for word in _WORDS.findall(line.text))
        elif index < 30 and BREADCRUMB.search(line.plain):
            found = (bare(word) for word in _WORDS.findall(line.text)[:-1])
            keys.update(word for word in found if is_site(word))
    return {key for key in keys if key}


def name_in_head(title: str, meta: dict[str, str]) -> str | None:
    """The article's name where no line shows it; never an intruder's words or the site's name."""
    for name in _META_TITLES[:4]:
        if name in meta and not SPAM.search(fold(meta[name])):
            return meta[name]
    parts = [part for part in title_parts(title) if not SPAM.search(fold(part))]
    parts = [part.strip() for part in parts if len(part.strip()) >= 4]
    parts = [part for part in parts if not is_site(part)]
    return parts[0] if parts else None


def agreement_of(key: str, name: str) -> float:
    """0 to 1: how far the line is what the page says that its article is called."""
    if not key or not name:
        return 0.0
    if key == name:
        return 1.0
    if name.startswith(key):
        return min(1.0, 0.4 + len(key) / len(name)) if len(key) >= 6 else 0.3
    if key in name:
        return 0.8 if len(key) >= 8 else 0.1
    if name in key and len(name) >= 8:
        return 0.7
    pairs = {key[i : i + 2] for i in range(len(key) - 1)}
    shared = sum(pair in name for pair in pairs) / max(1, len(pairs))
    return 0.8 * shared if shared >= 0.6 and len(key) >= 8 else 0.0
