"""What a worker is to Sluice: something that takes an assignment and hands in a draft."""

from collections.abc import Awaitable, Callable
from typing import Protocol

from storage.ledger.decisions.approvals import Approved
from storage.ledger.work.assignment import Assignment
from storage.rules.values.draft import Draft


class Agent(Protocol):
    """A worker that runs in the background.

    `work` may be canceled at any await, is run again after a crash, and must then be safe to repeat.
    """

    async def work(self, given: Assignment) -> Draft:
        """Return the draft of this assignment's version, unchecked.

        Raises:
            CannotDo: with the reason.
            Waits: with what is asked.
        """
        ...

    async def mend(self, given: Assignment, draft: Draft, findings: tuple[str, ...]) -> Draft | None:
        """Return the draft changed after the checks; None when the worker did that before, or cannot.

        Raises:
            CannotDo, Waits: as `work`.
        """
        ...

    async def unheard(self, given: Assignment) -> tuple[str, ...]:
        """Return what people said that came too late for the draft."""
        ...

    async def forget(self, team: str, task_id: int) -> None:
        """Delete all that was kept for a closed task."""
        ...

    def drain(self) -> None:
        """Let running work stop after its current step, because the process is stopping; it continues later."""
        ...


Publish = Callable[[Approved], Awaitable[str]]  # where it went, or nothing


class Plain:
    """A worker that mends nothing, keeps nothing and stops at once."""

    async def mend(self, given: Assignment, draft: Draft, findings: tuple[str, ...]) -> Draft | None:
        """Return None: nothing is mended."""
        return None

    async def unheard(self, given: Assignment) -> tuple[str, ...]:
        """Return nothing: it hears nothing."""
        return ()

    async def forget(self, team: str, task_id: int) -> None:
        """Forget nothing: nothing is kept."""
        return

    def drain(self) -> None:
        """Wait for nothing: it has stopped already."""
        return
