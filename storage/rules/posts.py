"""Which kinds of messages of ours there are. How each looks, `bot/outbound/rendering.py` has."""

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
    OFFER = "offer"  # whether they decide on something from now on


ASKED_FOR = frozenset({PostKind.ANSWER, PostKind.REPLY, PostKind.QUESTION, PostKind.UNDERSTOOD, PostKind.HANDED})
WITH_DRAFTS = frozenset({PostKind.DIGEST, PostKind.REPLY, PostKind.QUESTION, PostKind.HANDED})
AFTER_WELCOME = frozenset({PostKind.DIGEST, PostKind.UNDERSTOOD})
BEHIND_A_COLLECTION = frozenset({PostKind.DECIDED, PostKind.LINE, PostKind.DELIVERY})  # what failed does not wait
