"""What a person is told who goes away, comes back, or says what comes first; and where their collection stands."""

from collections.abc import Sequence

from bot.views.kit import cut
from bot.views.moments import clock
from bot.views.stream_name import stream_name
from storage.rules.moment_words import day
from storage.rules.pages.bringing import Above, Away
from storage.rules.people import Person
from storage.rules.values.stream import Stream
from storage.rules.words import many

EXAMPLE = "For example: /collect first Beta launch"


def gone(what: Away, zone: str) -> str:
    """Return what a person is told who is away from now on."""
    person = what.person
    assert person.away_until is not None
    until = f"You are away until {day(person.away_until, zone)}. No collection comes until then."
    if not person.stand_in:
        rest = "What comes just waits. To let somebody decide meanwhile: /collect away until Monday, @bob decides"
        return f"{until} {rest}\n/collect back ends it."
    moved = f"{many(what.moved, 'thing is', 'things are')} with them now" if what.moved else "Nothing waits now"
    stays = (
        f", {what.stay} {'stays with you: it is' if what.stay == 1 else 'stay with you: they are'} not theirs to decide"
        if what.stay
        else ""
    )
    return f"{until} <@{person.stand_in}> decides meanwhile, and was told. {moved}{stays}.\n/collect back ends it."


def absence(person: Person) -> str:
    """Return until when a person is away and who decides, as a line of their settings."""
    assert person.away_until is not None
    decides = f", <@{person.stand_in}> decides" if person.stand_in else ", nobody decides meanwhile"
    return f"*Away until {day(person.away_until, person.zone or 'UTC')}{decides}*. /collect back ends it."


def back(person: Person) -> str:
    """Return what a person is told who is back."""
    times = "Your collections come again" if person.schedule else "You have no collection times"
    return f"Welcome back. What is undecided is yours again. {times}; /collect now brings what waits."


def first(chosen: Stream) -> str:
    """Return what a person is told of the stream that comes first today."""
    name = stream_name(chosen.name)
    return f"{name} comes first until midnight, before all that is not urgent. /collect first off ends it."


def first_off(was: bool) -> str:
    """Return what a person is told when no stream comes first any more."""
    return "No stream comes first any more." if was else f"No stream came first. {EXAMPLE}"


def no_stream(name: str, near: Sequence[str]) -> str:
    """Return that a person has no stream of a name, with a command that works; the name as it is, for a refusal."""
    if near:
        return f"You have no stream “{cut(name, 60)}”. Perhaps: /collect first {near[0]}"
    return f"You have no stream “{cut(name, 60)}”. /sluice stream list shows yours. {EXAMPLE}"


def above(above_it: Above, link: str, zone: str) -> str:
    """Return that what was asked for stands above already.

    Args:
        link: to the message; empty where Slack gives none.
    """
    where = f"<{link}|It's above>" if link else "It's above"
    since = f"in your direct messages, since {clock(above_it.sent_at, zone)}"
    more = (
        f" {many(above_it.behind, 'more waits', 'more wait')} behind: Keep going below it brings more."
        if above_it.behind
        else ""
    )
    return f"{where}: {above_it.to_decide} to decide, {since}. Nothing is new.{more}"
