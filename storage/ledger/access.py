"""The only way from who somebody says they are to a task, an item, a message or settings.

Each function reads the person as they are known now, in the transaction of what they want, before it looks at the
thing: the same words for what does not exist and for what is not theirs.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

import sqlalchemy as sa

from storage.ledger import people, schedules
from storage.ledger.core.ledger import Read, Tx
from storage.ledger.messages.posting import by_key, find_at
from storage.ledger.rows.finding_items import find_bare, find_item
from storage.ledger.rows.finding_tasks import find_named, find_task
from storage.rules import authority
from storage.rules.authority import UNKNOWN, Action, Actor, Claim, Grant, Roles
from storage.rules.lifecycle import CLOSED
from storage.rules.pages.messages import Post
from storage.rules.people import Person
from storage.rules.posts import WITH_DRAFTS
from storage.rules.refusal import Reason, Refused
from storage.rules.values.item import Item
from storage.rules.values.place import Place
from storage.rules.values.step import Step
from storage.rules.values.task import Task
from storage.tables import decision
from storage.tables import item as item_table

T = TypeVar("T")
CHANNELS = ("C", "G")  # how the ids of conversations begin that are no direct messages


def actor_of(read: Read, claim: Claim) -> Actor:
    """Return the actor of a claim, as far as the person is known."""
    the_person = people.find(read, claim.team, claim.user)
    return the_person.actor if the_person else people.nobody(read, claim.team, claim.user)


def check(read: Read, claim: Claim, action: Action, roles: Roles | None = None) -> Grant:
    """Check that somebody may do something, and return what grants it.

    Args:
        roles: who the owner and the reviewer of the thing are; None where it is their own, or nobody's.

    Raises:
        Refused: they may not.
    """
    return authority.permit(action, actor_of(read, claim), roles or Roles(claim.team), read.terms.policy)


def person(tx: Tx, claim: Claim, action: Action) -> Person:
    """Return the person of a claim, if they may act on themselves, a channel, or the whole workspace.

    Raises:
        Refused: they may not.
    """
    the_person = people.find(tx, claim.team, claim.user)
    actor = the_person.actor if the_person else people.nobody(tx, claim.team, claim.user)
    authority.permit(action, actor, Roles(claim.team), tx.terms.policy)
    return the_person or people.ensure(tx, claim.team, claim.user)


def member(read: Read, claim: Claim, action: Action) -> Person:
    """Return the person of a claim, if they may look at what is theirs; nothing is kept of a new person.

    Raises:
        Refused: they may not.
    """
    the_person = people.look_up(read, claim.team, claim.user)
    authority.permit(action, the_person.actor, Roles(claim.team), read.terms.policy)
    return the_person


def channel(tx: Tx, claim: Claim, action: Action, channel_id: str, creator: str) -> Person:
    """Return the person of a claim, if they may act on a channel: it belongs to its creator and to who set its times.

    Args:
        creator: as Slack says; empty where it does not.

    Raises:
        Refused: they may not.
    """
    owners = {creator, schedules.who_set(tx, claim.team, channel_id)} - {""}
    check(tx, claim, action, Roles(claim.team, claim.user if claim.user in owners else ""))
    return people.ensure(tx, claim.team, claim.user)


def task(
    read: Read,
    claim: Claim,
    action: Action,
    *,
    key: str | None = None,
    number: int | None = None,
    run: int = 0,
    name: str | None = None,
) -> Task:
    """Return a task by its key, its number (`run`: which of a series), or its name such as “T-60.3”, if the person of
    the claim may act on it.

    Raises:
        Refused: there is none, or they may not.
    """

    def find() -> Task | None:
        if name is not None:
            return find_named(read, claim.team, name)
        named = key is not None or number is not None
        return find_task(read, claim.team, key=key, number=number, run=run) if named else None

    return _permitted(read, claim, action, find, lambda found: _with_stand_in(read, claim, found))


def may(read: Read, claim: Claim, action: Action, task: Task) -> bool:
    """Tell whether somebody may do something to a task."""
    try:
        check(read, claim, action, roles_of_task(task))
    except Refused:
        return False
    return True


def item(read: Read, claim: Claim, action: Action, key: str) -> Item:
    """Return an item with its drafts, if the person of the claim may act on it.

    Raises:
        Refused: there is none, or they may not.
    """
    return _permitted(read, claim, action, lambda: find_item(read, claim.team, key), roles)


def bare_item(read: Read, claim: Claim, action: Action, key: str) -> tuple[Item, frozenset[int]]:
    """Return an item without its drafts, and the versions that there are to choose from.

    Raises:
        Refused: there is none, or they may not.
    """
    return _permitted(read, claim, action, lambda: find_bare(read, claim.team, key), lambda found: roles(found[0]))


def post(read: Read, claim: Claim, action: Action, key: str) -> Post:
    """Return a message of ours by its key. One in a channel belongs to who set the channel's times.

    Raises:
        Refused: there is none, or they may not.
    """

    def roles_of(post: Post) -> Roles:
        return Roles(post.team, post.owner or schedules.who_set(read, post.team, post.channel))

    return _permitted(read, claim, action, lambda: by_key(read, claim.team, key), roles_of)


def pressed(read: Read, claim: Claim, place: Place) -> Post | None:
    """Return our message at a place where somebody pressed a button; None where they may not see the message: one in
    direct messages is its owner's alone, and who is no full member any more is shown nothing."""
    the_post = find_at(read, claim.team, place)
    if the_post is None or actor_of(read, claim).outside is not None:
        return None
    return the_post if the_post.channel[:1] in CHANNELS or the_post.owner == claim.user else None


