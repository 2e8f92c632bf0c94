"""Who takes part: people, their settings and their times."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from storage.ledger.core.ledger import Read, Tx
from storage.ledger.index import renew_name
from storage.ledger.moved_zone import move_runs
from storage.ledger.schedules import _is_zone, _zone, read_schedule, save_schedule
from storage.prepared import Statement
from storage.rules.authority import Actor
from storage.rules.calendar import next_slot
from storage.rules.clocks import instant
from storage.rules.jobs import JobKind
from storage.rules.people import Person
from storage.rules.values.out import Out, out
from storage.rules.values.profile import Profile
from storage.rules.values.schedule import Schedule
from storage.tables import person, schedule, task, workspace

FRESH, MINUTE = timedelta(minutes=5), timedelta(minutes=1)


_HAS_TIMES = sa.and_(schedule.c.team == person.c.team, schedule.c.kind == "person", schedule.c.owner == person.c.user)
_TIMES = schedule.c.times, schedule.c.days, schedule.c.zone.label("schedule_zone"), schedule.c.active
_SLOT = schedule.c.id.label("schedule_id"), schedule.c.next_at.label("comes_at")


@Statement
def _find(team: str, user: str) -> sa.Select[Any]:
    found = sa.select(person, *_TIMES, *_SLOT).join_from(person, schedule, _HAS_TIMES, isouter=True)
    return found.where(person.c.team == team, person.c.user == user)


def find(read: Read, team: str, user: str) -> Person | None:
    """Return a person; None when they are not known."""
    row = _find.first(read.conn, team, user)
    return None if row is None else _person(read, row)


def members(read: Read, team: str) -> sa.Select[Any]:
    """Return the query of who is known to be a full member, and is not left out."""
    flags = person.c.bot, person.c.deleted, person.c.guest, person.c.stranger
    conditions = person.c.team == team, person.c.profile_at.is_not(None)
    policy = read.terms.policy
    named = person.c.user.in_(sorted(policy.people | policy.admins)) if policy.people else sa.true()
    return sa.select(person.c.user).where(*conditions, *(sa.not_(flag) for flag in flags), named)


def known_among(read: Read, team: str, users: Collection[str]) -> frozenset[str]:
    """Return which of some people are known to be full members, and are not left out."""
    return frozenset(read.conn.execute(members(read, team).where(person.c.user.in_(users))).scalars())


def nobody(read: Read, team: str, user: str) -> Actor:
    """Return the actor for a person of whom nothing is known."""
    return Actor(user=user, team=team, left_out=read.terms.policy.leaves_out(user))


def may_be_member(read: Read, team: str, user: str) -> bool:
    """Tell whether somebody is a full member of a workspace, or may turn out to be one."""
    person = find(read, team, user)
    return (person.actor if person is not None else nobody(read, team, user)).may_be_member


def look_up(read: Read, team: str, user: str) -> Person:
    """Return a person as they are known; a new person as they would be kept."""
    return find(read, team, user) or Person(
        team=team,
        user=user,
        name="",
        zone=read.terms.zone,
        room=read.terms.room,
        most=read.terms.most,
        brought=0,
        chose_times=False,
        dm="",
        schedule=Schedule(read.terms.times, read.terms.days, read.terms.zone),
        schedule_id=None,
        comes_at=None,
        actor=nobody(read, team, user),
        profile_at=None,
    )


def ensure(tx: Tx, team: str, user: str) -> Person:
    """Return a person; a new one is made with the installation's times and the default zone."""
    known = find(tx, team, user)
    if known is not None:
        return known
    tx.conn.execute(
        sa.insert(person),
        {"team": team, "user": user, "zone": "", "room": tx.terms.room, "most": tx.terms.most, "seen_at": tx.now},
    )
    save_schedule(tx, team, "person", owner=user, made=Schedule(tx.terms.times, tx.terms.days, tx.terms.zone), by=user)
    tx.promise(team, JobKind.PROFILE, user, once=True)
    the_person = find(tx, team, user)
    assert the_person is not None
    return the_person


def ensure_workspace(tx: Tx, team: str, name: str) -> None:
    """Add a workspace, unless it is known."""
    if tx.conn.execute(sa.select(workspace.c.team).where(workspace.c.team == team)).first() is None:
        tx.conn.execute(sa.insert(workspace), {"team": team, "name": name, "last_task": 0, "made_at": tx.now})


def other_workspace(read: Read, team: str) -> str:
    """Return the name and id of another workspace that uses this ledger; '' for none. One where the app was uninstalled
    waits for its end."""
    others = workspace.c.team != team, workspace.c.uninstalled_at.is_(None)
    row = read.conn.execute(sa.select(workspace.c.name, workspace.c.team).where(*others).limit(1)).first()
    return f"{row.name} ({row.team})" if row is not None else ""


def workspaces(read: Read) -> tuple[tuple[str, str], ...]:
    """Return the id and the name of each workspace that uses this ledger."""
    query = sa.select(workspace.c.team, workspace.c.name).where(workspace.c.uninstalled_at.is_(None))
    return tuple((row.team, row.name) for row in read.conn.execute(query))


def rename_workspace(tx: Tx, team: str, name: str) -> None:
    """Change the name of a workspace."""
    tx.conn.execute(sa.update(workspace).where(workspace.c.team == team).values(name=name))


