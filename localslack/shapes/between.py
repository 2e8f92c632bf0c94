"""Rules of what must hold between the keys of one object."""

from localslack.shapes.kind import Json, Place, Rule


def exactly_one(*keys: str) -> Rule:
    """Return a rule that refuses an object with none or several of these keys."""
    words = f"must provide exactly one of: {', '.join(keys)}"
    return lambda value, place: [] if sum(key in value for key in keys) == 1 else [place.fault(words)]


def at_least_one(*keys: str) -> Rule:
    """Return a rule that refuses an object with none of these keys."""
    words = f"must provide at least one of: {', '.join(keys)}"
    return lambda value, place: [] if any(key in value for key in keys) else [place.fault(words)]


def ordered(low: str, high: str) -> Rule:
    """Return a rule that refuses an object whose number `low` is above its number `high`."""

    def check(value: Json, place: Place) -> list[str]:
        if low in value and high in value and float(value[low]) > float(value[high]):
            return [(place / low).fault(f"must not be greater than {high}")]
        return []

    return check
