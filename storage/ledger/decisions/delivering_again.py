"""Posts that did not get there are sent again."""

from storage.ledger import access
from storage.ledger.core.ledger import Tx
from storage.ledger.decisions import delivery_posts
from storage.ledger.messages import posting
from storage.rules.authority import Action, Claim
from storage.rules.happenings import Happening
from storage.rules.pages.messages import Post
from storage.rules.posts import NOT_THERE
from storage.rules.refusal import Refused

DECIDED_ANEW = "Its task was opened again since: nothing of that approval is sent any more."
OUTSIDE = frozenset({"not_in_channel", "channel_not_found"})  # errors of Slack's where the app is no member


def deliver_again(tx: Tx, claim: Claim, key: str, here: bool = False) -> Post:
    """Promise again the parts of a post that did not arrive; with `here`, to the owner's direct messages.

    Raises:
        Refused: it is not theirs, or it is there.
    """
    row = access.post(tx, claim, Action.SEND_AGAIN, key)
    delivery_id = delivery_posts.delivery_of(row)
    if delivery_id is not None and not delivery_posts.is_current(tx, claim.team, delivery_id):
        raise Refused(DECIDED_ANEW)
    posts = delivery_posts.posts_of(tx, claim.team, delivery_id) if delivery_id is not None else (row,)
    open_ones = [p for p in posts if p.state in NOT_THERE]
    if not open_ones:
        raise Refused("It is there, or on its way: nothing was sent again.")
    for p in open_ones:
        delivery_posts.send_again(tx, p, claim.user if here else "")
    tx.note(claim.team, claim.user, Happening.DELIVER_AGAIN, f"P-{row.id}", why="here" if here else "")
    return posting.get_post(tx, claim.team, row.id)


def let_in(tx: Tx, team: str, channel: str) -> None:
    """Promise again the posts that waited until the app was invited to a channel."""
    for row in posting.failed_in(tx, team, channel):
        delivery_id = delivery_posts.delivery_of(row)
        if row.error in OUTSIDE and (delivery_id is None or delivery_posts.is_current(tx, team, delivery_id)):
            delivery_posts.send_again(tx, row)
