"""A repetition that can't go on ends, and who can begin it anew is told."""

import contextlib

from storage.ledger import people
from storage.ledger.core.ledger import Duplicate, Tx
from storage.ledger.messages.posting import put_post, tell_admins
from storage.ledger.series.changing import change
from storage.rules.happenings import Happening
from storage.rules.posts import PostKind
from storage.rules.values.series import Series, SeriesState

STOPPED = "{name} “{title}” does not come again: {why} Assign it anew to go on with it."


def end_series(tx: Tx, target: Series, why: str, tell: str) -> None:
    """End a repetition that can't go on, and tell the person who can begin it anew; an administrator where it is
    nobody's any more."""
    change(tx, target, state=SeriesState.STOPPED, next_at=None)
    tx.note(target.team, "", Happening.STOP_REPEATING, target.name, why=why)
    text = STOPPED.format(name=target.name, title=target.brief.title, why=why)
    person = people.find(tx, target.team, tell)
    if person is None or person.actor.outside is not None:
        tell_admins(tx, target.team, text, target.name)
        return
    key = f"series:{target.id}:end"
    with contextlib.suppress(Duplicate):
        tx.once(target.team, key, kept={"text": text, "plain": True})
        put_post(tx, target.team, PostKind.LINE, key, owner=tell)
