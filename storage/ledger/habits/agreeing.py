"""What a person says of rules from their own record: agree, refuse, revoke."""

import sqlalchemy as sa

from storage.ledger import access
from storage.ledger.core.ledger import Read, Tx
from storage.ledger.messages.redraws import redraw_collection
from storage.ledger.shelf import habits
from storage.ledger.shelf.habits import habit_of
from storage.rules.authority import FOUR_EYES, UNKNOWN, Action, Claim
from storage.rules.happenings import Happening
from storage.rules.refusal import Reason, Refused, Stale
from storage.rules.values.habit import Habit, HabitState, Used
from storage.tables import collection, habit, stream

FROM = {
    HabitState.AGREED: (HabitState.PROPOSED,),
    HabitState.REFUSED: (HabitState.PROPOSED,),
    HabitState.ENDED: (HabitState.AGREED,),
}


def agree(tx: Tx, claim: Claim, key: str, dedup: str | None = None) -> Habit:
    """Let a rule approve by itself from now on, on the person's own shelf alone.

    Raises:
        Refused: it is not theirs, or four eyes are asked for here.
        Stale: it was answered before.
        Duplicate: Slack sent this before.
    """
    if tx.terms.policy.four_eyes:
        raise Refused(FOUR_EYES, Reason.FOUR_EYES)
    return _answer(tx, claim, key, HabitState.AGREED, dedup)


def refuse(tx: Tx, claim: Claim, key: str, dedup: str | None = None) -> Habit:
    """Keep that a person does not want a rule: it is not proposed again for a while.

    Raises:
        Refused, Stale, Duplicate: as `agree`.
    """
    return _answer(tx, claim, key, HabitState.REFUSED, dedup)


def revoke(tx: Tx, claim: Claim, key: str, dedup: str | None = None) -> Habit:
    """End a rule that a person agreed to; what it approved stays approved.

    Raises:
        Refused, Stale, Duplicate: as `agree`.
    """
    return _answer(tx, claim, key, HabitState.ENDED, dedup)


def _answer(tx: Tx, claim: Claim, key: str, became: HabitState, dedup: str | None) -> Habit:
    access.person(tx, claim, Action.SETTINGS)
    mine = habit.c.team == claim.team, habit.c.key == key, habit.c.reviewer == claim.user
    row = tx.conn.execute(sa.select(habit.c.id, habit.c.state, habit.c.collection_id).where(*mine)).first()
    if row is None:
        raise Refused(UNKNOWN, Reason.UNKNOWN)
    tx.once(claim.team, dedup, key)
    if row.state not in FROM[became]:
        raise Stale(f"That rule is {row.state} already. `/sluice habits` shows your rules.")
    values = {"agreed_at": tx.now} if became is HabitState.AGREED else {"ended_at": tx.now}
    tx.conn.execute(sa.update(habit).where(*mine).values(state=str(became), **values))
    tx.note(claim.team, claim.user, Happening.HABIT, claim.user, was=row.state, became=str(became), why=f"H-{row.id}")
    if row.collection_id is not None:
        redraw_collection(tx, claim.team, row.collection_id)
    return _reread(tx, claim, row.id)


def _reread(read: Read, claim: Claim, habit_id: int) -> Habit:
    of_stream = sa.and_(stream.c.team == habit.c.team, stream.c.id == habit.c.stream_id)
    query = sa.select(habit, stream.c.name.label("stream_name")).join_from(habit, stream, of_stream, isouter=True)
    return habit_of(read.conn.execute(query.where(habit.c.team == claim.team, habit.c.id == habit_id)).one())


def rules_of(read: Read, claim: Claim) -> tuple[Habit, ...]:
    """Return the rules of a person that are proposed or agreed.

    Raises:
        Refused: they are no full member.
    """
    access.check(read, claim, Action.LOOK)
    return habits.listed(read, claim.team, claim.user)


def told_in(read: Read, claim: Claim, collection_id: int) -> tuple[Used, ...]:
    """Return what the rules of a person approved, as one of their own collections tells it.

    Raises:
        Refused: it is somebody else's.
    """
    access.check(read, claim, Action.LOOK)
    mine = collection.c.team == claim.team, collection.c.id == collection_id, collection.c.reviewer == claim.user
    if read.conn.execute(sa.select(collection.c.id).where(*mine)).first() is None:
        raise Refused(UNKNOWN, Reason.UNKNOWN)
    return habits.told_in(read, claim.team, collection_id)
