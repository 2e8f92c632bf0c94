"""Collections are switched off: one's own, or those of a channel."""

import sqlalchemy as sa

from storage.ledger import access, people, schedules
from storage.ledger.core.ledger import Tx
from storage.ledger.shelf.bringing import bring_untold
from storage.rules.authority import Action, Claim
from storage.rules.happenings import Happening
from storage.tables import schedule


def set_off(tx: Tx, claim: Claim, channel: str | None, creator: str = "") -> bool:
    """Switch own collections (or those of a channel) off; return False when there were none.

    Args:
        creator: who created the channel, as Slack says.

    Raises:
        Refused: they may not.
    """
    if channel:
        access.channel(tx, claim, Action.CHANNEL_TIMES, channel, creator)
    else:
        access.person(tx, claim, Action.SETTINGS)
    kind, owner = ("channel", channel) if channel else ("person", claim.user)
    gone = tx.conn.execute(
        sa.update(schedule)
        .where(schedule.c.team == claim.team, schedule.c.kind == kind, schedule.c.owner == owner, schedule.c.active)
        .values(active=False, next_at=None)
    ).rowcount
    tx.note(claim.team, claim.user, Happening.TIMES_OFF, owner or "")
    if kind == "person":
        schedules.redraw_times(tx, claim.team, claim.user)
        _bring_asked(tx, claim)
    return gone == 1


def _bring_asked(tx: Tx, claim: Claim) -> None:
    """Bring at once what was asked of a person and was to come with a collection."""
    me = people.look_up(tx, claim.team, claim.user)
    if not me.is_away(tx.now):
        bring_untold(tx, me)
