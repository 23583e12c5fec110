"""What an operator may set, in one place: from the environment, then from a file, then a default.

The file is `deployments/settings.toml`, or the one that GONGHUI_SETTINGS names; a variable is
called like its setting, in capitals behind GONGHUI_. Nothing here imports Prefect: its environment
must be set before anything does. What the user has set there always wins.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from tasks.errors import InputError
from tasks.fetch.cron import CronLine
from warehouse.layout import Layout

_HERE = Path(__file__).resolve().parents[1]
PREFIX = "GONGHUI_"
Seconds = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Folder = Annotated[Path, AfterValidator(lambda path: path.expanduser().absolute())]


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings with their defaults; deployments/settings.toml says what each is for."""

    data: Folder
    sources: Folder
    corrections: Folder | None = None
    when_busy: Literal["wait", "cancel"] = "wait"
    wait_seconds: Seconds = 600.0
    keep: Annotated[int, Field(ge=0, le=1000)] = 3
    changed_share: Annotated[float, Field(gt=0, le=1)] = 0.05
    export: Folder | None = None
    export_schedule: CronLine | None = None
    disk_free_mb: Annotated[int, Field(ge=0)] = 1024
    log: Literal["plain", "json"] = "plain"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @property
    def layout(self) -> Layout:
        return Layout(self.data, self.keep, self.corrections)

    @property
    def archive(self) -> Path:
        """The folder of what was fetched."""
        return self.layout.archive

    @property
    def export_folder(self) -> Path:
        """Where the flow `export` writes to."""
        return self.export or self.data / "export"

    @property
    def export_lock(self) -> Path:
        """Held by the process that exports."""
        return self.data / "export.lock"

    @property
    def patience(self) -> float:
        """Seconds that a run waits for another one that is writing."""
        return self.wait_seconds if self.when_busy == "wait" else 0.0


def project_root() -> Path:
    """The checkout that this code stands in; the current folder where there is none."""
    return _HERE if (_HERE / "pyproject.toml").is_file() else Path.cwd()


def settings_file() -> Path:
    """The file of settings, whether it is there or not."""
    named = os.environ.get(f"{PREFIX}SETTINGS")
    return Path(named or project_root() / "deployments" / "settings.toml").expanduser().absolute()


def get_settings() -> Settings:
    """The settings of this process; raises InputError naming what is wrong and where it stands."""
    return read_settings()[0]


def read_settings() -> tuple[Settings, dict[str, str]]:
    """The settings, and for each the place that it comes from."""
    file = settings_file()
    places = (
        ("the environment", _from_environment(os.environ)),
        (str(file), _from_file(file)),
        ("the default", _default_places()),
    )
    values: dict[str, Any] = {}
    origins: dict[str, str] = {}
    for place, found in places:
        for name, value in found.items():
            if name not in values:
                values[name], origins[name] = value, place
    try:
        settings = TypeAdapter(Settings).validate_python(values)
    except ValidationError as error:
        raise InputError(_explain(error, origins)) from error
    return settings, {name: origins.get(name, "the default") for name in _NAMES}


_NAMES = tuple(field.name for field in fields(Settings))


def _default_places() -> dict[str, Path]:
    root = project_root()
    return {
        "data": root / "data",
        "sources": root / "deployments" / "sources.yaml",
        "corrections": root / "warehouse" / "corrections.yaml",
    }


def _from_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """What is set there; an empty variable counts as not set."""
    named = {name: environment.get(PREFIX + name.upper(), "") for name in _NAMES}
    return {name: value for name, value in named.items() if value}


def _from_file(file: Path) -> dict[str, Any]:
    """What stands in the file; relative paths start at its folder."""
    if not file.is_file():
        if os.environ.get(f"{PREFIX}SETTINGS"):
            raise InputError(f"{file}: there is no such file (GONGHUI_SETTINGS names it)")
        return {}
    try:
        found = tomllib.loads(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"{file}: cannot be read ({error})") from error
    unknown = sorted(found.keys() - set(_NAMES))
    if unknown:
        raise InputError(f"{file}: there is no setting '{unknown[0]}'; known: {', '.join(_NAMES)}")
    for name in {"data", "sources", "corrections", "export"} & found.keys():
        found[name] = file.parent / Path(str(found[name])).expanduser()
    return found


def _explain(error: ValidationError, origins: Mapping[str, str]) -> str:
    first = error.errors()[0]
    name = str(first["loc"][0])
    return f"setting '{name}' (from {origins[name]}): {first['msg']}, but is {first['input']!r}"


def prepare_prefect(settings: Settings, *, by_hand: bool = True) -> None:
    """Set Prefect's environment: its home in the data folder, its log, and no calls home.

    A home or an API that the user has set is used as it is. `by_hand` keeps Prefect's log off the
    terminal, for there the command tells what happens.
    """
    if "PREFECT_API_URL" not in os.environ:
        os.environ.setdefault("PREFECT_HOME", str(settings.data / "prefect"))
    log = {"PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL"} if by_hand else {}
    as_json = _JSON_LOG if settings.log == "json" else {}
    for name, value in (_PREFECT | log | as_json).items():
        os.environ.setdefault(name, value)


# Only the first two together keep Prefect from calling home.
_PREFECT = {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "180",
    "PREFECT_LOGGING_EXTRA_LOGGERS": "gonghui",  # our events stand in Prefect's pages too
    "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",  # those of `serve` belong to no run
}
_JSON_LOG = {
    "PREFECT_LOGGING_HANDLERS_CONSOLE_FORMATTER": "json",
    "PREFECT_LOGGING_FORMATTERS_JSON_CLASS": "flows.logs.JsonLines",
    "PREFECT_LOGGING_COLORS": "false",
}
