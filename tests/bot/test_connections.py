"""Who opens connections and says nothing holds some of their own, and nobody else's."""

import asyncio
import contextlib

import pytest

from bot.inbound.per_address import PerAddress
from tests.bot.knocking import Open, head, lines, listening, status
from tests.bot.signing import command, signed
from tests.world import wait_for

ALL = frozenset[str]()


@pytest.mark.parametrize("says", [b"", b"POST /slack/events HTTP/1.1\r\nHost: x\r\n"])
async def test_one_address_holds_so_many_connections(says: bytes) -> None:
    async with listening(seconds=20.0, held=PerAddress(3, unbounded=ALL)) as door, contextlib.AsyncExitStack() as idle:
        for _ in range(3):
            _, writer = await idle.enter_async_context(door.socket())
            writer.write(says)
        assert await knocked(door) == 0
        await idle.aclose()
        await wait_for(lambda: lets_in(door), "their connections count no more")


async def knocked(door: Open) -> int:
    """Return the status that a signed command gets on a connection of its own; 0 where the connection is ended."""
    raw = command("x").encode()
    async with door.socket() as (reader, writer):
        writer.write(head(*lines(signed(raw)), f"Content-Length: {len(raw)}") + raw)
        return await status(reader)


async def lets_in(door: Open) -> bool:
    return await knocked(door) == 200


async def test_who_says_nothing_from_many_addresses_makes_room_for_who_speaks() -> None:
    async with listening(seconds=20.0, most=5) as door, contextlib.AsyncExitStack() as idle:
        silent = [await idle.enter_async_context(door.socket()) for _ in range(5)]
        silent[0][1].write(b"POST /slack/events HTTP/1.1\r\n")
        await asyncio.sleep(0.1)
        for _ in range(4):
            assert await knocked(door) == 200
        first, second = silent[0][0], silent[1][0]
        assert await asyncio.wait_for(second.read(), 10) == b""  # it was silent longest
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(first.read(), 0.2)  # it said something, and goes on


async def test_connections_that_are_used_stay_open_and_are_counted_once() -> None:
    held = PerAddress(1, unbounded=ALL)
    raw = command("x").encode()
    async with listening(seconds=20.0, held=held) as door:
        async with door.socket() as (reader, writer):
            for _ in range(3):
                writer.write(head(*lines(signed(raw)), f"Content-Length: {len(raw)}") + raw)
                assert await status(reader) == 200
                await asyncio.wait_for(reader.readuntil(b"dispatched"), 10)
        await wait_for(lambda: lets_in(door), "its connection counts no more")
    assert held.take("127.0.0.1")  # nothing is counted any more


def test_a_proxy_of_this_machine_is_not_bounded() -> None:
    held = PerAddress(1)
    assert all(held.take(address) for address in ("127.0.0.1", "127.0.0.1", "10.0.0.7"))
    assert not held.take("10.0.0.7")
