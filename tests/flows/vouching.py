"""An authority for the certificates of servers on 127.0.0.1, kept in a folder of the tests."""

from __future__ import annotations

import ssl
from pathlib import Path

import trustme


def authority(folder: Path) -> trustme.CA:
    """The authority of the folder, made if need be; its certificate is `ca.pem`."""
    certificate, key = folder / "ca.pem", folder / "ca.key"
    if certificate.exists():
        return trustme.CA.from_pem(certificate.read_bytes(), key.read_bytes())
    made = trustme.CA()
    made.private_key_pem.write_to_path(key)
    made.cert_pem.write_to_path(certificate)
    return made


def tls_of(folder: Path) -> ssl.SSLContext:
    """What a server needs that the folder's authority vouches for."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority(folder).issue_cert("127.0.0.1").configure_cert(context)
    return context
