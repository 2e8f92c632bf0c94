"""What is missing from a command for playbooks, with the command as it should be."""

import re

from storage.rules.playbook import name_of
from storage.rules.refusal import Refused

USAGE = "I know: /sluice playbook list · save T-40 as NAME · run NAME · edit NAME · delete NAME"
_NUMBER = re.compile(r"t-?[0-9]{1,9}(?:\.[0-9]{1,4})?")


def mended(text: str) -> str:
    """Return what is missing from a command, with the command as it should be."""
    verb, _, rest = text.lower().partition(" ")
    if verb in ("run", "edit", "delete"):
        return f"Say which: `/sluice playbook {verb} vendor-choice`. `/sluice playbook list` shows them."
    number, _, name = rest.strip().partition(" ")
    if verb == "save" and _NUMBER.fullmatch(number):
        return f"Say a name: `/sluice playbook save {number.upper()} as {_name(name)}`"
    if verb == "save":
        return "Say which task, and a name: `/sluice playbook save T-40 as vendor-choice`"
    return f"I don't know “{text[:60]}”. {USAGE}"


def _name(text: str) -> str:
    try:
        return name_of(re.sub(r"^as\b\s*", "", text))
    except Refused:
        return "vendor-choice"
