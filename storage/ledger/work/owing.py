"""Work for a colleague: who may take it, when they are brought it, and the word to who assigned it."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import sqlalchemy as sa

from storage.ledger import people
from storage.ledger.core.ledger import Read, Tx
from storage.ledger.messages.keeping import hold
from storage.ledger.messages.posting import put_post
from storage.ledger.shelf import owed
from storage.ledger.shelf.bringing import bring_owed
from storage.ledger.work.asking_assigner import ask_assigner, why_gone, why_no_work
from storage.ledger.work.asking_newcomers import check_agreed
from storage.rules.authority import Subject
from storage.rules.delivery import is_person
from storage.rules.gone import TAKES_NONE
from storage.rules.jobs import JobKind
from storage.rules.pages.owed import Theirs
from storage.rules.people import Person
from storage.rules.posts import PostKind
from storage.rules.refusal import Reason, Refused
from storage.rules.values.brief import Brief
from storage.rules.values.profile import Profile
from storage.rules.values.task import State, Task
from storage.tables import task

_OUTSIDE = {
    Subject.NOT_KNOWN: "Slack has not told me yet who <@{}> is. Try again in a moment.",
    Subject.BOT: "<@{}> is an app: only people and agents take tasks.",
    Subject.GUEST: "<@{}> is a guest here: only full members of this workspace take tasks.",
    Subject.EXTERNAL: "<@{}> is of another company: only full members of this workspace take tasks.",
    Subject.DEACTIVATED: "<@{}> is not in this workspace any more.",
    Subject.LEFT_OUT: "<@{}> can't take tasks: Sluice is open to some people of this workspace only.",
}
_NO_READER = {Subject.NOT_KNOWN: _OUTSIDE[Subject.NOT_KNOWN], Subject.DEACTIVATED: _OUTSIDE[Subject.DEACTIVATED]}
NO_MEMBER = "<@{}> can't get the result: it goes to full members of this workspace only."
_OTHERS = "Name somebody else, or an agent: `/assign writer: memo`"
REFUSES = f"<@{{}}> {TAKES_NONE}. Ask them first. {_OTHERS}"
OWN_WORK = "{} would decide on their own work. Name who decides, `reviewer @who`, or an agent: `/assign writer: memo`"


def check_worker(tx: Tx, team: str, user: str, by: str, reviewer: str, profile: Profile | None = None) -> Person:
    """Return the colleague who is to work on a task; a new one is kept with their profile.

    Args:
        by: who asks them; what they ask of themselves they never refuse.
        profile: what Slack said of them just now, where they were not known.

    Raises:
        Refused: they can't, take no tasks, or would decide on their own work.
    """
    person = people.get_to_know(tx, team, user, profile)
    outside = person.actor.outside if person else Subject.NOT_KNOWN
    if outside is not None:
        others = [] if outside is Subject.NOT_KNOWN else [_OTHERS]
        raise Refused(" ".join([_OUTSIDE[outside].format(user), *others]), wrong=f"<@{user}>")
    assert person is not None
    if person.refuses and user != by:
        raise Refused(REFUSES.format(user), wrong=f"<@{user}>")
    if user == reviewer:
        raise Refused(OWN_WORK.format(f"<@{user}>"), wrong=f"<@{user}>")
    return person


def check_colleague(tx: Tx, owner: Person, brief: Brief, reviewer: Person, profiles: Mapping[str, Profile]) -> None:
    """Check that the colleague of a brief, where it names one, may work on it, and that those whom it names for its
    result may get it.

    Args:
        profiles: what Slack said just now of people who were not known, by their ids.

    Raises:
        Refused: they may not.
    """
    if brief.worker.is_person:
        name = brief.worker.name
        if name == owner.user:  # until the other agrees they would decide on it themselves
            if reviewer.actor.outside is Subject.NOT_KNOWN:
                raise Refused(_OUTSIDE[Subject.NOT_KNOWN].format(reviewer.user), Reason.STANDING)
            check_agreed(tx, owner, reviewer)
        check_worker(tx, owner.team, name, by=owner.user, reviewer=reviewer.user, profile=profiles.get(name))
    for user in filter(is_person, brief.to):
        person = people.get_to_know(tx, owner.team, user, profiles.get(user))
        outside = person.actor.outside if person else Subject.NOT_KNOWN
        if outside is not None:
            raise Refused(_NO_READER.get(outside, NO_MEMBER).format(user), wrong="to")


def owe(tx: Tx, target: Task, *, is_new: bool = False) -> None:
    """Have a colleague brought what they work on from now on: with their own next collection; at once where it is due
    before that, or where they have no collections. What is late is looked at when it is due. Of one who is gone, who
    assigned it is asked.

    Args:
        is_new: whether they had nothing of it before: then of one who takes no tasks, too.
    """
    user = target.brief.worker.name
    why = why_no_work(tx, target.team, user, target.assigner) if is_new else why_gone(tx, target)
    if why:
        ask_assigner(tx, target, why)
        return
    over = target.brief.due is not None and target.brief.due <= tx.now
    knows = over and target.draft_version > 0 and target.reviewer == target.assigner  # who sends it back then
    values = {"told_at": None, "reminded_at": None, "late_at": tx.now if knows else None}
    tx.conn.execute(sa.update(task).where(task.c.team == target.team, task.c.id == target.id).values(values))
    look_when_due(tx, target)
    owed.redraw(tx, target.team, user, [target.id])
    owner = people.ensure(tx, target.team, user)
    if sees_at_once(tx, owner, target.brief.due):
        bring_owed(tx, owner, target.id)


def goes_on(read: Read, target: Task) -> bool:
    """Tell whether a colleague who works on a task goes on with it as it is asked for now: nothing that they handed in
    is being looked at, and they are still here."""
    if target.state is not State.WORKING or not (target.brief.worker.is_person and target.told_at is not None):
        return False
    seen = owed.of_task(read, target)
    return not (seen.checking or seen.checked) and not why_gone(read, target)


def go_on(tx: Tx, was: Task, target: Task) -> None:
    """Have a colleague go on with a task that they have, as it is asked for now: their messages show that, and by
    another due time they are reminded anew."""
    mine = task.c.team == target.team, task.c.id == target.id
    if target.brief.due != was.brief.due:
        tx.conn.execute(sa.update(task).where(*mine).values(reminded_at=None, late_at=None))
        look_when_due(tx, target)
    owed.redraw(tx, target.team, target.brief.worker.name, [target.id])


def look_when_due(tx: Tx, target: Task) -> None:
    """Promise a look at a colleague's task when it is due."""
    if target.brief.worker.is_person and target.brief.due is not None:
        tx.promise(target.team, JobKind.LATE, target.id, after=max(target.brief.due - tx.now, timedelta(0)))


