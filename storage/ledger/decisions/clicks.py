"""A click: the version that a person decided on, and the message that they saw it in."""

from dataclasses import dataclass

from storage.rules.values.place import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Click:
    """The origin of a decision: the version that the person saw, and the message that they saw it in. `together` says
    that it was ticked in a list of several."""

    key: str
    version: int
    place: Place | None = None
    dedup: str | None = None
    together: bool = False
