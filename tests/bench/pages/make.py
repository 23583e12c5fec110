"""Page n of a seed: its bytes in one of nine templates and its charset, and what is known of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random
from string import Template
from typing import Any

from opencc import OpenCC

from tests.bench.pages.furniture import furnish
from tests.bench.pages.story import Row, Story, make_other_story, make_story

_CHINESE_ENTITIES = "ascii"  # every character beyond ASCII becomes &#NNNNN;
_TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Look:
    """A template, the charset of its site, its paragraphs; `traditional` turns the words."""

    template: str
    charset: str
    paragraph: str
    traditional: bool = False
    weight: int = 1


LOOKS = (
    Look("portal.html", "utf-8", "<p>　　{}</p>\n", weight=4),
    Look("government.html", "gb18030", '<p class="MsoNormal">　　{}</p>\n', weight=3),
    Look("tables.html", "gb18030", "　　{}<br>\n<br>\n", weight=2),
    Look("epaper.html", "utf-8", "<P>　　{}</P>\n", weight=2),
    Look("harbour.html", "big5hkscs", "<p>{}</p>\n", traditional=True),
    Look("messenger.html", "utf-8", "<section><span class='f'>{}</span></section>\n", weight=2),
    Look("semantic.html", "utf-8", "<p>{}</p>\n", weight=3),
    Look("semantic.html", "utf-16", "<p>{}</p>\n"),
    Look("entities.html", _CHINESE_ENTITIES, "<p>{}</p>\n"),
    Look("plain.txt", "gb18030", "　　{}\n"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Page:
    """One page as a site would send it. `row` is what is known of it, as in a gold file."""

    name: str
    url: str
    body: bytes = field(repr=False)
    charset: str
    row: Row


def make_page(seed: int, number: int, size: int = 12_000, other: float = 0.0) -> Page:
    """Page `number` of `seed`, of about `size` characters, at least its article's.

    With the chance `other` it is one that has nothing to do with unions.
    """
    rng = Random(f"{seed}/{number}")
    look = rng.choices(LOOKS, weights=[look.weight for look in LOOKS])[0]
    story = make_other_story(rng) if rng.random() < other else make_story(rng)
    say = _to_traditional() if look.traditional else str
    markup = say(_write(look, story, size, rng))
    suffix = "txt" if look.template.endswith(".txt") else "html"
    name = f"{number:08}.{suffix}"
    return Page(
        name=name,
        url=f"http://news{number % 997}.example/{story.published:%Y/%m%d}/{name}",
        body=markup.encode(look.charset, "xmlcharrefreplace"),
        charset=look.charset,
        row=_known(name, story, say),
    )


def _write(look: Look, story: Story, size: int, rng: Random) -> str:
    body = "".join(map(look.paragraph.format, story.paragraphs))
    site = story.place.above + "新闻网"
    day = story.published
    return _template(look.template).substitute(
        furnish(story, site, size - len(body), rng),
        title=story.title,
        site=site,
        source=story.source,
        body=body,
        date=str(day),
        date_chinese=f"{day.year}年{day.month}月{day.day}日",
        time=f"{rng.randint(7, 21):02}:{rng.randint(0, 59):02}",
        weekday="一二三四五六日"[day.weekday()],
        letter=rng.choice("李王赵周"),
        digit=str(rng.randint(1, 8)),
    )


def _known(name: str, story: Story, say: Callable[[str], str]) -> Row:
    told: list[dict[str, Any]] = [{**one, "quote": say(one["quote"])} for one in story.observations]
    return {
        "page": name,
        "title": say(story.title),
        "published": str(story.published),
        "source": say(story.source),
        "region": [story.place.code],
        "observations": told,
    }


@cache
def _template(name: str) -> Template:
    return Template((_TEMPLATES / name).read_text("utf-8"))


@cache
def _to_traditional() -> Callable[[str], str]:
    convert: Callable[[str], str] = OpenCC("s2t").convert
    return convert
