"""A task that comes again is begun."""

from collections.abc import Mapping
from types import MappingProxyType

from storage.ledger import access
from storage.ledger.core.ledger import Tx, new_key
from storage.ledger.series.new import NewSeries, keep
from storage.ledger.series.rhythms import rhythm_of, rule_as_json, settled_for
from storage.ledger.work.making import reviewer_of
from storage.ledger.work.owing import check_colleague
from storage.rules import clarity
from storage.rules.authority import Action, Claim
from storage.rules.many_times import against_steps
from storage.rules.refusal import Refused
from storage.rules.repetition import next_run
from storage.rules.rhythms import against
from storage.rules.values.brief import Brief
from storage.rules.values.place import Place
from storage.rules.values.profile import Profile
from storage.rules.values.series import Series, SeriesKind, SeriesState


def repeat(
    tx: Tx,
    claim: Claim,
    brief: Brief,
    place: Place,
    key: str | None = None,
    profiles: Mapping[str, Profile] = MappingProxyType({}),
) -> Series:
    """Begin a task that comes again, as `brief.again` says; its first run comes at its time.

    Raises:
        Refused: they may not, or no run could ever be begun.
        Duplicate: Slack sent this before; its subject is the key of the series.
    """
    owner = access.person(tx, claim, Action.ASSIGN)
    reviewer = reviewer_of(tx, claim.team, owner, brief.reviewer, profiles)
    if why := against_steps(brief):
        raise Refused(why, wrong="after" if brief.after else "again")
    rhythm = rhythm_of(brief.again)
    if why := against(brief.again, brief.due, brief.each):
        raise Refused(why)
    check_colleague(tx, owner, brief, reviewer, profiles)
    if missing := clarity.missing(brief):
        raise Refused(missing)
    tx.once(claim.team, key, series_key := new_key())
    repetition = settled_for(tx, rhythm, owner, reviewer)
    return keep(
        tx,
        NewSeries(
            kind=SeriesKind.REPETITION,
            state=SeriesState.ACTIVE,
            owner=owner,
            reviewer=reviewer,
            brief=brief,
            place=place,
            key=series_key,
            rule=rule_as_json(rhythm, repetition),
            next_at=next_run(repetition, tx.wall, owner.zone or tx.terms.zone),
        ),
    )
