"""One finding of the doctor."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One result of the doctor, about one thing.

    Attributes:
        ok: whether it is in order; None when it was not looked at.
        say: what was seen; where `advice` is empty, also what to do.
        advice: what to do where it is not in order.
    """

    what: str
    ok: bool | None
    say: str
    advice: str = ""

    @property
    def sentence(self) -> str:
        """The finding and the advice, as one text."""
        return f"{self.say} {self.advice}".strip()

    def as_json(self) -> dict[str, Any]:
        """Return the finding as JSON, with advice apart; in one text, the first sentence is the finding."""
        seen, stop, rest = self.say.partition(". ")
        if self.ok is not False or self.advice or not stop:
            return {"name": self.what, "ok": self.ok, "what": self.say, "advice": self.advice}
        return {"name": self.what, "ok": self.ok, "what": f"{seen}.", "advice": rest}
