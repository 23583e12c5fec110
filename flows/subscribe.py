"""`gonghui alerts URL`: the automations of deployments/automations.yaml, put on the server.

A webhook and a mail address may both be told; each is kept in a block of Prefect's, encrypted,
because tokens and passwords stand in such addresses.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import yaml
from pydantic import HttpUrl, TypeAdapter, ValidationError

from flows.prefect_checkup import api_url
from flows.settings import get_settings, prepare_prefect, project_root
from tasks.errors import InputError

if TYPE_CHECKING:
    from prefect.automations import Automation
    from prefect.blocks.core import Block

_NAMES = {"webhook": "gonghui-alerts", "mail": "gonghui-mail"}  # of the blocks, by way


def subscribe(url: str) -> None:
    """Have every event of gonghui sent to `url`; raises InputError where that cannot be."""
    prepare_prefect(get_settings(), by_hand=False)
    if api_url() is None:
        raise InputError("alerts need a server that stays: set PREFECT_API_URL (see the README)")
    is_mail = urlsplit(url).scheme in ("mailto", "mailtos")
    block = _mail(url) if is_mail else _webhook(url)
    os.chdir(project_root())
    block.save(_NAMES["mail" if is_mail else "webhook"], overwrite=True)
    for wanted in _wanted(_kept()):
        _put(wanted)
        print(f"{wanted.name}: {wanted.description}")


def _webhook(url: str) -> Block:
    from prefect.blocks.webhook import Webhook

    try:
        TypeAdapter(HttpUrl).validate_python(url)
    except ValidationError as error:
        raise InputError(f"{url}: {error.errors()[0]['msg']}") from error
    headers = {"Content-Type": "application/json"}
    return Webhook.model_validate({"url": url, "headers": headers})


def _mail(url: str) -> Block:
    from apprise import Apprise

    from flows.mail import Mail

    if not Apprise.instantiate(url):
        raise InputError(f"{url}: write mailto://HOST?from=ADDRESS&to=ADDRESS (see the README)")
    return Mail.model_validate({"url": url})


def _kept() -> dict[str, str]:
    """The ids of the blocks that there are, by way."""
    from prefect.blocks.webhook import Webhook

    from flows.mail import Mail

    kinds: dict[str, type[Block]] = {"webhook": Webhook, "mail": Mail}
    found: dict[str, str] = {}
    for way, kind in kinds.items():
        try:
            found[way] = str(kind.load(_NAMES[way], validate=False)._block_document_id)  # type: ignore[union-attr]
        except ValueError:
            continue
    return found


def _wanted(blocks: dict[str, str]) -> list[Automation]:
    """The automations of the file, with an action for each way that is open."""
    from prefect.automations import Automation

    file = project_root() / "deployments" / "automations.yaml"
    rows = yaml.safe_load(file.read_text("utf-8"))["automations"]
    for row in rows:
        row["actions"] = [
            {**action, "block_document_id": blocks[action["block_document_id"]]}
            for action in row["actions"]
            if action["block_document_id"] in blocks
        ]
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
