"""Somebody who was away is back: what is undecided is theirs again."""

from datetime import timedelta

from storage.ledger import access, people
from storage.ledger.core.ledger import Tx
from storage.ledger.settings.away import EXAMPLE, set_away
from storage.ledger.shelf import standing_in
from storage.ledger.shelf.bringing import bring_untold
from storage.ledger.work.owing import tell
from storage.rules.authority import Action, Claim
from storage.rules.happenings import Happening
from storage.rules.jobs import JobKind
from storage.rules.people import Person
from storage.rules.refusal import Refused

AGAIN = timedelta(seconds=30)  # after the time to undo: what was decided in somebody's place and undone comes back


def come_back(tx: Tx, claim: Claim) -> Person:
    """End a person's absence now, and return them.

    Raises:
        Refused: they are not away.
    """
    me = access.person(tx, claim, Action.SETTINGS)
    if me.away_until is None:
        raise Refused(f"You are not away. {EXAMPLE}")
    set_away(tx, claim, "", None)
    tx.jobs.cancel(tx.conn, claim.team, JobKind.BACK, claim.user)
    tx.note(claim.team, claim.user, Happening.BACK, claim.user)
    _take_back(tx, claim)
    if me.stand_in:  # they were told of another day
        tell(tx, claim.team, me.stand_in, f"<@{claim.user}> is back, and decides again. You do not stand in any more.")
    return people.ensure(tx, claim.team, claim.user)


def is_back(tx: Tx, team: str, user: str) -> None:
    """Look whether a person is back: then what is undecided is theirs again. Until then it is for who stands in now."""
    me = people.find(tx, team, user)
    if me is None:
        return
    if me.is_away(tx.now):
        standing_in.renew(tx, me)
        return
    claim = Claim(user, team)
    if me.away_until is not None:
        set_away(tx, claim, "", None)
        tx.note(team, user, Happening.BACK, user)
    _take_back(tx, claim)


def _take_back(tx: Tx, claim: Claim) -> None:
    me = people.look_up(tx, claim.team, claim.user)
    if people.next_time(tx, me) is None:  # else their next collection brings what was asked of them meanwhile
        bring_untold(tx, me)
    if standing_in.back(tx, claim.team, claim.user):
        tx.promise(claim.team, JobKind.BACK, claim.user, after=tx.terms.undo + AGAIN, once=True)
