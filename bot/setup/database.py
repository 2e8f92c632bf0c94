"""The ledger that the settings name; on SQLite, held by this process alone."""

import contextlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import IO

from bot.setup import data_folder
from bot.setup.settings import BadSettings, Settings
from storage import engine, upgrading
from storage.jobs.embedded import lock_file
from storage.ledger.core import opening
from storage.ledger.core.ledger import Ledger, utc_now


def opened(
    settings: Settings,
    parts: contextlib.AsyncExitStack,
    clock: Callable[[], datetime],
    wall: Callable[[], datetime] | None,
) -> Ledger:
    """Open the ledger for as long as `parts` stay open; on SQLite no other process can then open it.

    Raises:
        BadSettings: the address is no database that Sluice knows, nothing answers there, or half of a ledger is there.
        Occupied: another process works on the same file.
    """
    if engine.is_sqlite(settings.database):
        parts.callback(_locked(_home(settings) / "ledger.lock").close)
        check_whole(engine.sqlite_path(settings.database))
    ledger = _open(settings, clock, wall)
    parts.callback(ledger.close)
    return ledger


def check_whole(file: Path) -> None:
    """Check that the log of a ledger does not lie there alone: SQLite would delete it when it makes a new ledger.

    Raises:
        BadSettings: it does.
    """
    log = file.with_name(f"{file.name}-wal")
    if not file.exists() and log.exists() and log.stat().st_size:
        raise BadSettings(
            f"{log} is there without {file.name}, and may hold what that does not have yet. They are one ledger: bring "
            f"{file.name} back, or move {file.name}-wal and {file.name}-shm to where it is now. Nothing was changed."
        )


def _locked(file: Path) -> IO[str]:
    """Return the file, held by this process alone.

    Raises:
        BadSettings: the file is not ours to open.
        Occupied: another process holds it.
    """
    try:
        return lock_file(file)
    except OSError as no:
        raise BadSettings(f"SLUICE_HOME: {file}: {no.strerror}. Is the folder another user's?") from None


def beside(settings: Settings) -> Ledger:
    """Open the ledger for a short time, even while another process works on it; nothing of its form is changed.

    Raises:
        BadSettings: there is no ledger, it is of another version, or nothing answers there.
    """
    check_there(settings)
    try:
        if not upgrading.is_newest(settings.database):
            raise BadSettings("The ledger is of an older version, or empty: start Sluice once, then try again.")
    except upgrading.TooNew as no:
        raise BadSettings(f"{place(settings)}: the ledger can't be opened: {no}") from None
    except engine.Unreachable as no:
        raise BadSettings(f"{place(settings)}: {no}") from None
    return _open(settings, utc_now, None)


def place(settings: Settings) -> str:
    """Return the setting that says where the ledger is, with its folder where that is one."""
    if not engine.is_sqlite(settings.database):
        return "SLUICE_DATABASE_URL"
    return f"SLUICE_HOME: {settings.secrets.sluice_home}"


def check_there(settings: Settings) -> None:
    """Check that there is a ledger, where it is a file.

    Raises:
        BadSettings: there is none.
    """
    url = settings.database
    if engine.is_sqlite(url) and not engine.sqlite_path(url).exists():
        raise BadSettings(f"There is no ledger in {settings.secrets.sluice_home}, the folder of SLUICE_HOME.")


def _open(settings: Settings, clock: Callable[[], datetime], wall: Callable[[], datetime] | None) -> Ledger:
    """Return the ledger of the settings, in the form of this version.

    Raises:
        BadSettings: the address is no database that Sluice knows, or nothing answers there.
    """
    home = _home(settings)
    try:
        return opening.opened(settings.database, settings.terms(), clock, wall, home / "copies")
    except ImportError as missing:
        raise BadSettings(f"SLUICE_DATABASE_URL: {engine.without_packages(missing)}") from None
    except upgrading.NoCopy as no:
        raise BadSettings(f"A copy must be made before an upgrade, and can't be: {no}. Nothing was changed.") from None
    except upgrading.TooNew as no:
        raise BadSettings(f"{place(settings)}: the ledger can't be opened: {no}") from None
    except engine.Unreachable as no:
        raise BadSettings(f"{place(settings)}: {no}") from None


def _home(settings: Settings) -> Path:
    home = settings.secrets.sluice_home
    try:
        return data_folder.own(home)
    except OSError as no:
        raise BadSettings(f"SLUICE_HOME: {home}: {no.strerror}") from None
