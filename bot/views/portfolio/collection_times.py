"""A person's collection times and limits."""

from datetime import datetime

from bot.views import ids
from bot.views.away import absence
from bot.views.kit import Message, actions, button, section
from bot.views.moments import moment
from bot.views.stream_name import stream_name
from storage.rules.people import Person
from storage.rules.values.schedule import EVERY_DAY, WEEKDAYS, Schedule


def schedule_words(times: Schedule) -> str:
    """Return collection times as words: “9:00 13:00, Monday to Friday (Europe/Rome)”."""
    days = {WEEKDAYS: "Monday to Friday", EVERY_DAY: "every day"}.get(times.days) or ", ".join(
        ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][d] for d in sorted(times.days)
    )
    return f"{' '.join(f'{t.hour}:{t.minute:02}' for t in times.times)}, {days} ({times.zone})"


def settings(
    person: Person, channel: Schedule | None, next_at: datetime | None, now: datetime, first: str = ""
) -> Message:
    """Return what `/collect` without an argument and `/sluice times` show: what is set.

    Args:
        first: the stream that comes first today.
    """
    own = schedule_words(person.schedule) if person.schedule else "off"
    lines = [
        f"Your times: {own}",
        f"Next: {moment(next_at, now, person.zone or 'UTC')}" if next_at else "Next: none",
        f"Limit {person.room}: more waiting for you holds new work back · most {person.most} in one collection",
    ]
    if first:
        lines.append(f"First today: {stream_name(first)} · /collect first off ends it")
    if person.is_away(now):
        lines.insert(0, absence(person))
    if channel is not None:
        lines.append(f"This channel: {schedule_words(channel)}")
    lines.append("Change: /collect at 9:00 13:00 16:30 weekdays · here at 9:00 daily · limit 12 · most 10 · off · now")
    lines.append("Also: /collect away until Monday, @bob decides · back · first Beta launch")
    return Message(
        "Collection times",
        (
            section("\n".join(lines)),
            actions(button("Collect now", ids.COLLECT_NOW, "now"), button("Times and limits", ids.TIMES_FORM, "own")),
        ),
    )