def is_redrawn(read: Read, the_post: Post) -> bool:
    """Tell whether a message may be drawn again: one with drafts in direct messages only for who is a full member."""
    private = the_post.kind in WITH_DRAFTS and bool(the_post.owner) and the_post.channel[:1] not in CHANNELS
    return not private or actor_of(read, Claim(the_post.owner, the_post.team)).outside is None


def roles(item: Item) -> Roles:
    """Return the roles of people in an item: its owner, who assigned the task, and its reviewer."""
    return replace(roles_of_task(item.task), reviewer=item.reviewer, stands_for=item.stands_for)


def roles_of_task(task: Task) -> Roles:
    """Return the roles of people in a task: its owner, its reviewer, and the colleague who works on it."""
    worker = task.brief.worker.name if task.brief.worker.is_person else ""
    return Roles(task.team, task.assigner, task.reviewer, worker)


def roles_of_step(step: Step) -> Roles:
    """Return the roles of people in a task whose brief was not read."""
    return Roles(step.team, step.assigner, step.reviewer, step.worker.name if step.worker.is_person else "")


def _with_stand_in(read: Read, claim: Claim, task: Task) -> Roles:
    """Return the roles of people in a task, with its reviewer's stand-in where that is who asks. What was over before
    is no part of theirs: of what is closed they see what they decided."""
    known = roles_of_task(task)
    if claim.user in (known.assigner, known.reviewer, known.worker):
        return known
    if task.state in CLOSED and not _decided(read, claim, task):
        return known
    away = people.find(read, task.team, task.reviewer)
    stands = away is not None and away.stand_in == claim.user and away.is_away(read.now)
    return replace(known, stand_in=claim.user) if stands else known


def _decided(read: Read, claim: Claim, task: Task) -> bool:
    of_item = sa.and_(item_table.c.team == decision.c.team, item_table.c.id == decision.c.item_id)
    theirs = decision.c.team == claim.team, decision.c.who == claim.user, item_table.c.task_id == task.id
    query = sa.select(decision.c.id).join_from(decision, item_table, of_item).where(*theirs)
    return read.conn.execute(query.limit(1)).first() is not None


def _permitted(
    read: Read, claim: Claim, action: Action, find: Callable[[], T | None], roles_of: Callable[[T], Roles]
) -> T:
    """Return a thing that somebody may do something to; it is looked for only where their standing lets them in.

    Raises:
        Refused: there is none, or they may not.
    """
    actor = _let_in(read, claim, action)
    found = find()
    if found is None:
        raise _nothing(read, actor, action)
    authority.permit(action, actor, roles_of(found), read.terms.policy)
    return found


def _nothing(read: Read, actor: Actor, action: Action) -> Refused:
    """Return the refusal of what does not exist, in the words for what is somebody else's."""
    try:
        authority.permit(action, actor, Roles(actor.team), read.terms.policy)
    except Refused as refusal:
        return refusal
    return Refused(UNKNOWN, Reason.UNKNOWN)


def _let_in(read: Read, claim: Claim, action: Action) -> Actor:
    """Return who somebody is, where they may do this to anything at all.

    Raises:
        Refused: nobody of their standing may, whether the thing exists or not.
    """
    actor = actor_of(read, claim)
    if actor.outside is not None and actor.outside not in authority.TABLE[action]:
        authority.permit(action, actor, Roles(claim.team), read.terms.policy)
    return actor
