"""Text of a page to a small BeautifulSoup tree that holds what a reader could see.

BeautifulSoup builds at 5 MB/s and lxml at 80, and most of a news page is scripts and lists of
links. So lxml reads the page first, sheds what shows no text and the long lists of links, and
BeautifulSoup gets the rest. Surprise: lxml silently drops all text nested deeper than 255
tags (2048 with huge_tree); such pages are flattened before it sees them.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from itertools import islice

from bs4 import BeautifulSoup
from lxml import etree

from tasks.parse.styles import big_names

_UNSEEN = (
    "script", "style", "noscript", "iframe", "select", "button", "object", "embed", "template",
    "canvas", "video", "audio", "map", "datalist", "link", "input",
)  # fmt: skip
_JSON_LD = re.compile(r"<script[^<>]{1,200}ld\+json[^<>]{0,200}>", re.I)
_COMMENT_FIELD = re.compile(r"<(date|author|title|sourcename)>([^<]{2,120})</\1>", re.I)
_MOST_SCRIPTS = 20
_XML_HEAD = re.compile(r"^\s*<\?xml[^>]*\?>", re.I)
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.S)
_TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>")
_ENTITY_TAGS = frozenset(
    [
        "p",
        "br",
        "hr",
        "img",
        "input",
        "meta",
        "link",
        "area",
        "base",
        "col",
        "embed",
        "param",
        "source",
        "wbr",
        "li",
        "dt",
        "dd",
        "tr",
        "td",
        "th",
        "option",
        "tbody",
        "thead",
        "tfoot",
        "colgroup",
        "html",
        "head",
        "body",
    ]
)
_BREAKS = re.compile(r"<br>(?:\s*<br>)+")
_MAX_DEPTH = 100
_LINK_TEXTS = etree.XPath(".//a//text()", smart_strings=False)
_TEXT = etree.XPath("string()", smart_strings=False)
_FEW_STOPS = 1
_LINK_LIST = 8  # fewer links than this may be a breadcrumb or a gallery


@dataclass(frozen=True)
class Page:
    """`soup` is the visible page; `meta` maps lower-case names of meta tags to their content.

    `meta` also holds `ld:headline`, `ld:date`, `ld:publisher` (JSON-LD) and `enp:…` (the
    comment block of Founder's newspaper system). `big` are the classes set in large type.
    """

    soup: BeautifulSoup
    meta: dict[str, str] = field(default_factory=dict)
    title: str = ""
    big: frozenset[str] = frozenset()


def read_markup(text: str) -> Page:
    """Parse the HTML or XHTML `text`; never raises for bad markup."""
    hidden = _hidden_fields(text)
    root = _tree(_XML_HEAD.sub("", text, count=1).replace("\0", ""))
    meta = _meta(root) | hidden
    titles = [" ".join(node.itertext()) for node in root.iter("title")]
    for head in root.findall("head"):
        root.remove(head)
    etree.strip_elements(root, *_UNSEEN, with_tail=False)
    _shed_link_lists(root)
    shown = _BREAKS.sub("<br>", etree.tostring(root, encoding="unicode", method="html"))
    soup = BeautifulSoup(shown, "lxml")
    return Page(soup, meta, " ".join(titles[0].split()) if titles else "", big_names(text))


def _tree(text: str) -> etree._Element:
    if "<![CDATA[" in text:
        text = _CDATA.sub(lambda m: m.group(1), text)
    root, deep = _parse(text)
    if deep:
        root, deep = _parse(_flatten(text))
    if deep or root is None:
        root, _ = _parse("<p>" + _TAG.sub("\n", text).replace("<", "&lt;") + "</p>")
    return root if root is not None else etree.Element("html")


def _parse(text: str) -> tuple[etree._Element | None, bool]:
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    return root, any("depth" in entry.message for entry in parser.error_log)


def _flatten(text: str) -> str:
    """`text` without the tags that open deeper than _MAX_DEPTH, and without their ends."""
    depth = 0
    pieces, last = [], 0
    for match in _TAG.finditer(text):
        closing, name, rest = match.groups()
        if name.lower() in _ENTITY_TAGS or rest.endswith("/"):
            continue
        if closing:
            depth = max(0, depth - 1)
        deep = depth >= _MAX_DEPTH
        if not closing:
            depth += 1
        if deep:
            pieces.append(text[last : match.start()])
            last = match.end()
    pieces.append(text[last:])
    return " ".join(pieces)


def _meta(root: etree._Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for node in root.iter("meta"):
        name = node.get("name") or node.get("property") or node.get("itemprop")
        content = (node.get("content") or "").strip()
        if name and content:
            found.setdefault(name.strip().lower(), content)
    return found


def _hidden_fields(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for match in islice(_JSON_LD.finditer(text), _MOST_SCRIPTS):
        end = text.find("</script", match.end())
        try:
            data = json.loads(text[match.end() : max(end, match.end())], strict=False)
        except ValueError:
            continue
        for item in data if isinstance(data, list) else [data]:
            if isinstance(item, dict):
                found |= _ld_fields(item)
    enp = text.find("enpproperty")
    if enp >= 0:
        fields = _COMMENT_FIELD.findall(text[enp : enp + 4000])
        found |= {f"enp:{name.lower()}": value.strip() for name, value in fields}
    return found


def _ld_fields(item: dict[str, object]) -> dict[str, str]:
    found = {}
    publisher = item.get("publisher")
    if isinstance(publisher, dict):
        publisher = publisher.get("name")
    for key, value in (
        ("ld:headline", item.get("headline")),
        ("ld:date", item.get("datePublished") or item.get("pubDate")),
        ("ld:publisher", publisher),
    ):
        if isinstance(value, str) and value.strip():
            found[key] = value.strip()
    return found


def _shed_link_lists(root: etree._Element) -> None:
    """Take out lists and tables that are nearly nothing but many links, inner ones first."""
    for tag in ("ul", "ol", "dl", "table", "div", "nav"):
        for node in list(root.iter(tag)):
            if node.getparent() is not None and _is_link_list(node):
                _remove(node)


def _is_link_list(node: etree._Element) -> bool:
    """Whether most of the text is linked, the rest is no sentence and no headline stands inside."""
    links = _LINK_TEXTS(node)
    if len(links) < _LINK_LIST:
        return False
    text = _TEXT(node)
    if text.count("。") > _FEW_STOPS or node.find(".//h1") is not None:
        return False
    return sum(map(len, links)) > 0.6 * len("".join(text.split()))


def _remove(node: etree._Element) -> None:
    parent = node.getparent()
    if parent is None:
        return
    tail = node.tail or ""
    if tail.strip():
        before = node.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + tail
        else:
            parent.text = (parent.text or "") + tail
    parent.remove(node)
