"""XML from strangers: read without entities, network, or the right to grow.

Feeds and sitemaps of small sites are often not well-formed, or declare one charset and use
another; so the bytes are decoded by the ladder that pages use, and lxml repairs what it can.
"""

from __future__ import annotations

import re

from lxml import etree

from tasks.errors import PageRejected
from tasks.fetch.sources.found import Index, check_size

_MOST_TAGS = 600_000  # a sitemap of 50,000 entries of five elements has 500,000
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


def read_xml(index: Index) -> etree._Element:
    """The root of an XML document; raises PageRejected `not_xml` (entities too), `too_large`."""
    text = _DECLARATION.sub("", index.text(), count=1).lstrip()
    check_size(text, _MOST_TAGS)
    if "<!ENTITY" in text:
        raise PageRejected("not_xml", "it declares entities, which no feed needs")
    parser = etree.XMLParser(
        encoding="utf-8",
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise PageRejected("not_xml", str(error)[:200]) from None
    if root is None:
        raise PageRejected("not_xml", "no element in it")
    return root


def local_name(element: etree._Element) -> str:
    """The name without its namespace, in lower case."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def child_texts(element: etree._Element) -> dict[str, str]:
    """The texts of the children by local name, the first of each."""
    found: dict[str, str] = {}
    for child in element:
        text = "".join(child.itertext()).strip()
        if text:
            found.setdefault(local_name(child), text)
    return found
