"""What `gonghui review` shows and asks in a terminal.

Text of a page is printed as plain text, with its control characters made harmless.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import typer
from pydantic import ValidationError
from rich.console import Console
from rich.text import Text

from warehouse.corrections import Reading, Verdict
from warehouse.doubts import Doubt, Lost
from warehouse.render import plain_number, to_printable

_KEYS = "[a]ccept  [c]orrect  [r]eject  [s]kip  [q]uit"
_VERDICTS: dict[str, Verdict] = {"a": "accept", "c": "correct", "r": "reject"}


class Quit(Exception):
    """The person has had enough."""


def show_list(items: Sequence[Doubt]) -> None:
    """The items, most doubtful first, in two lines each: a table of them would need 120 columns."""
    console = Console(highlight=False, soft_wrap=True)
    for one in items:
        what = f"{_value(one)} {one.unit} ({one.said.statistic}), {one.region_name or 'no region'}"
        console.print(Text(f"{one.observation_id[:8]}  {one.said.metric} {what}"))
        words = Text(f"{'':10}“{_clean(one.quote)}”  {_clean(one.page)}  ", "dim")
        console.print(words.append(", ".join(_reasons(one)), "yellow"))
    if not items:
        console.print("Nothing to review.")


def show_lost(lost: Sequence[Lost]) -> None:
    """The corrections whose figure is gone, which only their file can mend."""
    console = Console(highlight=False, soft_wrap=True)
    for one in lost:
        told = f"Entry {one.correction_no}: {one.raised_because}: {one.quote} ({one.page})"
        console.print(Text(_clean(told), "yellow"))
    if lost:
        console.print("Change or delete these in the file of corrections.\n")


def ask_decision(
    console: Console, item: Doubt, place: str, by: str
) -> tuple[Verdict, dict[str, object], str] | None:
    """Show one item and ask; None for one that is skipped. Raises Quit."""
    for line in _describe(item, place):
        console.print(line, soft_wrap=True)
    while (key := typer.prompt(_KEYS, prompt_suffix=f"  ({by}) > ").strip().lower()[:1]) != "s":
        if key == "q":
            raise Quit
        if key in _VERDICTS:
            meant = _ask_meant(console, item) if key == "c" else {}
            if key == "c" and not meant:
                console.print("Nothing was changed; accept it, or skip.")
                continue
            reason = typer.prompt("reason", default="as the page says" if key == "a" else None)
            return _VERDICTS[key], meant, reason
    return None


def _ask_meant(console: Console, item: Doubt) -> dict[str, object]:
    """The columns that the person changes; - empties one, Enter leaves it."""
    console.print("Enter leaves a column as it is, - empties it.", style="dim")
    meant: dict[str, object] = {}
    for name in Reading.model_fields:
        was = getattr(item.said, name)
        shown = plain_number(was) if name == "value" else "-" if was is None else str(was)
        while (answer := typer.prompt(f"  {name}", default=shown).strip()) != shown:
            value = None if answer == "-" else answer
            try:
                Reading.model_validate({name: value})
            except ValidationError as error:
                told = error.errors()[0]["msg"].removeprefix("Value error, ")
                console.print(Text(f"    {told}", "red"))
                continue
            meant[name] = value
            break
    return meant


def _describe(item: Doubt, place: str) -> Iterator[Text]:
    yield Text()
    yield Text(f"{place}  {item.observation_id[:8]}  ", "dim").append(
        ", ".join(_reasons(item)), "yellow"
    )
    told = [item.title or "(no title)", item.publisher or "no source", item.published or "no date"]
    yield Text(_clean(" · ".join(map(str, told))), "bold")
    yield Text(f"{item.source}: {_clean(item.url)}", "dim")
    yield Text()
    words = Text(f"…{_clean(item.before)}").append(_clean(item.quote), "bold reverse")
    yield words.append(f"{_clean(item.after)}…")
    yield Text()
    said = item.said
    yield Text(f"  {said.metric} {item.metric_name or ''} ", "green").append(
        f"{_value(item)} {item.unit} ({said.statistic})", "bold green"
    )
    region = f"{said.region_code or 'not told'} {item.region_name or ''} {said.place or ''}"
    yield Text(f"  region {region.rstrip()}")
    yield Text(f"  period {said.period_start or '…'} to {said.period_end or 'not told'}")
    yield Text(f"  rule   {item.rule}, confidence {item.confidence:.2f}", "dim")
    for value, bound, publisher, url in item.others[:5]:
        shown = f"  others {'' if bound == '=' else bound}{plain_number(value)}"
        yield Text(f"{shown}  {publisher or ''} {_clean(url)}", "cyan")
    yield Text()


def _value(item: Doubt) -> str:
    bound = "" if item.said.bound in (None, "=") else str(item.said.bound)
    return bound + ("" if item.said.value is None else plain_number(item.said.value))


def _reasons(item: Doubt) -> Iterable[str]:
    if item.raised_because:
        yield f"again: {item.raised_because}"
    if item.is_contested:
        yield "other stories say otherwise"
    if item.confidence < 1:
        yield f"confidence {item.confidence:.2f}"
    yield from item.flags


def _clean(text: str) -> str:
    return to_printable(text).replace("\n", " ").replace("\t", " ")
