"""The address that Slack sends everything to, where Sluice is reached by HTTP."""

import re
from urllib.parse import urlsplit

from bot.setup.shipped_manifest import BadOption

EVENTS_PATH = "/slack/events"


def request_url(host: str) -> str:
    """Return the address that Slack sends everything to.

    Args:
        host: https:// and a host, perhaps with a port.

    Raises:
        BadOption: it is not https, names no host, or has more than a host.
    """
    try:
        parts = urlsplit(host)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        raise BadOption(f"“{host}” is no address, for example: https://sluice.example.com") from None
    if parts.scheme != "https":
        raise BadOption(f"“{host}” must begin with https://, because Slack sends to nothing else.")
    if not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)*", parts.hostname or ""):
        raise BadOption(f"“{host}” names no host, for example: https://sluice.example.com")
    if host.rstrip("/").lower() != f"https://{parts.hostname}{port}":
        raise BadOption(f"“{host}” must be https:// and a host, with nothing behind it: {EVENTS_PATH} is put there.")
    return f"https://{parts.hostname}{port}{EVENTS_PATH}"
