"""One fault that was ordered, and the kinds of fault there are."""

from dataclasses import dataclass
from typing import Any

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
