"""What runs when: the deployments of this installation, out of sources.yaml and the settings.

`gonghui deployments` writes them as deployments/prefect.yaml for `prefect deploy`, and `gonghui
serve` runs them in one process; so there is one home for a schedule. Nothing here needs Prefect.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from flows.settings import Settings, project_root
from tasks.clock import ZONE
from tasks.errors import InputError
from tasks.fetch.registry import read_sources

POOL = "gonghui"
TAG = "gonghui"


@dataclass(frozen=True, slots=True)
class Planned:
    """One deployment: a flow with parameters and, unless it is run by hand, a cron line."""

    flow: str
    name: str
    description: str
    cron: str | None = None
    asked: dict[str, object] = field(default_factory=dict)

    @property
    def entrypoint(self) -> str:
        """Where the flow stands, relative to the root of the project."""
        return f"flows/{self.flow}.py:{self.flow}"

    @property
    def parameters(self) -> dict[str, object]:
        return {"asked": self.asked} if self.asked else {}


def plan(settings: Settings) -> list[Planned]:
    """Every deployment, sources first; raises InputError for a sources file that is wrong."""
    found = [
        Planned("ingest", source.name, f"Load what is new of: {source.publisher}",
                source.schedule, {"sources": [source.name]})
        for source in read_sources(settings.sources).values()
    ]  # fmt: skip
    return [
        *found,
        Planned("ingest", "by-hand", "Load sources or paths of your choice; all sources if none."),
        Planned("backfill", "backfill", "Load WARC files in bulk, on a cluster if there is one."),
        Planned("reprocess", "reprocess", "Read all that is archived again with today's rules."),
        Planned("publish", "publish", "Put what is loaded in the place of what analysts see."),
        Planned("export", "export", "Write Parquet, CSV and a data package.",
                settings.export_schedule),
    ]  # fmt: skip


def prefect_file() -> Path:
    """The file that `prefect deploy` reads."""
    return project_root() / "deployments" / "prefect.yaml"


_HEAD = """\
# Written by `gonghui deployments` from sources.yaml and settings.toml: change those, not this.
#
#   prefect --no-prompt work-pool create gonghui --type process     (once)
#   prefect --no-prompt deploy --prefect-file deployments/prefect.yaml --all
#
# To be typed in the project's folder. Cron lines are in Chinese time, whatever the machine's zone.

"""


def to_yaml(planned: list[Planned]) -> str:
    """The text of deployments/prefect.yaml."""
    content = {"name": "gonghui", "deployments": [_deployment(one) for one in planned]}
    text = yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=99)
    return _HEAD + text.replace("\n- ", "\n\n- ")


def _deployment(one: Planned) -> dict[str, Any]:
    timed = [{"cron": one.cron, "timezone": ZONE}] if one.cron else []
    return {
        "name": one.name,
        "description": one.description,
        "entrypoint": one.entrypoint,
        "tags": [TAG],
        "parameters": one.parameters,
        "schedules": timed,
        "work_pool": {"name": POOL},
    }


def write_prefect_file(settings: Settings) -> str:
    """Write deployments/prefect.yaml anew; returns a line that says what came of it.

    Raises InputError where it cannot be written, or the sources file is wrong.
    """
    planned, file = plan(settings), prefect_file()
    timed = sum(one.cron is not None for one in planned)
    text = to_yaml(planned)
    changed = not file.is_file() or file.read_text("utf-8") != text
    try:
        file.write_text(text, "utf-8")
    except OSError as error:
        raise InputError(f"{file}: cannot be written ({error.strerror})") from error
    told = "written" if changed else "as it was"
    return f"{file}: {told}; {len(planned)} deployments, {timed} of them with a schedule"
