"""Variables that sluice.toml names in the place of a secret: “${ORDERS_KEY}” in what an MCP server gets."""

import re
from collections.abc import Mapping

from bot.setup.sluice_toml import File

_NAMED = re.compile(r"\$\{(\w+)\}")


def filled(file: File, variables: Mapping[str, str]) -> File:
    """Return the settings with the values of variables in the places that name them: in `env` and `headers` of MCP
    servers.

    Raises:
        ValueError: there is no such variable, or it is for Sluice alone.
    """
    servers = {
        name: spec.model_copy(
            update={
                "env": _values(f"mcp.{name}.env", spec.env, variables),
                "headers": _values(f"mcp.{name}.headers", spec.headers, variables),
            }
        )
        for name, spec in file.mcp.items()
    }
    return file.model_copy(update={"mcp": servers})


def _values(place: str, given: Mapping[str, str], variables: Mapping[str, str]) -> Mapping[str, str]:
    """
    Raises:
        ValueError
    """

    def value(named: re.Match[str]) -> str:
        name = named[1]
        if name.startswith(("SLACK_", "SLUICE_")):
            raise ValueError(f"sluice.toml: {place}: {name} is for Sluice alone; no server gets it.")
        if name not in variables:
            raise ValueError(f"sluice.toml: {place}: there is no variable {name} in the environment.")
        return variables[name]

    return {key: _NAMED.sub(value, text) for key, text in given.items()}
