"""The ledger that the settings name; on SQLite, held by this process alone."""

import contextlib
from collections.abc import Callable
from datetime import datetime

from bot.settings import BadSettings, Settings
from storage import engine
from storage.jobs.embedded import lock_file
from storage.ledger import opening
from storage.ledger.core import Ledger


def opened(
    settings: Settings,
    parts: contextlib.AsyncExitStack,
    clock: Callable[[], datetime],
    wall: Callable[[], datetime] | None,
) -> Ledger:
    """
    Raises:
        BadSettings: the address is no database that Sluice knows, or nothing answers there.
        Occupied: another process works on the same file.
    """
    home, url = settings.secrets.sluice_home, settings.database
    home.mkdir(parents=True, exist_ok=True)
    if engine.is_sqlite(url):
        parts.callback(lock_file(home / "ledger.lock").close)
    try:
        ledger = opening.opened(url, settings.terms(), clock, wall)
    except ImportError as missing:
        raise BadSettings(f"SLUICE_DATABASE_URL needs {missing.name}: pip install sluice[postgres]") from None
    except engine.Unreachable as no:
        raise BadSettings(f"SLUICE_DATABASE_URL: {no}") from None
    parts.callback(ledger.close)
    return ledger
