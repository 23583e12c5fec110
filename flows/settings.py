"""Where things lie: the data folder and the file of sources, and how Prefect is to behave here.

Nothing here imports Prefect; its environment must be set before anything does. What the user has
set in the environment always wins.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from warehouse.layout import Layout

_HERE = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Settings:
    """`data` is the folder of the databases, `sources` the file deployments/sources.yaml."""

    data: Path
    sources: Path

    @property
    def layout(self) -> Layout:
        return Layout(self.data)

    @property
    def archive(self) -> Path:
        """The folder of what was fetched."""
        return self.data / "archive"


def project_root() -> Path:
    """The checkout that this code stands in; the current folder where there is none."""
    return _HERE if (_HERE / "pyproject.toml").is_file() else Path.cwd()


def get_settings() -> Settings:
    """GONGHUI_DATA and GONGHUI_SOURCES, or `data` and `deployments/sources.yaml` of the project."""
    root = project_root()
    return Settings(
        data=Path(os.environ.get("GONGHUI_DATA") or root / "data").absolute(),
        sources=Path(
            os.environ.get("GONGHUI_SOURCES") or root / "deployments" / "sources.yaml"
        ).absolute(),
    )


def prepare_prefect(data: Path) -> None:
    """Set Prefect's environment: its home in the data folder, silent, and no calls home.

    A home or an API that the user has set is used as it is.
    """
    if "PREFECT_API_URL" not in os.environ:
        os.environ.setdefault("PREFECT_HOME", str(data / "prefect"))
    for name, value in _PREFECT.items():
        os.environ.setdefault(name, value)


# Only the first two together keep Prefect from calling home.
_PREFECT = {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "180",
    "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",  # the command line tells what happens
}
