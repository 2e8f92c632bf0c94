"""A new person's first message: it comes once, as soon as they are known, and before whatever else is for them."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from storage.ledger import people
from storage.ledger.core.ledger import Read, Tx
from storage.ledger.membership.meeting import is_awaited, let_begin, turn_away
from storage.ledger.messages.posting import put_post
from storage.ledger.shelf import owed
from storage.ledger.work.leaving import hand_over
from storage.ledger.work.passing_on import worker_left
from storage.ledger.work.returning import come_back
from storage.prepared import Statement
from storage.rules.authority import Subject
from storage.rules.pages.messages import Post
from storage.rules.posts import AFTER_WELCOME, ON_ITS_WAY, PostKind
from storage.rules.values.profile import Profile
from storage.tables import person, post

LONGEST = timedelta(seconds=15)  # that a collection waits for the welcome


def meet(tx: Tx, team: str, user: str, profile: Profile) -> None:
    """Keep a person's profile. Welcome who is new and let their work begin; hand over what waits for who left or may
    not decide any more."""
    before = people.ensure(tx, team, user).actor
    people.save_profile(tx, team, user, profile)
    now, awaited = people.ensure(tx, team, user).actor, is_awaited(tx, team, user)
    if now.outside is None:
        if before.outside is not None or awaited:
            let_begin(tx, team, user)
        if not before.may_be_member:
            come_back(tx, team, user)
    elif before.may_be_member or (now.deleted and not before.deleted) or awaited:
        if before.outside is Subject.NOT_KNOWN:  # what they assigned has never begun, and nobody inherits it
            turn_away(tx, team, user)
        hand_over(tx, team, user, left=now.deleted)
        worker_left(tx, team, user, left=now.deleted)
    if now.outside is None:
        greet(tx, team, user)


def greet(tx: Tx, team: str, user: str) -> None:
    """Promise the first message to a person, once; of who owes something, the first thing that they are brought has the
    welcome."""
    if owed.awaits_welcome(tx, team, user):
        return
    new = person.c.team == team, person.c.user == user, person.c.welcomed_at.is_(None)
    if tx.conn.execute(sa.update(person).where(*new).values(welcomed_at=tx.now)).rowcount == 1:
        put_post(tx, team, PostKind.WELCOME, user, owner=user, in_order=False)


def must_wait(read: Read, row: Post) -> bool:
    """Tell whether a collection or a question waits for its reader's welcome, and has not waited too long."""
    private = row.kind in AFTER_WELCOME and row.channel[:1] not in ("C", "G") and bool(row.owner)
    if not private or abs(read.now - row.made_at) > LONGEST:
        return False
    return bool(_unknown.first(read.conn, row.team, row.owner) or _greeting.first(read.conn, row.team, row.owner))


@Statement
def _unknown(team: str, user: str) -> sa.Select[Any]:
    unknown = person.c.team == team, person.c.user == user, person.c.profile_at.is_(None)
    return sa.select(person.c.user).where(*unknown, person.c.welcomed_at.is_(None))


@Statement
def _greeting(team: str, user: str) -> sa.Select[Any]:
    """The welcome that is on its way to a person."""
    greeting = post.c.team == team, post.c.surface == PostKind.WELCOME, post.c.subject == user
    return sa.select(post.c.id).where(*greeting, post.c.state.in_(ON_ITS_WAY))
