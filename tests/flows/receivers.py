"""What alerts are sent to: a webhook and a mail server on 127.0.0.1 that keep what they get."""

from __future__ import annotations

import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Queue
from typing import Any


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


@contextmanager
def mail_server() -> Iterator[tuple[str, Queue[EmailMessage]]]:
    """Address of a mail server as `gonghui alerts` takes it, and the mails that it is sent."""
    received: Queue[EmailMessage] = Queue()

    class Smtp(socketserver.StreamRequestHandler):
        """As much of RFC 5321 as one mail needs."""

        def handle(self) -> None:
            self._say("220 here")
            while line := self.rfile.readline():
                verb = line[:4].upper()
                if verb == b"DATA":
                    self._say("354 go on")
                    received.put(self._mail())
                self._say("221 bye" if verb == b"QUIT" else "250 ok")

        def _mail(self) -> EmailMessage:
            lines = iter(self.rfile.readline, b".\r\n")
            content = b"".join(line.removeprefix(b".") for line in lines)
            mail = message_from_bytes(content, policy=policy.default)
            assert isinstance(mail, EmailMessage)
            return mail

        def _say(self, line: str) -> None:
            self.wfile.write(f"{line}\r\n".encode())

    with _serving(socketserver.ThreadingTCPServer(("127.0.0.1", 0), Smtp)) as port:
        people = "from=gonghui@example.org&to=me@example.org&format=text"
        yield f"mailto://127.0.0.1:{port}?{people}", received


@contextmanager
def _serving(server: socketserver.TCPServer) -> Iterator[int]:
    """Serve for the length of the block; gives the port."""
    with server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()
