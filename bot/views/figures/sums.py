"""Sums of several people, in which nobody is seen."""

from datetime import timedelta

from bot.views.figures.in_words import day_of, kinds_of, rate
from bot.views.kit import Message, context, section
from storage.rules.pages.figures import PEOPLE, SUMMED, Sums


def team(seen: Sums | None) -> Message:
    """Return the sums of several people, or why there are none."""
    if seen is None:
        text = (
            f"Too few people for a sum: in the last {SUMMED} whole weeks fewer than {PEOPLE} people decided anything. "
            "Figures of one person are only for that person."
        )
        return Message(text, (section(text),))
    last = seen.first + timedelta(weeks=seen.weeks, days=-1)
    kinds = ", ".join(part for _, part in kinds_of(seen.outcomes))
    lines = [f"*{day_of(seen.first)} to {day_of(last)}*, {seen.people} people", f"{seen.decided} decided: {kinds}"]
    if seen.at_once.of:
        lines.append(f"Approved at once: {rate(seen.at_once)}")
    note = context(f"Sums of at least {PEOPLE} people, of whole weeks. Nobody sees the figures of another person.")
    return Message("Sums of all", (section("\n".join(lines)), note))
