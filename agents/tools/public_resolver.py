"""The resolver of the web's tools: what it returns is checked, and the connection goes to that very address."""

import ipaddress
import socket
from collections.abc import Collection

from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver

from agents.tools.addresses import Forbidden
from agents.tools.public import public


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
