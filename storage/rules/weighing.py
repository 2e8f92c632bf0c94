"""What waiting costs, and the reasons for it in words."""

from datetime import datetime, timedelta

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PRESSURE = (timedelta(0), 8.0), (4 * HOUR, 6.0), (DAY, 3.0), (3 * DAY, 1.5)  # of what is due within that time
ON_TIME = timedelta(minutes=5)  # what comes with the collection at which it is due is not overdue
LEFT = {1: "left once", 2: "left twice"}
REASONS = 2  # that a card has room for
TWICE = 2.0  # what waits in a stream of high priority


def weight(now: datetime, ready_at: datetime, due: datetime | None, blocks: int = 0, priority: int = 0) -> float:
    """Return the cost of an hour's waiting: one, more for age (up to four days), due time, and what waits for it; twice
    all that in a stream of high priority."""
    age = min(4.0, max(0.0, (now - ready_at) / DAY))
    return (1.0 + 0.5 * age + 2.0 * blocks + _pressure(now, due)) * (TWICE if priority else 1.0)


def _pressure(now: datetime, due: datetime | None) -> float:
    if due is None:
        return 0.0
    left = due - now
    return next((w for limit, w in PRESSURE if left <= limit), 0.5)


def why(
    now: datetime, ready_at: datetime, due: datetime | None, urgent: bool, *, behind: int = 0, left: int = 0
) -> str:
    """Return the reasons in words, never a score, the strongest two; '' when it is simply its turn. A due time is shown
    by itself.

    Args:
        behind: tasks that wait for it.
        left: how often it was brought and left.
    """
    days = (now - ready_at).days
    reasons = (
        "urgent" if urgent else "",
        "overdue" if due is not None and now - due > ON_TIME else "",
        f"{behind} {'task waits' if behind == 1 else 'tasks wait'} for it" if behind else "",
        LEFT.get(left, f"left {left} times") if left else "",
        f"ready for {days} days" if days >= 2 else "",
    )
    return " · ".join([reason for reason in reasons if reason][:REASONS])
