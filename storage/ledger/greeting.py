"""A new person's first message: it comes once, as soon as they are known, and before whatever else is for them."""

from datetime import timedelta

import sqlalchemy as sa

from storage.ledger import people
from storage.ledger.core import Tx
from storage.ledger.leaving import hand_over
from storage.ledger.posting import Post, put_post
from storage.rules.people import Profile
from storage.tables import person, post

LONGEST = timedelta(seconds=15)  # that a collection waits for the welcome


def meet(tx: Tx, team: str, user: str, profile: Profile) -> None:
    """Keep what Slack says of a person; welcome who is new, and hand over what waited for one who left."""
    before = people.ensure(tx, team, user)
    people.save_profile(tx, team, user, profile)
    if profile.deleted and not before.actor.deleted:
        hand_over(tx, team, user)
    greet(tx, team, user)


def greet(tx: Tx, team: str, user: str) -> None:
    """Promise the first message to a person, once."""
    new = person.c.team == team, person.c.user == user, person.c.welcomed_at.is_(None)
    if tx.conn.execute(sa.update(person).where(*new).values(welcomed_at=tx.now)).rowcount == 1:
        put_post(tx, team, "welcome", user, owner=user, in_order=False)


def must_wait(tx: Tx, row: Post) -> bool:
    """Whether a collection waits for its reader's welcome, and has not waited too long."""
    if row.surface != "digest" or row.channel or not row.owner or abs(tx.now - row.made_at) > LONGEST:
        return False
    unknown = person.c.team == row.team, person.c.user == row.owner, person.c.profile_at.is_(None)
    if tx.conn.execute(sa.select(person.c.user).where(*unknown, person.c.welcomed_at.is_(None))).first():
        return True
    greeting = post.c.team == row.team, post.c.surface == "welcome", post.c.subject == row.owner
    on_its_way = sa.select(post.c.id).where(*greeting, post.c.state.in_(("pending", "sending")))
    return tx.conn.execute(on_its_way).first() is not None