def get_to_know(tx: Tx, team: str, user: str, profile: Profile | None) -> Person | None:
    """Return a person as they are known; a new one is kept with their profile. Return None where nobody knows them.

    Args:
        profile: what Slack said of them just now, where it was asked.
    """
    known = find(tx, team, user)
    if profile is None or (known is not None and known.profile_at is not None):
        return known
    save_profile(tx, team, user, profile)
    return find(tx, team, user)


def save_profile(tx: Tx, team: str, user: str, profile: Profile) -> None:
    """Keep a profile, but no unknown zone; times move to the profile's zone, unless another was chosen for them."""
    the_person = ensure(tx, team, user)
    profile = replace(profile, zone=profile.zone if _is_zone(profile.zone) else the_person.zone or tx.terms.zone)
    tx.conn.execute(
        sa.update(person)
        .where(person.c.team == team, person.c.user == user)
        .values(
            name=profile.name,
            zone=profile.zone,
            bot=profile.bot,
            deleted=profile.deleted,
            guest=profile.guest,
            stranger=profile.stranger,
            profile_at=tx.now,
        )
    )
    if profile.name != the_person.name:
        renew_name(tx, team, user)
    if the_person.profile_at is None and profile.zone:
        _move_due_times(tx, team, user, the_person.zone or tx.terms.zone, profile.zone)
    assumed = tx.terms.zone if the_person.profile_at is None else the_person.zone
    if assumed and profile.zone != assumed:
        move_runs(tx, team, user, before=assumed, now=profile.zone)
    if the_person.schedule is not None and the_person.schedule.zone == assumed != profile.zone:
        times = Schedule(the_person.schedule.times, the_person.schedule.days, profile.zone)
        save_schedule(tx, team, "person", owner=user, made=times, by=user)


def _move_due_times(tx: Tx, team: str, user: str, guessed: str, real: str) -> None:
    """Keep the wall time of due times that were read before a zone was known; “in 2 hours” has seconds and stays."""
    rows = tx.conn.execute(
        sa.select(task.c.id, task.c.due_at).where(
            task.c.team == team, task.c.assigner == user, task.c.due_at.is_not(None)
        )
    ).all()
    for row in rows:
        local = row.due_at.astimezone(ZoneInfo(guessed))
        if guessed != real and local.second == local.microsecond == 0:
            moved = instant(local.date(), local.time(), ZoneInfo(real))
            tx.conn.execute(sa.update(task).where(task.c.team == team, task.c.id == row.id).values(due_at=moved))


def is_somebody_elses(read: Read, team: str, user: str, channel: str) -> bool:
    """Tell whether a conversation is the direct messages of another person with the app."""
    others = person.c.team == team, person.c.dm == channel, person.c.user != user
    return bool(channel) and read.conn.execute(sa.select(person.c.user).where(*others).limit(1)).first() is not None


def save_dm(tx: Tx, team: str, user: str, channel: str) -> None:
    """Keep the channel of a person's direct messages."""
    tx.conn.execute(sa.update(person).where(person.c.team == team, person.c.user == user).values(dm=channel))


def names_of(read: Read, team: str, users: Collection[str]) -> dict[str, str]:
    """Return the display names of people by their ids, as far as they are known."""
    mine = person.c.team == team, person.c.user.in_(list(users)), person.c.name != ""
    return {row.user: row.name for row in read.conn.execute(sa.select(person.c.user, person.c.name).where(*mine))}


def out_among(read: Read, team: str, users: Collection[str]) -> dict[str, Out]:
    """Return until when people said that they are busy or away, by their ids; who is neither now is left out."""
    some = person.c.team == team, person.c.user.in_(sorted(users))
    query = sa.select(person.c.user, person.c.busy_until, person.c.away_until).where(*some)
    said = {row.user: out(row.busy_until, row.away_until, read.now) for row in read.conn.execute(query)}
    return {user: until for user, until in said.items() if until is not None}


def _person(read: Read, row: Any) -> Person:
    made = read_schedule(read, row.times, row.days, row.schedule_zone) if row.active else None
    known = row.profile_at is not None
    left_out = read.terms.policy.leaves_out(row.user)
    actor = Actor(
        user=row.user,
        team=row.team,
        bot=row.bot,
        deleted=row.deleted,
        guest=row.guest,
        stranger=row.stranger,
        known=known,
        left_out=left_out,
    )
    return Person(
        team=row.team,
        user=row.user,
        name=row.name,
        zone=_zone(read, row.zone) or (made.zone if made else ""),
        room=row.room,
        most=row.most,
        brought=row.brought,
        chose_times=row.chose_times,
        dm=row.dm,
        schedule=made,
        schedule_id=row.schedule_id,
        comes_at=row.comes_at,
        actor=actor,
        profile_at=row.profile_at,
        quiet_at=row.quiet_at,
        refuses=row.refuses,
        busy_until=row.busy_until,
        stand_in=row.stand_in,
        away_until=row.away_until,
        first_stream=row.first_stream,
        first_day=row.first_day,
    )


def next_time(read: Read, person: Person) -> datetime | None:
    """Return the instant of a person's next collection, by the wall clock; None when there is none. While they are away
    none comes. One that is held back comes as soon as they are done with the one before."""
    begins = read.wall
    if person.away_until is not None and person.away_until > begins:
        begins = person.away_until - timedelta(microseconds=1)  # a collection at the very end of it comes
    coming = next_slot(person.schedule, begins) if person.schedule else None
    if coming is None:
        return None
    held = person.comes_at if begins == read.wall else None
    if held is None or not read.wall < held < coming.at:
        return coming.at
    return held.replace(second=0, microsecond=0) + MINUTE
