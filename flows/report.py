"""What a run did: told to people at its end, and left as tables in Prefect.

The counts are those of the load (new, changed, reread, unchanged, rejected); `unread` are the
pages that were left alone because bytes and rules were as before.
"""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field

from tasks.fetch.report import FetchReport
from tasks.load.load import LoadCounts
from tasks.records import OFF_TOPIC, Reject

MOST_REJECTS = 500  # rows of the table of rejects; all of them stand in the warehouse


@dataclass(slots=True)
class Report:
    """Counts by source, and the first rejects in the order in which they came.

    Nothing here grows with the pages: `rejected` counts rejects by source, reason and whether they
    had bytes; of those off topic none is listed. `fetched` is what the web gave, empty where no
    source of the web was asked. `notes` and `failures` are lines for people; what failed makes the
    run end as an alarm. `has_published` is whether readers see another version than before: not
    where nothing has changed.
    """

    run_id: str
    fetched: FetchReport = field(default_factory=FetchReport)
    counts: dict[str, LoadCounts] = field(default_factory=dict)
    unread: dict[str, int] = field(default_factory=dict)
    flags: Counter[str] = field(default_factory=Counter)
    rejects: list[Reject] = field(default_factory=list)
    rejected: Counter[tuple[str, str, bool]] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    has_published: bool = False

    def reasons(self, source: str, only_with_bytes: bool = False) -> Counter[str]:
        """Why pages of `source` could not be read."""
        found: Counter[str] = Counter()
        for (name, reason, has_bytes), count in self.rejected.items():
            if name == source and (has_bytes or not only_with_bytes):
                found[reason] += count
        return found

    def add(
        self, source: str, counts: LoadCounts, rejects: Sequence[Reject], flags: int = 0
    ) -> None:
        """Add what one batch did; `flags` is how many its pages have together."""
        self.counts[source] = self.counts.get(source, LoadCounts()) + counts
        self.rejected.update((source, one.reason, bool(one.sha256)) for one in rejects)
        told = [one for one in rejects if one.reason != OFF_TOPIC]
        self.rejects += told[: MOST_REJECTS - len(self.rejects)]
        self.flags[source] += flags

    @property
    def total(self) -> LoadCounts:
        return sum(self.counts.values(), LoadCounts())

    @property
    def alarms(self) -> str:
        """What failed, and the sources that fell silent, in words; empty for none."""
        silent = [
            f"{one.source}: {one.judgement.verdict.value}: {one.judgement.detail}"
            for one in self.fetched.alarms()
            if one.judgement
        ]
        return "; ".join([*silent, *self.failures])

    def counted(self) -> dict[str, int]:
        """All counts that are not zero, by name."""
        counts = asdict(self.total) | {"pages_not_read_again": sum(self.unread.values())}
        return {name: count for name, count in counts.items() if count}

    def in_words(self) -> str:
        """The counts as a line, such as `131 new, 9 rejected; 2,283 observations added`."""
        kinds = {
            name.removeprefix("pages_").replace("_", " "): count
            for name, count in self.counted().items()
            if name.startswith("pages_")
        }
        pages = [f"{count:,} {kind}" for kind, count in kinds.items()]
        total = self.total
        told = [", ".join(pages) or "no pages"]
        if total.observations_added or total.observations_removed:
            told.append(f"{total.observations_added:,} observations added, "
                        f"{total.observations_removed:,} removed")  # fmt: skip
        return "; ".join(told)

    def rows(self) -> list[dict[str, object]]:
        """One row a source, for the table of the run."""
        names = dict.fromkeys([*self.fetched.sources, *self.unread, *self.counts])
        return [self._row(name) for name in names]

    def _row(self, name: str) -> dict[str, object]:
        fetched, counts = self.fetched.sources.get(name), self.counts.get(name, LoadCounts())
        return {
            "source": name,
            "fetched": fetched.fetched if fetched else None,
            "new": counts.pages_new,
            "changed": counts.pages_changed,
            "read again": counts.pages_reread,
            "unchanged": counts.pages_unchanged + self.unread.get(name, 0),
            "rejected": counts.pages_rejected,
            "off topic": counts.pages_off_topic,
            "observations added": counts.observations_added,
            "observations removed": counts.observations_removed,
            "flags": self.flags[name],
        }

    def reject_rows(self) -> list[dict[str, object]]:
        """One row a reject, for the table of rejects."""
        return [{name: str(getattr(one, name)) for name in _REJECT_COLUMNS} for one in self.rejects]


def escape_row(row: Mapping[str, object]) -> dict[str, object]:
    """A row of a table whose texts are no markup."""
    return {key: escape(one) if isinstance(one, str) else one for key, one in row.items()}


_REJECT_COLUMNS = ("source", "page", "reason", "detail")
_MARKDOWN = str.maketrans({sign: f"\\{sign}" for sign in "\\`[]|"} | {"\n": " ", "\r": " "})


def escape(text: str) -> str:
    """Text of a page such that neither HTML nor Markdown takes any of it for markup."""
    return html.escape(text).translate(_MARKDOWN)
