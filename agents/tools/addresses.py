"""Which addresses a tool may connect to: public ones, checked when they are resolved and used as they were checked."""

import ipaddress
import socket
from collections.abc import Collection

from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver

from agents.tools.public import public

PORTS = frozenset({80, 443})


class Forbidden(Exception):
    """An address that is not public, or is no address at all."""


def check_literal(host: str, internal: Collection[str]) -> None:
    """Raise unless a host is a name, a public address, or an internal host that is allowed.

    Raises:
        Forbidden: the host is written as an address that is not public.
    """
    try:
        address = ipaddress.ip_address(host.strip("[]").split("%")[0])
    except ValueError:
        return
    if host not in internal and not public(address):
        raise Forbidden(f"{host} is not a public address.")


class PublicResolver(AbstractResolver):
    """A resolver that returns public addresses only; the connection goes to the very address that was checked.

    Args:
        internal: hosts that the installation allows, whatever their address.
        inner: asks the system's resolver, where a test does not ask something else.
    """

    def __init__(self, internal: Collection[str] = (), inner: AbstractResolver | None = None) -> None:
        self._internal, self._inner = internal, inner or ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Return the addresses of a host; raise `Forbidden` if any of them is not public."""
        found = await self._inner.resolve(host, port, family)
        if host not in self._internal:
            bad = [r["host"] for r in found if not public(ipaddress.ip_address(r["host"].split("%")[0]))]
            if bad or not found:
                raise Forbidden(f"{host} does not lead to a public address.")
        return found

    async def close(self) -> None:
        """Close the inner resolver."""
        await self._inner.close()


def check_port(port: int | None) -> None:
    """Raise unless a port is one of the web's.

    Raises:
        Forbidden: a port that is not the web's: behind others are services that nobody means to be read as pages.
    """
    if port not in PORTS:
        raise Forbidden(f"Port {port} is not one of the web's.")
