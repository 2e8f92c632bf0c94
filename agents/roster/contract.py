"""What a worker is to Sluice: something that takes an assignment and hands in a draft."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

from storage.ledger.decisions.approvals import Approved
from storage.ledger.work.assignment import Assignment
from storage.ledger.work.stepping import Before, Step
from storage.rules.values.ask import Ask
from storage.rules.values.check import Check
from storage.rules.values.draft import Draft, File
from storage.rules.values.item import Remedy
from storage.rules.values.spent import Spent
from storage.rules.values.task import Progress


class CannotDo(Exception):
    """Work that did not succeed, for a reason in plain words that goes to the reviewer.

    Args:
        remedy: what the reviewer may do about it.
    """

    def __init__(self, why: str, remedy: Remedy = Remedy.BRIEF) -> None:
        super().__init__(why)
        self.remedy = remedy


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

    async def forget(self, team: str, task_id: int) -> None:
        """Delete all that was kept for a closed task."""
        ...

    def drain(self) -> None:
        """Let running work stop after its current step, because the process is stopping; it continues later."""
        ...


class Reads(Protocol):
    """A reader of what strangers and agents made, in a process that can be ended."""

    async def read(self, name: str, data: bytes, person: str, unpacked: int = 0) -> str:
        """Return the text of a file.

        Args:
            person: who brought it, or had it made.
            unpacked: bytes that a packed file may hold; 0 for the usual.

        Raises:
            Unreadable: no text comes of it; the message says what to do.
        """
        ...

    async def check(self, body: str, criteria: Sequence[str]) -> Sequence[Check]:
        """Return the checks that code makes of a draft.

        Raises:
            Unreadable: the check did not come to an end.
        """
        ...


Publish = Callable[[Approved], Awaitable[str]]  # where it went, or nothing


class Plain:
    """A worker that mends nothing, keeps nothing and stops at once."""

    async def mend(self, given: Assignment, draft: Draft, findings: tuple[str, ...]) -> Draft | None:
        """Return None: nothing is mended."""
        return None

    async def forget(self, team: str, task_id: int) -> None:
        """Forget nothing: nothing is kept."""
        return

    def drain(self) -> None:
        """Wait for nothing: it has stopped already."""
        return


class Ties(Protocol):
    """The ties of a running worker to the ledger."""

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
