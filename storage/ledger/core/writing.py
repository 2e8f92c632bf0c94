"""The writers: transactions on threads of their own. On SQLite, which has one, what waits together commits together."""

import asyncio
import contextlib
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, TypeVar

import sqlalchemy as sa
import structlog

from storage.engine import PATIENCE, writing
from storage.jobs.port import Jobs
from storage.ledger.core.heard import tell
from storage.ledger.core.threads import Threads

log = structlog.get_logger()

T = TypeVar("T")
Work = Callable[[sa.Connection], Any]
MOST = 50  # calls of one commit, beside those that go along
SOON = 0.02  # seconds at most that a call waits for another one to commit with
ASKED: ContextVar[float | None] = ContextVar("asked", default=None)
"""Since when somebody waits for the answer that this task prepares, by the monotonic clock; None where nobody does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A caller's work, and since when the caller waits, by the monotonic clock. `durable`: the work must be on the disk
    before the caller hears of it. `team`: whose verbs have to follow each other; empty where they do anyway. `soon`: it
    is done whether somebody still waits or not. `asked`: when it was asked for."""

    work: Work
    durable: bool
    heard: asyncio.Future[Any]
    since: float
    team: str = ""
    soon: bool = False
    asked: float = field(default_factory=time.monotonic)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a call, or its error."""

    call: Call
    result: Any = None
    error: BaseException | None = None

    def tell(self) -> None:
        """Give the caller the result or the error, unless nobody waits for it any more."""
        tell(self.call.heard, self.result, self.error)


class _Ended(Exception):
    """A call ended the transaction of all."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(str(outcome.error))
        self.outcome = outcome


class Writing:
    """The threads that run the writing transactions.

    Args:
        writer: the engine of what must be durable.
        bookkeeper: the engine of the rest.
        jobs: told on the writing thread what was kept, and what was not.
        threads: with more than one, each call has its own transaction, since a group would hold others' rows.
    """

    def __init__(self, writer: sa.Engine, bookkeeper: sa.Engine, jobs: Jobs, threads: int = 1) -> None:
        self._writer, self._bookkeeper, self._jobs = writer, bookkeeper, jobs
        self._most = MOST if threads == 1 else 1
        self.failed = False  # whether the database did not take a commit, since somebody last looked
        self._soon = deque[Call]()  # that go along with the next one
        self._threads = Threads("ledger", threads, self._do)

    async def run(self, work: Callable[[sa.Connection], T], durable: bool, team: str = "", soon: bool = False) -> T:
        """Run `work` in a transaction, and return its result; when `work` raises, nothing of it is kept.

        Args:
            team: with several threads or processes, no other work of this workspace runs meanwhile.
            soon: with one thread it is committed with the next call, or a moment later with others of its kind. It is
                done though nobody waits any more.

        Raises:
            RuntimeError: it was closed.
        """
        loop = asyncio.get_running_loop()
        heard: asyncio.Future[T] = loop.create_future()
        since = None if soon else ASKED.get()  # who goes along takes nobody's patience
        call = Call(work=work, durable=durable, heard=heard, since=since or time.monotonic(), team=team, soon=soon)
        if soon and self._most > 1:
            self._soon.append(call)
            loop.call_later(SOON, self._ask_those)
        else:
            self._threads.ask(call)
        return await heard

    def _ask_those(self) -> None:
        """Have those committed that no other call took along."""
        for call in self._along():
            try:
                self._threads.ask(call)
            except RuntimeError as closed:
                _tell_all([Outcome(call, error=closed)])

    def _along(self) -> Iterator[Call]:
        with contextlib.suppress(IndexError):
            while True:
                yield self._soon.popleft()

    def _do(self, first: Call) -> None:
        """Commit a call with others that wait, as far as a group may have them, and with all that go along; all in the
        order in which they were asked for."""
        calls = [first]
        while len(calls) < self._most and (more := self._threads.take()) is not None:
            calls.append(more)
        calls = sorted([*self._along(), *calls], key=lambda call: call.asked)
        if wanted := [call for call in calls if call.soon or not call.heard.cancelled()]:
            self._commit(wanted)

    def _commit(self, calls: Sequence[Call]) -> None:
        """All in one transaction, each in a savepoint of its own; what can't be committed together is tried apart. The
        callers hear of it as soon as it is committed."""
        outcomes, committed = list[Outcome](), False

        def kept() -> None:
            nonlocal committed
            committed = True
            try:
                self._jobs.settled(committed)
            finally:
                _tell_all(outcomes)

        groups: list[list[Call]] = []
        try:
            with self._begun(calls, kept) as conn:
                for call in calls:
                    outcomes.append(self._made(conn, call, alone=len(calls) == 1))
                self._jobs.commit(conn)
        except _Ended as ended:
            _tell_all([ended.outcome])
            groups = [[call for call in calls if call is not ended.outcome.call]]
        except BaseException as error:
            self.failed = self.failed or (not committed and isinstance(error, sa.exc.DBAPIError))
            if committed:
                log.warning("ledger.after_commit", why=type(error).__name__)  # all was kept, and told
            elif len(calls) == 1 or len(outcomes) < len(calls):  # a lock of others keeps all of them out
                _tell_all([Outcome(call, error=error) for call in calls])
            else:
                groups = [[call] for call in calls]
        finally:
            if not committed:
                self._jobs.settled(committed)
        for group in groups:
            self._commit(group)

    def _made(self, conn: sa.Connection, call: Call, alone: bool) -> Outcome:
        """Do the work of a call, in a savepoint of its own where there are others; return what became of it.

        Raises:
            _Ended: nothing is left of the transaction: the database itself took it back.
            BaseException: what the only call raised.
        """
        if alone:
            return Outcome(call, call.work(conn))
        driver: Any = conn.connection.driver_connection
        driver.execute("SAVEPOINT call")
        mark = self._jobs.mark(conn)
        try:
            outcome = Outcome(call, call.work(conn))
        except BaseException as error:
            outcome = Outcome(call, error=error)
            if not driver.in_transaction:
                raise _Ended(outcome) from error
            driver.execute("ROLLBACK TO call")
            self._jobs.undo(mark)
        driver.execute("RELEASE call")
        return outcome

    @contextlib.contextmanager
    def _begun(self, calls: Sequence[Call], kept: Callable[[], None]) -> Iterator[sa.Connection]:
        """A transaction that waits for a lock of others for as long as the first of its callers may still wait."""
        left = PATIENCE - (time.monotonic() - min(c.since for c in calls))
        engine = self._writer if any(c.durable for c in calls) else self._bookkeeper
        with writing(engine, left, calls[0].team, kept) as conn:
            yield conn

    def close(self) -> None:
        """Finish what was asked, then end the threads."""
        self._ask_those()
        self._threads.close()


def _tell_all(outcomes: Sequence[Outcome]) -> None:
    for loop, those in _by_loop(outcomes).items():
        try:
            loop.call_soon_threadsafe(_tell, those)
        except RuntimeError:  # the loop is closed: nobody waits any more
            continue


def _by_loop(outcomes: Sequence[Outcome]) -> dict[asyncio.AbstractEventLoop, list[Outcome]]:
    loops: dict[asyncio.AbstractEventLoop, list[Outcome]] = {}
    for outcome in outcomes:
        loops.setdefault(outcome.call.heard.get_loop(), []).append(outcome)
    return loops


def _tell(outcomes: Sequence[Outcome]) -> None:
    for outcome in outcomes:
        outcome.tell()
