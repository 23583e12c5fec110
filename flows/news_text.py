"""What is new since the version before, as Markdown for a person who did not watch the run."""

from __future__ import annotations

from decimal import Decimal
from urllib.parse import quote, urlsplit

from flows.report import escape
from warehouse.news import LISTED, Change, Conflict, News
from warehouse.render import plain_number

_CONFLICTS = 20
_HEAD = (
    "| region | metric | period | old | new | page |",
    "| --- | --- | --- | ---: | ---: | --- |",
)


def news_in_markdown(news: News) -> str:
    """Counts, then a table of figures (region, old and new value, page), then new conflicts."""
    head = "First version: " if news.is_first else ""
    counts = f"{news.fresh:,} facts new, {news.other:,} with another value, {news.gone:,} gone"
    lines = [f"{head}{counts}; {len(news.conflicts):,} new conflicts.", ""]
    if news.changes:
        lines += [*_HEAD, *map(_change, news.changes)]
    beyond = news.fresh + news.other + news.gone - len(news.changes)
    if beyond:
        lines += ["", f"… and {beyond:,} more; the first {LISTED} are listed."]
    if news.conflicts:
        lines += ["", "## Stories that exclude each other", ""]
        lines += [_conflict(one) for one in news.conflicts[:_CONFLICTS]]
    return "\n".join(lines) + "\n"


def _change(one: Change) -> str:
    cells = (
        escape(f"{one.region}{one.place}"),
        escape(one.metric),
        str(one.period_end or ""),
        _value(one.old),
        _value(one.new),
        link(one.url),
    )
    return f"| {' | '.join(cells)} |"


def _conflict(one: Conflict) -> str:
    where = f"{escape(one.region)}, {escape(one.metric)}"
    low = f"{_value(one.low)} ({link(one.low_url)})"
    return f"- {where}: {low} or {_value(one.high)} ({link(one.high_url)})"


def _value(value: Decimal | None) -> str:
    return "" if value is None else plain_number(value)


def link(url: str) -> str:
    """A link to a page on the web; the name of a file, for browsers open none from a page."""
    parts = urlsplit(url)
    if parts.scheme in ("http", "https"):
        return f"[{escape(parts.netloc)}]({quote(url, safe=_SAFE)})"
    return escape(parts.path.rpartition("/")[2] or url)


_SAFE = ":/?#@!$&'*+,;=%-._~"  # of a URL's own signs all but those that end a Markdown link
