"""What agents may spend: caps in millionths of a dollar; None where there is none."""

from dataclasses import dataclass

DOLLAR = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Budgets:
    """Caps on one task in all, and on one person and one workspace in a day (UTC).

    Attributes:
        strict: whether a call is refused whose price is not known, since no cap can hold it.
    """

    task: int | None = None
    person_day: int | None = None
    workspace_day: int | None = None
    strict: bool = True

    def __bool__(self) -> bool:
        return any(cap is not None for cap in (self.task, self.person_day, self.workspace_day))


@dataclass(frozen=True, slots=True)
class Used:
    """The amounts that are spent or reserved under each cap, in millionths of a dollar."""

    task: int
    person_day: int
    workspace_day: int


def over(budgets: Budgets, used: Used, more: int) -> str:
    """Return which cap a call that takes `more` would pass, in words; '' when the call may be made."""
    for cap, spent, whose, key in (
        (budgets.task, used.task, "this task", "task"),
        (budgets.person_day, used.person_day, "one person's day", "person_day"),
        (budgets.workspace_day, used.workspace_day, "the workspace's day", "workspace_day"),
    ):
        if cap is not None and spent + more > cap:
            left = f"{dollars(spent)} is spent or under way, and the next call may take {dollars(more)}"
            return f"The budget of {whose} is {dollars(cap)}; {left}. It is {key} under [budget] in sluice.toml."
    return ""


def dollars(micros: int) -> str:
    """Write millionths of a dollar for people: cents, and more places only for what is under a cent."""
    value = micros / DOLLAR
    return f"{value:.2f} $" if value >= 0.01 or value == 0 else f"{value:.4f} $"
