"""A repetition is paused, goes on, or ends for good."""

from storage.ledger import people
from storage.ledger.core.ledger import Read, Tx
from storage.ledger.series.changing import change
from storage.ledger.series.repetitions import open_repetition
from storage.ledger.series.series_rows import reread, rule_of
from storage.ledger.work.owing import tell
from storage.rules.authority import Action, Claim
from storage.rules.happenings import Happening
from storage.rules.kept_rhythm import from_json
from storage.rules.refusal import Refused
from storage.rules.repetition import next_run
from storage.rules.values.series import Series, SeriesState


def pause(tx: Tx, claim: Claim, key: str) -> Series:
    """Let no run be made until it is resumed.

    Raises:
        Refused: it is not theirs, or not active.
    """
    series = open_repetition(tx, claim, Action.STOP, key)
    if series.state is SeriesState.PAUSED:
        raise Refused(f"{series.name} is paused already.")
    change(tx, series, state=SeriesState.PAUSED, next_at=None)
    tx.note(claim.team, claim.user, Happening.PAUSE, series.name)
    _tell(tx, claim, series, "paused")
    return reread(tx, series)


def resume(tx: Tx, claim: Claim, key: str) -> Series:
    """Let it come again from its next time on; what the pause left out is not made up for.

    Raises:
        Refused: it is not theirs, or not paused.
    """
    series = open_repetition(tx, claim, Action.STOP, key)
    if series.state is not SeriesState.PAUSED:
        raise Refused(f"{series.name} is not paused.")
    change(tx, series, state=SeriesState.ACTIVE, next_at=_next(tx, series))
    tx.note(claim.team, claim.user, Happening.RESUME, series.name)
    return reread(tx, series)


def stop(tx: Tx, claim: Claim, key: str) -> Series:
    """End a repetition for good; the runs that it has made go on.

    Raises:
        Refused: it is not theirs, or has ended.
    """
    series = open_repetition(tx, claim, Action.CANCEL, key)
    change(tx, series, state=SeriesState.STOPPED, next_at=None)
    tx.note(claim.team, claim.user, Happening.STOP_REPEATING, series.name)
    _tell(tx, claim, series, "stopped")
    return reread(tx, series)


def _tell(tx: Tx, claim: Claim, series: Series, what: str) -> None:
    """Tell who assigned a repetition that somebody else paused or stopped it."""
    if claim.user != series.assigner:
        tell(tx, series.team, series.assigner, f"<@{claim.user}> {what} {series.name} · {series.brief.title}.")


def _next(read: Read, series: Series) -> object:
    owner = people.look_up(read, series.team, series.assigner)
    return next_run(from_json(rule_of(read, series)), read.wall, owner.zone or read.terms.zone)
