"""A repetition in the form in which it is kept."""

from collections.abc import Mapping
from datetime import date as Date
from datetime import time
from typing import Any

from storage.rules.values.rhythm import Repetition


def to_json(repetition: Repetition) -> dict[str, Any]:
    """Return a repetition in the form in which it is kept."""
    return {
        "days": sorted(repetition.days),
        "times": [f"{t:%H:%M}" for t in repetition.times],
        "since": repetition.since.isoformat(),
        "weeks": repetition.weeks,
        "nth": repetition.nth,
    }


def from_json(kept: Mapping[str, Any]) -> Repetition:
    """Return the repetition that was kept by `to_json`."""
    return Repetition(
        days=frozenset(kept["days"]),
        times=tuple(time.fromisoformat(t) for t in kept["times"]),
        since=Date.fromisoformat(kept["since"]),
        weeks=kept["weeks"],
        nth=kept["nth"],
    )
