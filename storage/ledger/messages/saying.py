"""Lines that tell a person something in a conversation."""

import contextlib

from storage.ledger.core.ledger import Duplicate, Tx
from storage.ledger.messages.keeping import hold
from storage.ledger.messages.posting import put_post
from storage.rules.posts import PostKind


def tell_wait(tx: Tx, team: str, user: str, key: str, text: str) -> None:
    """Tell a person once that what they wrote waits.

    Args:
        key: of what they wrote.
    """
    told = f"wait:{key}"[:120]
    with contextlib.suppress(Duplicate):
        tx.once(team, told, kept={"text": text, "plain": True})
        put_post(tx, team, PostKind.LINE, told, owner=user)


def say(tx: Tx, team: str, user: str, channel: str, thread: str, text: str) -> None:
    """Promise an answer in a conversation, for a person; in their direct messages where `channel` is empty."""
    put_post(tx, team, PostKind.ANSWER, hold(tx, team, {"text": text}), channel=channel, thread=thread, owner=user)
