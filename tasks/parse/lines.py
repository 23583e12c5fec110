"""Soup to lines: walks the tags once and breaks the text where a browser would.

Text that the page hides is kept apart, except running text that a script would unfold
(阅读全文, tabs). White space in `<pre>` sets columns, so that goes the way of plain text.
"""

from __future__ import annotations

import re

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

from tasks.parse.plaintext import read_rows
from tasks.parse.sheet import Box, Line, Sheet, set_apart, squeeze
from tasks.parse.tables import read_grid

_BLOCK = frozenset(
    """
    html body div p table tbody thead tfoot tr td th caption ul ol li dl dt dd h1 h2 h3 h4 h5 h6
    section article main header footer aside nav form fieldset blockquote pre center address
    figure figcaption details summary hr marquee dir menu founder-content card wml xmp textarea
    """.split()  # noqa: SIM905 (a table of words)
)
_HIDDEN = re.compile(
    # margin-left:-490px centres a page; left:-9999px takes a box off the screen.
    r"display\s*:\s*none|visibility\s*:\s*hidden|(?<![-\w])(?:left|top|text-indent)\s*:\s*-\d{3,}",
    re.I,
)
_SHRUNK = re.compile(r"font-size\s*:\s*[01](?:px|pt|em|%)?\s*(?:;|!|$)", re.I)
_STOPS = re.compile(r"[。；！？]")
_SPLIT = re.compile(r"[^a-zA-Z0-9]+|(?<=[a-z])(?=[A-Z])")
_BIG = re.compile(r"font-size\s*:\s*(\d+)(?:\.\d+)?\s*(px|pt)", re.I)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BOLD = frozenset({"b", "strong"})
_PREFORMATTED = frozenset({"pre", "xmp", "textarea"})
_ACCOUNT = frozenset({"js_name", "profile_nickname", "account_nickname_inner"})  # WeChat
_FEW = 6  # lines in large type by class; more are the text itself, or nothing
_NEAR = 3  # a heading tag counts for text this many boxes below it


# What the tags above a piece of text make of it, as bits.
_LINKED, _STRONG = 1, 2


