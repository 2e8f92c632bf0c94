"""What a worker is to Sluice: something that takes an assignment and hands in a draft."""

from typing import Protocol

from storage.ledger.working import Assignment
from storage.rules.task import Draft


class CannotDo(Exception):
    """The work did not succeed, for a reason in plain words that goes to the reviewer."""


class Agent(Protocol):
    """A worker that runs in the background.

    `work` may be canceled at any await, is run again after a crash, and must then be safe to repeat.
    """

    async def work(self, given: Assignment) -> Draft:
        """The draft of this assignment's version, unchecked.

        Raises:
            CannotDo: with the reason.
        """
        ...
