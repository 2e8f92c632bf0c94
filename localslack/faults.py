"""The faults that were ordered: what goes wrong with a call of the app, or with a delivery to it, and how often."""

import random
from dataclasses import dataclass, field
from typing import Any

from localslack.fault import CALLS, DELIVERIES, ENVELOPES, Fault

Json = dict[str, Any]


@dataclass(slots=True)
class Faults:
    """The faults that were ordered for the calls of the app and for the deliveries to it."""

    ordered: list[Fault] = field(default_factory=list)
    dice: random.Random = field(default_factory=lambda: random.Random(7))

    def order(self, fault: Json) -> Fault:
        """Add a fault from its values, and return it.

        Raises:
            ValueError: an unknown kind of fault.
        """
        known = CALLS + DELIVERIES + ENVELOPES
        if fault.get("what") not in known:
            raise ValueError(f"what must be one of {', '.join(known)}")
        made = Fault(**{k: v for k, v in fault.items() if k in Fault.__slots__})
        self.ordered.append(made)
        return made

    def take(self, kinds: tuple[str, ...], method: str) -> Fault | None:
        """Return the fault that happens now, and count it down; None when nothing goes wrong."""
        for fault in self.ordered:
            if (
                fault.what in kinds
                and fault.method in ("*", method)
                and fault.times > 0
                and self.dice.random() < fault.rate
            ):
                fault.times -= 1
                return fault
        return None
