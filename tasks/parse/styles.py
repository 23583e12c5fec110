"""Large type that a page sets by class: `.bt{font-size:14pt}` makes class bt a headline's.

Sites of 2000 to 2010 give headlines no heading tag, only such a class. Sheets for print count
for nothing. Surprise: Word sets whole letters in 16 pt, so type is large only by comparison;
the caller gives up where too many lines have it.
"""

from __future__ import annotations

import re
from itertools import islice

_SHEET = re.compile(r"<style([^<>]{0,200})>", re.I)
_RULE = re.compile(r"([^{}]{1,200})\{([^{}]{0,600})\}")
_CLASS = re.compile(r"[.#]([\w-]{1,40})$")
_SIZE = re.compile(r"font(?:-size)?\s*:[^;]{0,30}?\b(\d{1,3})(?:\.\d+)?\s*(px|pt)", re.I)
_NAMED_SIZE = re.compile(r"font-size\s*:\s*(?:x+-large|[12](?:\.\d)?em|1[3-9]\d%|2\d\d%)", re.I)
_MOST_SHEETS, _LONGEST_SHEET = 20, 60_000  # a page may have more, and longer; never headlines
_LEAST = {"px": 18, "pt": 14}
_SMALL_EM = re.compile(r"font-size\s*:\s*1(?:\.[0-2]\d?)?em", re.I)


def big_names(text: str) -> frozenset[str]:
    """Lower-case class names and ids that the page's own style sheets set in large type."""
    names: set[str] = set()
    for match in islice(_SHEET.finditer(text), _MOST_SHEETS):
        if "print" in match.group(1).lower():
            continue
        end = text.find("</", match.end(), match.end() + _LONGEST_SHEET)
        for selectors, body in _RULE.findall(text[match.end() : max(end, match.end())]):
            if _is_large(body):
                found = map(_CLASS.search, map(str.strip, selectors.split(",")))
                names.update(one.group(1).lower() for one in found if one)
    return frozenset(names)


def _is_large(body: str) -> bool:
    size = _SIZE.search(body)
    if size:
        return int(size.group(1)) >= _LEAST[size.group(2).lower()]
    return bool(_NAMED_SIZE.search(body)) and not _SMALL_EM.search(body)
