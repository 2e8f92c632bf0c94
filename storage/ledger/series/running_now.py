"""A run of a repetition is made at once."""

from storage.ledger import access
from storage.ledger.core.ledger import Tx
from storage.ledger.series.last_runs import open_run
from storage.ledger.series.making import make_run
from storage.ledger.series.repetitions import open_repetition
from storage.ledger.series.series_rows import reread
from storage.rules.authority import Action, Claim
from storage.rules.refusal import Refused
from storage.rules.values.series import Series


def run_now(tx: Tx, claim: Claim, key: str, dedup: str | None = None) -> Series:
    """Make a run at once, beside those of its times.

    Raises:
        Refused: it is not theirs, has ended, or its last run waits for a decision.
        Duplicate: Slack sent this before.
    """
    series = open_repetition(tx, claim, Action.EDIT, key)
    tx.once(claim.team, dedup, key)
    if (last := open_run(tx, series)) is not None:
        raise Refused(f"{last.name} is still open: decide or cancel it first.")
    make_run(tx, series, access.person(tx, claim, Action.ASSIGN), tx.wall)
    return reread(tx, series)
