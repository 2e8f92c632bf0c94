"""What the verbs ask of durable background work, whatever keeps it: a promise inside a transaction."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import sqlalchemy as sa

from storage.connection import Selecting


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One run of a promise.

    Attributes:
        tries: how often it was tried, with this run; what was cut off is not counted.
        crashes: how often it ran when its process ended.
    """

    id: int
    team: str
    kind: str
    key: str
    tries: int
    lock: str | None = None
    queue: str = "default"
    crashes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A run that is still to be done, whoever keeps it.

    Attributes:
        due: not before this instant.
        queue: whose concurrency limit counts.
        lock: runs of one lock follow each other in order.
        priority: lower runs first.
    """

    team: str
    kind: str
    key: str
    due: datetime
    queue: str = "default"
    lock: str | None = None
    priority: int = 0


class Again(Exception):
    """The request to run a job again after `seconds`. To wait is no failure and does not count, unless `counted`."""

    def __init__(self, seconds: float, why: str = "", *, counted: bool = False) -> None:
        super().__init__(why)
        self.seconds = seconds
        self.counted = counted


class Crashed(Exception):
    """The error that the other process in which a job worked has ended: it was no try, and may be the job's fault."""


class GiveUp(Exception):
    """The error that trying a job again is pointless."""


Handler = Callable[[Job], Awaitable[None]]
Buried = Callable[[Job, str], Awaitable[None]]  # told of a job that was given up, and why


class JobRunner(Protocol):
    """The runner of jobs: each job runs as a coroutine of this process."""

    async def run(self, handlers: Mapping[str, Handler], buried: Mapping[str, Buried]) -> None:
        """Work until `stop`; what a dead process left running is taken up.

        Args:
            handlers: by kind. Jobs of other kinds are left for a process that knows them.
            buried: by kind, who hears of a job that was given up: a job of its own, tried until they have heard.
        """
        ...

    @property
    def idle(self) -> float:
        """The seconds since the runner last looked for work and the ledger answered."""
        ...

    async def stop(self, within: float) -> None:
        """Take nothing more, let what runs come to its end for `within` seconds, then cancel the rest: due again."""
        ...


class Jobs(Protocol):
    """Promises of work, kept in the ledger's own database."""

    def put(
        self,
        tx: sa.Connection,
        promise: Promise,
        *,
        now: datetime | None = None,
        once: bool = False,
        push: bool = False,
    ) -> None:
        """Promise a run in this transaction.

        Args:
            now: what the clock said that `due` goes by; with it the wait is kept, whatever clocks do meanwhile.
            once: keep one waiting promise of this kind and key, at the earlier time (with `push`: at the later).
        """
        ...

    def put_all(
        self,
        tx: sa.Connection,
        now: datetime,
        plain: Sequence[Promise],
        once: Sequence[Promise] = (),
        push: Sequence[Promise] = (),
    ) -> None:
        """Promise several runs, as `put` does: of `once` and of `push` one waiting promise of each kind and key."""
        ...

    def cancel(self, tx: sa.Connection, team: str, kind: str, key: str) -> None:
        """Withdraw what waits and stop what runs, once the transaction is committed."""
        ...

    def promised(self, tx: Selecting) -> list[Promise]:
        """Return the promises that are not done yet, in order."""
        ...

    def commit(self, tx: sa.Connection) -> None:
        """Write what was promised, as the last words of a transaction: they may bring the commit with them."""
        ...

    def mark(self, tx: sa.Connection) -> int:
        """Return a mark of how far this thread's transaction is, for `undo`."""
        ...

    def undo(self, mark: int) -> None:
        """Forget what was asked since a mark: it was rolled back, and the transaction goes on."""
        ...

    def settled(self, committed: bool) -> None:
        """Take note that a writing transaction ended; called on its thread at each end."""
        ...
