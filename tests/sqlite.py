"""A ledger's file with the newest tables and nothing in them, made once for each process and copied for each test."""

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from storage import upgrading
from storage.engine import sqlite_url
from storage.jobs.embedded import EmbeddedJobs

FILE = "ledger.db"


@cache
def _template() -> Path:
    home = Path(tempfile.mkdtemp(prefix="sluice-template-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    upgrading.upgrade(sqlite_url(home), EmbeddedJobs())
    return home / FILE


def lay_out(home: Path) -> str:
    """Put an empty ledger into a folder that has none; return its address."""
    home.mkdir(parents=True, exist_ok=True)
    if not (home / FILE).exists():
        shutil.copyfile(_template(), home / FILE)
    return sqlite_url(home)
