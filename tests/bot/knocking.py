"""A door that listens for a test, and ways to knock at it: with a client, or with bytes of one's own."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import web

from bot.envelope.payload import Installation, read
from bot.inbound.connections import ALL
from bot.inbound.door import Door
from bot.inbound.per_address import PerAddress
from tests.bot.signing import FORM, SECRET, signed

PATIENT = 10.0  # seconds that the door of a test waits: longer than a busy machine stands still
QUICK = 0.3  # seconds that a hasty one waits


@dataclass(slots=True)
class Open:
    """A door that listens on a port, and the bodies that it let through."""

    port: int = 0
    bodies: list[dict[str, Any]] = field(default_factory=list)

    async def dispatch(self, body: dict[str, Any]) -> web.Response:
        read(body, Installation("T01TEST"))
        self.bodies.append(body)
        return web.Response(text="dispatched")

    async def post(self, body: bytes | str, content: str = FORM, **headers: str) -> tuple[int, str, dict[str, str]]:
        """Return status, text and headers of the answer to a body with the right signature."""
        raw = body.encode() if isinstance(body, str) else body
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return await self.send("POST", "/slack/events", raw, {**signed(raw, content), **named})

    async def send(
        self, method: str, path: str, raw: bytes = b"", headers: dict[str, str] | None = None
    ) -> tuple[int, str, dict[str, str]]:
        url = f"http://127.0.0.1:{self.port}{path}"
        async with aiohttp.ClientSession() as session:
            async with session.request(method, url, data=raw, headers=headers) as answer:
                return answer.status, await answer.text(), dict(answer.headers)

    @contextlib.asynccontextmanager
    async def socket(self) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            yield reader, writer
        finally:
            writer.close()
            with contextlib.suppress(ConnectionError):
                await writer.wait_closed()


@contextlib.asynccontextmanager
async def listening(
    seconds: float = PATIENT, places: PerAddress | None = None, held: PerAddress | None = None, most: int = ALL
) -> AsyncIterator[Open]:
    door = Open()
    runner = Door(SECRET, door.dispatch, seconds=seconds, idle=seconds, places=places, held=held, most=most).runner()
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    door.port = runner.addresses[0][1]
    try:
        yield door
    finally:
        await runner.cleanup()
        await asyncio.sleep(0.01)  # connections that were closed end in the loop's next turns


def head(*lines: str, path: str = "/slack/events") -> bytes:
    return "\r\n".join([f"POST {path} HTTP/1.1", "Host: x", *lines, "", ""]).encode()


def lines(headers: dict[str, str]) -> list[str]:
    return [f"{name}: {value}" for name, value in headers.items()]


async def status(reader: asyncio.StreamReader, within: float = 10.0) -> int:
    """Return the status of the next answer; 0 where the connection ends without one."""
    try:
        line = await asyncio.wait_for(reader.readline(), within)
    except ConnectionResetError:  # what was still on its way to a closed door
        return 0
    return int(line.split()[1]) if line else 0
