"""What a person is told when something is not done: the message is the whole answer, nothing was changed."""

import contextlib
from collections.abc import Iterator
from enum import StrEnum


class Reason(StrEnum):
    """The reason for a refusal, for programs and tests; people read the sentence beside it."""

    WORDS = "words"  # what was written or chosen can't be taken as it is
    UNKNOWN = "unknown"  # there is none, or it is not theirs: nobody is told which
    STANDING = "standing"  # they are no full member, or left out here
    NOT_KNOWN = "not known"  # Slack has not said who they are
    NOT_THE_OWNER = "not the owner"  # only its owner, or an administrator, does that
    FOUR_EYES = "four eyes"
    STATE = "state"  # its state does not allow it now
    DECIDED = "decided"
    NEWER = "newer"  # another version came in
    OUT_OF_DATE = "out of date"  # the button
    LATE = "late"  # it has taken effect
    TOO_FAR = "too far"  # a date that nobody means
    CHANGED = "changed"  # in any other way, since it was shown


class Refused(Exception):
    """The error that something is not done, for a reason that the person can read.

    Attributes:
        wrong: what of a brief can't stand, as `mending` takes it; empty where nothing can be mended so.
    """

    def __init__(self, why: str, reason: Reason = Reason.WORDS, wrong: str = "") -> None:
        super().__init__(why)
        self.why, self.reason, self.wrong = why, reason, wrong


@contextlib.contextmanager
def naming(wrong: str) -> Iterator[None]:
    """Name what can't stand of a form where something is refused; who gets the result has no field there.

    Raises:
        Refused: as before, with the name.
    """
    try:
        yield
    except Refused as no:
        raise Refused(no.why, no.reason, no.wrong if no.wrong == "to" else wrong) from None


class Stale(Refused):
    """The error that the thing has changed since the button was drawn: show it as it is now."""

    def __init__(self, why: str, reason: Reason = Reason.CHANGED) -> None:
        super().__init__(why, reason)


class Unreadable(Exception):
    """The error that no text can be taken from a file; the message says why."""
