"""An action: what is to be done, by whom and by when."""

from dataclasses import dataclass

from storage.rules.dates_in_text import Day


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Something to be done: by whom, and by when.

    Attributes:
        owner: who does it; empty where nobody is named.
        by: its date as it is written; `day` where that names one.
        promised: whether its sentence says that it will be done; “Bob calls Tom” may tell what he does daily.
    """

    owner: str
    what: str
    by: str = ""
    day: Day | None = None
    done: bool = False
    promised: bool = True

    @property
    def owned(self) -> bool:
        """Whether the action names a person who will do it."""
        return self.owner != "" and (self.promised or self.by != "")
