"""Which addresses may be reached, and that the one checked is the one connected to."""

from __future__ import annotations

import asyncio

import httpcore
import pytest

from tasks.errors import FetchFailed
from tasks.fetch.addresses import AddressPolicy, FixedResolver, GuardedBackend
from tasks.fetch.client import Client
from tests.tasks.fetch.conftest import Ask
from tests.tasks.fetch.crawling import QUICK
from tests.tasks.fetch.server import Server, reply


@pytest.mark.parametrize(
    ("address", "permitted"),
    [
        ("8.8.8.8", True),
        ("2400:3200::1", True),
        ("64:ff9b::808:808", True),  # NAT64 of 8.8.8.8
        ("127.0.0.1", False),
        ("127.8.8.8", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("172.32.0.1", True),
        ("192.168.1.1", False),
        ("169.254.169.254", False),  # cloud metadata
        ("100.64.0.1", False),  # carrier-grade NAT
        ("0.0.0.0", False),
        ("255.255.255.255", False),
        ("224.0.0.1", False),
        ("240.0.0.1", False),
        ("198.18.0.1", False),
        ("::1", False),
        ("::", False),
        ("fe80::1", False),
        ("fe80::1%eth0", False),
        ("fc00::1", False),
        ("ff02::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:10.0.0.1", False),
        ("2002:7f00:1::", False),  # 6to4 of 127.0.0.1
        ("64:ff9b::7f00:1", False),  # NAT64 of 127.0.0.1
        ("64:ff9b::a9fe:a9fe", False),
        ("not an address", False),
    ],
)
def test_only_public_unicast_addresses_are_permitted(address: str, permitted: bool) -> None:
    assert AddressPolicy().permits(address) is permitted


def test_an_allowance_opens_one_network_only() -> None:
    policy = AddressPolicy.of(["127.0.0.1/32"])
    assert policy.permits("127.0.0.1")
    assert not policy.permits("127.0.0.2")
    assert not policy.permits("10.0.0.1")


class Recorder(httpcore.AsyncNetworkBackend):
    """Records what would be connected to."""

    def __init__(self, dead: tuple[str, ...] = ()) -> None:
        self.asked: list[str] = []
        self.dead = dead

    async def connect_tcp(self, host: str, *_: object, **__: object) -> httpcore.AsyncNetworkStream:
        self.asked.append(host)
        if host in self.dead:
            raise httpcore.ConnectError("dead")
        return httpcore.AsyncMockStream([])


def test_rebinding_gains_nothing_since_the_checked_address_is_connected_to() -> None:
    answers = [["8.8.8.8"], ["127.0.0.1"]]

    async def rebinding(host: str, port: int) -> list[str]:
        return answers.pop(0)

    inner = Recorder()
    backend = GuardedBackend(AddressPolicy(), rebinding, inner)
    asyncio.run(backend.connect_tcp("rebind.test", 80))
    assert inner.asked == ["8.8.8.8"]
    assert len(answers) == 1, "the name is resolved once a connection"
    with pytest.raises(FetchFailed, match=r"address: rebind.test is at 127.0.0.1"):
        asyncio.run(backend.connect_tcp("rebind.test", 80))
    assert inner.asked == ["8.8.8.8"]


def test_of_mixed_answers_only_the_public_ones_are_tried_in_order() -> None:
    inner = Recorder(dead=("8.8.8.8",))
    names = FixedResolver({"mixed.test": ["10.0.0.1", "8.8.8.8", "8.8.4.4"]})
    asyncio.run(GuardedBackend(AddressPolicy(), names, inner).connect_tcp("mixed.test", 80))
    assert inner.asked == ["8.8.8.8", "8.8.4.4"]


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "10.0.0.1", "169.254.169.254", "a.test"])
def test_the_client_refuses_before_it_connects(server: Server, ask: Ask, host: str) -> None:
    with pytest.raises(FetchFailed) as caught:
        ask(f"http://{host}:{server.port}/", allow_networks=())
    assert caught.value.reason == "address"
    assert server.log == []


def test_a_name_that_turns_to_a_private_address_between_two_requests_is_refused(
    server: Server,
) -> None:
    answers = iter([["127.0.0.1"], ["127.0.0.2"]])

    async def rebinding(host: str, port: int) -> list[str]:
        return next(answers)

    async def twice() -> None:
        settings = QUICK.with_(allow_networks=("127.0.0.1/32",))
        async with Client(settings, rebinding) as client:
            url = server.url("rebind.test")
            assert (await client.request(url)).status == 200
            with pytest.raises(FetchFailed, match=r"address: rebind.test is at 127.0.0.2"):
                await client.request(url)

    server.on("rebind.test", "/", lambda _: [*reply(b"x", headers={"Connection": "close"}), -1.0])
    asyncio.run(twice())
    assert len(server.log) == 1
