"""What people hear of work that was given up, so that nobody waits for what will never come."""

from collections.abc import Callable, Mapping
from datetime import timedelta

import sqlalchemy as sa

from storage.ledger.core.ledger import Tx
from storage.ledger.messages.keeping import hold, kept
from storage.ledger.messages.posting import put_post, tell_admins
from storage.ledger.messages.redraws import redraw
from storage.ledger.rows.item_rows import item_of
from storage.ledger.work.voiding import void
from storage.rules.jobs import JobKind
from storage.rules.posts import PostKind
from storage.tables import decision, item

LATER = timedelta(days=1)  # until a profile is asked for again
QUOTED = 2_500  # characters of what a person said: a command stands nowhere else

Told = Callable[[Tx, str, str, str], None]  # of a team, a key of a job's, and why


def effect(tx: Tx, team: str, key: str, why: str) -> None:
    """Take back a decision that can't be carried out, tell its decider and administrators, and open its item again."""
    live = decision.c.team == team, decision.c.id == int(key), decision.c.undone_at.is_(None)
    row = tx.conn.execute(sa.select(decision).where(*live, decision.c.effected_at.is_(None))).first()
    if row is None:
        return
    target = item_of(tx, tx.conn.execute(sa.select(item).where(item.c.team == team, item.c.id == row.item_id)).one())
    void(tx, target.task, row.id, f"it could not be carried out ({why}). Please decide again.")
    redraw(tx, team, target.id)
    tell_admins(tx, team, f"A decision on {target.task.name} could not be carried out: {why}.", f"effect {why}")


def inbox(tx: Tx, team: str, key: str, why: str) -> None:
    """Tell a person, with their own words, that what they said or sent was not done; tell the administrators, too."""
    what = kept(tx, team, key)
    if what is not None and isinstance(user := what.get("user"), str):
        text = str(what.get("text") or "")
        words = text if len(text) <= QUOTED else f"{text[:QUOTED]}…"
        quoted = f" You wrote: “{words}”" if words else ""
        _say(tx, team, user, f"What you sent could not be worked on: {why}. Please send it once more.{quoted}")
    tell_admins(tx, team, f"What a person sent could not be worked on: {why}.", f"inbox {why}")


def profile(tx: Tx, team: str, key: str, why: str) -> None:
    """Tell the administrators, and ask for the profile again: a new person's first task waits for it."""
    tell_admins(tx, team, f"The profile of <@{key}> could not be read: {why}. It is tried again.", f"profile {why}")
    tx.promise(team, JobKind.PROFILE, key, after=LATER, once=True)


def _admins(sentence: str) -> Told:
    def tell(tx: Tx, team: str, key: str, why: str) -> None:
        tell_admins(tx, team, f"{sentence}: {why}.", f"{sentence} {why}")

    return tell


def _say(tx: Tx, team: str, user: str, text: str) -> None:
    put_post(tx, team, PostKind.LINE, hold(tx, team, {"text": text, "plain": True}), owner=user)


TOLD: Mapping[JobKind, Told] = {
    JobKind.EFFECT: effect,
    JobKind.INBOX: inbox,
    JobKind.PROFILE: profile,
    JobKind.REDRAW: _admins("A message in Slack could not be brought up to date"),
    JobKind.SETTLE: _admins("An old collection message could not be shortened"),
    JobKind.ADVANCE: _admins("I could not look at what comes after a task, and it may not have started"),
    JobKind.LATE: _admins("I could not look at whether a colleague's task is late"),
    JobKind.BACK: _admins("What somebody's stand-in decides could not be given back to them"),
    JobKind.STILL_RIGHT: _admins("I could not ask whether an approved draft is still right"),
    JobKind.ROWS: _admins("Not all rows of a list could be started"),
    JobKind.GIVE_BACK: _admins("What was set aside for calls of a model that nobody answers could not be given back"),
    JobKind.FORGET: _admins("The working notes of a task that is closed could not be deleted"),
    JobKind.SUGGEST: _admins("No suggestions could be made for a new task"),
}
