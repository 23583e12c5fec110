"""The visible page as lines in boxes: the one shape that HTML and plain text share.

A `Line` is what a reader sees as one line or paragraph; a `Box` is a block element with the
range of lines that it covers, so that "all inside this div" is a slice. Every judgement about
what is article and what is furniture works on these two, never on tags. Surprises: inline
borders are kept (`pieces`), because `<span>来源:湖北日报</span><span>2023-12-04</span>` is
shown with a gap that the text does not have; text that the page hides is kept apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property

from bs4 import BeautifulSoup, NavigableString, Tag

from tasks.parse.tables import Grid, read_grid
from tasks.parse.words import fold

_BLOCK = frozenset(
    [
        "html",
        "body",
        "div",
        "p",
        "table",
        "tbody",
        "thead",
        "tfoot",
        "tr",
        "td",
        "th",
        "caption",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "section",
        "article",
        "main",
        "header",
        "footer",
        "aside",
        "nav",
        "form",
        "fieldset",
        "blockquote",
        "pre",
        "center",
        "address",
        "figure",
        "figcaption",
        "details",
        "summary",
        "hr",
        "marquee",
        "dir",
        "menu",
        "founder-content",
        "label-block",
    ]
)
_HIDDEN = re.compile(
    # margin-left:-490px centres a page; left:-9999px takes a box off the screen.
    r"display\s*:\s*none|visibility\s*:\s*hidden|(?<![-\w])(?:left|top|text-indent)\s*:\s*-\d{3,}",
    re.I,
)
_SPACE = re.compile(r"[ \t\r\n\f\v\xa0\u2000-\u200a\u202f\u205f]+")
_STOPS = re.compile(r"[。；！？]")
_SPLIT = re.compile(r"[^a-zA-Z0-9]+|(?<=[a-z])(?=[A-Z])")
_BIG = re.compile(r"font-size\s*:\s*(\d+)(?:\.\d+)?\s*(px|pt)", re.I)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BOLD = frozenset({"b", "strong"})
_MAX_LEVELS = 300


@dataclass(eq=False)
class Box:
    """A block element: lines `start` to `end` (exclusive); `names` are its class and id tokens."""

    tag: str
    names: frozenset[str]
    parent: Box | None
    start: int
    end: int = 0
    children: list[Box] = field(default_factory=list)
    depth: int = 0

    @property
    def signature(self) -> tuple[str, frozenset[str]]:
        return self.tag, self.names


@dataclass(eq=False)
class Line:
    """One shown line. `linked` counts characters inside links; `level` is 1 to 6 for h1 to h6.

    `big` is true for large type, `bold` if all of it is bold; `names` are the class and id
    tokens of inline elements and the box. `grid` is the data table that stands here, if any.
    """

    text: str
    box: Box
    pieces: tuple[str, ...] = ()
    linked: int = 0
    level: int = 0
    bold: bool = False
    big: bool = False
    centred: bool = False
    names: frozenset[str] = frozenset()
    grid: Grid | None = None
    times: tuple[str, ...] = ()

    @cached_property
    def folded(self) -> str:
        """Simplified and half-width, same length as `text`."""
        return fold(self.text)

    @cached_property
    def spaced(self) -> str:
        """`folded` with a gap at each inline border."""
        return fold("  ".join(self.pieces)) if self.pieces else self.folded

    @property
    def link_share(self) -> float:
        return self.linked / max(1, len(self.text))


@dataclass
class Sheet:
    """All lines of a page; `root` covers them all; `hidden` is text that is not shown."""

    lines: list[Line]
    root: Box
    hidden: list[str] = field(default_factory=list)


def squeeze(text: str) -> str:
    """Runs of white space to one space, ends stripped; ideographic spaces inside stay."""
    return _SPACE.sub(" ", text).strip(" \u3000")


def name_tokens(tag: Tag) -> frozenset[str]:
    """Lower-case tokens of class and id, each whole name and its parts."""
    words: set[str] = set()
    attributes = tag.attrs
    for raw in (attributes.get("class"), attributes.get("id")):
        if raw is None:
            continue
        for name in raw.split() if isinstance(raw, str) else raw:
            words.add(name.lower())
            words.update(part.lower() for part in _SPLIT.split(name) if part)
    return frozenset(words)


class _Walker:
    """Walks the soup once and collects lines; one instance a page."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.hidden: list[str] = []
        self.box = Box("root", frozenset(), None, 0)
        self.root = self.box
        self.pieces: list[str] = []
        self.linked = 0
        self.plain = False  # a piece that is not bold was seen
        self.big = False
        self.names: set[str] = set()
        self.times: list[str] = []

    def break_line(self) -> None:
        if self.pieces:
            text = squeeze("".join(self.pieces))
            if text:
                self.lines.append(self._line(text))
        self.pieces, self.names, self.times = [], set(), []
        self.linked, self.plain, self.big = 0, False, False

    def _line(self, text: str) -> Line:
        box, level, centred = self.box, 0, False
        above: Box | None = box
        for _ in range(3):
            if above is None:
                break
            level = level or _HEADINGS.get(above.tag, 0)
            centred = centred or "_centre" in above.names
            above = above.parent
        pieces = tuple(p for p in map(squeeze, self.pieces) if p)
        return Line(
            text, box, pieces if len(pieces) > 1 else (), self.linked, level,
            not self.plain, self.big, centred, frozenset(self.names), times=tuple(self.times),
        )  # fmt: skip

    def walk(self, tag: Tag, linked: bool, bold: bool, pre: bool) -> None:
        for child in tag.children:
            if isinstance(child, Tag):
                self.element(child, linked, bold, pre)
            elif type(child) is NavigableString:
                self.text(child, linked, bold, pre)

    def text(self, text: str, linked: bool, bold: bool, pre: bool) -> None:
        if pre and "\n" in text:
            for index, part in enumerate(text.split("\n")):
                if index:
                    self.break_line()
                self.text(part, linked, bold, False)
            return
        self.pieces.append(text)
        shown = text.strip()
        if shown:
            if linked:
                self.linked += len(shown)
            if not bold:
                self.plain = True

    def element(self, tag: Tag, linked: bool, bold: bool, pre: bool) -> None:
        name = tag.name
        if name == "br":
            self.break_line()
            return
        if name == "img":
            return
        names = name_tokens(tag)
        style = str(tag.attrs.get("style") or "")
        if (style and _HIDDEN.search(style)) or "hidden" in tag.attrs or "jammer" in names:
            text = tag.get_text(" ", strip=True)
            if not _is_folded_away(text):
                self.hidden.append(text)
                return
        if name not in _BLOCK:
            self._inline(tag, names, style, linked, bold, pre)
            return
        self._block(tag, names, style, linked, bold, pre)

    def _inline(
        self, tag: Tag, names: frozenset[str], style: str, linked: bool, bold: bool, pre: bool
    ) -> None:
        if names:
            self.names |= names
        if tag.name == "time" and tag.get("datetime"):
            self.times.append(str(tag["datetime"]))
        if tag.name == "font" and str(tag.get("size") or "").lstrip("+").isdigit():
            self.big = self.big or int(str(tag["size"]).lstrip("+")) >= 4
        self.big = self.big or _is_big(style)
        self.walk(tag, linked or _is_link(tag), bold or tag.name in _BOLD, pre)

    def _block(
        self, tag: Tag, names: frozenset[str], style: str, linked: bool, bold: bool, pre: bool
    ) -> None:
        self.break_line()
        align = str(tag.get("align") or "").lower()
        if align in {"center", "middle"} or tag.name == "center" or "center" in style:
            names |= {"_centre"}
        parent = self.box
        box = Box(tag.name, names, parent, len(self.lines), depth=parent.depth + 1)
        parent.children.append(box)
        self.box = box
        grid = read_grid(tag, squeeze) if tag.name == "table" else None
        if grid is not None:
            self.lines.append(Line(grid.text, box, grid=grid))
        else:
            self.big = _is_big(style)
            bold = bold or tag.name in _HEADINGS or tag.name == "th"
            self.walk(tag, linked, bold, pre or tag.name == "pre")
            self.break_line()
        box.end = len(self.lines)
        self.box = parent


def _is_folded_away(text: str) -> bool:
    """Whether hidden text is running text that a script would show (阅读全文, tabs)."""
    return len(text) >= 80 and len(_STOPS.findall(text)) >= 3


def _is_link(tag: Tag) -> bool:
    """A link, and not the target of one: an unclosed `<a name=…>` would swallow the page."""
    return bool(tag.name == "a" and ("href" in tag.attrs or "name" not in tag.attrs))


def _is_big(style: str) -> bool:
    match = _BIG.search(style) if style else None
    if match is None:
        return False
    return int(match.group(1)) >= (18 if match.group(2).lower() == "px" else 15)


def read_lines(soup: BeautifulSoup) -> Sheet:
    """The lines and boxes of `soup`, in the order of the page."""
    walker = _Walker()
    walker.walk(soup, False, False, False)
    walker.break_line()
    walker.root.end = len(walker.lines)
    return Sheet(walker.lines, walker.root, walker.hidden)
