"""A capture to an article: decode, read, find the main text, name its source and date.

One step after the other, each a pure function; only this module knows the order. Pages that
hold no article end in PageRejected, with a reason that says what they were instead.
"""

from __future__ import annotations

import re

from tasks.errors import PageRejected
from tasks.parse.blocks import Builder, build
from tasks.parse.charset import decode
from tasks.parse.content import (
    Content,
    article_lines,
    find_core,
    info_box,
    without_snippets,
)
from tasks.parse.credits import (
    account_source,
    bare_source,
    clean_source,
    dateline_source,
    editors_source,
    find_author,
    is_reprint,
    labelled_source,
    named_source,
    paper_of,
    site_names,
)
from tasks.parse.dates import find_published
from tasks.parse.furniture import find_furniture
from tasks.parse.headline import Headline, find_headline
from tasks.parse.lines import read_lines
from tasks.parse.markup import read_markup
from tasks.parse.plaintext import read_text
from tasks.parse.repairs import find_repairs, is_garbled, is_noise
from tasks.parse.sheet import Line, Sheet
from tasks.parse.words import SPAM, fold
from tasks.records import Article, Capture, Repair, RepairKind

MAX_BYTES = 10_000_000
_META_SOURCES = ("contentsource", "source", "enp:sourcename", "og:source", "article:source")
_META_LABEL = re.compile(r"^\W*(?:来源|來源|稿源)\s*[:：]\s*")
_MARKUP = re.compile(r"<(?:!doctype|\?xml|!--|/?[a-z][a-z0-9:-]{0,20}(?:\s[^<>]*)?/?>)", re.I)


def parse_article(capture: Capture, max_bytes: int = MAX_BYTES) -> Article:
    """The main article of `capture`.

    Raises PageRejected with reason `too_large`, `empty`, `binary`, `unreadable` or
    `not_an_article`.
    """
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
    indices = article_lines(sheet, furniture, content, headline)
    indices = without_snippets(sheet, indices)
    lines = [sheet.lines[i] for i in indices]
    title_text = headline.text if headline else None
    if headline is None or headline.index < 0:
        title_text, lines = _title_of_table(title_text, lines)
    built = build(title_text, lines)
    if not lines:
        raise PageRejected("not_an_article", "nothing but navigation")
    return _assemble(
        capture, charset, sheet, title, meta, headline, title_text, content, indices, built
    )


def _read(page: str, text: str) -> tuple[Sheet, str, dict[str, str]]:
    if page.lower().endswith(".txt") or not _MARKUP.search(text[:20_000]):
        return read_text(text), "", {}
    markup = read_markup(text)
    return read_lines(markup.soup), markup.title, markup.meta


def _title_of_table(title: str | None, lines: list[Line]) -> tuple[str | None, list[Line]]:
    """Pages of statistics name themselves in the first row of their table."""
    for line in lines[:3]:
        if line.grid is not None and line.grid.captions:
            return line.grid.captions[0], lines
    return title, lines


def _assemble(
    capture: Capture, charset: str, sheet: Sheet, title: str, meta: dict[str, str],
    headline: Headline | None, shown: str | None, content: Content, indices: list[int], built: Builder,
) -> Article:  # fmt: skip
    text = built.text
    names = site_names(sheet, title, meta, shown or "")
    zone, tail = _zones(sheet, headline, content, indices)
    publisher, labelled = _publisher(sheet, zone, tail, indices, title, meta, names)
    repairs = [*built.repairs, *find_repairs(text)]
    spam = _spam(title, meta, sheet)
    if spam:
        repairs.append(Repair(RepairKind.SPAM_TITLE, detail=spam))
    hosts = [*names, *([publisher] if publisher else [])]
    return Article(
        page=capture.page, url=capture.url, sha256=capture.sha256, title=shown,
        published=find_published(sheet, zone, tail, meta, title), publisher=publisher,
        author=find_author([sheet.lines[i] for i in [*zone, *tail, *indices[:2], *indices[-2:]]]),
        charset=charset, text=text, blocks=tuple(built.blocks), repairs=tuple(repairs),
        flags=_flags(sheet, repairs, publisher, labelled, names), host_names=tuple(dict.fromkeys(hosts)),
        site=names[0] if names else None, description=meta.get("description"),
    )  # fmt: skip


def _zones(
    sheet: Sheet, headline: Headline | None, content: Content, indices: list[int]
) -> tuple[list[int], list[int]]:
    """Lines about the headline, nearest first, and lines about the article's end."""
    top = headline.index if headline and headline.index >= 0 else max(content.start - 4, 0)
    below = list(range(top + 1, min(content.start + 2, top + 14, len(sheet.lines))))
    above = list(range(top - 1, max(-1, top - 5), -1))
    last = max(indices) if indices else content.end
    tail = list(range(max(top, last - 3), min(len(sheet.lines), last + 9)))
    return [top, *below, *above], [i for i in tail if i not in below]


def _publisher(
    sheet: Sheet, zone: list[int], tail: list[int], indices: list[int], title: str,
    meta: dict[str, str], names: list[str],
) -> tuple[str | None, bool]:  # fmt: skip
    """The source, and whether the page labels it as one."""
    info = [sheet.lines[i] for i in zone]
    for line in [*info, *(sheet.lines[i] for i in tail)]:
        name = labelled_source(line)
        if name:
            return name, True
    for key in _META_SOURCES:
        name = clean_source(_META_LABEL.sub("", meta[key])) if key in meta else None
        if name:
            return name, True
    paper = paper_of(sheet, title)
    if paper:
        return paper, False
    for line in info[1:]:
        name = named_source(line) or bare_source(_info_text(sheet, line), names, bool(line.times))
        name = name or editors_source(line) or account_source(line)
        if name:
            return name, False
    return dateline_source([sheet.lines[i] for i in indices[:3]], names), False


def _info_text(sheet: Sheet, line: Line) -> str:
    """The info line with the short lines that share its box."""
    box = info_box(line, sheet)
    lines = sheet.lines[box.start : box.end] if box is not None else [line]
    return "  ".join("  ".join(one.pieces) if one.pieces else one.text for one in lines)


def _spam(title: str, meta: dict[str, str], sheet: Sheet) -> str:
    texts = [title, meta.get("keywords", ""), meta.get("description", ""), *sheet.hidden[:5]]
    texts += [line.text for line in sheet.lines[:2]]
    for text in texts:
        match = SPAM.search(fold(text))
        if match:
            return text[:120]
    return ""


def _flags(
    sheet: Sheet, repairs: list[Repair], publisher: str | None, labelled: bool, names: list[str]
) -> tuple[str, ...]:
    kinds = {repair.kind for repair in repairs}
    flags = []
    if RepairKind.SPAM_TITLE in kinds or RepairKind.PINYIN in kinds:
        flags.append("hacked_title")
    if RepairKind.GARBLED in kinds or any(is_garbled(line.text) for line in sheet.lines):
        flags.append("garbled_block")
    hidden = [text for text in sheet.hidden if is_noise(text)]
    if RepairKind.RANDOM_TAIL in kinds or len(hidden) >= 3:
        flags.append("noise_injected")
    if publisher and is_reprint(publisher, labelled, names):
        flags.append("reprint")
    return tuple(flags)
