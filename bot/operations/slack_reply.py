"""Slack's answer to one call, as the doctor reads it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """The answer of Slack to one call.

    Attributes:
        error: the name of Slack's error, or why there is no answer; "" when it was done.
        reached: whether something answered at all.
    """

    data: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    error: str = ""
    reached: bool = True

    def refusal(self, advice: Mapping[str, str]) -> str:
        """Return what went wrong and what to do, in the words that a table has for Slack's errors."""
        if self.error in advice:
            return advice[self.error]
        if self.error == "missing_scope":
            return f"the scope {self.data.get('needed')} is missing: grant it and reinstall the app"
        if self.error == "ratelimited":
            return f"Slack is busy: try again in {self.headers.get('Retry-After', '60')} seconds"
        return f"Slack answers {self.error}" if self.reached else self.error
