"""How many connections one address holds open at the door, counted before a byte of theirs is read."""

import asyncio
from collections.abc import Callable
from typing import Any

from aiohttp import web

from bot.inbound.per_address import PerAddress

CONNECTIONS = 256  # that one address holds open


class Bounded(web.AppRunner):
    """Serves an app as aiohttp does, to so many connections of one address."""

    __slots__ = ("_held",)

    def __init__(self, app: web.Application, held: PerAddress, **kwargs: Any) -> None:
        super().__init__(app, **kwargs)
        self._held = held

    async def _make_server(self) -> Any:
        return _Server(await super()._make_server(), self._held)


class _Server:
    """Aiohttp's server, but for what it makes of a connection."""

    def __init__(self, server: web.Server, held: PerAddress) -> None:
        self._server, self._held = server, held

    def __call__(self) -> asyncio.Protocol:
        return _Connection(self._server, self._held)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._server, name)


class _Connection(asyncio.Protocol):
    """A connection that counts; aiohttp sees it only where it may stay."""

    def __init__(self, make: Callable[[], asyncio.Protocol], held: PerAddress) -> None:
        self._make, self._held, self._address = make, held, ""
        self._inner: asyncio.Protocol | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        peer = transport.get_extra_info("peername")
        self._address = str(peer[0]) if isinstance(peer, tuple) else ""
        if self._held.take(self._address):
            self._inner = self._make()
            self._inner.connection_made(transport)
        elif isinstance(transport, asyncio.Transport):
            transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        if self._inner is not None:
            self._held.give_back(self._address)
            self._inner.connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._inner is not None:
            self._inner.data_received(data)

    def eof_received(self) -> bool | None:
        return self._inner.eof_received() if self._inner is not None else None

    def pause_writing(self) -> None:
        if self._inner is not None:
            self._inner.pause_writing()

    def resume_writing(self) -> None:
        if self._inner is not None:
            self._inner.resume_writing()