class _Walker:
    """Walks the soup once and collects lines; one instance a page."""

    def __init__(self, big_names: frozenset[str]) -> None:
        self.big_names = big_names
        self.styled: list[Line] = []  # lines that only a class makes large
        self.lines: list[Line] = []
        self.hidden: list[str] = []
        self.account = ""
        self.root = self.box = Box("root", frozenset(), None, 0)
        self.reset()

    def reset(self) -> None:
        """Begin a new line."""
        self.pieces: list[str] = []
        self.names: set[str] = set()
        self.times: list[str] = []
        self.linked = 0
        self.plain = False  # a piece that is not bold was seen
        self.big = self.by_class = False

    def break_line(self) -> None:
        text = squeeze("".join(self.pieces)) if self.pieces else ""
        if text:
            line = self._line(text)
            self.lines.append(line)
            if self.by_class or self.box.names & self.big_names:
                self.styled.append(line)
        self.reset()

    def _line(self, text: str) -> Line:
        level, centred = 0, False
        above: Box | None = self.box
        for _ in range(_NEAR):
            if above is None:
                break
            level = level or _HEADINGS.get(above.tag, 0)
            centred = centred or "_centre" in above.names
            above = above.parent
        return Line(
            text, self.box, set_apart(self.pieces), self.linked, level,
            not self.plain, self.big, centred, frozenset(self.names), times=tuple(self.times),
        )  # fmt: skip

    def walk(self, tag: Tag, style: int) -> None:
        for child in tag.children:
            if isinstance(child, Tag):
                self.element(child, style)
            elif type(child) is NavigableString:
                self.text(child, style)

    def text(self, text: str, style: int) -> None:
        self.pieces.append(text)
        shown = len(text.strip())
        if shown:
            if style & _LINKED:
                self.linked += shown
            if not style & _STRONG:
                self.plain = True

    def element(self, tag: Tag, style: int) -> None:
        if tag.name == "br":
            self.break_line()
            return
        if tag.name == "img":
            return
        names = name_tokens(tag)
        css = str(tag.attrs.get("style") or "")
        if _is_hidden(tag, css) or "jammer" in names:
            text = tag.get_text(" ", strip=True)
            if not _is_folded_away(text):
                self.hidden.append(text)
                return
        if tag.name in _BLOCK:
            self.block(tag, names, css, style)
        else:
            self.inline(tag, names, css, style)

    def inline(self, tag: Tag, names: frozenset[str], css: str, style: int) -> None:
        self.names |= names
        if names & _ACCOUNT:
            self.account = squeeze(tag.get_text())
        if tag.name == "time" and tag.get("datetime"):
            self.times.append(str(tag["datetime"]))
        self.big = self.big or _is_big(css) or _is_big_font(tag)
        self.by_class = self.by_class or bool(names & self.big_names)
        if _is_link(tag):
            style |= _LINKED
        elif tag.name in _BOLD:
            style |= _STRONG
        self.walk(tag, style)

    def block(self, tag: Tag, names: frozenset[str], css: str, style: int) -> None:
        self.break_line()
        align = str(tag.get("align") or "").lower()
        if align in {"center", "middle"} or tag.name == "center" or "center" in css:
            names |= {"_centre"}
        parent = self.box
        self.box = box = Box(tag.name, names, parent, len(self.lines))
        parent.children.append(box)
        grid = read_grid(tag, squeeze) if tag.name == "table" else None
        if grid is not None:
            self.lines.append(Line(grid.text, box, grid=grid))
        elif tag.name in _PREFORMATTED and tag.find("p") is None:
            read_rows(self.lines, box, tag.get_text())
        else:
            self.big = _is_big(css)
            if tag.name in _HEADINGS or tag.name == "th":
                style |= _STRONG
            self.walk(tag, style)
            self.break_line()
        box.end = len(self.lines)
        self.box = parent


def name_tokens(tag: Tag) -> frozenset[str]:
    """Lower-case tokens of class and id: each whole name and its parts."""
    words: set[str] = set()
    for raw in (tag.attrs.get("class"), tag.attrs.get("id")):
        if raw is None:
            continue
        for name in raw.split() if isinstance(raw, str) else raw:
            words.add(name.lower())
            words.update(part.lower() for part in _SPLIT.split(name) if part)
    return frozenset(words)


def _is_hidden(tag: Tag, css: str) -> bool:
    """Whether the page hides `tag`; type of no size counts only around text without tags."""
    if "hidden" in tag.attrs or (css and _HIDDEN.search(css)):
        return True
    return bool(css) and bool(_SHRUNK.search(css)) and tag.find(True) is None


def _is_folded_away(text: str) -> bool:
    """Whether hidden text is running text that a script would show."""
    return len(text) >= 80 and len(_STOPS.findall(text)) >= 3


def _is_link(tag: Tag) -> bool:
    """A link, and not the target of one: an unclosed `<a name=…>` would swallow the page."""
    return tag.name == "a" and ("href" in tag.attrs or "name" not in tag.attrs)


def _is_big(css: str) -> bool:
    match = _BIG.search(css) if css else None
    if match is None:
        return False
    return int(match.group(1)) >= (18 if match.group(2).lower() == "px" else 15)


def _is_big_font(tag: Tag) -> bool:
    size = str(tag.get("size") or "").lstrip("+") if tag.name == "font" else ""
    return size.isdigit() and int(size) >= 4


def read_lines(soup: BeautifulSoup, big_names: frozenset[str] = frozenset()) -> Sheet:
    """The lines and boxes of `soup`, in the order of the page.

    `big_names` are classes and ids whose style is large type.
    """
    walker = _Walker(big_names)
    walker.walk(soup, 0)
    walker.break_line()
    if len(walker.styled) <= _FEW:
        for line in walker.styled:
            line.big = True
    walker.root.end = len(walker.lines)
    return Sheet(walker.lines, walker.root, walker.hidden, walker.account)
