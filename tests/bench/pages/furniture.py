# ruff: noqa: E501 (a line of script is easier to read unbroken)
"""What surrounds an article on a real page: menus, lists, comments, scripts, styles, pictures.

The shares are set so that a page of 170 KB costs the parsers what real news pages of that size
were measured to cost: lxml 2 ms, BeautifulSoup 40 ms.
"""

from __future__ import annotations

import re
from random import Random

from tests.bench.pages.story import Story
from tests.bench.pages.wording import wording

# Kinds of furniture and their share of the bytes that a page is to have beside its article.
_SHARES = {
    "menu": 0.14, "related": 0.08, "comments": 0.03, "styles": 0.2, "scripts": 0.35, "tail": 0.2
}  # fmt: skip
_SCRIPTS = (
    'var _hmt=_hmt||[];(function(){{var hm=document.createElement("script");hm.src="https://hm.stat.example/hm.js?{h}";'
    'var s=document.getElementsByTagName("script")[0];s.parentNode.insertBefore(hm,s);}})();',
    '!function(e,t){{"object"==typeof exports?module.exports=t():e.f{n}=t()}}(this,function(){{for(var i=0,r=[];i<{n};i++)r.push(i*{k});return r}});',
    'window.__DATA__={{"id":{n},"cid":"{h}","tags":["\\u5de5\\u4f1a","\\u804c\\u5de5"],"hot":{k},"list":[{n},{k},{n}],"u":"/a/{h}.html"}};',
    "$(function(){{$('#nav{k} li').hover(function(){{$(this).addClass('on')}},function(){{$(this).removeClass('on')}});if(a<{n}&&b>{k})go('{h}')}});",
    'var ad{n}={{w:{k}0,h:{n},src:"//ads.example/{h}.gif"}};if(typeof ad{n}!="undefined"){{document.write("<div id=ad{n}><a href=\'#\'>"+ad{n}.w+"</a></div>")}}',
)  # fmt: skip
_STYLES = (
    ".m{k} .n{n}{{width:{n}px;height:{k}px;background:url(/img/{h}.png) no-repeat -{k}px 0}}",
    "#box{n} li a:hover{{color:#c{k};text-decoration:underline}}",
    "@media (max-width:{n}px){{.c{k}{{display:none;float:left;margin:0 {k}px}}}}",
)
_ITEM = '<li class="i{k}"><a href="/{h}/{n}.shtml" target="_blank" title="{t}">{t}</a></li>\n'
_DATED = '<li><a href="/a/{h}.html">{t}</a><span class="time">{d}</span></li>\n'
_COMMENT = '<div class="cm"><b>网友{n}</b><p>{t}</p><span>{d}</span> <a href="#">回复</a></div>\n'
_PICTURE = '<div style="display:none"><svg viewBox="0 0 {n} {n}"><path d="{p}"></path></svg></div>'
_FOOTER = "{site} 版权所有　地址：人民路{k}号　新闻热线：0{n}-{n}{k}　ICP备0{n}{n}号"


def furnish(story: Story, site: str, size: int, rng: Random) -> dict[str, str]:
    """Each kind of furniture as markup, about `size` characters altogether."""
    room = {kind: int(share * size) for kind, share in _SHARES.items()}
    words = wording()["furniture"] | (wording()["other"] if story.is_other else {})
    return {
        "menu": _fill(_ITEM, words["links"], room["menu"], story, rng),
        "related": _fill(_DATED, words["related"], room["related"] // 2, story, rng),
        "related2": _fill(_DATED, words["related"], room["related"] // 2, story, rng),
        "comments": _fill(_COMMENT, words["comments"], room["comments"], story, rng),
        "styles": _wrapped("style", _STYLES, room["styles"], rng),
        "scripts": _wrapped("script", _SCRIPTS, room["scripts"], rng),
        "tail": _wrapped("script", _SCRIPTS, room["tail"] // 2, rng) + _pictures(room, rng),
        "footer": _format(_FOOTER, rng, site=site),
    }


def enlarge(markup: str, size: int, story: Story, rng: Random) -> str:
    """A page grown to `size` characters by the furniture of a site around what it has.

    `story` gives the names that its lists speak of.
    """
    more = furnish(story, story.place.above + "新闻网", max(size - len(markup), 0), rng)
    top = f'<div class="topnav"><ul>{more["menu"]}</ul></div>'
    end = (
        f'<div class="rel-news"><h3>相关阅读</h3><ul>{more["related"]}{more["related2"]}</ul></div>'
    )
    end += f'<div class="comments"><h3>网友评论</h3>{more["comments"]}</div>{more["tail"]}'
    markup = _before(r"</head>", more["styles"] + more["scripts"], markup)
    return _before(r"</body>", end, _behind(r"<body[^>]*>", top, markup))


def _before(place: str, new: str, markup: str) -> str:
    found = re.search(place, markup, re.I)
    at = found.start() if found else len(markup)
    return markup[:at] + new + markup[at:]


def _behind(place: str, new: str, markup: str) -> str:
    found = re.search(place, markup, re.I)
    at = found.end() if found else 0
    return markup[:at] + new + markup[at:]


def _fill(shape: str, texts: list[str], room: int, story: Story, rng: Random) -> str:
    """Items of a list up to `room` characters, one at least."""
    out = [_item(shape, texts, story, rng)]
    length = len(out[0])
    while length < room:
        out.append(_item(shape, texts, story, rng))
        length += len(out[-1])
    return "".join(out)


def _item(shape: str, texts: list[str], story: Story, rng: Random) -> str:
    day = f"{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
    return _format(shape, rng, t=story.voice.fill(rng.choice(texts)), d=day)


def _format(shape: str, rng: Random, **more: str) -> str:
    n, k, h = rng.randint(100, 999), rng.randint(10, 99), f"{rng.getrandbits(64):016x}"
    return shape.format(n=n, k=k, h=h, **more)


def _wrapped(tag: str, shapes: tuple[str, ...], room: int, rng: Random) -> str:
    """Blocks of code, each of some 3,000 characters, up to `room`."""
    blocks = []
    while room > 0:
        lines = [_format(shape, rng) for shape in rng.choices(shapes, k=min(30, room // 100 + 1))]
        blocks.append(f"<{tag}>\n" + "\n".join(lines) + f"\n</{tag}>\n")
        room -= len(blocks[-1])
    return "".join(blocks)


def _pictures(room: dict[str, int], rng: Random) -> str:
    """Drawings in line, half of the tail."""
    out, left = [], room["tail"] // 2
    while left > 0:
        path = " ".join(f"L{rng.random() * 90:.3f} {rng.random() * 90:.3f}" for _ in range(90))
        out.append(_format(_PICTURE, rng, p="M0 0 " + path))
        left -= len(out[-1])
    return "\n".join(out)
