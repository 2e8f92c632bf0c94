"""Looks at the ledger before something goes to Slack: all that decides it, at one moment and in one query."""

from dataclasses import dataclass
from datetime import datetime

from storage.jobs.port import Again
from storage.ledger import access
from storage.ledger.core.ledger import Read
from storage.ledger.membership import greeting
from storage.ledger.messages import posting
from storage.ledger.privacy import uninstalled
from storage.ledger.shelf import holding_back
from storage.rules.pages.messages import Post
from storage.rules.posts import ON_ITS_WAY

UNTIL_BACK = 30.0  # seconds between two looks whether the app is installed again


@dataclass(frozen=True, slots=True, kw_only=True)
class OnItsWay:
    """A post that is to be sent.

    Attributes:
        greets: whether the welcome of its reader comes first.
        held_until: until when it waits for what its reader works through; None for no such wait.
        dm: its reader's direct messages; '' where nobody knows them, or it is for a channel.
    """

    post: Post
    greets: bool
    held_until: datetime | None
    dm: str


def look_at_post(read: Read, team: str, post_id: int) -> OnItsWay | None:
    """Return a post that is on its way, with what decides when and where it is sent; None where it is none any more.

    Raises:
        Again: the app was uninstalled; what it has to say is kept until it is back.
    """
    post = posting.find_post(read, team, post_id)
    if post is None or post.state not in ON_ITS_WAY:
        return None
    check_installed(read, team)
    user = posting.reader_of(post)
    return OnItsWay(
        post=post,
        greets=greeting.must_wait(read, post),
        held_until=holding_back.held_until(read, post),
        dm=posting.dm_of(read, team, user) if user else "",
    )


def look_at_drawn(read: Read, team: str, post_id: int) -> tuple[Post | None, bool]:
    """Return a post, if it is there, and whether it may be drawn again.

    Raises:
        Again: the app was uninstalled.
    """
    check_installed(read, team)
    post = posting.find_post(read, team, post_id)
    return post, post is not None and access.is_redrawn(read, post)


def check_installed(read: Read, team: str) -> None:
    """Check that a workspace has the app.

    Raises:
        Again: it was uninstalled.
    """
    if uninstalled.is_uninstalled(read, team):
        raise Again(UNTIL_BACK, "the app was uninstalled")
