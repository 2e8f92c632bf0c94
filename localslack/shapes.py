"""Small checks of JSON, joined to tables: each takes any value and a place, and returns the faults in Slack's words.

The words and the pointer are those of `response_metadata.messages`, for example
`must be less than 3001 characters [json-pointer:/blocks/0/text/text]`
(docs.slack.dev/reference/methods/chat.postMessage).
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

Json = dict[str, Any]


class Surface(StrEnum):
    """A surface that shows blocks."""

    MESSAGE = "message"
    MODAL = "modal"
    HOME = "home"


@dataclass(frozen=True, slots=True)
class Place:
    """A point in what the app sent, and the surface that it is for."""

    surface: Surface
    pointer: str

    def __truediv__(self, step: str | int) -> "Place":
        return Place(self.surface, f"{self.pointer}/{step}")

    def fault(self, words: str) -> str:
        """Return a fault at this place in Slack's words, with a JSON pointer."""
        return f"{words} [json-pointer:{self.pointer}]"


Check = Callable[[Any, Place], list[str]]
Rule = Callable[[Json, Place], list[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """The rules for one kind of object.

    Args:
        needs: the keys that must be there, with their checks.
        may: the keys that can be there; any other is refused.
        rules: what holds between keys; asked only where each key by itself is right.
        on: the surfaces that take it.
        inside: for elements, the kinds of block that take it.
    """

    needs: Mapping[str, Check] = field(default_factory=dict)
    may: Mapping[str, Check] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    on: frozenset[Surface] = frozenset(Surface)
    inside: frozenset[str] = frozenset()


def string(most: int | None = None, least: int = 1) -> Check:
    """Return a check of a text's length in characters."""

    def check(value: Any, place: Place) -> list[str]:
        if not isinstance(value, str):
            return [place.fault("must provide a string")]
        if len(value) < least:
            return [place.fault(f"must be more than {least - 1} characters")]
        return [place.fault(f"must be less than {most + 1} characters")] if most and len(value) > most else []

    return check


def pattern(shape: str, words: str) -> Check:
    """Return a check of a text against a regular expression; `words` say what the text must be."""

    def check(value: Any, place: Place) -> list[str]:
        fits = isinstance(value, str) and re.fullmatch(shape, value, re.ASCII)
        return [] if fits else [place.fault(f"must be {words}")]

    return check


def integer(least: int, most: int | None = None) -> Check:
    """Return a check of a whole number; true and false do not count as numbers."""

    def check(value: Any, place: Place) -> list[str]:
        if not isinstance(value, int) or isinstance(value, bool):
            return [place.fault("must provide an integer")]
        if value < least:
            return [place.fault(f"must be greater than {least - 1}")]
        return [place.fault(f"must be less than {most + 1}")] if most is not None and value > most else []

    return check


def number(value: Any, place: Place) -> list[str]:
    """Return a fault unless the value is a number; true and false do not count as numbers."""
    fits = isinstance(value, int | float) and not isinstance(value, bool)
    return [] if fits else [place.fault("must provide a number")]


def boolean(value: Any, place: Place) -> list[str]:
    """Return a fault unless the value is true or false."""
    return [] if isinstance(value, bool) else [place.fault("must provide a boolean")]


def choice(*values: str) -> Check:
    """Return a check that a text is one of these values."""

    def check(value: Any, place: Place) -> list[str]:
        fits = isinstance(value, str) and value in values
        return [] if fits else [place.fault(f"must be one of: {', '.join(values)}")]

    return check


def items(each: Check, most: int | None = None, least: int = 1) -> Check:
    """Return a check of a list's length and of each of its items."""

    def check(value: Any, place: Place) -> list[str]:
        if not isinstance(value, list):
            return [place.fault("must provide an array")]
        if len(value) < least:
            return [place.fault(f"no fewer than {least} items allowed")]
        if most is not None and len(value) > most:
            return [place.fault(f"no more than {most} items allowed")]
        return [fault for n, item in enumerate(value) for fault in each(item, place / n)]

    return check


def record(kind: Kind) -> Check:
    """Return a check of an object's keys, and then of what must hold between them."""
    keys = {**kind.needs, **kind.may}

    def check(value: Any, place: Place) -> list[str]:
        if not isinstance(value, dict):
            return [place.fault("must provide an object")]
        faults = [place.fault(f"missing required field: {key}") for key in kind.needs if key not in value]
        faults += [place.fault(f"invalid additional property: {key}") for key in value if key not in keys]
        faults += [fault for key in keys if key in value for fault in keys[key](value[key], place / key)]
        return faults or [fault for rule in kind.rules for fault in rule(value, place)]

    return check


def one_of(kinds: Mapping[str, Kind]) -> Check:
    """Return a check of an object by the kind that its `type` names; the kind must be allowed on the surface."""
    checks = {name: record(_typed(name, kind)) for name, kind in kinds.items()}

    def check(value: Any, place: Place) -> list[str]:
        if not isinstance(value, dict):
            return [place.fault("must provide an object")]
        if "type" not in value:
            return [place.fault("missing required field: type")]
        name = value["type"]
        if not isinstance(name, str) or name not in checks or place.surface not in kinds[name].on:
            return [(place / "type").fault(f"unsupported type: {name}")]
        return checks[name](value, place)

    return check


def _typed(name: str, kind: Kind) -> Kind:
    return Kind(
        needs={"type": choice(name), **kind.needs}, may=kind.may, rules=kind.rules, on=kind.on, inside=kind.inside
    )


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
