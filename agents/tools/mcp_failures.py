"""Why an MCP server cannot be used, in words without its keys."""

import re
from urllib.parse import unquote

from agents.roster.server_spec import ServerSpec

SHORT = 4  # characters of a part of an address that is no key
HOST = re.compile(
    r"(?P<scheme>https?://)(?P<user>[^\s/?#@'\"<>]*@)?(?P<host>[^\s/?#'\"<>]+)(?P<rest>[^\s'\"<>]*)", re.I
)


def why(error: BaseException, spec: ServerSpec) -> str:
    """Return what lies at the bottom of a failure, in words."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    where = HOST.sub(r"\g<scheme>\g<host>", spec.url) if spec.url else spec.command  # a key may stand behind it
    if isinstance(error, TimeoutError):
        return f"{where} does not answer within {spec.seconds:g} seconds"
    return f"{where}: {without_keys(str(error), spec.url) or type(error).__name__}"


def without_keys(text: str, url: str) -> str:
    """Return a text without the user, path and query of an address, together or alone: each may be a key."""
    text = HOST.sub(r"\g<scheme>\g<host>", text)
    address = HOST.match(url)
    parts = re.split(r"[/?#&=:@]", f"{address['user'] or ''}/{address['rest']}") if address else []
    for part in sorted({each for p in parts for each in (p, unquote(p)) if len(p) > SHORT}, key=len, reverse=True):
        text = text.replace(part, "…")
    return text