def sees_at_once(read: Read, owner: Person, due: datetime | None) -> bool:
    """Tell whether a task is brought to its colleague before their next collection; to who is away nothing comes."""
    if owner.is_away(read.now):
        return False
    coming = people.next_time(read, owner)
    return coming is None or (due is not None and due < coming)


def theirs(read: Read, target: Task) -> Theirs | None:
    """Return what who assigned a task is told of its colleague; None where an agent works on it."""
    if not target.brief.worker.is_person:
        return None
    owner = people.look_up(read, target.team, target.brief.worker.name)
    busy = owner.busy_until if owner.busy_until and owner.busy_until > read.now else None
    sees_at = None if target.told_at or sees_at_once(read, owner, target.brief.due) else people.next_time(read, owner)
    return Theirs(
        sees_at=sees_at,
        told=target.told_at is not None,
        zone=owner.zone or read.terms.zone,
        busy_until=busy,
        away_until=owner.away_until if owner.is_away(read.now) else None,
        has_times=people.next_time(read, owner) is not None,
    )


def tell(tx: Tx, team: str, user: str, text: str) -> None:
    """Promise a line in a person's direct messages; it waits while they work through a collection. What it quotes of a
    person is shown letter by letter."""
    put_post(tx, team, PostKind.LINE, hold(tx, team, {"text": text, "quotes": True}), owner=user)
