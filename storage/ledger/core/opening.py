"""A ledger by the address of its database, and who runs its jobs: SQLite for one process, PostgreSQL for several."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from storage import engine, upgrading
from storage.jobs.embedded import EmbeddedJobs
from storage.jobs.port import JobRunner, Jobs
from storage.jobs.runner import Runner
from storage.ledger.core.ledger import Ledger, Terms, utc_now

WRITERS = 4  # threads of one process on PostgreSQL


def opened(
    url: str,
    terms: Terms,
    clock: Callable[[], datetime] = utc_now,
    wall: Callable[[], datetime] | None = None,
    copies: Path | None = None,
) -> Ledger:
    """Return the ledger at an address, with its tables in the newest form.

    Args:
        copies: the folder for a copy of a ledger whose tables change; None makes none.

    Raises:
        Unreachable: nothing that Sluice can use answers there, or a newer version made it.
        NoCopy: the copy could not be written, so that nothing was changed.
        ImportError: PostgreSQL's packages are not installed.
    """
    upgrading.upgrade(url, keeper(url), copies)
    writer = engine.writer(url)
    writers = 1 if engine.is_sqlite(url) else WRITERS
    return Ledger(
        writer=writer,
        reader=engine.reader(url),
        jobs=keeper(url),
        terms=terms,
        clock=clock,
        wall=wall,
        bookkeeper=engine.bookkeeper(url),
        writers=writers,
    )


def keeper(url: str) -> Jobs:
    """Return the keeper of a database's promises: ours on SQLite, procrastinate on PostgreSQL."""
    if engine.is_sqlite(url):
        return EmbeddedJobs()
    from storage.jobs.procrastinate import ProcrastinateJobs

    return ProcrastinateJobs()


def job_runner(ledger: Ledger, queues: Mapping[str, int], tries: Mapping[str, int] | None = None) -> JobRunner:
    """Return this process's runner of jobs: how many of each queue run at a time, and how often each is tried."""
    if isinstance(ledger.jobs, EmbeddedJobs):
        return Runner(ledger.jobs, ledger.transact, ledger.clock, queues, tries)
    from storage.jobs.workers import Workers

    return Workers(engine.conninfo(ledger.url), queues, tries)
