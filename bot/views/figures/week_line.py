"""A week's decisions in a line: this week's on Home, the last one's in its first collection."""

from bot.views.durations import span
from bot.views.figures.in_words import NOT_ENOUGH, PRIVATE, at_once, kinds_of
from storage.rules.figures import Figures
from storage.rules.outcomes import Outcome


def week(seen: Figures) -> str:
    """Return this week's decisions of a person as a line, for Home."""
    if not seen.decided:
        return "*This week:* nothing decided yet"
    parts = [f"*This week:* {_decided(seen)}", *_pace(seen), f"{seen.reopened} reopened" if seen.reopened else ""]
    return " · ".join(part for part in parts if part)


def last_week(seen: Figures) -> str:
    """Return the decisions of the week before as two lines of small print; empty where there were none."""
    if not seen.decided:
        return ""
    approved = seen.outcomes.get(Outcome.APPROVED, 0)
    parts = [f"{seen.decided} decided", f"{approved} approved{at_once(seen)}" if approved else "", *_pace(seen)]
    return f"Last week: {', '.join(part for part in parts if part)}\n{PRIVATE} More: /sluice figures"


def _decided(seen: Figures) -> str:
    """Return how much was decided, and how: “9 decided: 6 approved (5 unrevised), 3 revised”."""
    once = {Outcome.APPROVED: at_once(seen)}
    kinds = [part + once.get(kind, "") for kind, part in kinds_of(seen.outcomes)]
    return f"{seen.decided} decided: {', '.join(kinds)}"


def _pace(seen: Figures) -> list[str]:
    if seen.wait is None:
        return [f"{NOT_ENOUGH} for a median"]
    each = [f"{span(seen.attention.middle)} each"] if seen.attention else []
    return [f"median {span(seen.wait.middle)} from ready", *each]
