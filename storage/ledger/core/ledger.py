"""One verb, one transaction: verbs are plain functions that take a `Tx`, queries take a `Read`; both run off the event
loop."""

import contextlib
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Any, Concatenate, ParamSpec, TypeVar

import sqlalchemy as sa

from storage.connection import Selecting
from storage.jobs.port import Jobs, Promise
from storage.ledger.core.reading import Reading
from storage.ledger.core.writing import Writing
from storage.prepared import insert
from storage.rules.authority import Policy
from storage.rules.budget import Budgets
from storage.rules.happenings import Happening
from storage.rules.jobs import QUEUES, JobKind, Queue
from storage.rules.values.schedule import WEEKDAYS
from storage.tables import change, inbox, workspace

P = ParamSpec("P")
T = TypeVar("T")


class Duplicate(Exception):
    """The error that Slack sent this before: nothing was done again. `subject` names what the first one did."""

    def __init__(self, subject: str) -> None:
        super().__init__(subject)
        self.subject = subject


_NOTE = insert(change, "team", "at", "who", "what", "subject", "was", "became", "why")
_SEEN = sa.select(inbox.c.subject).where(inbox.c.team == sa.bindparam("team_"), inbox.c.key == sa.bindparam("key_"))
_KEEP = insert(inbox, "team", "key", "subject", "kept", "at", returning="key", ignore=True)
_TURN = sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtextextended(sa.bindparam("team_"), 0)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The settings of an installation for everyone; a person's own settings stand in their row."""

    undo: timedelta = timedelta(seconds=30)
    settle: timedelta = timedelta(minutes=2)
    alone: timedelta = timedelta(minutes=10)  # a collection without a tap for so long is not being worked through
    times: tuple[time, ...] = (time(9), time(13), time(16, 30))
    days: frozenset[int] = WEEKDAYS
    zone: str = "UTC"
    room: int = 12
    most: int = 10
    at_once: int = 0  # attempts of one person under way; 0 for no bound
    first: int = 3  # the first tasks of a new person come back as soon as they are ready
    policy: Policy = field(default_factory=Policy)
    still_right_share: float = 0.0  # of what is approved: it is asked about again a week later
    budgets: Budgets = field(default_factory=Budgets)
    heeds: bool = False  # whether agents hear what is said to them while they work
    suggests: bool = False  # whether a model looks at new briefs
    alike: frozenset[str] = frozenset()  # agents without a model: a second version would be the same
    lacking: Mapping[str, str] = field(default_factory=dict)  # why an agent cannot work here, by its name


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """The means of a query, which can't write, promise or note. `now` is the instant of the query, `wall` the clock
    that collections go by (they differ in a demonstration only)."""

    conn: Selecting
    now: datetime
    wall: datetime
    jobs: Jobs
    terms: Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Tx(Read):
    """The means of a verb: one transaction."""

    conn: sa.Connection

    @contextlib.contextmanager
    def part(self) -> Iterator[None]:
        """Hold a part of the transaction: when it raises, nothing of the part is kept, and the rest goes on."""
        mark = self.jobs.mark(self.conn)
        try:
            with self.conn.begin_nested():
                yield
        except BaseException:
            self.jobs.undo(mark)
            raise

    def promise(
        self,
        team: str,
        kind: JobKind,
        key: object,
        *,
        after: timedelta = timedelta(0),
        lock: str | None = None,
        priority: int = 0,
        once: bool = False,
        push: bool = False,
    ) -> None:
        """Promise background work, in this transaction.

        Args:
            lock: of jobs with the same one the oldest runs first, alone.
            once: while there is such a promise that waits, none is added.
            push: what waits is put off instead.
        """
        queue = QUEUES.get(kind, Queue.DEFAULT)
        promise = Promise(
            team=team, kind=kind, key=str(key), due=self.now + after, queue=queue, lock=lock, priority=priority
        )
        self.jobs.put(self.conn, promise, now=self.now, once=once, push=push)

    def note(
        self, team: str, user: str, what: Happening, subject: object, *, was: str = "", became: str = "", why: str = ""
    ) -> None:
        """Add one row of history; audit, figures and the demonstration's transcript read it."""
        told = {"what": what, "was": was, "became": became, "why": why}
        _NOTE(self.conn, {"team": team, "at": self.now, "who": user, "subject": str(subject), **told})

    def note_each(
        self,
        team: str,
        user: str,
        what: Happening,
        subjects: Sequence[object],
        *,
        was: str = "",
        became: str = "",
        why: str = "",
    ) -> None:
        """Add a row of history for each of many things to which the same happened, in one statement."""
        told = {"team": team, "at": self.now, "who": user, "what": what, "was": was, "became": became, "why": why}
        if subjects:
            _NOTE.each(self.conn, [{**told, "subject": str(subject)} for subject in subjects])

    def once(self, team: str, key: str | None, subject: str = "", kept: dict[str, Any] | None = None) -> None:
        """Keep the key of what Slack sent, in the transaction of its effect, and with it what is still to be done.

        Raises:
            Duplicate: it was here before.
        """
        if key is None:
            return
        row = {"team": team, "key": key[:120], "subject": subject, "kept": kept, "at": self.now}
        if _KEEP(self.conn, row) is None:
            raise Duplicate(self.conn.execute(_SEEN, {"team_": team, "key_": key[:120]}).scalar_one())


