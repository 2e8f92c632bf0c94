"""Away: no collections come, and who stands in decides; when the time is over, what is undecided comes back."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from storage.ledger import access, people
from storage.ledger.core.ledger import Tx
from storage.ledger.shelf import standing
from storage.ledger.work.deciders import check_decider
from storage.ledger.work.owing import tell
from storage.ledger.work.standing_down import stand_down
from storage.rules import putting_off
from storage.rules.authority import Action, Claim
from storage.rules.happenings import Happening
from storage.rules.jobs import JobKind
from storage.rules.pages.bringing import Away
from storage.rules.people import Person
from storage.rules.refusal import Refused
from storage.rules.values.profile import Profile
from storage.tables import person

AGAIN = timedelta(seconds=30)  # after the time to undo: what was decided in somebody's place and undone comes back
EXAMPLE = "For example: /collect away until Monday, @bob decides"


def go_away(tx: Tx, claim: Claim, until: datetime, stand_in: str = "", profile: Profile | None = None) -> Away:
    """Keep until when a person is away, and who decides in their place.

    Args:
        stand_in: '' where what waits just waits.
        profile: what Slack said just now of a stand-in who was not known.

    Raises:
        Refused: a time that makes no sense, or somebody who can't stand in.
    """
    me = access.person(tx, claim, Action.SETTINGS)
    putting_off.check(until, tx.now)
    deputy = check_decider(tx, claim, stand_in, profile, EXAMPLE) if stand_in else None
    standing.back(tx, claim.team, claim.user)  # from who stood in before
    stand_down(tx, claim.team, claim.user, f"<@{claim.user}> is away themselves")
    _set(tx, claim, stand_in, until)
    tx.jobs.cancel(tx.conn, claim.team, JobKind.BACK, claim.user)
    tx.promise(claim.team, JobKind.BACK, claim.user, after=until - tx.now)
    tx.note(
        claim.team,
        claim.user,
        Happening.AWAY,
        claim.user,
        became=f"<@{stand_in}>" if stand_in else "",
        why=f"{until:%F}",
    )
    now = people.ensure(tx, claim.team, claim.user)
    moved, stay = standing.move(tx, now, deputy) if deputy is not None else (0, 0)
    if deputy is not None and (me.stand_in, me.away_until) != (stand_in, until):
        tell(tx, claim.team, stand_in, _asked(now, moved))
    return Away(person=now, moved=moved, stay=stay)


def come_back(tx: Tx, claim: Claim) -> Person:
    """End a person's absence now, and return them.

    Raises:
        Refused: they are not away.
    """
    me = access.person(tx, claim, Action.SETTINGS)
    if me.away_until is None:
        raise Refused(f"You are not away. {EXAMPLE}")
    _set(tx, claim, "", None)
    tx.jobs.cancel(tx.conn, claim.team, JobKind.BACK, claim.user)
    tx.note(claim.team, claim.user, Happening.BACK, claim.user)
    _take_back(tx, claim)
    if me.stand_in:  # they were told of another day
        tell(tx, claim.team, me.stand_in, f"<@{claim.user}> is back, and decides again. You stand in no more.")
    return people.ensure(tx, claim.team, claim.user)


def is_back(tx: Tx, team: str, user: str) -> None:
    """Look whether a person is back: then what is undecided is theirs again."""
    me = people.find(tx, team, user)
    if me is None or me.is_away(tx.now):
        return
    claim = Claim(user, team)
    if me.away_until is not None:
        _set(tx, claim, "", None)
        tx.note(team, user, Happening.BACK, user)
    _take_back(tx, claim)


def _take_back(tx: Tx, claim: Claim) -> None:
    if standing.back(tx, claim.team, claim.user):
        tx.promise(claim.team, JobKind.BACK, claim.user, after=tx.terms.undo + AGAIN, once=True)


def _set(tx: Tx, claim: Claim, stand_in: str, until: datetime | None) -> None:
    mine = person.c.team == claim.team, person.c.user == claim.user
    tx.conn.execute(sa.update(person).where(*mine).values(stand_in=stand_in, away_until=until))


def _asked(away: Person, moved: int) -> str:
    assert away.away_until is not None
    until = putting_off.day(away.away_until, away.zone or "UTC")
    now = f"{moved} wait now. " if moved > 1 else "1 waits now. " if moved else ""
    return (
        f"<@{away.user}> is away until {until}. You decide in their place what waits for them. {now}"
        f"It comes with your collections, marked “for <@{away.user}>”, and does not count against your limit."
    )
