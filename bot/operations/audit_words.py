"""What `sluice audit verify` says of a workspace, in words."""

from storage.columns import instant
from storage.ledger.history.auditing import Fault, Report
from storage.rules.audit import Change, Trouble
from storage.rules.words import many


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
