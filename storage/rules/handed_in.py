"""Who handed a draft in: kept by their id, since two people may have the same name, and a name may change."""

import re
from collections.abc import Iterable, Mapping

HANDED_IN = "handed in by "
_BY = re.compile(rf"{HANDED_IN}<@([A-Za-z0-9-]+)>")


def handed_in_by(user: str) -> str:
    """Return who made a draft, as the ledger keeps it for what a person handed in."""
    return f"{HANDED_IN}<@{user}>"


def people_in(makers: Iterable[str]) -> set[str]:
    """Return the ids of the people among those who made drafts."""
    return {found[1] for maker in makers if (found := _BY.fullmatch(maker))}


def with_name(maker: str, names: Mapping[str, str]) -> str:
    """Return who made a draft as people read it: “handed in by @bob”.

    Args:
        names: of people by their ids; who has none is shown by their id.
    """
    found = _BY.fullmatch(maker)
    return f"{HANDED_IN}@{names.get(found[1], '') or found[1]}" if found else maker
