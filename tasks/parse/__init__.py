"""From the bytes of a page to its main article: `parse_article`, `decode`."""

from tasks.parse.article import MAX_BYTES, parse_article
from tasks.parse.charset import decode

__all__ = ["MAX_BYTES", "decode", "parse_article"]
