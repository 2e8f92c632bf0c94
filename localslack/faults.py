"""Faults to order: what goes wrong with a call of the app, or with a delivery to it, and how often."""

import random
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

CALLS = ("status", "html", "reset", "error", "delay")
DELIVERIES = ("duplicate", "shuffle", "drop", "late")
ENVELOPES = ("twice",)  # of Socket Mode: the same envelope comes again


@dataclass(slots=True, kw_only=True)
class Fault:
    """One fault that was ordered.

    Attributes:
        what: one of CALLS (for a method of the Web API, `upload` or `*`) or of DELIVERIES.
        after: the call is carried out first, then answered wrongly.
    """

    what: str
    method: str = "*"
    value: Any = None
    retry_after: str | None = None
    times: int = 1
    rate: float = 1.0
    after: bool = False

    @property
    def stores(self) -> bool:
        """Whether Slack carries out the call in spite of the fault."""
        return self.after or self.what == "reset"


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
