"""Copies of the ledger on disk: written whole or not at all, restored whole or not at all."""

import asyncio
import contextlib
from pathlib import Path

from bot.operations import heads
from bot.setup.database import opened
from bot.setup.settings import BadSettings, Settings
from storage import backup as copies
from storage import engine, upgrading
from storage.backup import Unusable
from storage.jobs.embedded import Occupied
from storage.ledger.core import opening
from storage.ledger.core.ledger import utc_now


def backup(settings: Settings, file: Path) -> int:
    """Copy the ledger into a file; return the number of rows and promises. A running process is not disturbed.

    Raises:
        BadSettings: there is no ledger, or the file can't be written.
    """
    url = settings.database
    if engine.is_sqlite(url) and not Path(url.removeprefix("sqlite:///")).exists():
        raise BadSettings(f"There is no ledger in {settings.secrets.sluice_home}.")
    try:
        with engine.snapshot(url) as conn:
            if upgrading.stored_form(conn) is None:
                raise BadSettings(f"There is no ledger in {settings.secrets.sluice_home}.")
            return copies.write(conn, opening.keeper(url), file)
    except OSError as error:
        raise BadSettings(f"{file}: {error.strerror}") from None
    except engine.Unreachable as no:
        raise BadSettings(f"SLUICE_DATABASE_URL: {no}") from None
    except ImportError as missing:
        raise BadSettings(f"SLUICE_DATABASE_URL: {engine.without_packages(missing)}") from None


def restore(settings: Settings, file: Path) -> int:
    """Fill the ledger from a copy; return the number of rows and promises that came back.

    Raises:
        BadSettings: the copy is not whole, the ledger is not empty, or a process works on it.
    """
    return asyncio.run(_restore(settings, file))


async def _restore(settings: Settings, file: Path) -> int:
    try:
        async with contextlib.AsyncExitStack() as parts:
            lines = parts.enter_context(file.open(encoding="utf-8"))
            ledger = opened(settings, parts, utc_now, None)
            count = await ledger.do(lambda tx: copies.restore(tx.conn, tx.jobs, lines))
            heads.begin_anew(settings.secrets.sluice_home)
            return count
    except (OSError, UnicodeDecodeError) as error:
        raise BadSettings(f"{file}: {error}") from None
    except (Unusable, Occupied) as no:
        raise BadSettings(f"{file}: {no}") from None
