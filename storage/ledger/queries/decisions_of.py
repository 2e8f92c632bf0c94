"""What a person decided in a time, with what is known of draft and task: one query."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.rules.people import Person
from storage.rules.values.check import Finding
from storage.rules.values.decision import Verdict
from storage.tables import check, decision, draft, item, stream, task

MOST = 5_000  # decisions that are read


def decided_by(read: Read, person: Person, since: datetime, until: datetime) -> Sequence[Any]:
    """Return a person's decisions between two instants, the newest first, with what is known of draft and task."""
    values = {"team_": person.team, "user_": person.user, "since_": since, "until_": until}
    return read.conn.execute(_of_person(), values).all()


@lru_cache
def _of_person() -> sa.Select[Any]:
    """Return the query of `decided_by`: it is built once, since that takes longer than its answer."""
    team, when = sa.bindparam("team_", type_=decision.c.team.type), decision.c.at.type
    within = decision.c.at >= sa.bindparam("since_", type_=when), decision.c.at < sa.bindparam("until_", type_=when)
    mine = decision.c.team == team, decision.c.who == sa.bindparam("user_"), decision.c.undone_at.is_(None), *within
    lately = sa.select(decision).where(*mine).order_by(decision.c.at.desc()).limit(MOST + 1).subquery("lately")
    of_item = sa.and_(item.c.id == lately.c.item_id, item.c.team == team)
    version = sa.and_(draft.c.task_id == task.c.id, draft.c.version == lately.c.draft_version, draft.c.team == team)
    approved = lately.c.verdict == str(Verdict.APPROVE)
    wanted = lately.c.verdict, lately.c.at, lately.c.seconds, item.c.made_at, item.c.opened_at, draft.c.base
    return (
        sa.select(
            *wanted,
            task.c.worker,
            stream.c.name.label("stream"),
            _checked(team).label("checked"),
            sa.case((approved, _revisions(team, lately))).label("revisions"),
        )
        .join_from(lately, item, of_item)
        .join(task, sa.and_(task.c.id == item.c.task_id, task.c.team == team))
        .join(stream, sa.and_(stream.c.id == task.c.stream_id, stream.c.team == team), isouter=True)
        .join(draft, version, isouter=True)
        .order_by(lately.c.at.desc())
    )


def _checked(team: sa.BindParameter[str]) -> sa.ScalarSelect[int]:
    """Return what was found of a draft: 2 for something unmet or in doubt, 1 for nothing such, else 0 or None."""
    of_draft = check.c.draft_id == draft.c.id, check.c.team == team
    bad = check.c.finding.in_([str(Finding.NOT_MET), str(Finding.IN_DOUBT)])
    finding = sa.case((bad, 2), (check.c.finding == str(Finding.MET), 1), else_=0)
    return sa.select(sa.func.max(finding)).where(*of_draft).correlate(draft).scalar_subquery()


def _revisions(team: sa.BindParameter[str], lately: sa.Subquery) -> sa.ScalarSelect[int]:
    """Return how often a task was sent back before a decision."""
    earlier, about = decision.alias("earlier"), item.alias("about")
    of_item = sa.and_(earlier.c.item_id == about.c.id, earlier.c.team == about.c.team)
    back = earlier.c.verdict == str(Verdict.REVISE), earlier.c.undone_at.is_(None), earlier.c.at <= lately.c.at
    of_task = about.c.team == team, about.c.task_id == task.c.id
    return (
        sa.select(sa.func.count())
        .select_from(about)
        .join(earlier, of_item)
        .where(*of_task, *back)
        .correlate(lately, task)
        .scalar_subquery()
    )
