"""A new task: its row, its history, and whether it starts, waits for room, or waits for other tasks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import sqlalchemy as sa

from storage.ledger import people, schedules
from storage.ledger.codec.briefs import brief_json
from storage.ledger.core.ledger import Read, Tx, new_key
from storage.ledger.index import add_words
from storage.ledger.work import newcomers
from storage.ledger.work.asking_newcomers import ask_newcomer_for, check_agreed, is_to_be_asked
from storage.ledger.work.deciders import OUTSIDE
from storage.ledger.work.filing import shared_with, stream_id
from storage.ledger.work.gate import admit
from storage.ledger.work.starting import start
from storage.ledger.work.steps import come_after, take_material
from storage.prepared import Statement, insert
from storage.rules import clarity
from storage.rules.authority import Subject
from storage.rules.chain import alone
from storage.rules.gate import Held
from storage.rules.happenings import Happening
from storage.rules.lifecycle import CLOSED
from storage.rules.people import Person
from storage.rules.refusal import Reason, Refused
from storage.rules.values.brief import Brief
from storage.rules.values.place import Place
from storage.rules.values.profile import Profile
from storage.rules.values.task import Origin, State, Task
from storage.tables import task, workspace

# fmt: off
_NEW_TASK = insert(
    task, "team", "number", "key", "state", "version", "title", "goal", "worker", "worker_kind", "assigner", "reviewer",
    "stream_id", "due_at", "urgent", "channel", "thread", "why_waiting", "brief", "shown_in", "origin", "series_id",
    "run", "flows", "first", "made_at", "changed_at", returning="id",
)
# fmt: on


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What a new task is made of.

    Attributes:
        key: of the new task; '' for a random one.
        after: the tasks that must be approved before it starts.
        series_id: of the series that it is a run or a row of, `series_number` its name's number, `run` which one.
        flows: whether it goes on by itself while all its checks are met.
    """

    owner: Person
    reviewer: Person
    brief: Brief
    place: Place
    key: str = ""
    after: Sequence[Task] = ()
    origin: Origin = Origin.PERSON
    series_id: int | None = None
    series_number: int = 0
    run: int = 0
    flows: bool = False


def next_number(tx: Tx, team: str) -> int:
    """Return the next number of a workspace's tasks, and take it."""
    return int(_next_number.first(tx.conn, team).last_task)


@Statement
def _next_number(team: str) -> sa.Executable:
    next_one = sa.update(workspace).where(workspace.c.team == team).values(last_task=workspace.c.last_task + 1)
    return next_one.returning(workspace.c.last_task)


def reviewer_of(
    tx: Tx, team: str, owner: Person, named: str | None, profiles: Mapping[str, Profile] = MappingProxyType({})
) -> Person:
    """Return who decides on a task.

    Args:
        profiles: what Slack said just now of people who were not known, by their ids.

    Raises:
        Refused: they can't: no full member, or nobody but the assigner where four eyes are asked for.
    """
    if named is None or named == owner.user:
        if tx.terms.policy.four_eyes:
            raise Refused("A second person must approve here: name who decides, for example: reviewer @bob.")
        return owner
    reviewer = people.get_to_know(tx, team, named, profiles.get(named)) or people.ensure(tx, team, named)
    outside = reviewer.actor.outside
    if outside is not None and (outside is not Subject.NOT_KNOWN or tx.terms.policy.four_eyes):
        raise Refused(OUTSIDE[outside].format(named), Reason.STANDING)
    if tx.terms.policy.four_eyes:
        check_agreed(tx, owner, reviewer)
    elif is_to_be_asked(tx, owner, reviewer):
        newcomers.introduce(tx, team, named)  # the question comes first, and no welcome before it
    return reviewer


