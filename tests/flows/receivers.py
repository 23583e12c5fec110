"""What alerts are sent to: a webhook and a mail server on 127.0.0.1 that keep what they get."""

from __future__ import annotations

import base64
import json
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Queue
from typing import Any, NamedTuple
from urllib.parse import quote

USER, PASSWORD = "gonghui", "s3cret p@ss/word?&#"
ENCODED = quote(PASSWORD, safe="")  # as it stands in an address


@contextmanager
def webhook() -> Iterator[tuple[str, Queue[dict[str, Any]]]]:
    """Address of a webhook, and the JSON objects that it is sent."""
    received: Queue[dict[str, Any]] = Queue()

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            received.put(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with _serving(ThreadingHTTPServer(("127.0.0.1", 0), Hook)) as port:
        yield f"http://127.0.0.1:{port}/hook", received


class Mailed(NamedTuple):
    """A mail as it came: what it says, who had logged in, and whether the line was encrypted."""

    mail: EmailMessage
    user: str
    encrypted: bool


@contextmanager
def mail_server(
    tls: ssl.SSLContext | None = None, *, at_once: bool = False
) -> Iterator[tuple[str, Queue[Mailed]]]:
    """Address of a mail server as `gonghui alerts` takes it, and the mails that it is sent.

    With `tls` it takes mail only from USER, and a password only over an encrypted line: after
    STARTTLS, or `at_once`, as at port 465.
    """
    server = _MailServer(("127.0.0.1", 0), _Smtp)
    server.tls = tls
    if tls and at_once:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    with _serving(server) as port:
        people = "from=gonghui@example.org&to=me@example.org&format=text"
        if tls is None:
            yield f"mailto://127.0.0.1:{port}?{people}", server.received
        else:
            login, how = f"{USER}:{ENCODED}@", "&mode=ssl" if at_once else ""
            yield f"mailtos://{login}127.0.0.1:{port}?{people}{how}", server.received


class _MailServer(socketserver.ThreadingTCPServer):
    daemon_threads = True
    tls: ssl.SSLContext | None = None

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.received: Queue[Mailed] = Queue()


class _Smtp(socketserver.StreamRequestHandler):
    """As much of RFC 5321 as one mail needs, of RFC 3207 (STARTTLS) and of RFC 4954 (AUTH)."""

    server: _MailServer
    user = ""

    def handle(self) -> None:
        self._say("220 here")
        with suppress(OSError):  # who does not trust our certificate hangs up
            while line := self.rfile.readline():
                self._answer(*line.decode().split())

    def _answer(self, verb: str = "", *words: str) -> None:
        match verb.upper():
            case "EHLO":
                self._say("250-here", "250-AUTH PLAIN" if self._encrypted else "250-STARTTLS")
                self._say("250 ok")
            case "STARTTLS" if self.server.tls:
                self._say("220 go on")
                self.request = self.server.tls.wrap_socket(self.request, server_side=True)
                self.setup()
            case "AUTH":
                self._log_in(*words)
            case "MAIL" if self.server.tls and not self.user:
                self._say("530 log in")
            case "DATA":
                self._say("354 go on")
                self.server.received.put(Mailed(self._mail(), self.user, self._encrypted))
                self._say("250 ok")
            case _:
                self._say("221 bye" if verb.upper() == "QUIT" else "250 ok")

    @property
    def _encrypted(self) -> bool:
        return isinstance(self.request, ssl.SSLSocket)

    def _log_in(self, _kind: str, secret: str) -> None:
        _, user, password = base64.b64decode(secret).decode().split("\0")
        is_known = self._encrypted and (user, password) == (USER, PASSWORD)
        self.user = user if is_known else ""
        self._say("235 welcome" if is_known else "535 unknown")

    def _mail(self) -> EmailMessage:
        lines = iter(self.rfile.readline, b".\r\n")
        content = b"".join(line.removeprefix(b".") for line in lines)
        mail = message_from_bytes(content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        return mail

    def _say(self, *lines: str) -> None:
        self.wfile.write("".join(f"{line}\r\n" for line in lines).encode())


@contextmanager
def _serving(server: socketserver.TCPServer) -> Iterator[int]:
    """Serve for the length of the block; gives the port."""
    with server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()
