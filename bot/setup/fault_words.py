"""What is wrong with the settings, in words: the line, the key, and the one that was probably meant."""

import difflib
import re
from collections.abc import Mapping, Sequence

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from agents.models.prices import Price
from agents.roster.agent_spec import AgentSpec
from agents.roster.repository_spec import RepositorySpec
from agents.roster.server_spec import ServerSpec
from agents.roster.web_spec import WebSpec
from bot.setup.bounds import Acts, Budget
from bot.setup.per_person import PerPerson
from bot.setup.retention import Retention
from bot.setup.sluice_toml import File

TABLES: Mapping[str, type[BaseModel]] = {
    "web": WebSpec,
    "acts": Acts,
    "budget": Budget,
    "per_person": PerPerson,
    "keep": Retention,
    "agents": AgentSpec,
    "repositories": RepositorySpec,
    "mcp": ServerSpec,
    "prices": Price,
}
KINDS = {  # what has to stand there, by how the names of the faults begin
    "tuple_type": 'must be a list in brackets, such as ["one", "two"]',
    "int_": "must be a whole number",
    "float_": "must be a number",
    "bool_": "must be true or false",
    "string_type": 'must be text in quotation marks, such as "one"',
    "model_": "must be a table of its own, with its name in brackets above its keys",
    "dict_type": "must be a table of its own, with its name in brackets above its keys",
    "mapping_type": "must be a table of its own, with its name in brackets above its keys",
}
SHAPES = {  # of text, by the key
    "admins": "the id of a person as Slack has it, such as U01ABCDEF: a profile's menu has Copy member ID",
    "people": "the id of a person as Slack has it, such as U01ABCDEF: a profile's menu has Copy member ID",
    "channels": "the id of a channel as Slack has it, such as C01ABCDEF: it stands at the end of a channel's details",
    "days": "weekdays or daily",
    "link_hosts": "a host in small letters without scheme, such as wiki.example.com or wiki.example.com:8080",
    "internal_hosts": "a host in small letters without scheme and port, such as wiki.example.com",
    "command_prefix": "up to 10 small letters, digits and dashes",
    "env": "the name of a variable, such as PATH",
    "sluice_metrics": "a port, a host with a port such as 127.0.0.1:9100, or off",
}


def words_for(error: ValidationError, where: str, text: str = "") -> str:
    """Return all that is wrong, a line for each fault."""
    lines = []
    for e in error.errors(include_input=False, include_url=False):
        name = ".".join(str(p) for p in e["loc"])
        last = str(e["loc"][-1]) if e["loc"] else ""
        what = _unknown([str(p) for p in e["loc"]]) if e["type"] == "extra_forbidden" else _plain(e, last)
        line = _line([str(p) for p in e["loc"]] or _named_first(what), text)
        named = f"{name}: " if name else ""
        lines.append(f"{where}{f', line {line}' if line else ''}: {named}{what}")
    return "\n".join(lines)


def _named_first(what: str) -> list[str]:
    """Return the keys that a sentence begins with, as in “agents.Poet: …”."""
    named = re.match(r"(?P<keys>[\w.-]+): ", what)
    return named["keys"].split(".") if named else []


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
        if parts and path[: len(parts)] == parts:
            return n
        if path == parts[: len(path)]:
            found = n
    return found


def _unknown(where: Sequence[str]) -> str:
    """Return that a key is unknown, and the one of its table that was probably meant."""
    *tables, key = where
    elsewhere = key in File.model_fields and key not in TABLES
    if tables and elsewhere and key not in TABLES[tables[0]].model_fields:
        return f"unknown key here; {key} stands above the first [table]"
    spec = TABLES.get(tables[0], File) if tables else File
    meant = difflib.get_close_matches(key, spec.model_fields, 1, 0.6)
    return "unknown key" + (f"; did you mean {meant[0]}?" if meant else "")


def _plain(error: ErrorDetails, key: str) -> str:
    """Return what a value has to be, in words of who writes it."""
    name = next((str(part) for part in reversed(error["loc"]) if not isinstance(part, int)), key)
    if error["type"] == "string_pattern_mismatch":
        return f"must be {SHAPES[name.lower()]}" if name.lower() in SHAPES else "is not written as it has to be"
    kind = next((words for part, words in KINDS.items() if error["type"].startswith(part)), None)
    return kind or error["msg"].removeprefix("Value error, ")
