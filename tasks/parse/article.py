"""A capture to an article: decode, read, find the main text, name its source and date.

One step after the other, each a pure function; only this module knows the order. Pages that
hold no article end in PageRejected, with a reason that says what they were instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress

from tasks.errors import PageRejected
from tasks.parse.blocks import Builder, build
from tasks.parse.charset import decode
from tasks.parse.content import article_lines
from tasks.parse.core import find_core
from tasks.parse.credits import find_author
from tasks.parse.dates import find_published
from tasks.parse.furniture import find_furniture
from tasks.parse.headline import Headline, find_headline
from tasks.parse.hosts import host_names, is_reprint, site_names
from tasks.parse.lines import read_lines
from tasks.parse.markup import read_markup
from tasks.parse.origin import Scene, find_publisher, set_scene
from tasks.parse.parts import join_parts
from tasks.parse.plaintext import read_text
from tasks.parse.repairs import find_repairs, is_garbled, is_noise
from tasks.parse.sheet import Line, Sheet
from tasks.parse.words import SPAM, fold
from tasks.records import Article, Capture, Repair, RepairKind

MAX_BYTES = 10_000_000
_MARKUP = re.compile(r"<(?:!doctype|\?xml|!--|/?[a-z][a-z0-9:-]{0,20}(?:\s[^<>]*)?/?>)", re.I)
_MANY_HIDDEN = 3  # hidden runs of noise; a single one may be a template's leftover


def parse_article(capture: Capture, max_bytes: int = MAX_BYTES) -> Article:
    """The main article of `capture`, all its parts joined; a part without text is passed over.

    Raises PageRejected with reason `too_large`, `empty`, `binary`, `unreadable` or
    `not_an_article`.
    """
    return join_parts(_parse_page(capture, max_bytes), _parse_parts(capture, max_bytes))


def _parse_parts(capture: Capture, max_bytes: int) -> Iterator[Article]:
    for part in capture.parts:
        with suppress(PageRejected):
            yield _parse_page(part, max_bytes)


def _parse_page(capture: Capture, max_bytes: int) -> Article:
    if len(capture.body) > max_bytes:
        raise PageRejected("too_large", f"{len(capture.body)} bytes, more than {max_bytes}")
    text, charset = decode(capture.body, capture.charset)
    sheet, title, meta = _read(capture.page, text)
    if not sheet.lines:
        raise PageRejected("empty", "the page shows no text")
    furniture = find_furniture(sheet)
    content = find_core(sheet, furniture)
    if content is None:
        raise PageRejected("not_an_article", "no running text and no table of data")
    headline = find_headline(sheet, furniture, content.start, title, meta)
    scene = set_scene(content, headline, article_lines(content, headline), title, meta)
    if not scene.indices:
        raise PageRejected("not_an_article", "nothing but navigation")
    lines = scene.lines(scene.indices)
    shown = _headline_text(headline, lines)
    return _assemble(capture, charset, scene, shown, build(shown, lines))


def _read(page: str, text: str) -> tuple[Sheet, str, dict[str, str]]:
    """The page's lines, its `<title>` and its meta tags."""
    if page.lower().endswith(".txt") or not _MARKUP.search(text[:20_000]):
        return read_text(text), "", {}
    markup = read_markup(text)
    return read_lines(markup.soup, markup.big), markup.title, markup.meta


def _headline_text(headline: Headline | None, lines: list[Line]) -> str | None:
    """The headline; pages of statistics name themselves in the first row of their table."""
    if headline is None or headline.index < 0:
        for line in lines[:3]:
            if line.grid is not None and line.grid.captions:
                return line.grid.captions[0]
    return headline.text if headline else None


def _assemble(
    capture: Capture, charset: str, scene: Scene, shown: str | None, built: Builder
) -> Article:
    text = built.text
    sites = site_names(scene.sheet, scene.title, scene.meta, shown or "")
    hosts = host_names(scene.sheet, scene.title, scene.top, max(scene.indices))
    origin = find_publisher(scene, sites)
    publisher = origin.name
    repairs = [*built.repairs, *find_repairs(text)]
    spam = _spam(scene)
    if spam:
        repairs.append(Repair(RepairKind.SPAM_TITLE, detail=spam))
    flags = _flags(scene.sheet, repairs)
    if publisher and not origin.issued and is_reprint(publisher, origin.labelled, sites or hosts):
        flags.append("reprint")
    ends = [*scene.around, *scene.tail, *scene.indices[:2], *scene.indices[-2:]]
    return Article(
        page=capture.page,
        url=capture.url,
        sha256=capture.sha256,
        title=shown,
        published=find_published(scene),
        publisher=publisher,
        author=find_author(scene.lines(ends)),
        charset=charset,
        text=text,
        blocks=tuple(built.blocks),
        repairs=tuple(repairs),
        flags=tuple(flags),
        host_names=tuple(dict.fromkeys([*sites, *hosts, *([publisher] if publisher else [])])),
        site=sites[0] if sites else None,
        description=scene.meta.get("description"),
        region=capture.region,
    )


def _spam(scene: Scene) -> str:
    """The words of an intruder in the page's head, in hidden text or above the page."""
    head = [scene.title, scene.meta.get("keywords", ""), scene.meta.get("description", "")]
    top = [line.text for line in scene.sheet.lines[:2]]
    for text in [*head, *scene.sheet.hidden[:5], *top]:
        if SPAM.search(fold(text)):
            return text[:120]
    return ""


def _flags(sheet: Sheet, repairs: list[Repair]) -> list[str]:
    kinds = {repair.kind for repair in repairs}
    flags = []
    if RepairKind.SPAM_TITLE in kinds:
        flags.append("hacked_title")
    if RepairKind.GARBLED in kinds or any(is_garbled(line.text) for line in sheet.lines):
        flags.append("garbled_block")
    hidden = sum(map(is_noise, sheet.hidden))
    if RepairKind.RANDOM_TAIL in kinds or hidden >= _MANY_HIDDEN:
        flags.append("noise_injected")
    return flags
