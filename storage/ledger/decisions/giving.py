"""Give to someone: an item and its task get another reviewer; who never used Sluice is asked first."""

from storage.ledger import access
from storage.ledger.core.ledger import Tx
from storage.ledger.decisions.clicks import Click
from storage.ledger.decisions.handing import PICK, check_own, check_pair, hand
from storage.ledger.decisions.inviting import ask_newcomer
from storage.ledger.decisions.putting_off import check_waits
from storage.ledger.messages.clicked import check_place
from storage.ledger.messages.shown import digests_of, touch
from storage.ledger.work import newcomers
from storage.ledger.work.asking_newcomers import check_willing
from storage.ledger.work.deciders import check_decider
from storage.rules.authority import Action, Claim
from storage.rules.pages.giving import Given
from storage.rules.values.profile import Profile


def give(tx: Tx, claim: Claim, click: Click, to: str, note: str = "", profile: Profile | None = None) -> Given:
    """Give an item to somebody else to decide, with all that follows of its task; who is new is asked, and until they
    take it, it stays.

    Args:
        to: whom.
        note: a word to them.
        profile: what Slack said just now of somebody who was not known.

    Raises:
        Refused: not theirs to give, or somebody who can't take it.
        Stale: it is decided or closed.
        Duplicate: Slack sent this before.
    """
    item, _ = access.bare_item(tx, claim, Action.MOVE, click.key)
    shown = digests_of(tx, claim.team, item.id)
    check_place(tx, item, shown, click.place)
    check_waits(item)
    check_own(item)
    decider = check_decider(tx, claim, to, profile, PICK)
    check_pair(tx, item.task, decider)
    check_willing(tx, claim, to)
    tx.once(claim.team, click.dedup, click.key)
    if newcomers.has_used(tx, decider):
        hand(tx, item, decider, claim.user, note)
        return Given(task=item.task, to=to, asked=False)
    ask_newcomer(tx, item, decider, claim.user, note)
    touch(tx, item, shown, click.place)
    return Given(task=item.task, to=to, asked=True)
