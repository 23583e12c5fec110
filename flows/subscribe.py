"""`gonghui alerts URL`: the automations of deployments/automations.yaml, put on the server.

A webhook and a mail address may both be told; each is kept in a block of Prefect's, encrypted,
because tokens and passwords stand in such addresses; no message here repeats one. A trial is sent
at once, from here: a wrong password would otherwise be noticed by what does not come.
"""

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx
import yaml
from pydantic import HttpUrl, TypeAdapter, ValidationError

from flows.prefect_checkup import api_url, ask, no_answer
from flows.settings import get_settings, prepare_prefect, project_root
from tasks.errors import InputError

if TYPE_CHECKING:
    from prefect.automations import Automation
    from prefect.blocks.core import Block

_NAMES = {"webhook": "gonghui-alerts", "mail": "gonghui-mail"}  # of the blocks, by way


def subscribe(url: str) -> None:
    """Have every event of gonghui sent to `url`, and a trial message at once.

    Raises InputError where that cannot be; where only the trial fails, it is subscribed all the
    same, because the server that will send may be on another machine.
    """
    prepare_prefect(get_settings(), by_hand=False)
    is_mail = urlsplit(url).scheme in ("mailto", "mailtos")
    (_check_mail if is_mail else _check_webhook)(url)
    _reach_server()
    os.chdir(project_root())
    block = _mail(url) if is_mail else _webhook(url)
    block.save(_NAMES["mail" if is_mail else "webhook"], overwrite=True)
    for wanted in _wanted(_kept()):
        _put(wanted)
        print(f"{wanted.name}: {wanted.description}")
    fault = try_mail(url) if is_mail else try_webhook(url)
    if fault:
        raise InputError(f"subscribed, but nothing could be sent there from here: {fault}")
    print("A trial message was sent.")


def _reach_server() -> None:
    """Raise InputError where there is no server that stays, or it does not answer."""
    api = api_url()
    if api is None:
        raise InputError("alerts need a server that stays: set PREFECT_API_URL (see the README)")
    try:
        ask(api, "/health")
    except (OSError, ValueError) as error:
        raise InputError(no_answer(api, error)) from error


def _check_webhook(url: str) -> None:
    try:
        TypeAdapter(HttpUrl).validate_python(url)
    except ValidationError as error:
        told = error.errors(include_input=False)[0]["msg"]
        raise InputError(f"this is no address of a webhook: {told}") from None


def _check_mail(url: str) -> None:
    from apprise import Apprise

    if not Apprise.instantiate(url):
        wanted = "mailto://HOST?from=ADDRESS&to=ADDRESS (see the README)"
        raise InputError(f"this is no address of mail: write {wanted}")


def _webhook(url: str) -> Block:
    from prefect.blocks.webhook import Webhook

    return Webhook.model_validate({"url": url, "headers": _JSON})


def _mail(url: str) -> Block:
    from flows.mail import Mail

    return Mail.model_validate({"url": url})


_JSON = {"Content-Type": "application/json"}
TRIAL = "Events of gonghui, and runs that fail, will be told here."


def try_mail(url: str) -> str:
    """Send a trial by mail; returns why it could not be sent, or nothing."""
    from apprise import Apprise, LogCapture

    client = Apprise()
    client.add(url)
    capture: Any = LogCapture
    with capture(level=logging.DEBUG, fmt="%(message)s") as log:
        if client.notify(title="gonghui: alerts", body=TRIAL):
            return ""
        lines: list[str] = log.getvalue().splitlines()
    causes = [line for line in lines if "Exception: " in line or "Error: " in line]
    return (causes or lines or ["no reason is known"])[-1].removeprefix("Socket Exception: ")


def try_webhook(url: str) -> str:
    """Call a webhook once; returns why it could not be called, or nothing."""
    event = {"event": "gonghui.alerts", "about": "gonghui.alerts", "run": ""}
    try:
        answer = httpx.post(url, json={"text": TRIAL} | event, headers=_JSON, timeout=30)
    except httpx.HTTPError as error:
        return f"{type(error).__name__}: {error}"
    return "" if answer.is_success else f"it answers {answer.status_code} {answer.reason_phrase}"


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
