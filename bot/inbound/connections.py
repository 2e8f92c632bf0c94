"""How many connections one address holds open at the door, counted before a byte of theirs is read."""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from bot.inbound.intake import HERE


@dataclass(frozen=True, slots=True)
class Held:
    """The connections that are open.

    Attributes:
        most: of one address.
        unbounded: addresses that are not counted, as that of a proxy on this machine, behind which everybody is.
    """

    most: int = 256
    unbounded: frozenset[str] = HERE
    _open: Counter[str] = field(default_factory=Counter)

    def take(self, address: str) -> bool:
        """Count a new connection; return whether it may stay."""
        if address not in self.unbounded and self._open[address] >= self.most:
            return False
        self._open[address] += 1
        return True

    def give_back(self, address: str) -> None:
        self._open[address] -= 1
        if not self._open[address]:
            del self._open[address]


class Bounded(web.AppRunner):
    """Serves an app as aiohttp does, to so many connections of one address."""

    __slots__ = ("_held",)

    def __init__(self, app: web.Application, held: Held, **kwargs: Any) -> None:
        super().__init__(app, **kwargs)
        self._held = held

    async def _make_server(self) -> Any:
        return _Server(await super()._make_server(), self._held)


class _Server:
    """Aiohttp's server, but for what it makes of a connection."""

    def __init__(self, server: web.Server, held: Held) -> None:
        self._server, self._held = server, held

    def __call__(self) -> asyncio.Protocol:
        return _Connection(self._server, self._held)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._server, name)


class _Connection(asyncio.Protocol):
    """A connection that counts; aiohttp sees it only where it may stay."""

    def __init__(self, make: Callable[[], asyncio.Protocol], held: Held) -> None:
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
