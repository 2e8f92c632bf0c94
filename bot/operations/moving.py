"""Copies of the ledger on disk: written whole or not at all, restored whole or not at all."""

import asyncio
import contextlib
import itertools
import shutil
from pathlib import Path

from bot.operations import heads
from bot.setup.database import check_there, opened, place
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
    check_there(settings)
    try:
        with engine.snapshot(url) as conn:
            if upgrading.stored_form(conn) is None:
                raise BadSettings(f"There is no ledger in the database yet ({place(settings)}).")
            upgrading.outdated_form(conn)  # what a newer version added would be left out
            if copies.is_empty(conn):
                raise BadSettings(f"{place(settings)}: the ledger is empty. Nothing was copied.")
            if file.exists():
                raise BadSettings(f"{file} is there already: name another place.")
            return copies.write(conn, opening.keeper(url), file)
    except OSError as error:
        raise BadSettings(f"{file}: {error.strerror}") from None
    except upgrading.TooNew as no:
        raise BadSettings(f"{place(settings)}: the ledger can't be copied: {no}") from None
    except engine.Unreachable as no:
        raise BadSettings(f"{place(settings)}: {no}") from None
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
            first = lines.readline()
            copies.check_head(first, upgrading.newest_form())
            ledger = opened(settings, parts, utc_now, None)
            count = await ledger.do(lambda tx: copies.restore(tx.conn, tx.jobs, itertools.chain([first], lines)))
            heads.begin_anew(settings.secrets.sluice_home)
            _forget_unfinished(settings.secrets.sluice_home)
            return count
    except OSError as error:
        raise BadSettings(f"{file}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise BadSettings(f"{file}: This is no copy of a Sluice ledger.") from None
    except Unusable as no:
        raise BadSettings(f"{file}: {no}") from None
    except Occupied as no:
        raise BadSettings(str(no)) from None


def _forget_unfinished(home: Path) -> None:
    """Delete what agents were in the middle of in the ledger before: a new task may have the number of one of those."""
    for file in home.glob("checkpoints.db*"):
        file.unlink()
    for folder in ("work", "deliver"):
        shutil.rmtree(home / folder, ignore_errors=True)
