"""The list of workers, each with its record."""

from collections.abc import Mapping

from bot.views.durations import span
from bot.views.kit import Message, context, esc, header, section
from bot.views.paging import Listing, page
from storage.rules.budget import dollars
from storage.rules.pages.records import Overruled, Record
from storage.rules.words import many


def roster(records: Mapping[str, Record], agents: Mapping[str, str], critic: Overruled, number: int = 0) -> Message:
    """Return a page of `/sluice workers`: each with its record, and how often the critic was overruled."""
    lines = [f"*{esc(name)}* · {esc(text)}\n{_record(records.get(name))}" for name, text in agents.items()]
    entries = tuple((section(line),) for line in lines)
    return page(
        Listing(text="Workers", head=(header("Workers"),), entries=entries, tail=(context(_critic(critic)),)),
        "workers",
        number,
    )


def _critic(seen: Overruled) -> str:
    if not seen.judged:
        return "Nothing that was checked is decided yet."
    agreed = seen.judged - seen.strict - seen.kind
    wrong = f" · said to be wrong {seen.wrong} of {many(seen.doubted, 'time')}" if seen.wrong else ""
    return f"You and the checks agreed {agreed} of {many(seen.judged, 'time')}{wrong}"


def _record(seen: Record | None) -> str:
    if seen is None or not seen.decided:
        return "nothing decided yet"
    parts = [f"{seen.at_once} of {seen.decided} approved at once"]
    if seen.minutes is not None:
        parts.append(f"median {span(seen.minutes * 60)}")
    parts.append(f"about {dollars(seen.micros)} each" if seen.micros is not None else "cost not known")
    return " · ".join(parts)
