"""The next tasks of a series are kept out of channels."""

from dataclasses import replace

from storage.ledger.core.ledger import Tx
from storage.ledger.series.changing import rewrite
from storage.ledger.series.finding import theirs
from storage.ledger.series.repetitions import ENDED
from storage.ledger.series.series_rows import reread
from storage.rules.authority import Action, Claim
from storage.rules.happenings import Happening
from storage.rules.refusal import Refused
from storage.rules.values.series import Series


def only_me(tx: Tx, claim: Claim, key: str) -> Series:
    """Have no channel see what a series makes from now on.

    Raises:
        Refused: it is not theirs, or has ended.
    """
    series = theirs(tx, claim, Action.EDIT, key=key)
    if not series.is_open:
        raise Refused(ENDED.format(series.name))
    if series.brief.runs_shown_in != "":
        rewrite(tx, series, replace(series.brief, runs_shown_in=""))
        tx.note(claim.team, claim.user, Happening.ONLY_ME, series.name, was=series.brief.runs_shown_in or "")
    return reread(tx, series)