def make(tx: Tx, order: Order) -> tuple[Task, Held | None]:
    """Make a task, and start it or let it wait; return it, and why it waits at the gate. Who is to decide, and never
    used Sluice, is asked."""
    order = _until_they_agree(tx, order)
    brief, owner, reviewer = order.brief, order.owner, order.reviewer
    stream, named = stream_id(tx, owner.team, brief.stream, brief.stream_channel, owner.user)
    unclear = "" if order.after else clarity.missing(brief)  # what it comes after brings its material
    held = None if unclear or _waits(order) else _held(tx, order, stream)
    state = _first_state(unclear, order, held)
    filed = replace(order, brief=replace(alone(brief), reviewer=reviewer.user, stream=named))
    new_task = _insert(tx, filed, stream, state, unclear or (held.why if held else ""))
    come_after(tx, new_task, [waited.id for waited in order.after])
    if state is State.WORKING:
        start(tx, take_material(tx, new_task) if order.after else new_task, event=None)
    if brief.invited:
        ask_newcomer_for(tx, new_task)
    return new_task, held


def _until_they_agree(tx: Tx, order: Order) -> Order:
    """Return an order with who assigns it as its reviewer, where who is to decide has to be asked first."""
    if not is_to_be_asked(tx, order.owner, order.reviewer):
        return order
    return replace(order, reviewer=order.owner, brief=replace(order.brief, invited=order.reviewer.user))


def _held(read: Read, order: Order, stream: int | None) -> Held | None:
    agent = not order.brief.worker.is_person
    return admit(read, order.reviewer, order.owner, order.brief.urgent, agent=agent, stream=stream)


def _waits(order: Order) -> bool:
    """Tell whether a task has to wait for others: those that are closed have given it what they had, if anything."""
    states = {waited.state for waited in order.after}
    return bool(states) and (not states <= CLOSED or State.APPROVED not in states)


def _first_state(unclear: str, order: Order, hold: Held | None) -> State:
    if unclear:
        return State.UNCLEAR
    if _waits(order):
        return State.BLOCKED
    return State.WAITING if hold else State.WORKING


def _insert(tx: Tx, order: Order, stream: int | None, state: State, why: str) -> Task:
    """Return a new task in its first state, with its row and its history."""
    brief, team, number = order.brief, order.owner.team, next_number(tx, order.owner.team)
    row = {
        "team": team,
        "number": number,
        "key": (key := order.key or new_key()),
        "state": state,
        "version": 1,
        "title": brief.title,
        "goal": brief.goal,
        "worker": brief.worker.name,
        "worker_kind": brief.worker.kind,
        "assigner": order.owner.user,
        "reviewer": order.reviewer.user,
        "stream_id": stream,
        "due_at": brief.due,
        "urgent": brief.urgent,
        "channel": order.place.channel,
        "thread": order.place.ts or "",
        "why_waiting": why,
        "brief": brief_json(brief),
        "shown_in": (channel := shown_in(tx, team, brief, order.place, stream)),
        "origin": order.origin,
        "series_id": order.series_id,
        "run": order.run,
        "flows": order.flows,
        "first": (first := not brief.invited and newcomers.count_first(tx, order.reviewer)),
        "made_at": tx.now,
        "changed_at": tx.now,
    }
    (new_id,) = _NEW_TASK(tx.conn, row)
    new_task = Task(
        id=new_id,
        team=team,
        number=number,
        state=state,
        version=1,
        brief=brief,
        assigner=order.owner.user,
        reviewer=order.reviewer.user,
        stream_id=stream,
        source=order.place,
        bring_when_ready=False,
        created_at=tx.now,
        key=key,
        shown_in=channel,
        origin=order.origin,
        series_number=order.series_number,
        run=order.run,
        flows=order.flows,
        first=first,
    )
    tx.note(team, order.owner.user, Happening.ASSIGN, new_task.name, became=state, why=brief.title)
    add_words(tx, new_task)
    return new_task


def shown_in(tx: Tx, team: str, brief: Brief, place: Place, stream: int | None) -> str:
    """Return the channel whose collections bring a task: the one that its brief names, else the one that its stream is
    shared with, if its assigner is in there, else the one that it is assigned in, if that has collections by then. What
    others set up later never reaches back to it, nor to what its series makes: there it can only hide."""
    shared = "" if brief.apart else shared_with(tx, team, stream)
    here = place.channel if schedules.collects_in(tx, team, place.channel) else ""
    shown = brief.stream_channel or shared or here
    return shown if brief.runs_shown_in in (None, shown) else ""
