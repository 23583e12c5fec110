"""Which network addresses may be reached, and a network backend that reaches no other.

The backend resolves a name itself, checks each address and connects to the checked literal, so
that a name which changes between check and connection (DNS rebinding) gains nothing. It sits below
the connection pool: every redirect hop, retry and robots.txt passes through it. Surprises:
`is_private` of the standard library leaves out carrier-grade NAT, and public-looking IPv6 forms
(mapped, 6to4, Teredo, NAT64) carry a private IPv4 address inside.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import httpcore

from tasks.errors import FetchFailed

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Resolve = Callable[[str, int], Awaitable[list[str]]]

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_MAX_TRIED = 4


@dataclass(frozen=True, slots=True)
class AddressPolicy:
    """Public unicast addresses are allowed, and those of `allowed` networks."""

    allowed: tuple[Network, ...] = ()

    @classmethod
    def of(cls, networks: Iterable[str]) -> AddressPolicy:
        """A policy with an allowance for networks in text form (`127.0.0.1/32`)."""
        return cls(tuple(ipaddress.ip_network(text) for text in networks))

    def permits(self, text: str) -> bool:
        """Whether the address `text` may be connected to; False for what is no address."""
        try:
            address = ipaddress.ip_address(text)
        except ValueError:
            return False
        if any(address in network for network in self.allowed):
            return True
        return all(_is_public(each) for each in (address, *_embedded(address)))


def _is_public(address: Address) -> bool:
    return (
        address.is_global
        and not address.is_multicast
        and not address.is_reserved
        and not address.is_unspecified
    ) or (isinstance(address, ipaddress.IPv6Address) and address in _NAT64)


def _embedded(address: Address) -> list[Address]:
    """IPv4 addresses that an IPv6 address stands for."""
    if isinstance(address, ipaddress.IPv4Address):
        return []
    inside: list[Address | None] = [address.ipv4_mapped, address.sixtofour]
    inside += address.teredo or ()
    if address in _NAT64:
        inside.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return [each for each in inside if each is not None]


class SystemResolver:
    """Names by the system's resolver, in threads of its own.

    The loop's default pool has six threads on two cores; a few dead name servers would fill it.
    """

    def __init__(self, threads: int = 16) -> None:
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="resolve")

    async def __call__(self, host: str, port: int) -> list[str]:
        """Addresses of `host` in the system's order; raises FetchFailed `dns`."""
        loop = asyncio.get_running_loop()
        try:
            found = await loop.run_in_executor(self._pool, _lookup, host, port)
        except (OSError, UnicodeError) as error:
            raise FetchFailed("dns", f"{host}: {error}", retryable=True) from None
        return list(dict.fromkeys(found))


def _lookup(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


class FixedResolver:
    """Names from a table; names outside it do not exist. Used by tests."""

    def __init__(self, names: Mapping[str, list[str]]) -> None:
        self._names = names

    async def __call__(self, host: str, port: int) -> list[str]:
        """The table's addresses for `host`; raises FetchFailed `dns`."""
        if host not in self._names:
            raise FetchFailed("dns", f"{host}: unknown name")
        return self._names[host]


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """TCP connections to checked addresses only."""

    def __init__(
        self,
        policy: AddressPolicy,
        resolve: Resolve,
        inner: httpcore.AsyncNetworkBackend | None = None,
    ) -> None:
        self._policy = policy
        self._resolve = resolve
        self._inner = inner or httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the first checked address that answers; raises FetchFailed `address`."""
        found = [host] if _is_literal(host) else await self._resolve(host, port)
        checked = [address for address in found if self._policy.permits(address)]
        if not checked:
            raise FetchFailed("address", f"{host} is at {', '.join(found) or 'no address'}")
        *first, last = checked[:_MAX_TRIED]
        for address in first:
            try:
                return await self._inner.connect_tcp(address, port, timeout, local_address)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return await self._inner.connect_tcp(last, port, timeout, local_address)

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Always refused: no page lives on a socket file."""
        raise FetchFailed("address", f"a socket file: {path}")

    async def sleep(self, seconds: float) -> None:
        """Wait, as httpcore asks between its own tries."""
        await asyncio.sleep(seconds)


def _is_literal(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
