"""Checks of what holds other values: lists, and objects by their kind."""

from collections.abc import Mapping
from typing import Any

from localslack.shapes.kind import Check, Kind, Place
from localslack.shapes.texts import choice


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
