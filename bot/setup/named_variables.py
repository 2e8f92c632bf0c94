"""Variables that sluice.toml names in the place of a secret: “${ORDERS_KEY}” in what an MCP server gets."""

import re
from collections.abc import Mapping

from bot.setup.sluice_toml import File

_NAMED = re.compile(r"\$\{(\w+)\}")


def filled(file: File, variables: Mapping[str, str]) -> tuple[File, tuple[str, ...]]:
    """Return the settings with the values of variables in the places that name them, in `env` and `headers` of MCP
    servers; and a sentence for each that can't be: only a process that begins these servers needs them."""
    faults = list[str]()

    def values(place: str, given: Mapping[str, str]) -> Mapping[str, str]:
        return {key: _NAMED.sub(lambda named: value(place, named), text) for key, text in given.items()}

    def value(place: str, named: re.Match[str]) -> str:
        name = named[1]
        own = name.upper().startswith(("SLACK_", "SLUICE_"))
        if own or name not in variables:
            why = f"{name} is for Sluice alone; no server gets it" if own else f"there is no variable {name}"
            faults.append(f"[mcp.{place}: {why}.")
            return named[0]
        return variables[name]

    servers = {
        name: spec.model_copy(
            update={"env": values(f"{name}] env", spec.env), "headers": values(f"{name}] headers", spec.headers)}
        )
        for name, spec in file.mcp.items()
    }
    return file.model_copy(update={"mcp": servers}), tuple(faults)