def _team(first: Any) -> str:
    return first if isinstance(first, str) else str(first.team)


def take_turn(conn: sa.Connection, team: str) -> None:
    """Wait until nobody else writes for a workspace, so that its rows are committed in the order of their ids."""
    if conn.dialect.name != "sqlite":  # one writer holds the whole file there
        conn.execute(_TURN, {"team_": team})


def utc_now() -> datetime:
    """Return the present instant, in UTC."""
    return datetime.now(UTC)


def new_key() -> str:
    """Return a random key of 72 bits, short enough for a button."""
    return secrets.token_urlsafe(9)


class Ledger:
    """The runner of verbs (on the writer's thread) and queries (on the readers' threads).

    Args:
        clock: the instant of a verb.
        wall: the clock that collections go by.
        bookkeeper: the engine of `transact`, where it is not the writer.
    """

    def __init__(
        self,
        writer: sa.Engine,
        reader: sa.Engine,
        jobs: Jobs,
        terms: Terms,
        clock: Callable[[], datetime] = utc_now,
        wall: Callable[[], datetime] | None = None,
        bookkeeper: sa.Engine | None = None,
        writers: int = 1,
    ) -> None:
        self.clock, self.wall, self.terms, self.jobs = clock, wall or clock, terms, jobs
        self._writer, self._reader = writer, reader
        self._bookkeeper = bookkeeper or writer
        self._writing = Writing(writer, self._bookkeeper, jobs, writers)
        self._reading = Reading(reader)

    @property
    def url(self) -> str:
        """The address of its database, with the password."""
        return self._writer.url.render_as_string(hide_password=False)

    async def do(self, verb: Callable[Concatenate[Tx, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a verb; when it raises, nothing of it is kept. The verbs of one workspace follow each other, whatever the
        threads, processes and machines: a verb names its workspace, or someone of it, first."""
        return await self._do(False, verb, *args, **kwargs)

    async def do_soon(self, verb: Callable[Concatenate[Tx, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a verb as `do` does, also if this call is canceled. On SQLite it may take 20 ms longer: it is committed
        with the next one if there is one, since a commit costs more than a small verb."""
        return await self._do(True, verb, *args, **kwargs)

    async def _do(self, soon: bool, verb: Callable[Concatenate[Tx, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        def done(conn: sa.Connection) -> T:
            return verb(self._tx(conn), *args, **kwargs)

        alone = args and self._writer.dialect.name != "sqlite"  # one writer holds the whole file there
        return await self._writing.run(done, durable=True, team=_team(args[0]) if alone else "", soon=soon)

    async def see(self, query: Callable[Concatenate[Read, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a query on the last commit."""

        def seen(conn: sa.Connection) -> T:
            read = Read(conn=conn, now=self.clock(), wall=self.wall(), jobs=self.jobs, terms=self.terms)
            return query(read, *args, **kwargs)

        return await self._reading.run(seen)

    async def transact(self, work: Callable[[sa.Connection], T]) -> T:
        """Run work that needs only a connection and may be lost in a crash: for the runner of jobs."""
        return await self._writing.run(work, durable=False)

    async def try_again(self) -> None:
        """Where something could not be saved, write what is there already; nothing where all was saved since the last
        look. It raises what any verb does, where the database still takes nothing: its disk may be full."""
        if self._writing.failed:
            await self.do(lambda tx: tx.conn.execute(sa.update(workspace).values(last_task=workspace.c.last_task)))
            self._writing.failed = False

    def _tx(self, conn: sa.Connection) -> Tx:
        return Tx(conn=conn, now=self.clock(), wall=self.wall(), jobs=self.jobs, terms=self.terms)

    def close(self) -> None:
        """Finish the verbs and queries that were asked for, then close all connections."""
        self._writing.close()
        self._reading.close()
        self._writer.dispose()
        self._bookkeeper.dispose()
        self._reader.dispose()
