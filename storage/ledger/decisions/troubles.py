"""What a person has to know of a post that did not get there."""

from dataclasses import replace

import sqlalchemy as sa

from storage.ledger import people
from storage.ledger.core.ledger import Read
from storage.ledger.decisions import deliveries, delivery_posts
from storage.ledger.messages import posting
from storage.rules.happenings import Happening
from storage.rules.pages.messages import Post, Undelivered
from storage.rules.posts import SETTLED, PostKind
from storage.tables import change


def told_of(read: Read, team: str, post_id: int) -> Undelivered:
    """Return what a person has to know of a post that did not arrive."""
    row = posting.get_post(read, team, post_id)
    delivery_id = delivery_posts.delivery_of(row)
    if delivery_id is None:
        return _undelivered(read, row, "The collection" if row.kind is PostKind.DIGEST else "A message")
    parts = delivery_posts.posts_of(read, team, delivery_id)
    delivered = deliveries.delivered(read, team, delivery_id)
    name = f"{delivered.task.name} · {delivered.task.brief.title}" if delivered else "A result"
    trouble = _undelivered(read, next((part for part in parts if part.state not in SETTLED), row), name)
    taken = delivered is not None and row.owner != delivered.task.assigner
    return replace(trouble, taken_by=row.owner) if taken else trouble


def _undelivered(read: Read, row: Post, name: str) -> Undelivered:
    failures = change.c.team == row.team, change.c.subject == f"P-{row.id}", change.c.what == Happening.POST_FAILED
    times = read.conn.execute(sa.select(change.c.at).where(*failures).order_by(change.c.id)).scalars().all()
    owner = people.find(read, row.team, row.owner)
    zone = owner.zone if owner and owner.zone else read.terms.zone
    return Undelivered(post=row, name=name, again_at=times[-1] if times[1:] else None, zone=zone)
