"""`sluice audit verify`: looks whether the history of each workspace is as it was sealed."""

from bot.operations import heads
from bot.setup.database import place
from bot.setup.settings import BadSettings, Settings
from storage import engine, upgrading
from storage.ledger.history import auditing
from storage.ledger.history.auditing import Report


def verify(settings: Settings, head: str = "") -> list[Report]:
    """Check the history of each workspace, while the bot runs or not.

    Args:
        head: what an earlier check printed, which is to be looked for.

    Raises:
        BadSettings: there is no ledger, or it has to be brought to this version first.
    """
    url = settings.database
    try:
        if engine.is_sqlite(url) and not engine.sqlite_path(url).exists():
            raise BadSettings(f"There is no ledger in {settings.secrets.sluice_home}.")
        if not upgrading.is_newest(url):
            raise BadSettings("The ledger is of an older version, or empty: start Sluice once, then check it.")
        with engine.snapshot(url) as conn:
            return list(auditing.verify(conn, head, heads.kept(settings.secrets.sluice_home)))
    except engine.Unreachable as no:
        raise BadSettings(f"{place(settings)}: {no}") from None
    except upgrading.TooNew as no:
        raise BadSettings(f"{place(settings)}: the ledger can't be checked: {no}") from None
