"""`gonghui explain`: every number of one page in its sentence, taken or left, with the reason.

For people, in colours: green is a number that became an observation, yellow one that no metric
claims. Text of the page is printed as plain text; its control characters cannot act.
"""

from __future__ import annotations

import glob
from collections import defaultdict
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from urllib.parse import unquote, urlsplit

from rich.console import Console
from rich.text import Text

from tasks.errors import InputError
from tasks.fetch.files import PageFile
from tasks.normalize.codebook import load_codebook
from tasks.pipeline import read_page
from tasks.read import read_page_file
from tasks.records import Measure, Observation, PageResult, Quantity, Reject, Statistic, Unclaimed
from tasks.rows import plain_number

CONTEXT = 40  # characters shown on each side of a number
_CONTROLS = dict.fromkeys((*range(32), 127, *range(128, 160)), "�")


def explain_page(page: str) -> None:
    """Print what was made of the file `page`, or of the loaded page of that name.

    Raises InputError where there is neither.
    """
    path = _find(page)
    found = read_page_file(PageFile(path, path.name), "files", read_page)
    console = Console(highlight=False, soft_wrap=True)
    if isinstance(found, Reject):
        console.print(Text(f"{found.page}: rejected as {found.reason} ({found.detail})", "red"))
        return
    console.print(Text("\n").join(chain(_head(found), _numbers(found), _foot(found))))


def _find(page: str) -> Path:
    if Path(page).exists():
        return Path(page)
    from flows.settings import get_settings
    from warehouse.database import open_reader

    published = get_settings().layout.published
    if published.exists():
        with open_reader(published) as con:
            query = "SELECT url FROM article WHERE page = ? ORDER BY source"
            for (url,) in con.execute(query, [page]).fetchall():
                path = Path(unquote(urlsplit(url).path))
                if url.startswith("file:") and path.exists():
                    return path
    hint = "; name one file" if glob.has_magic(page) else ""
    raise InputError(
        f"no such file, and no page loaded from a file that is still there: {page}{hint}"
    )


def _head(result: PageResult) -> Iterator[Text]:
    article = result.article
    yield _plain(article.title or "(no title)", "bold")
    parts = [article.published or "no date", article.publisher or "no source", article.charset]
    yield _plain(" · ".join(map(str, parts)))
    flags = sorted({*result.flags, *article.flags})
    yield _plain(f"trust {result.trust:.2f}; flags: {', '.join(flags) or 'none'}")
    for repair in article.repairs:
        yield _plain(f"repaired: {repair.kind.value} {repair.detail}".rstrip(), "dim")


def _numbers(result: PageResult) -> Iterator[Text]:
    """The numbers in the order of the page; one that several metrics claim has a line for each."""
    taken: dict[tuple[int, int], list[Observation]] = defaultdict(list)
    left: dict[tuple[int, int], list[Unclaimed]] = defaultdict(list)
    quantities: dict[tuple[int, int], Quantity | None] = {}
    for one in result.observations:
        quantity = one.quantity
        span = (quantity.start, quantity.end) if quantity else (one.quote_start, one.quote_end)
        quantities[span] = quantity
        taken[span].append(one)
    for other in result.unclaimed:
        span = other.quantity.start, other.quantity.end
        quantities.setdefault(span, other.quantity)
        left[span].append(other)
    for span in sorted(quantities):
        yield Text()
        yield _in_context(result.article.text, *span, "bold green" if taken[span] else "yellow")
        for one in taken[span]:
            yield from _claim(one)
        if not taken[span]:
            for other in left[span]:
                yield _plain(f"  {_conversion(other.quantity)}; not claimed: {_why(other)}", "dim")


def _in_context(text: str, start: int, end: int, style: str) -> Text:
    """The number in its line of the page, as much of it as helps."""
    before = text[max(0, start - CONTEXT) : start].rpartition("\n")[2]
    after = text[end : end + CONTEXT].partition("\n")[0]
    line = Text("…" if len(before) == CONTEXT else "")
    line.append(_clean(before)).append(_clean(text[start:end]), style=style)
    return line.append(_clean(after)).append("…" if len(after) == CONTEXT else "")


def _claim(one: Observation) -> Iterator[Text]:
    metric = load_codebook().metrics.get(one.metric)
    line = Text("  ")
    line.append(f"{one.metric} {metric.name_zh if metric else ''}", style="green")
    unit = "%" if one.statistic is Statistic.CHANGE else one.unit
    line.append(f" {one.bound.value} {plain_number(one.value)} {unit} ({one.statistic.value})")
    yield line
    if one.quantity is not None:
        yield _plain(f"    read as {_conversion(one.quantity)}", "dim")
    yield _plain(f"    region {' or '.join(one.regions) or 'not told'}" + _place(one))
    yield _plain(f"    period {one.start or '…'} to {one.end or 'not told'}")
    yield _plain(f"    quote  {one.quote}")
    yield _plain(f"    rule   {one.rule}, confidence {one.confidence:.2f}")


def _place(one: Observation) -> str:
    return f", {one.place}" if one.place else ""


def _conversion(quantity: Quantity) -> str:
    """From the characters to the value: 11.8万名 → 118000 名 (count)."""
    bound = "" if quantity.bound.value == "=" else f"{quantity.bound.value} "
    written = "%" if quantity.measure is Measure.MULTIPLE else quantity.unit
    unit = f"{written} " if written else ""
    return (
        f"{quantity.text} → {bound}{plain_number(quantity.value)} {unit}({quantity.measure.value})"
    )


_WHY = {
    "no_term": "no word of the codebook near it fits its unit",
    "unlikely": "likelier none than a metric",
    "too_many": "behind the first thousand numbers of the page",
    "no_anchor": "the article has no word of unions",
    "abroad": "the article is about unions of another country",
    "threshold": "a size that describes a group",
    "slogan": "a round number in a slogan",
    "table_head": "part of a table head",
    "growth_of_new": "the growth of something that is itself new",
    "repeated": "the page tells the same fact elsewhere, and not less exactly",
}


def _why(left: Unclaimed) -> str:
    """The reason in words, with its figures."""
    words = _WHY.get(left.reason, left.reason)
    return f"{words} ({left.detail})" if left.detail else words


def _foot(result: PageResult) -> Iterator[Text]:
    yield Text()
    yield _plain(
        f"{len(result.observations)} observations, {len(result.unclaimed)} numbers left alone",
        "bold",
    )


def _plain(text: str, style: str = "") -> Text:
    return Text(_clean(text), style=style)


def _clean(text: str) -> str:
    return text.translate(_CONTROLS)
