"""`sluice audit verify`: says of each workspace whether its history is as it was sealed."""

from pathlib import Path

from bot.operations import heads
from bot.setup.settings import BadSettings, Settings
from storage import engine, upgrading
from storage.columns import instant
from storage.ledger.history import auditing
from storage.ledger.history.auditing import Fault, Report
from storage.rules.audit import Change, Trouble
from storage.rules.words import many


def verify(settings: Settings, head: str = "") -> list[Report]:
    """Check the history of each workspace, while the bot runs or not.

    Args:
        head: what an earlier check printed, which is to be looked for.

    Raises:
        BadSettings: there is no ledger, or it has to be brought to this version first.
    """
    url = settings.database
    try:
        if engine.is_sqlite(url) and not Path(url.removeprefix("sqlite:///")).exists():
            raise BadSettings(f"There is no ledger in {settings.secrets.sluice_home}.")
        if not upgrading.is_newest(url):
            raise BadSettings("The ledger is of an older version, or empty: start Sluice once, then check it.")
        with engine.snapshot(url) as conn:
            return list(auditing.verify(conn, head, heads.kept(settings.secrets.sluice_home)))
    except engine.Unreachable as no:
        raise BadSettings(f"SLUICE_DATABASE_URL: {no}") from None


def sentence(report: Report) -> str:
    """Return what was found in a workspace's history, as text."""
    if report.fault is not None:
        return f"{report.team}: NOT as it was sealed. {_fault(report.fault)}"
    newest = f", the newest {report.unsealed:,} not yet, since {_moment(report.since)}" if report.unsealed else ""
    text = f"{report.team}: {many(report.sealed, 'change')} sealed and as they were{newest}."
    return f"{text} Head: {report.head}" if report.head else text


def _fault(fault: Fault) -> str:
    row = _row(fault.change) if fault.change else ""
    return {
        Trouble.CHANGED: f"Changed: {row}.",
        Trouble.ADDED: f"Added later: {row}.",
        Trouble.MISSING: f"A change is missing after {row}." if row else "The first change is missing.",
        Trouble.BROKEN: f"Seal {fault.seal} does not follow from the one before: it was changed, or one is missing.",
        Trouble.EMPTIED: f"Seal {fault.seal} is not as it was made.",
        Trouble.SHORTER: "Its newest seals are gone: the one that Sluice noted last beside the ledger is not there.",
    }[fault.trouble]


def _moment(micros: int) -> str:
    return f"{instant(micros):%Y-%m-%d %H:%M:%S} UTC"


def _row(change: Change) -> str:
    what = " ".join(filter(None, (change.who, change.what, change.subject)))
    return f"change {change.id} of {_moment(change.at)} ({what})"
