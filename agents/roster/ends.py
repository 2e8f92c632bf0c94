"""How a worker's work ends when no draft comes of it: it cannot be done, something is broken, or people are asked."""

from storage.rules.values.ask import Ask
from storage.rules.values.item import Remedy


class CannotDo(Exception):
    """Work that did not succeed, for a reason in plain words that goes to the reviewer.

    Args:
        remedy: what the reviewer may do about it.
    """

    def __init__(self, why: str, remedy: Remedy = Remedy.BRIEF) -> None:
        super().__init__(why)
        self.remedy = remedy


class Stuck(CannotDo):
    """A conversation that leads nowhere, however often it is taken up: the next try begins a new one."""


class Limit(CannotDo):
    """A limit of an agent that would be passed: no other model takes over."""


class Broken(CannotDo):
    """A failure that only the administrators can repair; they hear of it too, once a day.

    Args:
        about: what it is that is broken, in the same words for each task; the message by default.
    """

    def __init__(self, why: str, about: str = "") -> None:
        super().__init__(why, Remedy.NOTHING)
        self.about = about or why


class Waits(Exception):
    """Work that must wait for people's answers; it goes on from there when they have answered."""

    def __init__(self, asks: tuple[Ask, ...]) -> None:
        super().__init__(asks[0].text if asks else "")
        self.asks = asks
