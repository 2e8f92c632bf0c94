"""The ways in which a call to Slack does not succeed: not now, never, or unknown."""

LOCKED = 120.0  # seconds until another try with a token that Slack does not take


class Later(Exception):
    """An error: Slack is busy or away and certainly did not do it; try again after `seconds`."""

    def __init__(self, seconds: float, why: str) -> None:
        super().__init__(why)
        self.seconds = seconds


class Busy(Later):
    """An error: Slack takes no more calls of this method for now."""


class Locked(Later):
    """An error: Slack does not take this app's token, and nothing works until an administrator mends that."""

    def __init__(self, why: str) -> None:
        super().__init__(LOCKED, why)


class Never(Exception):
    """An error: Slack refuses; the message is the name of Slack's error.

    Attributes:
        detail: what Slack says beside it, for example the scope that is missing.
    """

    def __init__(self, error: str, detail: str = "") -> None:
        super().__init__(error)
        self.detail = detail


class Unclear(Exception):
    """An error: the answer was lost. Slack may have done it, or, where it is `slow`, may still be about to."""

    def __init__(self, why: str, slow: bool = False) -> None:
        super().__init__(why)
        self.slow = slow
