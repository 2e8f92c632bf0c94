"""Times that people set: their own, and those of a channel."""

from collections.abc import Sequence
from datetime import time

import sqlalchemy as sa

from storage.ledger import access, people, schedules
from storage.ledger.core.ledger import Tx
from storage.rules.authority import Action, Claim
from storage.rules.happenings import Happening
from storage.rules.people import Person
from storage.rules.values.schedule import Schedule
from storage.tables import person


def set_times(tx: Tx, claim: Claim, times: Sequence[time], days: frozenset[int], zone: str | None = None) -> Person:
    """Set one's own collection times; from then on nothing comes before its time unless it is asked for.

    Raises:
        Refused: they may not.
    """
    the_person = access.person(tx, claim, Action.SETTINGS)
    where = zone or the_person.zone or tx.terms.zone
    schedules.save_schedule(
        tx, claim.team, "person", owner=claim.user, made=Schedule(tuple(times), days, where), by=claim.user
    )
    tx.conn.execute(
        sa.update(person).where(person.c.team == claim.team, person.c.user == claim.user).values(chose_times=True)
    )
    tx.note(claim.team, claim.user, Happening.TIMES, claim.user, became=" ".join(f"{t:%H:%M}" for t in times))
    return people.ensure(tx, claim.team, claim.user)


def set_channel_times(
    tx: Tx,
    claim: Claim,
    channel: str,
    times: Sequence[time],
    days: frozenset[int],
    zone: str | None = None,
    creator: str = "",
) -> Schedule:
    """Set the collection times of a channel.

    Args:
        creator: who created it, as Slack says.

    Raises:
        Refused: they may not.
    """
    the_person = access.channel(tx, claim, Action.CHANNEL_TIMES, channel, creator)
    schedule = Schedule(tuple(times), days, zone or the_person.zone or tx.terms.zone)
    schedules.save_schedule(tx, claim.team, "channel", owner=channel, made=schedule, by=claim.user)
    tx.note(claim.team, claim.user, Happening.CHANNEL_TIMES, channel, became=" ".join(f"{t:%H:%M}" for t in times))
    return schedule
