"""The ledger and who runs its jobs, on SQLite for one process or on PostgreSQL for several."""

import contextlib
import os
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import IO

from bot.settings import BadSettings, Settings
from storage import engine
from storage.jobs.embedded import EmbeddedJobs, lock_file
from storage.jobs.port import Works
from storage.jobs.runner import Runner
from storage.ledger.core import Ledger

PATIENT = 20  # tries of what was decided or said: it is not given up like an attempt
TRIES = {"slack": PATIENT, "default": PATIENT}
Start = Callable[[Mapping[str, int]], Works]


@dataclass(frozen=True, slots=True)
class Database:
    """
    Attributes:
        works: makes this process's share of the jobs: how many of each queue at a time.
        url: its address; empty for SQLite in the data folder.
    """

    ledger: Ledger
    works: Start
    url: str


def opened(
    settings: Settings,
    parts: contextlib.AsyncExitStack,
    clock: Callable[[], datetime],
    wall: Callable[[], datetime] | None,
) -> Database:
    """
    Raises:
        BadSettings: the address is no database that Sluice knows, or nothing answers there.
        Occupied: another process works on the same file.
    """
    url = settings.secrets.sluice_database_url.get_secret_value()
    home = settings.secrets.sluice_home
    home.mkdir(parents=True, exist_ok=True)
    if not url or engine.is_sqlite(url):
        held: IO[str] = lock_file(home / "ledger.lock")
        parts.callback(held.close)
        return _sqlite(url or engine.sqlite_url(home), settings, parts, clock, wall)
    return _postgres(url, settings, parts, clock, wall)


def _sqlite(
    url: str,
    settings: Settings,
    parts: contextlib.AsyncExitStack,
    clock: Callable[[], datetime],
    wall: Callable[[], datetime] | None,
) -> Database:
    writer, jobs = engine.writer(url), EmbeddedJobs()
    engine.migrate(writer)
    ledger = Ledger(writer, engine.reader(url), jobs, settings.terms(), clock, wall, engine.bookkeeper(url))
    parts.callback(ledger.close)
    return Database(ledger, lambda queues: Runner(jobs, ledger.transact, clock, queues, TRIES), "")


def _postgres(
    url: str,
    settings: Settings,
    parts: contextlib.AsyncExitStack,
    clock: Callable[[], datetime],
    wall: Callable[[], datetime] | None,
) -> Database:
    try:
        writer = engine.writer(url)
        engine.migrate(writer)
        from storage.jobs.procrastinate import ProcrastinateJobs
        from storage.jobs.workers import Workers
    except ImportError as missing:
        raise BadSettings(
            f"SLUICE_DATABASE_URL: {missing.name} is not installed: pip install sluice[postgres]"
        ) from None
    except engine.Unreachable as no:
        raise BadSettings(f"SLUICE_DATABASE_URL: {no}") from None
    ledger = Ledger(writer, engine.reader(url), ProcrastinateJobs(), settings.terms(), clock, wall, writers=4)
    parts.callback(ledger.close)
    name = f"{socket.gethostname()}-{os.getpid()}"
    return Database(ledger, lambda queues: Workers(engine.conninfo(url), queues, TRIES, name), url)
