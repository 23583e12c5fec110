"""What each flow may be asked: the model behind Prefect's form, and behind the command line.

What does not fit is refused before a run starts: Prefect's server checks against the JSON schema
that `deploy` hands it, with the names of the sources that were configured then.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from flows.settings import get_settings
from tasks.errors import GonghuiError
from tasks.fetch.kinds import NAME
from tasks.fetch.registry import read_sources
from tasks.partial_date import PartialDate


def _name_sources(schema: dict[str, Any]) -> None:
    """Let the form offer the configured sources, and refuse others."""
    try:
        names = list(read_sources(get_settings().sources))
    except GonghuiError:
        return  # the run will tell what is wrong with the file
    if names:
        schema["items"] = {"type": "string", "enum": names}


Name = Annotated[str, StringConstraints(pattern=NAME)]
Path = Annotated[str, StringConstraints(min_length=1)]
Count = Annotated[int, Field(ge=1)]
Sources = Annotated[tuple[str, ...], Field(
    description="Sources of deployments/sources.yaml; none means all of them.",
    json_schema_extra=_name_sources,
)]  # fmt: skip
Wait = Annotated[float | None, Field(
    ge=0, description="Seconds to wait for another run that is writing, instead of the settings'.",
)]  # fmt: skip


Workers = Annotated[int, Field(
    ge=1, le=256, description="Processes that read pages; as many as there are cores.",
)]  # fmt: skip


# Prefect's server does not look at the format `date`, but at patterns: so this knows the months'
# lengths and the leap years of the Gregorian calendar.
_LEAP_YEAR = r"(\d\d(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)"
_DAY: dict[str, Any] = {"pattern": (
    r"^(?!0000)(\d{4}-((0[13578]|1[02])-(0[1-9]|[12]\d|3[01])|(0[469]|11)-(0[1-9]|[12]\d|30)"
    rf"|02-(0[1-9]|1\d|2[0-8]))|{_LEAP_YEAR}-02-29)$"
)}  # fmt: skip


class Asked(BaseModel):
    """What every flow's parameters have in common."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    wait_seconds: Wait = None

    def record(self) -> dict[str, object]:
        """What was asked for beyond the defaults, as the warehouse keeps it."""
        return self.model_dump(mode="json", exclude_defaults=True)


class Windowed(Asked):
    """Pages of some days; those without a date are always within."""

    since: Annotated[date | None, Field(
        description="Leave out pages that were published before this day.",
        json_schema_extra=_DAY,
    )] = None  # fmt: skip
    until: Annotated[date | None, Field(
        description="Leave out pages that were published after this day.",
        json_schema_extra=_DAY,
    )] = None  # fmt: skip

    @model_validator(mode="after")
    def _in_order(self) -> Windowed:
        if self.since and self.until and self.until < self.since:
            raise ValueError("`until` lies before `since`")
        return self

    def covers(self, published: PartialDate | None) -> bool:
        """Whether a page published then may be loaded."""
        if published is None:
            return True
        too_old = self.since is not None and published.last() < self.since
        return not too_old and (self.until is None or published.first() <= self.until)


# What the model refuses of fields together, for the server; of two days it cannot know the order.
_NOT_TOGETHER: dict[str, Any] = {"not": {"anyOf": [
    {
        "description": "sources and paths",
        "required": ["sources", "paths"],
        "properties": {"sources": {"minItems": 1}, "paths": {"minItems": 1}},
    },
    {
        "description": "a name without paths",
        "required": ["name"],
        "properties": {"name": {"type": "string"}, "paths": {"maxItems": 0}},
    },
]}}  # fmt: skip


class Ingest(Windowed):
    """Which pages are loaded, and how."""

    model_config = ConfigDict(json_schema_extra=_NOT_TOGETHER)

    sources: Sources = ()
    paths: Annotated[tuple[Path, ...], Field(
        description="Files, folders or globs on the machine that runs this, instead of sources.",
    )] = ()  # fmt: skip
    name: Annotated[Name | None, Field(
        description="The source that `paths` belong to; else the one they lie in, or their folder.",
    )] = None  # fmt: skip
    limit: Annotated[Count | None, Field(
        description="Read at most this many pages.",
    )] = None  # fmt: skip
    dry_run: Annotated[bool, Field(
        description="Read and count, but fetch, load and publish nothing.",
    )] = False  # fmt: skip
    workers: Workers = 1
    force: Annotated[bool, Field(
        description="Read pages again although neither they nor the rules have changed.",
    )] = False  # fmt: skip

    @model_validator(mode="after")
    def _one_or_the_other(self) -> Ingest:
        if self.sources and self.paths:
            raise ValueError("name `sources` or `paths`; `name` says to which source paths belong")
        if self.name and not self.paths:
            raise ValueError("`name` is for `paths`; for a source of the file use `sources`")
        return self


class Reprocess(Asked):
    """What is read again out of the archive."""

    sources: Sources = ()
    due: Annotated[bool, Field(
        description="Leave out pages that today's rules have read already.",
    )] = False  # fmt: skip
    workers: Workers = 1


class Backfill(Asked):
    """Which WARC files are read in bulk, and by whom."""

    model_config = ConfigDict(json_schema_extra={"not": {
        "description": "a scheduler and workers",
        "required": ["scheduler", "workers"],
        "properties": {"scheduler": {"type": "string"}, "workers": {"type": "integer"}},
    }})  # fmt: skip

    paths: Annotated[tuple[Path, ...], Field(
        min_length=1,
        description="WARC files, folders, globs or lists of them, as paths or urls (s3://…).",
    )]  # fmt: skip
    name: Annotated[Name | None, Field(
        description="The source that the pages belong to; else the folder of the first path.",
    )] = None  # fmt: skip
    base: Annotated[Path | None, Field(
        description="Where the names in lists start, such as s3://commoncrawl/; else beside them.",
    )] = None  # fmt: skip
    parts: Annotated[Path | None, Field(
        description="Folder or url of the parts, that all workers see; else the data folder's.",
    )] = None  # fmt: skip
    scheduler: Annotated[str | None, Field(
        pattern=r"^[a-z]+://", description="Address of a Dask scheduler, such as tcp://head:8786.",
    )] = None  # fmt: skip
    workers: Annotated[int | None, Field(
        ge=1, le=256, description="Processes on this machine instead; as many as there are cores.",
    )] = None  # fmt: skip
    range_mb: Annotated[float, Field(
        gt=0, description="Larger files are read in ranges of about this many megabytes.",
    )] = 128.0  # fmt: skip
    page_seconds: Annotated[float, Field(
        gt=0, description="A page that takes longer, twice, is given up.",
    )] = 120.0  # fmt: skip
    dry_run: Annotated[bool, Field(
        description="Count the shards that are to be read, and leave it.",
    )] = False  # fmt: skip

    @model_validator(mode="after")
    def _one_cluster(self) -> Backfill:
        if self.scheduler and self.workers:
            raise ValueError("a `scheduler` has its own workers: leave `workers` out")
        return self


class Publish(Asked):
    """How what is loaded is published."""

    dry_run: Annotated[bool, Field(
        description="Check whether it could be published, and leave it.",
    )] = False  # fmt: skip


class Export(Asked):
    """Where an export goes."""

    folder: Annotated[Path | None, Field(
        description="A new folder or that of an earlier export, instead of the settings'.",
    )] = None  # fmt: skip
