"""Which addresses a tool may connect to: public ones, checked when they are resolved and used as they were checked."""

import ipaddress
import socket
from collections.abc import Collection
from typing import Any

from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver

NAT64 = ipaddress.ip_network("64:ff9b::/96")
PORTS = frozenset({80, 443})  # and what is no system port
IP = ipaddress.IPv4Address | ipaddress.IPv6Address


class Forbidden(Exception):
    """An address that is not public, or no address."""


def public(address: IP) -> bool:
    """Whether an address is on the open internet, whatever wraps it."""
    inner = _inside(address)
    if inner is not None:
        return public(inner)
    return address.is_global and not address.is_multicast


def _inside(address: IP) -> IP | None:
    """The IPv4 address that an IPv6 one stands for; None where it stands for none."""
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address in NAT64 or int(address) >> 32 == 0:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    if address.teredo is not None:
        return address.teredo[1]
    return address.ipv4_mapped or address.sixtofour


def check_literal(host: str, internal: Collection[str]) -> None:
    """
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
    """Hands on public addresses only; the connection goes to the very address that was checked.

    Args:
        internal: hosts that the installation allows, whatever their address.
        inner: asks the system's resolver, where a test does not ask something else.
    """

    def __init__(self, internal: Collection[str] = (), inner: AbstractResolver | None = None) -> None:
        self._internal, self._inner = internal, inner or ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        found = await self._inner.resolve(host, port, family)
        if host not in self._internal:
            bad = [r["host"] for r in found if not public(ipaddress.ip_address(r["host"].split("%")[0]))]
            if bad or not found:
                raise Forbidden(f"{host} does not lead to a public address.")
        return found

    async def close(self) -> None:
        await self._inner.close()


def check_port(port: Any) -> None:
    """
    Raises:
        Forbidden: a port of the system's that is not the web's.
    """
    if not isinstance(port, int) or (port < 1024 and port not in PORTS):
        raise Forbidden(f"Port {port} is not one of the web's.")
