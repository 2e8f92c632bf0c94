"""A person's own figures, read from what they decided in some weeks; and sums of a workspace that show nobody."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from storage.ledger import access
from storage.ledger.core.ledger import Read
from storage.ledger.shelf.waiting import undecided
from storage.rules.authority import Action, Claim
from storage.rules.clocks import instant
from storage.rules.figures import OUTCOMES, Event, Fact, Facts, Figures, Outcome, Share, figures, week_of
from storage.rules.pages.figures import PEOPLE, SUMMED, Sums
from storage.rules.people import Person
from storage.rules.values.check import Finding
from storage.rules.values.decision import Verdict
from storage.tables import change, check, decision, draft, item, series, stream, task
from storage.tables import person as people

WEEKS = 12  # weeks that are read, the present one among them
MOST = 5_000  # decisions that are read
REOPENED = 500
EVER = timedelta(days=366)  # what was decided by a clock that went ahead counts, too


def own(read: Read, claim: Claim, weeks: int = WEEKS, waiting: bool = True) -> Facts:
    """Return what a person's own figures are made from.

    Args:
        weeks: with the present one.
        waiting: whether what waits for them is read, too.

    Raises:
        Refused: they are no full member.
    """
    return of_person(read, access.member(read, claim, Action.LOOK), weeks, waiting)


def of_person(read: Read, person: Person, weeks: int = WEEKS, waiting: bool = True) -> Facts:
    """Return what the figures of a person are made from; only that person may be shown it."""
    zone = person.zone or read.terms.zone
    first = week_of(read.now, zone) - timedelta(weeks=weeks - 1)
    since = _midnight(first, zone)
    rows = _decided(read, person, since, read.now + EVER)
    return Facts(
        now=read.now,
        zone=zone,
        first=first,
        decided=tuple(map(_fact, rows[:MOST])),
        reopened=_reopened(read, person.team, person.user, since),
        waiting=_waiting(read, person.team, person.user) if waiting else (),
        full=len(rows) > MOST,
    )


def of_week_before(read: Read, person: Person, day: date) -> Figures:
    """Return the figures of what a person decided in the week before that of a local date; only they may see it."""
    zone = person.zone or read.terms.zone
    first = day - timedelta(days=day.weekday(), weeks=1)
    rows = _decided(read, person, _midnight(first, zone), _midnight(first + timedelta(weeks=1), zone))
    return figures(Facts(now=read.now, zone=zone, first=first, decided=tuple(map(_fact, rows))))


def _midnight(day: date, zone: str) -> datetime:
    return instant(day, time(0), ZoneInfo(zone))


def _decided(read: Read, person: Person, since: datetime, until: datetime) -> Sequence[Any]:
    """Return a person's decisions between two instants, the newest first, with what is known of draft and task."""
    values = {"team_": person.team, "user_": person.user, "since_": since, "until_": until}
    return read.conn.execute(_of_person(), values).all()


@lru_cache
def _of_person() -> sa.Select[Any]:
    """Return the query of `_decided`: it is built once, since that takes longer than its answer."""
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


def _fact(row: Any) -> Fact:
    return Fact(
        at=row.at,
        stream=row.stream or "",
        worker=row.worker,
        verdict=Verdict(row.verdict),
        ready_at=row.made_at,
        opened_at=row.opened_at,
        seconds=row.seconds,
        at_once=row.base == 0,
        rounds=1 + (row.revisions or 0),
        judged=(row.checked or 0) > 0,
        doubted=row.checked == 2,
    )


def _reopened(read: Read, team: str, user: str, since: datetime) -> tuple[Event, ...]:
    """Return what a person opened again."""
    again = change.c.team == team, change.c.who == user, change.c.what == sa.literal_column("'reopen'")
    query = sa.select(change.c.at, change.c.subject).where(*again, change.c.at >= since)
    rows = read.conn.execute(query.order_by(change.c.at.desc()).limit(REOPENED)).all()
    about = _about(read, team, {row.subject.removeprefix("T-") for row in rows}) if rows else {}
    return tuple(Event(at=row.at, **about.get(row.subject.removeprefix("T-"), {})) for row in rows)


def _about(read: Read, team: str, names: Collection[str]) -> dict[str, dict[str, str]]:
    """Return stream and worker of tasks by their names: “12”, or “60.3” for the third of a series."""
    plain = [int(name) for name in names if name.isdecimal()]
    runs = [tuple(map(int, name.split("."))) for name in names if "." in name]
    filed = sa.and_(stream.c.id == task.c.stream_id, stream.c.team == team)
    query = sa.select(task.c.number, task.c.run, task.c.worker, stream.c.name, sa.null().label("series"))
    base = query.join_from(task, stream, filed, isouter=True).where(task.c.team == team)
    rows = list(read.conn.execute(base.where(task.c.number.in_(plain)))) if plain else []
    if runs:
        part = sa.and_(task.c.series_id == series.c.id, task.c.team == team)
        several = sa.select(task.c.number, task.c.run, task.c.worker, stream.c.name, series.c.number.label("series"))
        joined = several.join_from(series, task, part).join(stream, filed, isouter=True).where(series.c.team == team)
        rows += list(read.conn.execute(joined.where(sa.tuple_(series.c.number, task.c.run).in_(runs))))
    named = {f"{row.series}.{row.run}" if row.series else str(row.number): row for row in rows}
    return {name: {"stream": row.name or "", "worker": row.worker} for name, row in named.items()}


def _waiting(read: Read, team: str, user: str) -> tuple[Event, ...]:
    """Return what waits for a person's decision, each since when."""
    filed = sa.and_(stream.c.id == task.c.stream_id, stream.c.team == team)
    query = sa.select(item.c.made_at, task.c.worker, stream.c.name).join_from(
        item, task, sa.and_(task.c.id == item.c.task_id, task.c.team == team)
    )
    rows = read.conn.execute(query.join(stream, filed, isouter=True).where(*undecided(team, user)))
    return tuple(Event(at=row.made_at, stream=row.name or "", worker=row.worker) for row in rows)


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
    rows = read.conn.execute(_sums(team, _midnight(first, read.terms.zone), _midnight(until, read.terms.zone))).all()
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
