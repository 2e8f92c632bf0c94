"""Which kinds of messages of ours there are, and how far each is. How each looks, `bot/outbound/rendering.py` has."""

from collections.abc import Collection
from enum import StrEnum


class PostKind(StrEnum):
    """What a row of the outbox says; its column is called `surface`."""

    DIGEST = "digest"
    DELIVERY = "delivery"
    DELIVERY_FILE = "delivery file"  # written by older releases
    WELCOME = "welcome"
    DECIDED = "decided"
    UNDELIVERED = "undelivered"
    UNDERSTOOD = "understood"  # “Shall I assign this?”
    LINE = "line"
    ANSWER = "answer"
    REPLY = "reply"
    QUESTION = "question"
    PROGRESS = "progress"
    HANDED = "handed"  # to a colleague: what the checks say of what they hand in, and where it is
    INVITATION = "offer"  # whether they decide on something from now on


ASKED_FOR = frozenset({PostKind.ANSWER, PostKind.REPLY, PostKind.QUESTION, PostKind.UNDERSTOOD, PostKind.HANDED})
WITH_DRAFTS = frozenset({PostKind.DIGEST, PostKind.REPLY, PostKind.QUESTION, PostKind.HANDED})
AFTER_WELCOME = frozenset({PostKind.DIGEST, PostKind.UNDERSTOOD})
BEHIND_A_COLLECTION = frozenset({PostKind.DECIDED, PostKind.LINE, PostKind.DELIVERY})  # what failed does not wait


class PostState(StrEnum):
    """How far a message is on its way to Slack."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    UNKNOWN = "unknown"  # Slack's answer was lost
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


ON_ITS_WAY = (PostState.PENDING, PostState.SENDING)
NOT_THERE = (PostState.FAILED, PostState.UNKNOWN)  # as far as is known
SETTLED = (PostState.SENT, PostState.WITHDRAWN)


class DeliveryState(StrEnum):
    """How far the delivery of an approved draft is."""

    PROMISED = "promised"
    SENT = "sent"
    FAILED = "failed"


def delivery_state(posts: Collection[PostState]) -> DeliveryState:
    """Return how far a delivery is, by the states of its messages."""
    if all(state in SETTLED for state in posts):
        return DeliveryState.SENT
    return DeliveryState.FAILED if any(state in NOT_THERE for state in posts) else DeliveryState.PROMISED
