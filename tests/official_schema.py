"""Judge the manifest, and our own facts about manifests, by the schema that Slack publishes.

    python -m tests.official_schema FOLDER

The folder holds the files of github.com/slackapi/manifest-schema. They belong to Slack, so they are not kept here.
"""

import copy
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from jsonschema import Draft7Validator

from bot.setup import manifest
from tests.manifest_rules import NEEDED, OPTIONS, PARTS, problems

Manifest = dict[str, Any]


def judge(folder: Path, say: Callable[[str], None]) -> bool:
    """Return whether every manifest passes and our facts refuse all that the schema refuses; `say` gets a line each."""
    schemas = {
        file.name: Draft7Validator(json.loads(file.read_text("utf-8"))) for file in sorted(folder.glob("*.json"))
    }
    if not schemas:
        say(f"{folder} holds no schema: it needs the .json files of github.com/slackapi/manifest-schema.")
        return False
    newest = list(schemas)[-1]
    refusals = [
        f"{name}: {options}: {error.json_path}: {error.message}"
        for name, schema in schemas.items()
        for options in OPTIONS
        if name == newest or "agent" not in options
        for error in schema.iter_errors(manifest.build(**options))
    ]
    broken = list(spoiled(manifest.build(http="https://a.example", agent=True)))
    unseen = [why for why, bad in broken if schemas[newest].is_valid(bad) < bool(not problems(bad))]
    for line in refusals + [f"only the schema refuses: {why}" for why in unseen]:
        say(line)
    judged = f"{len(schemas)} schemas, {len(OPTIONS)} manifests, {len(broken)} broken ones"
    say(f"{judged}: {len(refusals)} refused, {len(unseen)} not seen")
    return not refusals and not unseen


def spoiled(good: Manifest) -> Iterator[tuple[str, Manifest]]:
    """Yield broken copies: each part without each of its fields, with an unknown one, and with each value made wrong."""
    for path in PARTS:
        for name in [*part_at(good, path), "unknown"]:
            for wrong in ("", "x" * 5000, 7, [], ["x"] * 300, {}, None, *extremes(PARTS[path].get(name))):
                bad = copy.deepcopy(good)
                part_at(bad, path)[name] = wrong
                yield f"{path}.{name} = {str(wrong)[:20]!r} ({len(str(wrong))} characters)", bad
    for path, names in NEEDED.items():
        for name in names:
            bad = copy.deepcopy(good)
            del part_at(bad, path)[name]
            yield f"{path} without {name}", bad


def extremes(rule: Any) -> list[Any]:
    """Return the shortest and the longest value that our own rule takes; where the schema refuses one, we are too mild."""
    if isinstance(rule, tuple):
        return ["x" * length for length in rule]
    return [[f"x{number}" for number in range(count)] for count in rule] if isinstance(rule, list) else []


def part_at(of: Manifest, path: str) -> Any:
    """Return the part at an address; of a list, its first entry."""
    part: Any = of
    for name in filter(None, path.split(".")):
        part = part[name]
        part = part[0] if isinstance(part, list) else part
    return part


if __name__ == "__main__":
    sys.exit(not judge(Path(sys.argv[1]), print))
