"""Sums of a workspace that show nobody."""

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from storage.ledger import access
from storage.ledger.core.ledger import Read
from storage.ledger.queries.own_figures import midnight
from storage.rules.authority import Action, Claim
from storage.rules.outcomes import OUTCOMES, Outcome
from storage.rules.pages.figures import PEOPLE, SUMMED, Sums
from storage.rules.spreads import Share
from storage.rules.values.decision import Verdict
from storage.rules.weeks import week_of
from storage.tables import decision, draft, item
from storage.tables import person as people


def sums(read: Read, claim: Claim) -> Sums | None:
    """Return what all people of a workspace decided in the last whole weeks; None where too few decided anything.

    Raises:
        Refused: they are no administrator.
    """
    access.check(read, claim, Action.ADMINISTER)
    return of_all(read, claim.team)


def of_all(read: Read, team: str) -> Sums | None:
    """Return the sums of a workspace; None where too few decided anything."""
    until = week_of(read.now, read.terms.zone)
    first = until - timedelta(weeks=SUMMED)
    rows = read.conn.execute(_sums(team, midnight(first, read.terms.zone), midnight(until, read.terms.zone))).all()
    count = len({row.who for row in rows})
    if count < PEOPLE:
        return None
    outcomes = dict.fromkeys(Outcome, 0)
    for row in rows:
        outcomes[OUTCOMES[Verdict(row.verdict)]] += row.number
    at_once = sum(row.at_once or 0 for row in rows if row.verdict == Verdict.APPROVE)
    return Sums(
        first=first,
        weeks=SUMMED,
        people=count,
        decided=sum(outcomes.values()),
        outcomes={kind: number for kind, number in outcomes.items() if number},
        at_once=Share(at_once, outcomes[Outcome.APPROVED]),
    )


def _sums(team: str, since: datetime, until: datetime) -> sa.Select[Any]:
    """Return the query of how much each person decided, and how."""
    query = sa.select(people.c.user).where(people.c.team == team)
    mine = decision.c.team == team, decision.c.who.in_(query), decision.c.undone_at.is_(None)
    version = sa.and_(
        draft.c.task_id == item.c.task_id, draft.c.version == decision.c.draft_version, draft.c.team == team
    )
    first = sa.func.sum(sa.case((draft.c.base == 0, 1), else_=0))
    return (
        sa.select(decision.c.who, decision.c.verdict, sa.func.count().label("number"), first.label("at_once"))
        .join_from(decision, item, sa.and_(item.c.id == decision.c.item_id, item.c.team == team))
        .join(draft, version, isouter=True)
        .where(*mine, decision.c.at >= since, decision.c.at < until)
        .group_by(decision.c.who, decision.c.verdict)
    )
