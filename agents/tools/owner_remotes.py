"""Where the owner of a repository pushes to: of what the owner has set, only these addresses are taken over."""

import re
from collections.abc import Mapping
from pathlib import Path

from agents.roster.ends import Broken, CannotDo
from agents.roster.repository_spec import RepositorySpec
from agents.tools.git import look
from agents.tools.repository_folders import parts

REMOTES = r"^remote\..*\.(url|pushurl)$"
NAME = re.compile(r"remote\.([A-Za-z0-9][\w.-]*)\.(url|pushurl)")
ADDRESS = re.compile(r"(?:https?|ssh|git)://[^\s]+|(?:\w[\w.-]*@)?\w[\w.-]*:(?!:)[^\s]+|(?:file://)?/[^\x00-\x1f\x7f]*")


async def remotes(spec: RepositorySpec) -> Mapping[str, Mapping[str, str]]:
    """Return where the owner pushes to: `url` and `pushurl` by the name of each remote.
    An address that names a program is left out. Without an `origin` of its own, the repository itself is `origin`.

    Raises:
        NoSandbox: there is none here.
    """
    path = spec.path.resolve()
    try:
        output = await look(path, parts(spec), "config", "--local", "--no-includes", "--null", "--get-regexp", REMOTES)
    except Broken:
        raise
    except CannotDo:  # it has none
        output = b""
    addresses_of: dict[str, dict[str, str]] = {} if b"remote.origin.url\n" in output else {"origin": {"url": str(path)}}
    for entry in output.decode(errors="replace").split("\0"):
        key, _, value = entry.partition("\n")
        named, address = NAME.fullmatch(key), _address(path, value)
        if named and address:
            addresses_of.setdefault(named[1], {})[named[2]] = address
    return {name: addresses for name, addresses in addresses_of.items() if "url" in addresses}


def _address(path: Path, value: str) -> str:
    """Return an address as it holds in another folder; empty where it is none, or names a program."""
    if value.startswith("."):
        value = str((path / value).resolve())
    return value if ADDRESS.fullmatch(value) else ""
