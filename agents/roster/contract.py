"""What a worker is to Sluice: something that takes an assignment and hands in a draft."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

from storage.ledger.decisions.delivering import Approved
from storage.ledger.work.assignment import Assignment
from storage.ledger.work.stepping import Before, Step
from storage.rules.task import Ask, Check, Draft, File, Progress, Remedy, Spent


class CannotDo(Exception):
    """The work did not succeed, for a reason in plain words that goes to the reviewer.

    Args:
        remedy: what the reviewer may do about it.
    """

    def __init__(self, why: str, remedy: Remedy = Remedy.BRIEF) -> None:
        super().__init__(why)
        self.remedy = remedy


class Broken(CannotDo):
    """Something that only who runs the installation can mend: administrators hear of it, too, once a day.

    Args:
        about: what it is that is broken, in the same words for each task; the message by default.
    """

    def __init__(self, why: str, about: str = "") -> None:
        super().__init__(why, Remedy.NOTHING)
        self.about = about or why


class Waits(Exception):
    """The work can't go on before people have answered; it goes on from there when they have."""

    def __init__(self, asks: tuple[Ask, ...]) -> None:
        super().__init__(asks[0].text if asks else "")
        self.asks = asks


class Agent(Protocol):
    """A worker that runs in the background.

    `work` may be canceled at any await, is run again after a crash, and must then be safe to repeat.
    """

    async def work(self, given: Assignment) -> Draft:
        """The draft of this assignment's version, unchecked.

        Raises:
            CannotDo: with the reason.
            Waits: with what is asked.
        """
        ...

    async def mend(self, given: Assignment, draft: Draft, findings: tuple[str, ...]) -> Draft | None:
        """The draft once more, after the checks; None where the worker did that before, or can't.

        Raises:
            CannotDo, Waits: as `work`.
        """
        ...

    async def forget(self, team: str, task_id: int) -> None:
        """Let go of all that was kept for a task that is closed."""
        ...

    def drain(self) -> None:
        """The process is stopping: what runs ends after its current step, to go on from there."""
        ...


class Reads(Protocol):
    """Looks at what strangers and agents made, in a process that can be ended."""

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
        """Return what code finds in a draft.

        Raises:
            Unreadable: the check did not come to an end.
        """
        ...


Publish = Callable[[Approved], Awaitable[str]]  # where it went, or nothing


class Plain:
    """A worker that mends nothing, keeps nothing and ends at once."""

    async def mend(self, given: Assignment, draft: Draft, findings: tuple[str, ...]) -> Draft | None:
        return None

    async def forget(self, team: str, task_id: int) -> None:
        return None

    def drain(self) -> None:
        return None


class Ties(Protocol):
    """What a running worker has to do with the ledger."""

    async def heard(self, given: Assignment, after: int) -> tuple[tuple[int, str], ...]:
        """What people said to it since: (row, text), oldest first."""
        ...

    async def report(self, given: Assignment, progress: Progress) -> None: ...

    async def reserve(self, given: Assignment, model: str, micros: int | None) -> int | None:
        """
        Raises:
            CannotDo: a budget would be passed.
        """
        ...

    async def settle(self, given: Assignment, model: str, reserved: int | None, spent: Spent | None) -> None:
        """None: nothing was taken."""
        ...

    async def took(self, given: Assignment) -> tuple[Spent, int]:
        """What the attempt's calls of models took so far, the critic's too, and how many they were."""
        ...

    async def files_before(self, given: Assignment) -> tuple[File, ...]:
        """What came with the version that is to be changed."""
        ...

    async def begin_call(self, given: Assignment, call: Step, after: int) -> Before:
        """Note that a call of a tool begins, where it began `after` times before; what is known of it.

        Raises:
            CannotDo: the attempt was ended meanwhile.
        """
        ...

    async def lose_call(self, given: Assignment, key: str = "") -> None:
        """Note that the end of a call is not known; of all calls so far by default."""
        ...

    async def tell(self, given: Assignment, text: str, about: str) -> None:
        """What only who runs the installation can mend, although the work goes on."""
        ...
