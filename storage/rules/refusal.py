"""What a person is told when something is not done: the message is the whole answer, nothing was changed."""


class Refused(Exception):
    """The error that something is not done, for a reason that the person can read.

    Args:
        wrong: what of a brief can't stand, as `mending` takes it; empty where nothing can be mended so.
    """

    def __init__(self, why: str, wrong: str = "") -> None:
        super().__init__(why)
        self.why, self.wrong = why, wrong


class Stale(Refused):
    """The error that the thing has changed since the button was drawn: show it as it is now."""


class Unreadable(Exception):
    """The error that no text can be taken from a file; the message says why."""
