"""`gonghui evaluate`: read annotated pages, score them, and show scores and misses."""

from __future__ import annotations

from fnmatch import fnmatch
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from flows.extract import read_rows
from flows.progress import reporting
from flows.settings import project_root
from tasks.errors import InputError
from tasks.evaluate import FIELDS, PARTS, Evaluation, Tally, evaluate, read_gold, read_scored
from tasks.fetch.files import PageFile
from tasks.normalize.codebook import load_codebook

_STYLES = {"missed": "red", "surplus": "yellow", "differs": "cyan", "field": "magenta"}


def show_scores(folder: Path, only: str = "*", misses: bool = True) -> Evaluation:
    """Score the pages of `folder` and print the result; raises InputError without gold pages."""
    golds = {page: row for page, row in read_gold(folder).items() if fnmatch(page, only)}
    if not golds:
        raise InputError(f"{folder / 'gold.jsonl'}: no page is called like {only}")
    guesses = {}
    with reporting() as told:
        told.begin("Reading pages", len(golds))
        for row in read_rows([PageFile(folder / page, page) for page in golds]):
            guesses[row["page"]] = row
            told.advance()
    result = evaluate(golds, guesses, _scored(folder))
    console = Console(highlight=False)
    if misses:
        _print_misses(console, result)
    console.print(_metric_table(result))
    console.print(_field_table(result))
    _print_totals(console, result)
    return result


def _scored(folder: Path) -> frozenset[str]:
    """The metrics that count: the folder's codebook.csv, else that of tests/gold, else all."""
    for path in (folder / "codebook.csv", project_root() / "tests" / "gold" / "codebook.csv"):
        if path.is_file():
            return read_scored(path)
    return frozenset(load_codebook().metrics)


def _print_misses(console: Console, result: Evaluation) -> None:
    for miss in result.misses:
        line = Text(f"{miss.page} ")
        line.append(f"{miss.kind:<8}", style=_STYLES[miss.kind])
        line.append(f" {miss.what}")
        line.append(f" 「{miss.words}」" if miss.words else "", style="dim")
        console.print(line, soft_wrap=True)


def _metric_table(result: Evaluation) -> Table:
    table = Table("metric", title="By metric", title_justify="left", box=None, pad_edge=False)
    for name in ("wanted", "given", "core P", "core R", "core F1", "full F1"):
        table.add_column(name, justify="right")
    for code, (core, full) in sorted(result.by_metric.items(), key=lambda kv: -kv[1][0].wanted):
        table.add_row(
            code,
            str(core.wanted),
            str(core.given),
            *(f"{n:.3f}" for n in (core.precision, core.recall, core.f1, full.f1)),
        )
    return table


def _field_table(result: Evaluation) -> Table:
    table = Table("field", title="By field", title_justify="left", box=None, pad_edge=False)
    table.add_column("right", justify="right")
    table.add_column("of", justify="right")
    table.add_column("share", justify="right")
    found = result.core.found
    rows = [(part, result.agreeing[part], found) for part in PARTS]
    rows += [(name, result.fields[name], result.pages) for name in FIELDS]
    for name, right, of in rows:
        table.add_row(name, str(right), str(of), f"{right / of if of else 0:.3f}")
    return table


def _print_totals(console: Console, result: Evaluation) -> None:
    for name, tally in (("core", result.core), ("full", result.full)):
        console.print(f"{name}: {_line(tally)}", soft_wrap=True)


def _line(tally: Tally) -> str:
    return (
        f"precision {tally.precision:.3f}  recall {tally.recall:.3f}  F1 {tally.f1:.3f}  "
        f"({tally.found} of {tally.wanted} found, {tally.given} given)"
    )
