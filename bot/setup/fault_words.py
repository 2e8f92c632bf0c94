"""What is wrong with the settings, in words: the line, the key, and the one that was probably meant."""

import difflib
import re

from pydantic import ValidationError

from agents.models.prices import Price
from agents.roster.agent_spec import AgentSpec
from agents.roster.repository_spec import RepositorySpec
from agents.roster.server_spec import ServerSpec
from agents.roster.web_spec import WebSpec
from bot.setup.bounds import Acts, Budget
from bot.setup.per_person import PerPerson
from bot.setup.sluice_toml import File


def words_for(error: ValidationError, where: str, text: str = "") -> str:
    """Return all that is wrong, a line for each fault."""
    lines = []
    for e in error.errors(include_input=False, include_url=False):
        name = ".".join(str(p) for p in e["loc"])
        last = str(e["loc"][-1]) if e["loc"] else ""
        what = _unknown(last) if e["type"] == "extra_forbidden" else e["msg"].removeprefix("Value error, ")
        line = _line([str(p) for p in e["loc"]], text)
        named = f"{name}: " if name else ""
        lines.append(f"{where}{f', line {line}' if line else ''}: {named}{what}")
    return "\n".join(lines)


def _line(where: list[str], text: str) -> int | None:
    """The line that a key, or the nearest table or key above it, stands in."""
    found, parts, table = None, [p for p in where if not p.isdigit()], list[str]()
    for n, line in enumerate(text.splitlines(), 1):
        key = re.match(r"\s*(\[*)\s*([\w.:\"'-]+)\s*(?:\]|=)", line)
        if key is None:
            continue
        named = key[2].replace('"', "").split(".")
        table = named if key[1] else table
        path = named if key[1] else table + named
        if path == parts:
            return n
        if path == parts[: len(path)]:
            found = n
    return found


def _unknown(key: str) -> str:
    """That a key is unknown, and the one that was probably meant."""
    specs = (File, WebSpec, Acts, Budget, PerPerson, AgentSpec, RepositorySpec, ServerSpec, Price)
    meant = difflib.get_close_matches(key, {name for spec in specs for name in spec.model_fields}, 1, 0.6)
    return "unknown key" + (f"; did you mean {meant[0]}?" if meant else "")
