"""Figures of the benchmarks, each beside its bar and its yardstick, and the page that shows them.

A benchmark takes the fixture `results`, measures, and says what it found and what it must be:

    def test_search_is_quick(results: Results) -> None:
        against = f"LIKE over the same 100,000 articles, {like:.0f} ms"
        assert results.at_most("Search", "a query by LIKE", ours / like, 0.1, against)
        assert results.at_least("Search", "queries a second", rate, 50, "one core")

The figure is kept whether the bar holds or not; the `assert` makes a missed one fail. Figures of
one item stand together, in the order in which they came. A table of its own, where one number does
not do, is `results.tables[title] = Table(...)`. `make bench` prints all and writes RESULTS.md.
Prefer ratios within one run: the machine's own speed moves by half from hour to hour.
"""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_PACKAGES = ("beautifulsoup4", "duckdb", "lxml", "prefect", "pyarrow", "rjieba", "trafilatura")


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured (`name`, `value`), what it must be (`bar`), and against what."""

    item: str
    name: str
    value: str
    bar: str
    against: str
    holds: bool

    def __str__(self) -> str:
        missed = "" if self.holds else "  MISSED"
        return f"{self.item}: {self.name} {self.value} ({self.bar}; {self.against}){missed}"

    @property
    def row(self) -> tuple[str, ...]:
        """As a row of a table, with its heads in `HEADS`."""
        said = f"{self.name} **{self.value}**"
        return self.item, said, self.bar, self.against, "yes" if self.holds else "no"


HEADS = ("item", "measured", "bar", "against", "holds")


@dataclass(frozen=True, slots=True)
class Table:
    """A table below the figures: a sentence on it, the heads of its columns, its rows."""

    about: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]

    def lines(self) -> list[str]:
        """In Markdown."""
        return [self.about, "", *_table(self.heads, self.rows)]


@dataclass(slots=True)
class Results:
    """What a run of the benchmarks found; `seconds` are those that each file took."""

    figures: list[Figure] = field(default_factory=list)
    tables: dict[str, Table] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)

    def at_most(
        self, item: str, name: str, value: float, bar: float, against: str, unit: str = ""
    ) -> bool:
        """Keep a figure that must not be above `bar`; whether it is not."""
        return self._keep(item, name, value, f"at most {bar:g}{unit}", against, unit, value <= bar)

    def at_least(
        self, item: str, name: str, value: float, bar: float, against: str, unit: str = ""
    ) -> bool:
        """Keep a figure that must not be below `bar`; whether it is not."""
        return self._keep(item, name, value, f"at least {bar:g}{unit}", against, unit, value >= bar)

    def _keep(
        self, item: str, name: str, value: float, bar: str, against: str, unit: str, holds: bool
    ) -> bool:
        self.figures.append(Figure(item, name, f"{value:.3g}{unit}", bar, against, holds))
        return holds

    def lines(self) -> list[str]:
        """All as lines of text, for the terminal."""
        out = [str(one) for one in self._by_item()]
        for title, table in self._all_tables().items():
            out += ["", title, *table.lines()]
        return out

    def page(self, seconds: float) -> str:
        """All as a page in Markdown; `seconds` is what the run took."""
        out = [
            "# Results of the benchmarks here",
            "",
            *machine(),
            f"The run took {seconds / 60:.0f} minutes.",
            "",
        ]
        out += _table(HEADS, [one.row for one in self._by_item()])
        for title, table in self._all_tables().items():
            out += ["", f"## {title}", "", *table.lines()]
        return "\n".join(out) + "\n"

    def _all_tables(self) -> dict[str, Table]:
        rows = [(file, f"{seconds:.0f}") for file, seconds in self.seconds.items()]
        about = "Seconds that each file took, with making its pages and warehouses."
        return {**self.tables, "How long it took": Table(about, ("file", "seconds"), rows)}

    def _by_item(self) -> list[Figure]:
        items = list(dict.fromkeys(one.item for one in self.figures))
        return sorted(self.figures, key=lambda one: items.index(one.item))


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    lines = [heads, ["---"] * len(heads), *rows]
    return [f"| {' | '.join(line)} |" for line in lines]


def machine() -> list[str]:
    """The machine that the figures are of, and the versions that matter."""
    cpu = _first("/proc/cpuinfo", "model name") or platform.processor() or "unknown"
    kilobytes = int((_first("/proc/meminfo", "MemTotal") or "0").split()[0])
    told = ", ".join(f"{name} {found}" for name in _PACKAGES if (found := _version(name)))
    return [
        f"{os.cpu_count()} cores ({cpu}), {kilobytes / 2**20:.0f} GB, {platform.system()}, "
        f"Python {platform.python_version()}; {told}.",
        f"Load when the run ended, its own and that of others: {os.getloadavg()[0]:.1f}.",
    ]


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _first(path: str, name: str) -> str | None:
    """The value of the first line that begins with the name, of a file like `name: value`."""
    file = Path(path)
    lines = file.read_text("utf-8").splitlines() if file.exists() else []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(name)), None)
