"""Later: an item is put off by its reviewer; it is not decided, still counts, and comes back by itself."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage.ledger import access, people
from storage.ledger.core.ledger import Read, Tx
from storage.ledger.decisions.clicks import Click
from storage.ledger.decisions.deciding import reread
from storage.ledger.decisions.open_versions import check_undecided
from storage.ledger.messages.clicked import check_place
from storage.ledger.messages.shown import digests_of, touch
from storage.rules import putting_off
from storage.rules.authority import Action, Claim
from storage.rules.happenings import Happening
from storage.rules.lifecycle import words_of
from storage.rules.refusal import Reason, Refused, Stale
from storage.rules.values.item import Item
from storage.tables import item


def put_off(tx: Tx, claim: Claim, click: Click, until: datetime | None = None, whole_day: bool = False) -> Item:
    """Put an item off: no collection brings it before that time; return it as it is then.

    Args:
        until: None for the next collection.
        whole_day: whether `until` is only the beginning of a day: then the day's first collection brings it.

    Raises:
        Refused: not theirs to decide, or a time that makes no sense.
        Stale: it is decided or closed.
        Duplicate: Slack sent this before.
    """
    target, _ = access.bare_item(tx, claim, Action.MOVE, click.key)
    shown = digests_of(tx, claim.team, target.id)
    check_place(tx, target, shown, click.place)
    tx.once(claim.team, click.dedup, click.key)
    check_waits(target)
    later_at = _when(tx, claim, until, whole_day)
    _set(tx, target, later_at=later_at, put_off=item.c.put_off + 1, rest=False, left_count=0)
    tx.note(claim.team, claim.user, Happening.PUT_OFF, target.task.name, became=later_at.isoformat(timespec="minutes"))
    touch(tx, target, shown, click.place)
    return reread(tx, target)


def bring_back(tx: Tx, claim: Claim, click: Click) -> Item:
    """Take back that an item was put off; return it as it is then.

    Raises:
        Refused: not theirs to decide.
        Stale: it is decided, closed, or not put off.
        Duplicate: Slack sent this before.
    """
    target, _ = access.bare_item(tx, claim, Action.MOVE, click.key)
    check_waits(target)
    if target.later_at is None:
        raise Stale(f"{target.task.name} is not put off: it waits for you.")
    tx.once(claim.team, click.dedup, click.key)
    _set(tx, target, later_at=None, put_off=max(0, target.put_off - 1))
    tx.note(claim.team, claim.user, Happening.BRING_BACK, target.task.name)
    touch(tx, target, digests_of(tx, claim.team, target.id), click.place)
    return reread(tx, target)


def movable(read: Read, claim: Claim, key: str) -> Item:
    """Return an item that waits for its reviewer, who may put it off or give it to somebody.

    Raises:
        Refused: it is not theirs.
        Stale: it is decided, or does not wait any more.
    """
    item = access.item(read, claim, Action.MOVE, key)
    check_waits(item)
    return item


def check_waits(target: Item) -> None:
    """Check that an item waits for its reviewer.

    Raises:
        Stale: it is decided, or does not wait any more.
    """
    check_undecided(target)
    if not target.open:
        raise Stale(f"{target.task.name} {words_of(target.task)}. It does not wait for you any more.", Reason.STATE)


def _when(tx: Tx, claim: Claim, until: datetime | None, whole_day: bool) -> datetime:
    person = people.ensure(tx, claim.team, claim.user)
    if until is None:
        coming = people.next_time(tx, person)
        if coming is None:
            raise Refused(putting_off.NO_TIMES)
        return coming
    begun = max(until, tx.wall)  # of a day that was named yesterday, and read now
    at = (putting_off.first_slot(person.schedule, begun) if whole_day else None) or until
    putting_off.check(at, tx.wall)
    return at


def comes_after(read: Read, target: Item) -> datetime | None:
    """Return when the first collection comes after the time that an item is put off until; None where one comes then,
    or its reviewer has no times."""
    person = people.find(read, target.task.team, target.reviewer)
    if person is None or target.later_at is None:
        return None
    coming = putting_off.first_slot(person.schedule, target.later_at)
    return coming if coming != target.later_at else None


def _set(tx: Tx, target: Item, **values: Any) -> None:
    """Change an item that is open.

    Raises:
        Stale: it was closed meanwhile.
    """
    is_open = item.c.team == target.task.team, item.c.id == target.id, item.c.closed_at.is_(None)
    changed = sa.update(item).where(*is_open).values(**values, version=item.c.version + 1)
    if tx.conn.execute(changed).rowcount != 1:
        raise Stale("It was closed meanwhile.")
