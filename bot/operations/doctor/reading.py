"""What the doctor reads in the ledger, which it never makes or changes."""

from collections.abc import Callable
from typing import TypeVar

from bot.setup.database import beside
from bot.setup.settings import BadSettings, Settings
from storage import engine, upgrading
from storage.ledger.core.ledger import Read

T = TypeVar("T")


async def read_ledger(settings: Settings, query: Callable[[Read], tuple[T, ...]]) -> tuple[T, ...]:
    """Return what a ledger says; nothing where the next start makes it or changes its form: a doctor changes nothing.

    Raises:
        BadSettings: the ledger can't be opened.
    """
    try:
        if not upgrading.is_newest(settings.database):
            return ()
    except engine.Unreachable as no:
        raise BadSettings(str(no)) from None
    ledger = beside(settings)
    try:
        return await ledger.see(query)
    finally:
        ledger.close()
