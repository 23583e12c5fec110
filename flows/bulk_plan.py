"""What a backfill has to do: the shards of what was named, and those that are to be read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from flows.parameters import Backfill
from flows.settings import Settings
from tasks.errors import InputError
from tasks.fetch.registry import read_sources
from tasks.shards.parts import Marker, Parts
from tasks.shards.places import absolute
from tasks.shards.plan import name_source, plan_shards
from tasks.shards.shard import Shard


class Plan(NamedTuple):
    """All shards in their order, those that no part holds yet, and where the parts are."""

    shards: Sequence[Shard]
    due: Sequence[Shard]
    parts: Parts

    def __str__(self) -> str:
        size = sum(one.size for one in self.due) / 1e6
        told = f"{len(self.shards):,} shard{'s' * (len(self.shards) != 1)}"
        return f"{told}, {len(self.due):,} to be read ({size:,.1f} MB)"


def plan(asked: Backfill, settings: Settings, rules: str) -> Plan:
    """The plan for reading with `rules`; raises InputError where nothing was named."""
    source = asked.name or name_source(asked.paths[0])
    known = read_sources(settings.sources).get(source)
    region = known.region if known else None
    size = int(asked.range_mb * 1e6)
    shards = plan_shards(asked.paths, source, region, asked.base, size)
    if not shards:
        raise InputError(f"there are no WARC files in {', '.join(asked.paths)}")
    parts = Parts(absolute(asked.parts) if asked.parts else str(settings.data / "parts"))
    before = parts.markers()
    due = [one for one in shards if not is_read(before.get(one.key), rules)]
    return Plan(shards, due, parts)


def is_read(marker: Marker | None, rules: str) -> bool:
    """Whether a shard was read by these rules."""
    return marker is not None and marker.rules == rules
