"""Which addresses a tool may connect to: public ones, checked when they are resolved and used as they were checked."""

import ipaddress
from collections.abc import Collection

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


def check_port(port: int | None) -> None:
    """Raise unless a port is one of the web's.

    Raises:
        Forbidden: a port that is not the web's: behind others are services that nobody means to be read as pages.
    """
    if port not in PORTS:
        raise Forbidden(f"Port {port} is not one of the web's.")
