"""What an event says of its person: whose workspace they are of, and whether they are a guest."""

from collections.abc import Mapping
from typing import Any


def home_of(event: Mapping[str, Any], shared: bool, team: str) -> str:
    """Return the workspace of an event's person: the first one named that is not ours, else ours.

    Args:
        shared: whether it is from a channel of several companies: who is not told there may be of any of them, which is
            ''.
        team: our workspace.
    """
    named = [event.get(field) for field in ("user_team", "source_team", "team")]
    told = [home for home in named if isinstance(home, str) and home]
    if not told and shared:
        return ""
    return next((home for home in told if home != team), team)


def is_guest(profile: object) -> bool:
    """Tell whether an event's own profile of its person says that they are a guest."""
    flags = profile if isinstance(profile, dict) else {}
    return flags.get("is_restricted") is True or flags.get("is_ultra_restricted") is True
