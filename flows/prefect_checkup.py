"""The check of `gonghui doctor` on Prefect: asked over HTTP, because importing it takes seconds.

Without an address of a server there is nothing to reach: every command starts one of its own.
"""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import ProxyHandler, Request, build_opener

from flows.findings import Finding, bad, note, ok
from flows.schedules import POOL, Planned, plan, prefect_file, to_yaml
from flows.settings import Settings
from tasks.errors import GonghuiError

_SECONDS = 5.0


def check_prefect(settings: Settings) -> Iterator[Finding]:
    """The server, its version, what is deployed there, and whether anybody works it off."""
    try:
        planned = plan(settings)
    except GonghuiError:
        return  # told by the check of the sources
    if prefect_file().is_file() and prefect_file().read_text("utf-8") != to_yaml(planned):
        told = f"{prefect_file().name} is older than sources and settings"
        yield note("prefect", told, "gonghui deployments, then deploy it")
    api = api_url()
    if api is None:
        yield ok("prefect", f"{version('prefect')}, a server of its own for each run")
        return
    try:
        yield from _server(api, planned)
    except (OSError, ValueError) as error:
        advice = (
            "start it (systemctl start gonghui-server or gonghui-serve) or unset PREFECT_API_URL"
        )
        yield bad("prefect", no_answer(api, error), advice)


def no_answer(api: str, error: OSError | ValueError) -> str:
    """That the server did not answer, and why."""
    reason = error.reason if isinstance(error, URLError) else error
    return f"no answer from {api} ({reason})"


def api_url() -> str | None:
    """PREFECT_API_URL, or that of the active profile of Prefect's home; None where none is set."""
    if os.environ.get("PREFECT_API_URL"):
        return os.environ["PREFECT_API_URL"].rstrip("/")
    profiles = Path(os.environ.get("PREFECT_HOME", "~/.prefect")).expanduser() / "profiles.toml"
    try:
        found = tomllib.loads(profiles.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    named = os.environ.get("PREFECT_PROFILE") or found.get("active")
    url = found.get("profiles", {}).get(named, {}).get("PREFECT_API_URL")
    return str(url).rstrip("/") if url else None


def _server(api: str, planned: list[Planned]) -> Iterator[Finding]:
    there, here = str(ask(api, "/admin/version")), version("prefect")
    if there == here:
        yield ok("prefect", f"{here} at {api}")
    else:
        told = f"the server at {api} is {there}, this program's Prefect is {here}"
        yield note("prefect", told, "run the server from the same .venv")
    deployed = {row["name"] for row in ask(api, "/deployments/filter", {"limit": 200})}
    missing = [one.name for one in planned if one.name not in deployed]
    if not deployed:
        yield note("schedules", "nothing is deployed there", "see 'Operate it' in the README")
    elif missing:
        yield note("schedules", f"not deployed: {', '.join(missing)}", "deploy again")
    else:
        yield ok("schedules", f"{len(deployed)} deployments")
    for pool in ask(api, "/work_pools/filter", {}):
        if pool["name"] == POOL and pool.get("status") != "READY":
            told, advice = f"no worker is at work for the pool '{POOL}'", "start gonghui-worker"
            yield note("worker", told, advice)


def ask(api: str, path: str, body: object = None) -> Any:
    """The JSON that the server answers; raises OSError or ValueError."""
    # A proxy must not be asked for this very machine.
    local = urlsplit(api).hostname in ("127.0.0.1", "::1", "localhost")
    opener = build_opener(ProxyHandler({})) if local else build_opener()
    content = None if body is None else json.dumps(body).encode()
    request = Request(api + path, content, {"Content-Type": "application/json"})
    with opener.open(request, timeout=_SECONDS) as answer:
        return json.load(answer)
