"""`gonghui alerts URL`: the automations of deployments/automations.yaml, put on the server.

The address is kept in a block of Prefect's, encrypted, because tokens stand in such addresses.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import yaml
from pydantic import HttpUrl, TypeAdapter, ValidationError

from flows.prefect_checkup import api_url
from flows.settings import get_settings, prepare_prefect, project_root
from tasks.errors import InputError

if TYPE_CHECKING:
    from prefect.automations import Automation

_BLOCK = "gonghui-alerts"


def subscribe(url: str) -> None:
    """Have every event of gonghui sent to `url`; raises InputError where that cannot be."""
    prepare_prefect(get_settings(), by_hand=False)
    if api_url() is None:
        raise InputError("alerts need a server that stays: set PREFECT_API_URL (see the README)")
    try:
        TypeAdapter(HttpUrl).validate_python(url)
    except ValidationError as error:
        raise InputError(f"{url}: {error.errors()[0]['msg']}") from error
    os.chdir(project_root())
    block = _save_block(url)
    for wanted in _wanted(block):
        _put(wanted)
        print(f"{wanted.name}: {wanted.description}")


def _save_block(url: str) -> str:
    from prefect.blocks.webhook import Webhook

    block = {"url": url, "headers": {"Content-Type": "application/json"}}
    return str(Webhook.model_validate(block).save(_BLOCK, overwrite=True))


def _wanted(block: str) -> list[Automation]:
    from prefect.automations import Automation

    file = project_root() / "deployments" / "automations.yaml"
    rows = yaml.safe_load(file.read_text("utf-8"))["automations"]
    for action in (action for row in rows for action in row["actions"]):
        if action.get("block_document_id") == "webhook":
            action["block_document_id"] = block
    return [Automation.model_validate(row) for row in rows]


def _put(wanted: Automation) -> None:
    """Make it, or change the one of that name."""
    from prefect.automations import Automation

    try:
        there: Any = Automation.read(name=wanted.name)
    except ValueError:
        wanted.create()
    else:
        wanted.model_copy(update={"id": there.id}).update()
