"""What a running worker writes into the ledger and reads from it."""

from typing import Protocol

from storage.ledger.work.assignment import Assignment
from storage.ledger.work.stepping import Before, Step
from storage.rules.values.draft import File
from storage.rules.values.spent import Spent
from storage.rules.values.task import Progress


class LedgerLink(Protocol):
    """The link of a running worker to the ledger."""

    async def heard(self, given: Assignment, after: int) -> tuple[tuple[int, str], ...]:
        """Return what people said to the worker after row `after`: (row, text), oldest first."""
        ...

    async def report(self, given: Assignment, progress: Progress) -> None:
        """Report an attempt's progress."""
        ...

    async def reserve(self, given: Assignment, model: str, micros: int | None) -> int | None:
        """Reserve money for one call of a model (millionths of a dollar), and return its row.
        None when no budget limits the call.

        Raises:
            CannotDo: a budget would be passed.
        """
        ...

    async def settle(self, given: Assignment, model: str, reserved: int | None, spent: Spent | None) -> None:
        """Write what a call has taken; when `spent` is None, nothing was taken."""
        ...

    async def took(self, given: Assignment) -> tuple[Spent, int]:
        """Return what the attempt's calls of models have taken, with those of the critic, and how many there were."""
        ...

    async def files_before(self, given: Assignment) -> tuple[File, ...]:
        """Return the files that came with the version that is to be changed."""
        ...

    async def begin_call(self, given: Assignment, call: Step, after: int) -> Before:
        """Write that a call of a tool begins, if it began `after` times before; return what is known of it.

        Raises:
            CannotDo: the attempt was ended meanwhile.
        """
        ...

    async def lose_call(self, given: Assignment, key: str = "") -> None:
        """Write that the outcome of a call is not known; without a key, of all calls so far."""
        ...

    async def tell(self, given: Assignment, text: str, about: str) -> None:
        """Tell the administrators something that only they can repair, while the work goes on."""
        ...
