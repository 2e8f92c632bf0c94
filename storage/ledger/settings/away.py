"""Away: no collections come, and who stands in decides."""

from datetime import datetime

import sqlalchemy as sa

from storage.ledger import access, people
from storage.ledger.core.ledger import Tx
from storage.ledger.schedules import redraw_times
from storage.ledger.shelf import standing_in
from storage.ledger.work.asking_newcomers import check_agreed
from storage.ledger.work.deciders import check_decider
from storage.ledger.work.owing import tell
from storage.ledger.work.standing_down import stand_down
from storage.rules import moment_words, putting_off
from storage.rules.authority import Action, Claim
from storage.rules.happenings import Happening
from storage.rules.jobs import JobKind
from storage.rules.pages.bringing import Away
from storage.rules.people import Person
from storage.rules.values.profile import Profile
from storage.tables import person

EXAMPLE = "For example: /collect away until Monday, @bob decides"


def go_away(tx: Tx, claim: Claim, until: datetime, stand_in: str = "", profile: Profile | None = None) -> Away:
    """Keep until when a person is away, and who decides in their place.

    Args:
        stand_in: '' where what waits just waits.
        profile: what Slack said just now of a stand-in who was not known.

    Raises:
        Refused: a time that makes no sense, or somebody who can't stand in, or never used Sluice.
    """
    me = access.person(tx, claim, Action.SETTINGS)
    putting_off.check(until, tx.now)
    deputy = check_decider(tx, claim, stand_in, profile, EXAMPLE) if stand_in else None
    if deputy is not None:
        check_agreed(tx, me, deputy)
    standing_in.back(tx, claim.team, claim.user)  # from who stood in before
    stand_down(tx, claim.team, claim.user, f"<@{claim.user}> is away themselves")
    set_away(tx, claim, stand_in, until)
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
    moved, stay = standing_in.move(tx, now, deputy) if deputy is not None else (0, 0)
    if deputy is not None and (me.stand_in, me.away_until) != (stand_in, until):
        tell(tx, claim.team, stand_in, _asked(now, moved))
    if me.stand_in not in ("", stand_in) and me.is_away(tx.now):
        tell(tx, claim.team, me.stand_in, _released(claim.user, stand_in))
    return Away(person=now, moved=moved, stay=stay)


def set_away(tx: Tx, claim: Claim, stand_in: str, until: datetime | None) -> None:
    """Keep until when a person is away, and who decides in their place."""
    mine = person.c.team == claim.team, person.c.user == claim.user
    tx.conn.execute(sa.update(person).where(*mine).values(stand_in=stand_in, away_until=until))
    redraw_times(tx, claim.team, claim.user)


def _asked(away: Person, moved: int) -> str:
    assert away.away_until is not None
    until = moment_words.day(away.away_until, away.zone or "UTC")
    now = f"{moved} wait now. " if moved > 1 else "1 waits now. " if moved else ""
    return (
        f"<@{away.user}> is away until {until}. You decide in their place what waits for them. {now}"
        f"It comes with your collections, marked “for <@{away.user}>”, and does not count against your limit."
    )


def _released(away: str, stand_in: str) -> str:
    who = f"<@{stand_in}> stands in" if stand_in else "What waits for them waits"
    return f"You do not stand in for <@{away}> any more. {who} until they are back."
