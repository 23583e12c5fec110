"""Small articles for the tests of regions: `▲` marks the number that a row asks about."""

from __future__ import annotations

from tasks.extract.document import Document
from tasks.normalize.regions import RegionAnswer, RegionResolver
from tasks.partial_date import PartialDate
from tasks.records import Article, Block, BlockKind

MARK = "▲"


def make_article(
    title: str,
    paragraphs: list[str],
    published: str | None = "2015-06",
    publisher: str | None = None,
    hosts: tuple[str, ...] = (),
) -> Article:
    """An article of a headline and paragraphs; a paragraph that starts with # is a heading.

    Its level is one more than it has #.
    """
    text, blocks = title + "\n", [Block(BlockKind.TITLE, 0, len(title))]
    for paragraph in paragraphs:
        kind = BlockKind.HEADING if paragraph.startswith("#") else BlockKind.PARAGRAPH
        shown = paragraph.lstrip("#")
        blocks.append(
            Block(kind, len(text), len(text) + len(shown), level=1 + len(paragraph) - len(shown))
        )
        text += shown + "\n"
    return Article(
        page="t.html",
        url="file:///t.html",
        sha256="0" * 64,
        title=title,
        published=PartialDate.parse(published) if published else None,
        publisher=publisher,
        author=None,
        charset="utf-8",
        text=text,
        blocks=tuple(blocks),
        host_names=hosts,
    )


def resolver(
    title: str,
    body: str,
    published: str | None = "2015-06",
    publisher: str | None = None,
    hosts: tuple[str, ...] = (),
) -> RegionResolver:
    """The resolver of an article whose paragraphs are the lines of `body`."""
    return RegionResolver(
        Document(make_article(title, body.split("\n"), published, publisher, hosts))
    )


def ask(title: str, body: str, published: str | None = "2015-06") -> tuple[RegionAnswer, ...]:
    """All answers for the number behind the mark in `body`."""
    before = body[: body.index(MARK)]
    made = resolver(title, body.replace(MARK, ""), published)
    # the reading drops nothing from these texts but the # of headings
    position = len(title) + 1 + len(before) - before.count("#")
    return made.all_at(position)
