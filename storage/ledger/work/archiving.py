"""A channel is archived: its collections end, and who has work that is to be posted there hears of it beforehand."""

import contextlib

import sqlalchemy as sa

from storage.ledger.core.ledger import Duplicate, Read, Tx
from storage.ledger.rows.finding_tasks import tasks
from storage.ledger.rows.task_rows import task_of
from storage.ledger.work.asking_assigner import why_outside
from storage.ledger.work.owing import tell
from storage.ledger.work.series_reviewers import open_series
from storage.rules.delivery import targets
from storage.rules.happenings import Happening
from storage.rules.lifecycle import CLOSED
from storage.rules.values.task import name_of
from storage.rules.words import listed
from storage.tables import schedule, task

ENDED = "<#{channel}> was archived: its collections have ended."
YOURS = "{ended} What it was to bring of yours comes with your own times or /collect now: {names}."
CLOSED_TO = (
    "<#{channel}> was archived, and what is approved of {names} is to be posted there: unarchive it before. Edit names "
    "another place for a task that is not ready; what comes again is stopped and assigned anew."
)


def archive(tx: Tx, team: str, channel: str, dedup: str) -> None:
    """End the collections of a channel that was archived, and tell who set them; tell who assigned what is to be
    posted there.

    Args:
        dedup: names the delivery: one that comes twice tells nobody twice.
    """
    with contextlib.suppress(Duplicate):
        tx.once(team, f"archived:{dedup}"[:120])
        mine = schedule.c.team == team, schedule.c.kind == "channel", schedule.c.owner == channel, schedule.c.active
        ended = sa.update(schedule).where(*mine).values(active=False, next_at=None).returning(schedule.c.set_by)
        row = tx.conn.execute(ended).first()
        if row is not None:
            tx.note(team, "", Happening.TIMES_OFF, channel, why="the channel was archived")
            ended_now, shown = ENDED.format(channel=channel), _shown(tx, team, channel)
            for user in sorted({*filter(None, [row.set_by]), *shown}):
                if not why_outside(tx, team, user):
                    brought = listed(shown.get(user, ()))
                    tell(tx, team, user, YOURS.format(ended=ended_now, names=brought) if brought else ended_now)
        for user, names in sorted(_to_be_posted(tx, team, channel).items()):
            if not why_outside(tx, team, user):
                tell(tx, team, user, CLOSED_TO.format(channel=channel, names=listed(names)))


def _shown(read: Read, team: str, channel: str) -> dict[str, list[str]]:
    """Return the names of the open tasks that a channel's collections bring, by who decides on them."""
    found = dict[str, list[str]]()
    mine = task.c.team == team, task.c.state.not_in(CLOSED), task.c.shown_in == channel
    for one in map(task_of, read.conn.execute(tasks().where(*mine).order_by(task.c.id)).all()):
        found.setdefault(one.reviewer, []).append(one.name)
    return found


def _to_be_posted(read: Read, team: str, channel: str) -> dict[str, list[str]]:
    """Return the names of the open tasks and series whose results go to a channel, by who assigned them."""
    found = dict[str, list[str]]()
    query = tasks().where(task.c.team == team, task.c.state.not_in(CLOSED)).order_by(task.c.id)
    for one in map(task_of, read.conn.execute(query).all()):
        if channel in [place.channel for place in targets(one)]:
            found.setdefault(one.assigner, []).append(one.name)
    for row in open_series(read, team):
        if channel in (row.brief.get("to") or [row.channel if row.thread else ""]):
            found.setdefault(row.assigner, []).append(f"{name_of(row.number, 0)} with all its tasks")
    return found
