"""What sources.yaml may say of fetching as a whole, beside its sources: the key `fetch`.

All of it has a default; most operators set nothing but the contact. The limits that guard us
(sizes, redirects, header bytes) are no options: nobody has a reason to weaken them.
"""

from __future__ import annotations

import ipaddress
from datetime import timedelta
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from tasks.fetch.settings import FetchSettings


def _check_network(text: str) -> str:
    ipaddress.ip_network(text)
    return text


class FetchOptions(BaseModel):
    """How all sources are fetched.

    `concurrency` is requests at once over all hosts, `deadline` the seconds that a whole response
    may take, `attempts` how often a url is asked if its host is in trouble, `window_hours` how
    long a run that was broken off is gone on with, `rotate_mb` the size of an archive file.
    `authorities` are PEM files of certificate authorities to trust beside the public ones;
    `allow_networks` are networks that may be asked although they are not public (a mirror in the
    house).
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    concurrency: int = Field(default=16, ge=1, le=256)
    deadline: float = Field(default=60.0, ge=1, le=3600)
    attempts: int = Field(default=3, ge=1, le=10)
    window_hours: float = Field(default=24.0, gt=0, le=24 * 30)
    rotate_mb: int = Field(default=512, ge=1, le=100_000)
    authorities: tuple[str, ...] = ()
    allow_networks: tuple[Annotated[str, AfterValidator(_check_network)], ...] = ()

    def as_settings(self, contact: str, folder: Path) -> FetchSettings:
        """The settings of a run; relative paths start at `folder`, that of the sources file."""
        return FetchSettings(
            contact=contact,
            concurrency=self.concurrency,
            deadline=self.deadline,
            attempts=self.attempts,
            window=timedelta(hours=self.window_hours),
            rotate_at=self.rotate_mb * 2**20,
            authorities=tuple(folder / Path(path).expanduser() for path in self.authorities),
            allow_networks=self.allow_networks,
        )
