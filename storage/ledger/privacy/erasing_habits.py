"""Erases a person's own rules."""

import sqlalchemy as sa

from storage.ledger.core.ledger import Tx
from storage.tables import habit, habit_use, task


def erase_habits(tx: Tx, team: str, user: str) -> None:
    """Erase a person's own rules, and which of what was decided is theirs; what they approved stays approved."""
    mine = sa.select(habit.c.id).where(habit.c.team == team, habit.c.reviewer == user)
    tx.conn.execute(sa.delete(habit_use).where(habit_use.c.team == team, habit_use.c.habit_id.in_(mine)))
    tx.conn.execute(sa.delete(habit).where(habit.c.team == team, habit.c.reviewer == user))
    open_streams = sa.select(task.c.stream_id).where(task.c.team == team, task.c.stream_id.is_not(None))
    empty = sa.select(habit.c.id).where(habit.c.team == team, habit.c.stream_id.not_in(open_streams))
    tx.conn.execute(sa.delete(habit_use).where(habit_use.c.team == team, habit_use.c.habit_id.in_(empty)))
    tx.conn.execute(sa.delete(habit).where(habit.c.team == team, habit.c.id.in_(empty)))
