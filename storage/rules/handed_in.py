"""Who handed a draft in: kept by their id, since two people may have the same name, and a name may change."""

import re

HANDED_IN = "handed in by "
_BY = re.compile(rf"{HANDED_IN}<@([A-Za-z0-9-]+)>")


def handed_in_by(user: str) -> str:
    """Return who made a draft, as the ledger keeps it for what a person handed in."""
    return f"{HANDED_IN}<@{user}>"


def makers_of(user: str, mention: str) -> tuple[str, str]:
    """Return how the drafts that a person handed in name them: by their id, and as older releases kept it.

    Args:
        mention: the person's, by which those named them.
    """
    return handed_in_by(user), f"{HANDED_IN}{mention}"


def who_handed_in(maker: str) -> str:
    """Return the id of the person who handed a draft in, from what is kept of its maker; empty for any other maker."""
    found = _BY.fullmatch(maker)
    return found[1] if found else ""


def named(user: str, name: str) -> str:
    """Return who handed a draft in as people read it: “handed in by @bob”; by their id while they have no name."""
    return f"{HANDED_IN}@{name or user}"
