"""A person's own figures, read from what they decided in some weeks."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from storage.ledger import access
from storage.ledger.core.ledger import Read
from storage.ledger.queries.decisions_of import MOST, decided_by
from storage.ledger.queries.events import reopened_by, waiting_for
from storage.rules.authority import Action, Claim
from storage.rules.clocks import instant
from storage.rules.facts import Fact, Facts
from storage.rules.figures import Figures, figures
from storage.rules.people import Person
from storage.rules.values.decision import Verdict
from storage.rules.weeks import week_of

WEEKS = 12  # weeks that are read, the present one among them
EVER = timedelta(days=366)  # what was decided by a clock that went ahead counts, too


def own(read: Read, claim: Claim, weeks: int = WEEKS, waiting: bool = True) -> Facts:
    """Return what a person's own figures are made from.

    Args:
        weeks: with the present one.
        waiting: whether what waits for them is read, too.

    Raises:
        Refused: they are no full member.
    """
    return of_person(read, access.member(read, claim, Action.LOOK), weeks, waiting)


def of_person(read: Read, person: Person, weeks: int = WEEKS, waiting: bool = True) -> Facts:
    """Return what the figures of a person are made from; only that person may be shown it."""
    zone = person.zone or read.terms.zone
    first = week_of(read.now, zone) - timedelta(weeks=weeks - 1)
    since = midnight(first, zone)
    rows = decided_by(read, person, since, read.now + EVER)
    return Facts(
        now=read.now,
        zone=zone,
        first=first,
        decided=tuple(map(_fact, rows[:MOST])),
        reopened=reopened_by(read, person.team, person.user, since),
        waiting=waiting_for(read, person.team, person.user) if waiting else (),
        full=len(rows) > MOST,
    )


def of_week_before(read: Read, person: Person, day: date) -> Figures:
    """Return the figures of what a person decided in the week before that of a local date; only they may see it."""
    zone = person.zone or read.terms.zone
    first = day - timedelta(days=day.weekday(), weeks=1)
    rows = decided_by(read, person, midnight(first, zone), midnight(first + timedelta(weeks=1), zone))
    return figures(Facts(now=read.now, zone=zone, first=first, decided=tuple(map(_fact, rows))))


def midnight(day: date, zone: str) -> datetime:
    """Return the instant at which a local day begins."""
    return instant(day, time(0), ZoneInfo(zone))


def _fact(row: Any) -> Fact:
    return Fact(
        at=row.at,
        stream=row.stream or "",
        worker=row.worker,
        verdict=Verdict(row.verdict),
        ready_at=row.made_at,
        opened_at=row.opened_at,
        seconds=row.seconds,
        at_once=row.base == 0,
        rounds=1 + (row.revisions or 0),
        judged=(row.checked or 0) > 0,
        doubted=row.checked == 2,
    )
