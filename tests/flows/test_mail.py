"""Alerts by mail over an encrypted line: what is sent, by whom, and that no password is told.

What is sent here is the trial of `gonghui alerts`; the server's own mails are in test_operating.py.
"""

from __future__ import annotations

import logging
import ssl
from pathlib import Path

import pytest

from flows.subscribe import TRIAL, try_mail, try_webhook
from tests.flows.conftest import Gonghui
from tests.flows.receivers import ENCODED, PASSWORD, USER, mail_server, webhook
from tests.flows.vouching import authority, tls_of

both_ways = pytest.mark.parametrize("at_once", [False, True], ids=["STARTTLS", "port 465"])


@pytest.fixture(scope="module")
def vouched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an authority that vouches for the mail server here and nobody else."""
    folder = tmp_path_factory.mktemp("authority")
    authority(folder)
    return folder


@pytest.fixture(scope="module")
def tls(vouched: Path) -> ssl.SSLContext:
    return tls_of(vouched)


@pytest.fixture
def trusted(vouched: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(vouched / "ca.pem"))


@pytest.fixture(autouse=True)
def logged(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.DEBUG)
    return caplog


@both_ways
def test_mail_goes_over_an_encrypted_line(
    tls: ssl.SSLContext, trusted: None, at_once: bool, logged: pytest.LogCaptureFixture
) -> None:
    with mail_server(tls, at_once=at_once) as (url, received):
        assert try_mail(url) == ""
        mail, user, encrypted = received.get(timeout=30)
    assert (mail["to"], mail["subject"]) == ("me@example.org", "gonghui: alerts")
    assert mail.get_content().strip() == TRIAL
    assert (user, encrypted) == (USER, True)
    assert "Applying user credentials" in logged.text
    assert_untold(logged.text)


@both_ways
def test_a_server_that_nobody_vouches_for_gets_neither_password_nor_mail(
    tls: ssl.SSLContext, at_once: bool, logged: pytest.LogCaptureFixture
) -> None:
    with mail_server(tls, at_once=at_once) as (url, received):
        fault = try_mail(url)
        assert received.empty()
    assert "certificate verify failed" in fault
    assert "Applying user credentials" not in logged.text
    assert_untold(logged.text + fault)


def test_a_wrong_password_is_told_of_without_being_told(
    tls: ssl.SSLContext, trusted: None, logged: pytest.LogCaptureFixture
) -> None:
    with mail_server(tls) as (url, received):
        fault = try_mail(url.replace(ENCODED, "Wr0ng" + ENCODED))
        assert received.empty()
    assert "535" in fault
    assert_untold(logged.text + fault)


def test_a_server_that_is_not_there_is_told_of(logged: pytest.LogCaptureFixture) -> None:
    with mail_server() as (url, _):
        pass
    fault = try_mail(url.replace("mailto://", f"mailto://{USER}:{ENCODED}@"))
    assert "refused" in fault
    assert_untold(logged.text + fault)


def assert_untold(text: str) -> None:
    assert not any(secret in text for secret in (PASSWORD, ENCODED, "Wr0ng"))


def test_a_webhook_is_called_once_and_one_that_is_not_there_is_told_of() -> None:
    with webhook() as (url, received):
        assert try_webhook(url) == ""
        assert received.get(timeout=30)["text"] == TRIAL
    assert "refused" in try_webhook(url)


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("mailtos://user:Wr0ng@", "no address of mail"),
        ("http://user:Wr0ng@", "no address of a webhook: Input should be a valid URL"),
        ("ftp://example.org/Wr0ng", "no address of a webhook: URL scheme should be"),
        ("https://example.org/Wr0ng", "no answer from http://127.0.0.1:9/api"),
    ],
)
def test_what_cannot_be_subscribed_is_not_repeated(gonghui: Gonghui, url: str, told: str) -> None:
    done = gonghui("alerts", url, PREFECT_API_URL="http://127.0.0.1:9/api")
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr
    assert_untold(done.stderr)
