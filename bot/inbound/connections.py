"""How many connections one address holds open at the door, and all of them, counted before a byte of theirs is read.

Where all places are taken, the connection that has been silent longest makes room: who opens many from many addresses
and says nothing takes places from their own kind, and a request that was sent is read.
"""

import asyncio
from collections.abc import Callable
from typing import Any

from aiohttp import web

from bot.inbound.per_address import PerAddress

CONNECTIONS = 256  # that one address holds open
ALL = 2_048  # that all addresses hold open


class Bounded(web.AppRunner):
    """Serves an app as aiohttp does, to so many connections of one address, and so many in all."""

    __slots__ = ("_held", "_most")

    def __init__(self, app: web.Application, held: PerAddress, most: int = ALL, **kwargs: Any) -> None:
        super().__init__(app, **kwargs)
        self._held, self._most = held, most

    async def _make_server(self) -> Any:
        return _Server(await super()._make_server(), self._held, _Open(self._most))


class _Open:
    """The connections that are open, the one that has been silent longest first."""

    def __init__(self, most: int) -> None:
        self._most, self._all = most, dict[_Connection, None]()

    def heard(self, connection: "_Connection") -> None:
        """Note that a connection was opened, or said something; the most silent one ends where there are too many."""
        self._all.pop(connection, None)
        self._all[connection] = None
        if len(self._all) > self._most:
            silent = next(iter(self._all))
            self.gone(silent)
            silent.end()

    def gone(self, connection: "_Connection") -> None:
        """Forget a connection that has ended."""
        self._all.pop(connection, None)


class _Server:
    """Aiohttp's server, but for what it makes of a connection."""

    def __init__(self, server: web.Server, held: PerAddress, all_open: _Open) -> None:
        self._server, self._held, self._open = server, held, all_open

    def __call__(self) -> asyncio.Protocol:
        return _Connection(self._server, self._held, self._open)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._server, name)


class _Connection(asyncio.Protocol):
    """A connection that counts; aiohttp sees it only where it may stay."""

    def __init__(self, make: Callable[[], asyncio.Protocol], held: PerAddress, all_open: _Open) -> None:
        self._make, self._held, self._address, self._open = make, held, "", all_open
        self._inner: asyncio.Protocol | None = None
        self._transport: asyncio.BaseTransport | None = None

    def end(self) -> None:
        """End it at once."""
        if isinstance(self._transport, asyncio.Transport):
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        peer = transport.get_extra_info("peername")
        self._address = str(peer[0]) if isinstance(peer, tuple) else ""
        self._transport = transport
        if self._held.take(self._address):
            self._inner = self._make()
            self._inner.connection_made(transport)
            self._open.heard(self)
        elif isinstance(transport, asyncio.Transport):
            transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        if self._inner is not None:
            self._held.give_back(self._address)
            self._open.gone(self)
            self._inner.connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._inner is not None:
            self._open.heard(self)
            self._inner.data_received(data)

    def eof_received(self) -> bool | None:
        return self._inner.eof_received() if self._inner is not None else None

    def pause_writing(self) -> None:
        if self._inner is not None:
            self._inner.pause_writing()

    def resume_writing(self) -> None:
        if self._inner is not None:
            self._inner.resume_writing()
