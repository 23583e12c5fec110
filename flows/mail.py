"""A block of Prefect's that sends mail, for the automations of `gonghui alerts mailto://…`.

Prefect itself brings blocks for chat services and none for a mail server, but Apprise, which sends
for all of them, speaks SMTP. Surprise: the server sends, and not the run; it finds this class by
the entry point `prefect.collections` of pyproject.toml, so it must run from the same .venv.
"""

from __future__ import annotations

from prefect.blocks.notifications import AppriseNotificationBlock
from pydantic import Field, SecretStr


class Mail(AppriseNotificationBlock):
    """Sends notifications by mail."""

    _block_type_name = "gonghui mail"
    _block_type_slug = "gonghui-mail"
    _description = "Sends notifications by mail, over an SMTP server."

    url: SecretStr = Field(
        title="Address",
        description="mailto://HOST?from=…&to=…; mailtos://USER:PASSWORD@HOST?… with TLS.",
    )


__all__ = ["Mail"]
